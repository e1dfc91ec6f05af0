/**
 * Which remedies a denial rules out, each with its rule: what the payer’s codes forbid, what the patient is protected from,
 * and what is too late.
 */
import type { Cents, PayerFamily, ServiceDate } from '@tally/kernel'
import type { Deadline } from './appeal-deadline.ts'
import type { Classified } from './classify-denial.ts'
import type { DenialSource, Remedy } from './denial.ts'

export interface RemedyFacts {
  readonly source: DenialSource
  /** Of a rejection: the payer has an earlier version, and decided on it. */
  readonly standsDecided: boolean
  /** The payer paid something of the claim. */
  readonly paidInPart: boolean
  readonly groupCode: string | null
  readonly reasonCode: string
  readonly remarks: readonly string[]
  readonly amountCents: Cents
  readonly classified: Pick<Classified, 'action' | 'root' | 'alternatives' | 'label'>
  readonly family: PayerFamily | null
  /** Whether this payer takes replacement claims; else what changes goes as a new claim. */
  readonly acceptsReplacement: boolean
  /** A clearinghouse or the payer acknowledged a version of the claim. */
  readonly wasAccepted: boolean
  /** Another payer follows on the treatment day. */
  readonly nextPayer: boolean
  readonly filingDueOn: ServiceDate | null
  readonly appealBy: Pick<Deadline, 'dueOn' | 'confidence'>
  readonly appealPending: boolean
  readonly today: ServiceDate
}

export interface RefusedRemedy {
  readonly remedy: Remedy
  /** `<thing>/<why>`; listed in the README, never reused. */
  readonly rule: string
  readonly says: string
  readonly citation: string
}

type Refusal = Omit<RefusedRemedy, 'remedy'> | null

export function refusedRemedies(facts: RemedyFacts): RefusedRemedy[] {
  const each: readonly (readonly [Remedy, Refusal])[] = [
    ['correct', sendingAgain(facts, 'correct')],
    ['resubmit', sendingAgain(facts, 'resubmit')],
    ['appeal', appealing(facts)],
    ['send-records', sendingRecords(facts)],
    ['bill-patient', billingThePatient(facts)],
    ['bill-next-payer', billingTheNext(facts)],
  ]
  return each.flatMap(([remedy, refusal]) => (refusal ? [{ remedy, ...refusal }] : []))
}

/** Rejected before adjudication, or returned as unprocessable. */
export function isUnprocessable({ source, remarks }: Pick<RemedyFacts, 'source' | 'remarks'>): boolean {
  return source === 'rejection' || remarks.includes('MA130')
}

/** What the payer wants as a new claim, not as a replacement, whether it decided on the old one or not (x12 note 1.4). */
export function goesAsNew(facts: {
  readonly source: DenialSource
  readonly standsDecided: boolean
  readonly remarks: readonly string[]
  readonly classified: Pick<Classified, 'action'>
}): boolean {
  if (facts.source === 'rejection') return !facts.standsDecided
  return isUnprocessable(facts) || facts.classified.action === 'resubmit_new'
}

function sendingAgain(facts: RemedyFacts, remedy: 'correct' | 'resubmit'): Refusal {
  if (facts.remarks.includes('N185')) {
    const says = 'the payer says not to send it again (N185): find the earlier claim'
    return { rule: 'resubmit/payer-says-no', says, citation: 'RARC N185' }
  }
  if (!facts.acceptsReplacement && isDecided(facts, remedy)) return takesNoReplacement(facts)
  const { filingDueOn, today } = facts
  const isNew = goesAsNew(facts) || !facts.acceptsReplacement
  if (!isNew || filingDueOn === null || today <= filingDueOn) return null
  const says = `it would go as a new claim, and the filing window closed on ${filingDueOn}`
  return { rule: 'resubmit/filing-closed', says, citation: 'x12 note 1.4; product note 4.2' }
}

/**
 * Whether what goes again would be a replacement, by claim-submission's own rules: the payer's word (MA130, N142) makes a new
 * claim of it, the code map alone only what is asked for and was not paid in part.
 */
function isDecided(facts: RemedyFacts, remedy: 'correct' | 'resubmit'): boolean {
  if (isUnprocessable(facts) || facts.remarks.includes('N142')) return false
  return remedy === 'correct' || facts.paidInPart || !goesAsNew(facts)
}

function takesNoReplacement({ family }: RemedyFacts): Refusal {
  const rule = 'resubmit/payer-takes-no-replacement'
  if (family === 'medicare-b') {
    const says =
      'Medicare Part B takes no replacement of what it decided: ask its contractor for a reopening (a clerical ' +
      'error; else within a year of the decision), by telephone, in writing or in its portal; or appeal'
    return { rule, says, citation: 'x12 note 1.4; CMS IOM 100-04 ch. 34, 10.4 and 10.6.2' }
  }
  const says =
    'this payer takes no replacement of what it decided: correct it in the way that it names, or set acceptsReplacement in its profile'
  return { rule, says, citation: 'x12 note 1.4' }
}

const noAppeal: Readonly<Record<string, string>> = {
  N211: 'the payer says that it may not be appealed (N211)',
  MA44: 'it was decided by law and may not be appealed (MA44)',
  N704: 'it may not be appealed, but corrected and sent again (N704)',
}

function appealing(facts: RemedyFacts): Refusal {
  const { remarks, appealPending, appealBy, today } = facts
  if (isUnprocessable(facts)) {
    const says = facts.standsDecided
      ? 'no payer decided on this version, so there is nothing to appeal in it: send it again'
      : 'no payer decided on it, so there is nothing to appeal: send it as a new claim'
    return { rule: 'appeal/never-adjudicated', says, citation: 'product note 4.2 and 6, rule 3 (MA130)' }
  }
  const code = remarks.find((remark) => remark in noAppeal)
  if (code !== undefined)
    return { rule: 'appeal/no-right', says: noAppeal[code] ?? code, citation: `RARC ${code}` }
  if (appealPending) {
    const says =
      'an appeal is with the payer: record its answer first (appeal-answered); to close the denial withdraws it'
    return { rule: 'appeal/pending', says, citation: 'one appeal of a denial at a time' }
  }
  if (appealBy.confidence === 'unverified' || today <= appealBy.dueOn) return null
  const says = `the appeal window closed on ${appealBy.dueOn}: with a good cause that the payer takes, say goodCause`
  return { rule: 'appeal/window-closed', says, citation: 'product note 4.2' }
}

function sendingRecords(facts: RemedyFacts): Refusal {
  if (!isUnprocessable(facts) || facts.standsDecided) return null
  const says = 'the payer holds no claim that records could belong to: send it as a new claim'
  return { rule: 'records/never-adjudicated', says, citation: 'x12 note 1.4' }
}

/** The provider’s to bear whatever the group says: dual-eligible protection, no valid notice, filed late. */
const protectedReasons = ['29', '209', '303']
const protectedRemarks = ['M27', 'M39', 'N563', 'N781', 'N782', 'N783']

/** The code that keeps an amount from the patient, whatever the group says. */
export function protectedBy({ reasonCode, remarks }: Pick<RemedyFacts, 'reasonCode' | 'remarks'>) {
  return protectedReasons.includes(reasonCode)
    ? reasonCode
    : remarks.find((remark) => protectedRemarks.includes(remark))
}

function billingThePatient(facts: RemedyFacts): Refusal {
  const { groupCode } = facts
  if (groupCode === 'CO') {
    const says = 'group CO is the provider’s by contract: it never goes to the patient'
    return { rule: 'patient/contractual', says, citation: 'product note 6, rule 2' }
  }
  if (groupCode !== 'PR') {
    const says = 'only group PR makes an amount the patient’s'
    return { rule: 'patient/not-their-share', says, citation: 'product note 6, rule 2' }
  }
  const code = protectedBy(facts)
  if (code === undefined) return null
  return {
    rule: 'patient/protected',
    says: `the patient is protected from it (${code})`,
    citation: `code ${code}`,
  }
}

function billingTheNext({ source, nextPayer }: RemedyFacts): Refusal {
  if (source === 'rejection') {
    const says = 'this payer has not decided yet, and the next one asks for its decision'
    return { rule: 'next-payer/never-adjudicated', says, citation: 'x12 note 1.6' }
  }
  if (nextPayer) return null
  const says = 'no further coverage is on this treatment day: put it on the patient’s coverages first'
  return { rule: 'next-payer/none', says, citation: 'DESIGN.md 2: one claim per coverage order' }
}
