/**
 * What keeps the claim itself from going, beside what was found in its newest version: the rules of its coding, and why it can't go
 * or does not go again. Each with what a person does about it.
 */
import type { SealedVisit } from '@tally/contracts'
import { type Claim, isWithdrawn, nothingToBill, selfPay } from './claim.ts'
import { frequencyReason } from './decide-frequency.ts'
import type { Scrubbed } from './scrub-claim.ts'

export function whatHolds(claim: Claim, visits: readonly SealedVisit[]): readonly Scrubbed[] {
  return [...heldByCoding(claim, visits), ...heldBySlug(claim)]
}

/** What each rule found stands with the encounter, which is where it ends. */
function heldByCoding(claim: Claim, visits: readonly SealedVisit[]): Scrubbed[] {
  if (claim.chargeStanding !== 'held' || isWithdrawn(claim)) return []
  const paths = visits.map(({ externalId }) => `/v1/encounters/${encodeURIComponent(externalId)}`)
  const where = paths.length === 0 ? '/v1/encounters/{id}' : paths.join(' or ')
  const fix = `GET ${where} explains it, PUT with what was done corrects it`
  const says = 'the coding of the day waits for a person by this rule; no release of the claim ends that'
  return claim.holdRules.map((rule) => ({
    ...{ rule, outcome: 'hold', says, fix, citation: 'DESIGN.md 3, charge.held' },
  }))
}

/** A claim keeps the slugs of what keeps it from going. */
function heldBySlug({ heldBecause }: Claim): Scrubbed[] {
  return (heldBecause ?? '').split(' ').flatMap((rule) => {
    const known = frequencyReason(rule) ?? ownReasons.get(rule)
    return known ? [{ rule, ...known, outcome: 'hold' } as const] : []
  })
}

const ownReasons: ReadonlyMap<string, Pick<Scrubbed, 'says' | 'citation' | 'fix'>> = new Map([
  [
    selfPay,
    {
      says: 'the patient or somebody else pays: no payer is asked',
      citation: 'DESIGN.md 4',
      fix: 'correct the encounter with a coverage if a payer is to be asked: the claim opens again by itself',
    },
  ],
  [
    nothingToBill,
    {
      says: 'no service of the day reaches a unit: there is nothing to bill',
      citation: 'MCPM ch.5 s20.2; coding-rules.md, minutes to units',
      fix: 'correct the encounter if a service or its minutes are missing: the claim opens again by itself',
    },
  ],
  [
    'claim/held-by-person',
    {
      says: 'a person holds the claim; the claim’s decisions say who and why',
      citation: 'api.md',
      fix: 'POST /v1/claims/{id}/release: what was asked of it meanwhile goes then',
    },
  ],
])
