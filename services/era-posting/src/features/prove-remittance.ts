/** Proves a remittance from its stored copy and the ledger, for whoever asks and for the night's look. */
import type { Cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Proof, Remittance } from '@tally/x12'
import { clearing } from '../domain/account.ts'
import { providerLevels } from '../domain/post-provider-level.ts'
import {
  brokenIn,
  equalitiesOf835,
  equalitiesOfLedger,
  type ProvenEquality,
  proofText,
} from '../domain/prove-posting.ts'
import { postedTotals } from '../store/posted-totals.ts'
import { providerLevelsOf } from '../store/provider-adjustments.ts'
import { type ClaimEvidence, evidenceOf } from '../store/remittance-claims.ts'
import { findContent, sha256 } from '../store/remittance-content.ts'
import type { RemittanceRow } from '../store/remittances.ts'

export interface Proven {
  /** As the reader reckoned it; null: nothing is left to reckon with. */
  readonly proof: Proof | null
  readonly equalities: readonly ProvenEquality[]
  /** Of the 835's equalities, both sides of each: the same copy gives the same for ever. */
  readonly digest: string | null
  /** Of the equalities that must hold. */
  readonly broken: number
  readonly clears: boolean
  readonly matches: readonly ClaimEvidence[]
  readonly levels: readonly ProvenLevel[]
}

/** One pair of a PLB segment. */
export interface ProvenLevel {
  readonly position: number
  readonly code: string
  readonly reference: string
  /** Where it was posted; null: it was not. */
  readonly account: string | null
  readonly amountCents: Cents
}

export async function proveRemittance(work: Work, row: RemittanceRow): Promise<Proven> {
  const remittance = await findContent(work, row.blob_digest)
  const totals = await postedTotals(work, clearing(row.id))
  const matches = await evidenceOf(work, row.id)
  const clears = totals.clearingCents === 0
  if (!remittance) {
    return { proof: null, equalities: [], digest: null, broken: 0, clears, matches, levels: [] }
  }
  const posted = row.status === 'posted' || row.status === 'posted-in-part'
  const equalities = [...equalitiesOf835(remittance), ...equalitiesOfLedger(remittance, totals, posted)]
  const reached = matches.filter(({ outcome }) => outcome === 'posted' || outcome === 'reversed')
  return {
    ...{ proof: remittance.proof, equalities, clears, matches },
    levels: await levelsOf(work, row, remittance),
    digest: sha256(proofText(equalities)),
    broken: brokenIn(equalities, new Set(reached.map(({ claim }) => claim))),
  }
}

/** As the payer gave them, also where nothing of it was posted. */
async function levelsOf(
  work: Work,
  { id }: RemittanceRow,
  { providerAdjustments }: Remittance,
): Promise<readonly ProvenLevel[]> {
  if (providerAdjustments.length === 0) return []
  const posted = await providerLevelsOf(work, id)
  return providerLevels(providerAdjustments).map(({ position, code, reference, amountCents }) => ({
    ...{ position, code, reference, amountCents },
    account: posted.find((each) => each.position === position)?.account ?? null,
  }))
}
