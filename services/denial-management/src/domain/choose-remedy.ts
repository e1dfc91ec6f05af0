/**
 * What to do about a denial: the remedy that the code map proposes, turned by the payer's group code and remarks (product
 * note 6, rules 2, 3 and 7), or none where a person must look first. Nothing is ever done by itself, least of all a
 * write-off.
 */
import { inDollars, type Reason } from '@tally/kernel'
import type { Remedy } from './denial.ts'
import type { CodeAction } from './denial-codes.ts'
import {
  isUnprocessable,
  protectedBy,
  type RefusedRemedy,
  type RemedyFacts,
  refusedRemedies,
} from './refuse-remedy.ts'

export interface Remedies {
  /** Null: look into it, or wait; `because` says which. */
  readonly proposed: Remedy | null
  readonly because: readonly Reason[]
  readonly refused: readonly RefusedRemedy[]
}

interface Wanted {
  readonly remedy: Remedy | null
  readonly rule: string
  readonly says: string
}

export function chooseRemedy(facts: RemedyFacts): Remedies {
  const refused = refusedRemedies(facts)
  const wanted = wantedFor(facts)
  const chosen = allowed(facts, wanted, refused)
  const said = chosen === wanted ? [wanted] : [wanted, chosen]
  return {
    proposed: chosen.remedy,
    because: said.map((each) => reason(facts, each.rule, each === chosen ? wordsOf(chosen) : each.says)),
    refused,
  }
}

/** Until claims to a second payer are made. */
export const nextPayerByHand =
  'Tally writes no claim to a second payer yet: send it yourself, with this answer’s amounts, unless this payer handed it on ' +
  '(MA18, N89)'

function wordsOf({ remedy, says }: Wanted): string {
  return remedy === 'bill-next-payer' ? `${says}. ${nextPayerByHand}` : says
}

function wantedFor(facts: RemedyFacts): Wanted {
  const { classified, groupCode, remarks } = facts
  if (isUnprocessable(facts)) {
    const remedy = mendedBy(facts)
    const says = facts.standsDecided
      ? 'this version was never adjudicated, and what the payer decided before stands: mend it and send it again'
      : 'the claim was never adjudicated: mend it and send it as a new one; there is nothing to appeal'
    return { remedy, rule: remarks.includes('MA130') ? 'remedy/ma130' : 'remedy/rejected', says }
  }
  if (['investigate', 'hold', 'none'].includes(classified.action)) return wantedByMap(facts)
  if (groupCode === 'PR' && protectedBy(facts) === undefined) {
    return facts.nextPayer
      ? {
          remedy: 'bill-next-payer',
          rule: 'group/pr',
          says: 'group PR: the patient’s share, and another payer follows',
        }
      : {
          remedy: 'bill-patient',
          rule: 'group/pr',
          says: 'group PR: the patient’s share, and no other payer follows',
        }
  }
  return wantedByMap(facts)
}

function wantedByMap(facts: RemedyFacts): Wanted {
  const { classified, reasonCode, wasAccepted, nextPayer } = facts
  if (reasonCode === '29') {
    return wasAccepted
      ? {
          remedy: 'appeal',
          rule: 'timely/proof',
          says: 'a 277CA shows that the claim was in their hands: that is the proof',
        }
      : {
          remedy: 'write-off',
          rule: 'timely/no-proof',
          says: 'no acknowledgment shows that it was filed in time',
        }
  }
  const remedy = remedyOf(classified.action, facts)
  if (classified.action === 'bill_cob' && !nextPayer) {
    const says =
      'another payer is to pay, and none follows on this day: find it and put it on the patient’s coverages'
    return { remedy: null, rule: 'remedy/find-payer', says }
  }
  return { remedy, rule: 'remedy/code-map', says: wordsFor(classified.action, classified.label) }
}

/** The remedy that a code's action comes to; null for those that ask a person to look or to wait. */
function remedyOf(action: CodeAction, facts: RemedyFacts): Remedy | null {
  switch (action) {
    case 'resubmit_corrected':
    case 'resubmit_new':
      return mendedBy(facts)
    case 'appeal':
      return 'appeal'
    case 'write_off':
    case 'post_adjustment':
      return 'write-off'
    case 'bill_patient':
      return 'bill-patient'
    case 'bill_cob':
      return 'bill-next-payer'
    case 'send_docs':
      return 'send-records'
    case 'fix_enrollment':
      return 'resubmit'
    case 'none':
      return 'close'
    case 'investigate':
    case 'hold':
      return null
  }
}

/** Codes, units, modifiers and diagnoses are charge-capture’s; the rest of a claim is claim-submission’s (DESIGN.md 3). */
function mendedBy({ classified }: RemedyFacts): Remedy {
  return classified.root === 'charge-capture' ? 'correct' : 'resubmit'
}

function wordsFor(action: CodeAction, label: string): string {
  switch (action) {
    case 'hold':
      return `${label}: wait, the payer is not done`
    case 'investigate':
      return `${label}: look into it first`
    case 'none':
      return `${label}: nothing is owed on it`
    case 'fix_enrollment':
      return `${label}: mend the enrollment with the payer first, then send it again`
    case 'post_adjustment':
      return `${label}: an adjustment by contract or law`
    default:
      return label
  }
}

/** What is wanted, or, where a rule refuses it, the next best that is allowed. */
function allowed(facts: RemedyFacts, wanted: Wanted, refused: readonly RefusedRemedy[]): Wanted {
  const why = (remedy: Remedy | null) => refused.find((each) => each.remedy === remedy)
  const against = why(wanted.remedy)
  if (!against) return wanted
  const others = facts.classified.alternatives
    .filter((action) => action !== 'hold' && action !== 'investigate')
    .map((action) => remedyOf(action, facts))
  // A write-off is only proposed where nobody else may be asked.
  const last: Remedy[] = facts.groupCode === 'CO' || facts.groupCode === null ? ['write-off'] : []
  const remedy = [...others, 'appeal' as const, ...last].find((each) => each !== null && !why(each))
  return { remedy: remedy ?? null, rule: against.rule, says: against.says }
}

function reason(
  { classified, groupCode, reasonCode, remarks, amountCents }: RemedyFacts,
  rule: string,
  says: string,
): Reason {
  const facts = { groupCode, reasonCode, remarks, action: classified.action, amount: inDollars(amountCents) }
  return { rule, edition: '2026-11', says, facts, citation: 'product note 6, rules 2, 3 and 7' }
}
