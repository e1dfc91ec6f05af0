/** GET /v1/payments and /{id}: what people entered, the newest first, with who, why and by which batch. */
import { answer, fieldForms, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { findEntry, listEntries } from '../store/hand-entries.ts'
import { entryShown, shownEntry } from './hand-entry-shape.ts'
import { patientIdOf } from './patient-account.ts'

const readers = ['biller', 'owner', 'auditor'] as const

export const listThePayments = route({
  method: 'GET',
  path: '/v1/payments',
  summary: 'Entries by hand, the newest first.',
  roles: readers,
  query: z.strictObject({
    kind: entryShown.shape.kind.optional(),
    status: entryShown.shape.status.optional(),
    patient: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursorOfIds(),
  }),
  answers: { 200: z.object({ items: z.array(entryShown), nextCursor: z.string().nullable() }) },
  async handle({ query: { kind = null, status = null, patient, limit, cursor }, work }) {
    const patientId = patient === undefined ? null : patientIdOf(work, patient)
    const asked = { kind, status, patientId, before: cursor, limit: limit + 1 }
    const entries = await listEntries(work, asked)
    const items: z.infer<typeof entryShown>[] = []
    for (const entry of entries.slice(0, limit)) items.push(await shownEntry(work, entry))
    return answer(200, { items, nextCursor: entries.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})

export const showPayment = route({
  method: 'GET',
  path: '/v1/payments/:id',
  summary: 'One entry by hand.',
  roles: readers,
  params: z.object({ id: z.string() }),
  answers: { 200: entryShown },
  async handle({ params: { id }, work }) {
    const entry = await findEntry(work, id)
    return entry ? answer(200, await shownEntry(work, entry)) : notFound('the entry')
  },
})
