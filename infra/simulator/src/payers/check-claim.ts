/**
 * What clearinghouse and payer look at before anything is adjudicated. The magic ids come first, then checks
 * of their own: sums, check digits, pointers, the number of the claim that is replaced.
 */
import { sumOf } from '@tally/kernel'
import type { ReceivedClaim } from '../wire/claim.ts'
import { scenarioOf } from './magic-members.ts'
import type { Acknowledgment } from './magic-tables.ts'
import { planOf } from './plan.ts'

export interface CheckFacts {
  /** The payer gave this number to a claim that was not rejected. */
  readonly knowsClaim: (payerClaimNumber: string) => boolean
  readonly medicareTakesReplacements: boolean
  /** Its services were on an earlier claim. */
  readonly again: boolean
}

/** Null when the claim goes on to adjudication. */
export function checkClaim(claim: ReceivedClaim, facts: CheckFacts): Acknowledgment | null {
  const scenario = scenarioOf(claim.member.id, facts.again)
  if (scenario.kind === 'acknowledged') return scenario.how
  return clearinghouseCheck(claim) ?? payerCheck(claim, facts)
}

function clearinghouseCheck(claim: ReceivedClaim): Acknowledgment | null {
  const { lines, billing, rendering, member, filing } = claim
  if (lines.length === 0) return rejects('A6', '454', '')
  if (claim.unreadable) return rejects('A7', '178', '')
  if (sumOf(lines.map(({ chargeCents }) => chargeCents)) !== claim.chargeCents)
    return rejects('A7', '400', '')
  if (!/^[178]$/.test(claim.frequency)) return rejects('A7', '535', '')
  if (!hasCheckDigit(billing.npi)) return rejects('A7', '562', '85')
  if (rendering && !hasCheckDigit(rendering.npi)) return rejects('A7', '562', '82')
  if (!/^\d{9}$/.test(billing.zip)) return rejects('A7', '500', '85')
  // Workers' comp and auto know their claimant by the claim number.
  if (member.id === '' && !/^(WC|AM)$/.test(filing)) return rejects('A7', '164', 'IL')
  if (lines.some(({ units }) => units === null)) return rejects('A7', '476', '')
  if (lines.some(({ serviceDate }) => serviceDate === '')) return rejects('A7', '187', '')
  const pointers = lines.flatMap((line) => line.pointers)
  if (pointers.length === 0 || pointers.some((pointer) => !(pointer >= 1 && pointer <= claim.diagnoses)))
    return rejects('A7', '255', '')
  return null
}

function payerCheck(claim: ReceivedClaim, facts: CheckFacts): Acknowledgment | null {
  if (claim.frequency === '1') return null
  const medicare = planOf(claim.payer.id, claim.filing).kind === 'medicare'
  if (medicare && !facts.medicareTakesReplacements) return rejects('A7', '535', '', 'payer')
  if (claim.originalNumber === null) return rejects('A6', '464', '', 'payer')
  return facts.knowsClaim(claim.originalNumber) ? null : rejects('A7', '464', '', 'payer')
}

function rejects(
  category: string,
  code: string,
  entity: string,
  stage: 'clearinghouse' | 'payer' = 'clearinghouse',
): Acknowledgment {
  return { stage, says: 'a check of its own', status: [category, code, entity] }
}

/** Ten digits whose last is the Luhn digit over `80840` and the other nine. */
export function hasCheckDigit(npi: string): boolean {
  if (!/^\d{10}$/.test(npi)) return false
  const digits = [...`80840${npi}`].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
