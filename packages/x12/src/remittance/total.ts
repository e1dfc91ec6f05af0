/** Counts and sums of one ST. */
import { type Cents, noCents, sumOf } from '@tally/kernel'
import type { ProviderAdjustment, RemittanceClaim, RemittanceTotals } from './remittance.ts'

export interface Totalling {
  readonly claims: readonly RemittanceClaim[]
  readonly providerAdjustments: readonly ProviderAdjustment[]
  /** CLP02 of every CLP, read or refused, and how many SVC there are: what was refused must not vanish. */
  readonly statuses: readonly string[]
  readonly lines: number
}

export function total({ claims, providerAdjustments, statuses, lines }: Totalling): RemittanceTotals {
  const sum = (amount: (claim: RemittanceClaim) => Cents | null) =>
    sumOf(claims.map((claim) => amount(claim) ?? noCents))
  const grouped = [...Map.groupBy(statuses, (status) => status)]
  const byStatus = Object.fromEntries(grouped.map(([status, same]) => [status, same.length]))
  return {
    chargeCents: sum(({ chargeCents }) => chargeCents),
    paidCents: sum(({ paidCents }) => paidCents),
    patientCents: sum(({ patientCents }) => patientCents),
    providerAdjustmentCents: sumOf(providerAdjustments.map(({ amountCents }) => amountCents)),
    claims: statuses.length,
    lines,
    byStatus,
    reversals: byStatus['22'] ?? 0,
    zeroPaid: claims.filter(({ paidCents }) => paidCents === 0).length,
    denied: claims.filter(({ denied }) => denied).length,
    zeroPaidLines: claims.flatMap((claim) => claim.lines).filter(({ paidCents }) => paidCents === 0).length,
  }
}
