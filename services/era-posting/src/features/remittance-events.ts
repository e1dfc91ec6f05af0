/** What is said of an ST, in the words of the contract. */
import { remittancePosted, remittanceQuarantined } from '@tally/contracts'
import { saying } from '@tally/platform'
import type { RemittanceRow } from '../store/remittances.ts'

type Saying = ReturnType<typeof saying>

/** Of `row` as it is saved. */
export function postedRemittance(row: RemittanceRow): Saying {
  return saying(remittancePosted, {
    ...addressed(row),
    data: {
      ...remittanceOf(row),
      status: row.status === 'posted-in-part' ? 'posted-in-part' : 'posted',
      ...{ matched: row.matched, unmatchedCents: row.unmatched_cents },
      providerLevelCents: row.provider_level_cents,
    },
  })
}

export function quarantinedRemittance(row: RemittanceRow): Saying {
  return saying(remittanceQuarantined, {
    ...addressed(row),
    data: { ...remittanceOf(row), because: row.because ?? '', differenceCents: row.difference_cents },
  })
}

function addressed({ id, said }: RemittanceRow) {
  return { subject: id, sequence: said, correlationId: id }
}

function remittanceOf(row: RemittanceRow) {
  return {
    ...{ remittanceId: row.id, transmissionId: row.transmission_id, payerId: row.payer_id },
    ...{ trace: row.trace_number, paidOn: row.paid_on, receivedAt: row.received_at },
    ...{ paymentCents: row.payment_cents, claims: row.claims },
  }
}
