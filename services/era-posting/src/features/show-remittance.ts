/** GET /v1/remittances/{remittanceId}: one ST with its claims, each with how it was matched or why not. */
import { assert } from '@tally/kernel'
import { answer, notFound, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { type HandMatch, handMatchesOf } from '../store/hand-matches.ts'
import { providerLevelsOf } from '../store/provider-adjustments.ts'
import {
  claimsOfRemittance,
  findRemittanceClaim,
  type RemittanceClaimRecord,
} from '../store/remittance-claims.ts'
import { findRemittance } from '../store/remittances.ts'
import { remittanceShown, shown } from './list-remittances.ts'

export const remittanceClaimShown = z
  .object({
    remittanceId: z.string(),
    position: z.int(),
    outcome: z.enum(['posted', 'reversed', 'unmatched', 'no-money']),
    because: z.string().nullable(),
    claimId: z.string().nullable(),
    claimVersion: z.int().nullable(),
    /**
     * How it was matched: 1 its number, 2 its number altered, 3 the payer's number, 4 its charge lines, 5 its
     * references, 6 its visit, 7 a person.
     */
    tier: z.int().nullable(),
    evidence: z.string().nullable(),
    claimNumber: z.string(),
    payerClaimNumber: z.string().nullable(),
    status: z.string(),
    chargeCents: z.int(),
    paidCents: z.int(),
    patientCents: z.int().nullable(),
    denied: z.boolean(),
    /** Its money is for what was before the practice’s goLiveOn. */
    legacy: z.boolean(),
    reverses: z.object({ remittanceId: z.string(), position: z.int() }).nullable(),
  })
  .meta({ id: 'RemittanceClaim', description: 'One CLP of a remittance, and what became of it.' })

export function claimShown(record: RemittanceClaimRecord): z.infer<typeof remittanceClaimShown> {
  return { ...record }
}

export const handMatchShown = z.object({
  kind: z.enum(['match', 'unmatch']),
  claimId: z.string(),
  /** The label of the person's key. */
  by: z.string(),
  reason: z.string(),
  at: z.string(),
})

const withHand = remittanceClaimShown.extend({ byHand: handMatchShown.nullable() })

/** With the last thing that a person did to it. */
function handShown(record: RemittanceClaimRecord, made: readonly HandMatch[]): z.infer<typeof withHand> {
  const last = made.findLast(({ position }) => position === record.position)
  const byHand = last && { ...last, by: last.byLabel, at: last.madeAt }
  return {
    ...claimShown(record),
    byHand: byHand ? handMatchShown.parse(byHand) : null,
  }
}

export async function shownClaim(work: Work, remittanceId: string, position: number) {
  const record = await findRemittanceClaim(work, remittanceId, position)
  assert(record, `remittance ${remittanceId} has claim ${position}`)
  return handShown(record, await handMatchesOf(work, remittanceId))
}

const providerLevel = z.object({
  position: z.int(),
  code: z.string(),
  reference: z.string(),
  providerId: z.string(),
  /** The claim of ours that the reference names. */
  claimId: z.string().nullable(),
  account: z.string(),
  amountCents: z.int(),
})

export const showRemittance = route({
  method: 'GET',
  path: '/v1/remittances/:remittanceId',
  summary: 'One remittance: its claims by page, its provider-level adjustments.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ remittanceId: z.string() }),
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(200),
    cursor: z.coerce.number().int().min(0).default(0),
  }),
  answers: {
    200: remittanceShown.extend({
      claims: z.array(withHand),
      nextCursor: z.string().nullable(),
      providerAdjustments: z.array(providerLevel),
    }),
  },
  async handle({ params: { remittanceId }, query: { limit, cursor }, work }) {
    const row = await findRemittance(work, remittanceId)
    if (!row) return notFound('the remittance')
    const records = await claimsOfRemittance(work, remittanceId, cursor, limit + 1)
    const made = await handMatchesOf(work, remittanceId)
    const claims = records.slice(0, limit).map((record) => handShown(record, made))
    return answer(200, {
      ...shown(row),
      claims,
      nextCursor: records.length > limit ? String(claims.at(-1)?.position) : null,
      providerAdjustments: await providerLevelsOf(work, remittanceId),
    })
  },
})
