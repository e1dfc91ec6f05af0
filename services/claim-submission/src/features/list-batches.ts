/** GET /v1/batches, GET /v1/batches/{id}: what was sent, under which control numbers, and what came back to it. */
import { answer, fieldForms, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { acknowledgmentsOfBatch, type Batch, findBatch, listBatches } from '../store/batches.ts'
import { versionsOfBatch } from '../store/claim-versions.ts'
import { acknowledgmentShown } from './show-claim.ts'

const batchShown = z
  .object({
    id: z.string(),
    partnerId: z.string(),
    status: z.enum(['written', 'unknown', 'sent', 'refused', 'rejected']),
    interchangeNumber: z.int(),
    groupNumber: z.int(),
    claims: z.int(),
    chargeCents: z.int(),
    digest: z.string(),
    bytes: z.int(),
    tries: z.int(),
    said: z.string().nullable(),
    interchangeVerdict: z.string().nullable(),
    transactionVerdict: z.string().nullable(),
    writtenAt: z.string(),
    sentAt: z.string().nullable(),
  })
  .meta({ id: 'Batch', description: 'One interchange: its control numbers, and TA1 and 999 against them.' })

export const listTheBatches = route({
  method: 'GET',
  path: '/v1/batches',
  summary: 'Interchanges, oldest first.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursorOfIds(),
  }),
  answers: { 200: z.object({ items: z.array(batchShown), nextCursor: z.string().nullable() }) },
  async handle({ query: { limit, cursor }, work }) {
    const batches = await listBatches(work, cursor, limit + 1)
    const items = batches.slice(0, limit).map(shown)
    return answer(200, { items, nextCursor: batches.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})

export const showBatch = route({
  method: 'GET',
  path: '/v1/batches/:id',
  summary: 'One interchange with its claims and answers.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: {
    200: batchShown.extend({
      claimVersions: z.array(
        z.object({ claimId: z.string(), version: z.int(), claimNumber: z.string(), status: z.string() }),
      ),
      acknowledgments: z.array(acknowledgmentShown),
    }),
  },
  async handle({ params, work }) {
    const batch = await findBatch(work, params.id)
    if (!batch) return notFound('the batch')
    const versions = await versionsOfBatch(work, batch.id)
    const told = {
      ...shown(batch),
      claimVersions: versions.map(({ claimId, version, claimNumber, state }) => ({
        claimId,
        version,
        claimNumber,
        status: state,
      })),
      acknowledgments: z.array(acknowledgmentShown).parse(await acknowledgmentsOfBatch(work, batch.id)),
    }
    return answer(200, told, { shows: versions.map(({ patientId }) => patientId) })
  },
})

function shown({ state, practiceId: _, ...batch }: Batch): z.infer<typeof batchShown> {
  return { ...batch, status: state }
}
