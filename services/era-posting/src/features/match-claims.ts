/** Looks up which claims of ours the claims of a remittance may be, 100 at a time, and decides by the tiers. */
import type { Work } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { foldedNumber } from '../domain/claim.ts'
import {
  type Candidates,
  chargeOf,
  type Matched,
  matchClaim,
  referencesOf,
  type Unmatched,
} from '../domain/match-claim.ts'
import { repairedNumbers } from '../domain/repaired-number.ts'
import { visitOf } from '../domain/visit-key.ts'
import { turnOf } from '../domain/whose-turn.ts'
import {
  claimsByChargeLine,
  claimsByFolded,
  claimsByNumber,
  claimsByPayerNumber,
  claimsByRecord,
  claimsByVisit,
  claimsOfDays,
} from '../store/find-claims.ts'

/** By position in the remittance. */
export type Matches = ReadonlyMap<number, Matched | Unmatched>

/** `payerId` is the payer of their remittance. */
export async function matchClaims(
  work: Work,
  answered: readonly RemittanceClaim[],
  payerId: string | null,
): Promise<Matches> {
  const byNumber = await claimsByNumber(work, distinct(answered.map(({ claimNumber }) => claimNumber)))
  // Nearly every claim is found by its number; the rest is looked for in every other way.
  const others = answered.filter(({ claimNumber }) => !byNumber.has(claimNumber))
  const folded = others.map(({ claimNumber }) => foldedNumber(claimNumber)).filter(({ length }) => length > 1)
  const byFolded = await claimsByFolded(work, distinct(folded))
  const references = others.flatMap(referencesOf)
  const said = (qualifier: string) =>
    references.flatMap((each) => (each.qualifier === qualifier ? [each.value] : []))
  // A reversal goes by it among the claims of one day.
  const reversals = answered.filter(({ status }) => status === '22')
  const payerNumbers = [
    ...[...others, ...reversals].flatMap(({ payerClaimNumber }) => payerClaimNumber ?? []),
    ...said('F8'),
  ]
  const byPayerNumber = await claimsByPayerNumber(work, distinct(payerNumbers))
  const lines = others.flatMap((claim) =>
    claim.lines.flatMap(({ lineControlNumber }) => lineControlNumber ?? []),
  )
  const byChargeLine = await claimsByChargeLine(work, distinct(lines))
  const byRecord = await claimsByRecord(work, distinct(said('EA')))
  const byVisit = await claimsByVisit(
    work,
    distinct(others.flatMap((claim) => visitOf(claim, chargeOf(claim)) ?? [])),
  )
  // Last, and their own numbers once more: a claim that turned up between these questions is found by its number too,
  // and not by less than that (1 payment of a kill run).
  const numbers = others.flatMap(({ claimNumber }) => [claimNumber, ...repairedNumbers(claimNumber)])
  const late = await claimsByNumber(work, distinct(numbers))
  const candidates: Candidates = {
    byNumber: new Map(
      [...byNumber, ...late].flatMap(([number, [claim]]) => (claim ? [[number, claim]] : [])),
    ),
    byFolded: (number) => byFolded.get(number) ?? [],
    byPayerNumber: (number) => byPayerNumber.get(number) ?? [],
    byChargeLine: (id) => byChargeLine.get(id) ?? [],
    byRecord: (number) => byRecord.get(number) ?? [],
    byVisit: (visit) => byVisit.get(visit) ?? [],
    atOrder: () => null,
  }
  const atOrder = await laterClaims(work, answered, candidates)
  return new Map(
    answered.map((claim) => [claim.position, matchClaim(claim, { ...candidates, atOrder }, payerId)]),
  )
}

/** Of the days of those that a later payer answers: nearly none, and the others need no look. */
async function laterClaims(
  work: Work,
  answered: readonly RemittanceClaim[],
  candidates: Candidates,
): Promise<Candidates['atOrder']> {
  const days = answered.flatMap((claim) => {
    const match = (turnOf(claim.status) ?? 1) > 1 ? matchClaim(claim, candidates) : null
    const isLater = match?.kind === 'matched' && match.order !== match.claim.coverageOrder
    return isLater ? [match.claim.treatmentDayId] : []
  })
  const claims = await claimsOfDays(work, distinct(days))
  return (treatmentDayId, order) =>
    claims.find((claim) => claim.treatmentDayId === treatmentDayId && claim.coverageOrder === order) ?? null
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '')
}
