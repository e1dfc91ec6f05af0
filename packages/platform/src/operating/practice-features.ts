/** Practices and keys for operators; served by charge-capture's process. */
import { isZone } from '@tally/kernel'
import { z } from 'zod'
import { inTransaction } from '../database/transaction.ts'
import { roles } from '../http/authenticate.ts'
import { notFound, problem } from '../http/problem.ts'
import { answer, type HttpFeature, operatorRoute } from '../http/route.ts'
import type { KeyManagement } from '../keys/key-management.ts'
import type { Shell } from '../shell.ts'
import { detailsBinding, newApiKey, saveApiKey, savePractice } from './installation.ts'

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
      .array(z.string().regex(/^\d{10}$/))
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
    policies: z.record(z.string(), z.union([z.string().max(500), z.number(), z.boolean()])).default({}),
  })
  .meta({ id: 'Practice', description: 'A billing entity: one tax id, its group NPIs.' })
const practice = practiceBody.extend({ id: z.string() })
const keyBody = z.strictObject({
  label: text,
  role: z.enum(roles),
  practices: z.array(z.string()).max(500),
})
const key = keyBody.extend({ id: z.string(), createdAt: z.string(), revokedAt: z.string().nullable() })
const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().default(''),
})
const byId = z.object({ id: z.string() })

export function practiceFeatures(management: KeyManagement): HttpFeature[] {
  return [...ofPractices(management), ...ofKeys()]
}

function ofPractices(management: KeyManagement): HttpFeature[] {
  return [
    operatorRoute({
      method: 'POST',
      path: '/v1/practices',
      summary: 'A new practice, with its own keys.',
      body: practiceBody,
      answers: { 201: practice },
      async handle({ shell, body }) {
        const id = `prc_${shell.newId()}`
        await inTransaction(shell.worker, null, (query) =>
          savePractice(query, { management, newId: shell.newId }, id, detailsOf(body)),
        )
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
        await inTransaction(shell.worker, null, (query) => savePractice(query, keys, id, detailsOf(body)))
        return answer(200, { id, ...body })
      },
    }),
  ]
}

function ofKeys(): HttpFeature[] {
  return [
    operatorRoute({
      method: 'POST',
      path: '/v1/api-keys',
      summary: 'A new key; it is shown in this answer and never again.',
      body: keyBody,
      answers: { 201: key.extend({ key: z.string() }) },
      async handle({ shell, body }) {
        for (const id of body.practices) {
          const { rowCount } = await shell.worker.query('select 1 from platform.practice_of($1)', [id])
          if (rowCount === 0)
            return problem(422, 'key/unknown-practice', 'a practice of this list is not there')
        }
        if ((body.role === 'operator') !== (body.practices.length === 0)) {
          return problem(
            422,
            'key/practices',
            'a key of role operator holds no practice, every other at least one',
          )
        }
        const [id, secret] = [`key_${shell.newId()}`, newApiKey()]
        await inTransaction(shell.worker, null, (query) => saveApiKey(query, id, secret, body))
        return answer(201, { id, ...body, key: secret, createdAt: shell.clock.now(), revokedAt: null })
      },
    }),
    operatorRoute({
      method: 'GET',
      path: '/v1/api-keys',
      summary: 'Keys by label and role, without their secrets.',
      query: page,
      answers: { 200: z.object({ items: z.array(key), nextCursor: z.string().nullable() }) },
      async handle({ shell, query }) {
        const { rows } = await shell.worker.query(
          `select id, label, role, practices, created_at as "createdAt", revoked_at as "revokedAt"
           from platform.list_api_keys($1, $2)`,
          [query.cursor, query.limit],
        )
        return answer(200, { items: rows, nextCursor: rows.length === query.limit ? rows.at(-1)?.id : null })
      },
    }),
    operatorRoute({
      method: 'DELETE',
      path: '/v1/api-keys/:id',
      summary: 'Revoke a key; it stops within five seconds.',
      params: byId,
      answers: { 200: z.object({ id: z.string(), revoked: z.literal(true) }) },
      async handle({ shell, params: { id } }) {
        const { rows } = await shell.worker.query('select platform.revoke_api_key($1) as there', [id])
        return rows[0]?.there === true ? answer(200, { id, revoked: true }) : notFound('the key')
      },
    }),
  ]
}

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
