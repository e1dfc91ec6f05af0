/** Practices, for operators, and keys; served by charge-capture's process. */
import { isNpi, isZone } from '@tally/kernel'
import { z } from 'zod'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { cursor, formOf } from '../http/field-forms.ts'
import { notFound, type Problem, problemAt } from '../http/problem.ts'
import { answer, type HttpFeature, installationRoute, operatorRoute } from '../http/route.ts'
import type { KeyManagement } from '../keys/key-management.ts'
import type { Shell } from '../shell.ts'
import { detailsBinding, savePractice } from './installation.ts'
import { keyFeatures } from './key-features.ts'
import { partnerFeatures } from './partner-features.ts'
import { practicePolicies } from './practice-policies.ts'

const text = z.string().min(1).max(200)
const practiceBody = z
  .strictObject({
    name: text,
    timezone: z.string().refine(isZone, 'an IANA zone name, such as America/Los_Angeles'),
    taxIds: z
      .array(z.string().regex(/^\d{9}$/))
      .min(1)
      .max(20),
    npis: z
      .array(
        z
          .string()
          .refine(isNpi, formOf('an NPI: 10 digits, the last a check digit'))
          .meta({ pattern: '^\\d{10}$' }),
      )
      .min(1)
      .max(50),
    address: z
      .strictObject({
        line1: text,
        line2: text.nullish(),
        city: text,
        state: z.string().regex(/^[A-Z]{2}$/),
        zip: z.string().regex(/^\d{5}(\d{4})?$/),
      })
      .nullish(),
    submitter: z.strictObject({ name: text, phone: text.nullish() }).nullish(),
    policies: practicePolicies,
  })
  .meta({ id: 'Practice', description: 'A billing entity: one tax id, its group NPIs.' })
const practice = practiceBody.extend({ id: z.string() })
const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor(/prc_\w+/),
})
const byId = z.object({ id: z.string() })

export function practiceFeatures(management: KeyManagement): HttpFeature[] {
  return [...ofPractices(management), ...keyFeatures, ...partnerFeatures]
}

function ofPractices(management: KeyManagement): HttpFeature[] {
  return [
    installationRoute({
      method: 'POST',
      path: '/v1/practices',
      summary: 'A new practice, with its own keys.',
      roles: ['operator'],
      body: practiceBody,
      answers: { 201: practice },
      idempotent: 'optional',
      async handle({ work, body }) {
        const id = `prc_${work.newId()}`
        const taken = await whyTaken(work.query, id, body.npis)
        if (taken) return taken
        await savePractice(work.query, { management, newId: work.newId }, id, detailsOf(body))
        return answer(201, { id, ...body }, { headers: { location: `/v1/practices/${id}` } })
      },
    }),
    operatorRoute({
      method: 'GET',
      path: '/v1/practices',
      summary: 'All practices.',
      query: page,
      answers: { 200: z.object({ items: z.array(practice), nextCursor: z.string().nullable() }) },
      async handle({ shell, query }) {
        const rows = await practices(shell, query.cursor, query.limit)
        return answer(200, { items: rows, nextCursor: rows.length === query.limit ? rows.at(-1)?.id : null })
      },
    }),
    operatorRoute({
      method: 'PUT',
      path: '/v1/practices/:id',
      summary: 'Change a practice; its keys stay.',
      params: byId,
      body: practiceBody,
      answers: { 200: practice },
      async handle({ shell, params: { id }, body }) {
        const { rowCount } = await shell.worker.query('select 1 from platform.practice_of($1)', [id])
        if (rowCount === 0) return notFound('the practice')
        const keys = await shell.vault.of(id)
        return inTransaction(shell.worker, null, async (query) => {
          const taken = await whyTaken(query, id, body.npis)
          if (taken) return taken
          await savePractice(query, keys, id, detailsOf(body))
          return answer(200, { id, ...body })
        })
      },
    }),
  ]
}

/** An 835 belongs to the practice whose NPI it pays (DESIGN.md 5): of two, to neither. */
async function whyTaken(query: Query, id: string, npis: readonly string[]): Promise<Problem | null> {
  await query(oneAtATime)
  for (const [index, npi] of npis.entries()) {
    const [owner] = await query<{ id: string | null }>(ownerOfNpi, [npi])
    if (!owner?.id || owner.id === id) continue
    const says = `practice ${owner.id} has the NPI ${npi}: what payers pay to it could be either’s; take it from that one first`
    return problemAt(409, `/npis/${index}`, 'practice/npi-taken', says)
  }
  return null
}

const oneAtATime = { name: 'practices-one-at-a-time', text: 'select pg_advisory_xact_lock(7261003)' }
const ownerOfNpi = { name: 'practice-owner-of-npi', text: 'select id from platform.practice_of_npi($1)' }

function detailsOf({ name, timezone, npis, ...sealed }: z.infer<typeof practiceBody>) {
  return { name, timezone, npis, sealed }
}

async function practices(shell: Shell, after: string, limit: number): Promise<z.infer<typeof practice>[]> {
  const { rows } = await shell.worker.query('select * from platform.list_practices($1, $2)', [after, limit])
  return Promise.all(
    rows.map(async ({ id, timezone, npis, details }) => {
      const keys = await shell.vault.of(String(id))
      return practice.parse({
        id,
        timezone,
        npis,
        ...Object(keys.openColumn(details, detailsBinding(String(id)))),
      })
    }),
  )
}
