/**
 * The 156 rules of the checker over what is written of a claim, before anything is sent: the second look, which reads
 * the text as a payer does. What a payer would refuse holds the claim, what some refuse is told.
 */
import { diagnosisMayBeBilled, procedureMayBeBilled } from '@tally/coding-rules'
import type { PayerFamily, ServiceDate } from '@tally/kernel'
import {
  type CheckFinding,
  type ClaimDocument,
  checkClaims,
  checkRules,
  type PayerRules,
  type Problem,
  payerRules,
  rulesOfMedicareB,
  rulesOfMost,
  write837p,
} from '@tally/x12'
import type { PayerProfile } from './payer-profile.ts'
import type { Scrubbed } from './scrub-claim.ts'

/** What one payer wants of a claim: its family's rules, then the practice's own entry. */
export function claimRulesOf(
  family: PayerFamily,
  { acceptsReplacement, claimRules }: Pick<PayerProfile, 'acceptsReplacement' | 'claimRules'>,
): PayerRules {
  const base = family === 'medicare-b' ? rulesOfMedicareB : rulesOfMost
  // Which frequency a claim goes under is decided where it is made; here only what contradicts it is found.
  const takes = acceptsReplacement ? 'yes' : base.takesReplacement
  return payerRules.parse({ ...base, takesReplacement: takes, takesVoid: takes, ...claimRules })
}

/** What the writer refuses, in its own words. */
export function refused({ rule, says, x12, fix }: Problem): Scrubbed {
  return { rule, outcome: 'hold', says, citation: x12, fix }
}

/** One claim alone, in an envelope that stands in for the batch's, which is looked at when it is written. */
export function checkWritten(
  document: ClaimDocument,
  { today, rules }: { readonly today: ServiceDate; readonly rules: PayerRules },
): readonly Scrubbed[] {
  const written = write837p({ ...standIn(today), claims: [document] })
  if (!written.ok) return written.problems.map(refused)
  const { claims } = checkClaims(written.text, { today, knows, payer: rules })
  const found = claims.flatMap(({ findings }) => findings).filter(({ severity }) => severity !== 'info')
  if (found.length > 0) return found.map(scrubbed)
  const says = `${checkRules.length} rules over the claim as it is written find nothing`
  return [{ rule: 'check/837p', outcome: 'passed', says, citation: 'x12.md 1.8, 4, 5.3', fix: null }]
}

export interface BatchChecked {
  /** By claim number: the rules that keep it from being sent. */
  readonly refused: ReadonlyMap<string, readonly string[]>
  /** Those that keep the whole file. */
  readonly ofFile: readonly string[]
}

/** The file as it would leave; `rules` by the payer's id. */
export function checkBatch(
  text: string,
  { today, rules }: { readonly today: ServiceDate; readonly rules: ReadonlyMap<string, PayerRules> },
): BatchChecked {
  const { claims, findings } = checkClaims(text, {
    ...{ today, knows },
    payer: ({ id }) => rules.get(id ?? '') ?? null,
  })
  const refused = claims.flatMap(({ clm01, findings: own }) => {
    const slugs = refusals(own)
    return slugs.length === 0 ? [] : [[clm01 ?? '', slugs] as const]
  })
  return { refused: new Map(refused), ofFile: refusals(findings) }
}

const knows = { procedure: procedureMayBeBilled, diagnosis: diagnosisMayBeBilled }

function refusals(findings: readonly CheckFinding[]): string[] {
  return [...new Set(findings.filter(({ severity }) => severity === 'reject').map(({ rule }) => rule))]
}

function scrubbed({ rule, severity, tag, element, says, citation, fix }: CheckFinding): Scrubbed {
  const place = `${tag}${element === null ? '' : String(element).padStart(2, '0')}`
  const outcome = severity === 'reject' ? 'hold' : 'warn'
  return { rule, outcome, says: `${place}: ${says}`, citation, fix }
}

function standIn(today: ServiceDate) {
  return {
    usage: 'T' as const,
    submitter: { name: 'CLINIC', id: 'CLINIC', contact: { name: 'BILLING', phone: '5035550100' } },
    receiver: { name: 'CLEARINGHOUSE', id: 'CLEARINGHOUSE' },
    control: { interchange: 1, group: 1, batchId: '1', writtenAt: { date: today, time: '12:00' } },
  }
}
