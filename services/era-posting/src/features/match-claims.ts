/** Looks up which claims of ours the claims of a remittance may be, 500 at a time, and decides by the tiers. */
import type { Work } from '@tally/platform'
import type { RemittanceClaim } from '@tally/x12'
import { foldedNumber } from '../domain/claim.ts'
import { type Candidates, type Matched, matchClaim, type Unmatched } from '../domain/match-claim.ts'
import { claimsByChargeLine, claimsByFolded, claimsByNumber, claimsByPayerNumber } from '../store/claims.ts'

/** By position in the remittance. */
export type Matches = ReadonlyMap<number, Matched | Unmatched>

export async function matchClaims(work: Work, answered: readonly RemittanceClaim[]): Promise<Matches> {
  const byNumber = await claimsByNumber(work, distinct(answered.map(({ claimNumber }) => claimNumber)))
  // Nearly every claim is found by its number; the rest is looked for in every other way.
  const others = answered.filter(({ claimNumber }) => !byNumber.has(claimNumber))
  const folded = others.map(({ claimNumber }) => foldedNumber(claimNumber)).filter(({ length }) => length > 1)
  const byFolded = await claimsByFolded(work, distinct(folded))
  const payerNumbers = others.flatMap(({ payerClaimNumber }) => payerClaimNumber ?? [])
  const byPayerNumber = await claimsByPayerNumber(work, distinct(payerNumbers))
  const lines = others.flatMap((claim) =>
    claim.lines.flatMap(({ lineControlNumber }) => lineControlNumber ?? []),
  )
  const byChargeLine = await claimsByChargeLine(work, distinct(lines))
  const candidates: Candidates = {
    byNumber: new Map([...byNumber].flatMap(([number, [claim]]) => (claim ? [[number, claim]] : []))),
    byFolded: (number) => byFolded.get(number) ?? [],
    byPayerNumber: (number) => byPayerNumber.get(number) ?? [],
    byChargeLine: (id) => byChargeLine.get(id) ?? [],
  }
  return new Map(answered.map((claim) => [claim.position, matchClaim(claim, candidates)]))
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '')
}
