/** GET /v1/remittances: which STs came, the newest first. */
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { listRemittances, moneyOf, type RemittanceRow } from '../store/remittances.ts'

export const remittanceStatus = z.enum(['received', 'posted', 'posted-in-part', 'quarantined', 'duplicate'])

export const remittanceShown = z
  .object({
    id: z.string(),
    status: remittanceStatus,
    /** Why it is quarantined. */
    because: z.string().nullable(),
    duplicateOf: z.string().nullable(),
    fileId: z.string(),
    transmissionId: z.string().nullable(),
    ordinal: z.int(),
    trace: z.string(),
    payerId: z.string().nullable(),
    payerName: z.string(),
    payeeNpi: z.string().nullable(),
    method: z.string(),
    paidOn: z.string().nullable(),
    paymentCents: z.int(),
    /** Payment less (claim payments less provider adjustments): 0 when it adds up. */
    differenceCents: z.int(),
    claimCount: z.int(),
    matchedCount: z.int(),
    /** Paid for claims that found no receivable yet. */
    unmatchedCents: z.int(),
    providerLevelCents: z.int(),
    receivedAt: z.string(),
    postedAt: z.string().nullable(),
  })
  .meta({ id: 'Remittance', description: 'One ST/SE of an 835.' })

export function shown(row: RemittanceRow): z.infer<typeof remittanceShown> {
  return {
    ...{ id: row.id, status: remittanceStatus.parse(row.status), because: row.because },
    ...{ duplicateOf: row.duplicate_of, fileId: row.file_id, transmissionId: row.transmission_id },
    ...{ ordinal: row.ordinal, trace: row.trace_number, payerId: row.payer_id, payerName: row.payer_name },
    ...{ payeeNpi: row.payee_npi, method: row.method, paidOn: row.paid_on, ...moneyOf(row) },
    ...{
      claimCount: row.claims,
      matchedCount: row.matched,
      receivedAt: row.received_at,
      postedAt: row.posted_at,
    },
  }
}

/** `rows` are one more than `limit` where there are more. */
export function nextCursorOf(rows: readonly RemittanceRow[], limit: number): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return last ? String(last.arrival) : null
}

export const listTheRemittances = route({
  method: 'GET',
  path: '/v1/remittances',
  summary: 'Remittances, the newest first, by status.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    status: remittanceStatus.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.coerce.number().int().positive().optional(),
  }),
  answers: { 200: z.object({ items: z.array(remittanceShown), nextCursor: z.string().nullable() }) },
  async handle({ query: { status = null, cursor = null, limit }, work }) {
    const rows = await listRemittances(work, status, cursor, limit + 1)
    const items = rows.slice(0, limit).map(shown)
    return answer(200, { items, nextCursor: nextCursorOf(rows, limit) })
  },
})
