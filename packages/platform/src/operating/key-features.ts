/**
 * API keys: an operator manages all of them, an owner those of the own practices. To an owner a key that reaches
 * none of them is not there.
 */
import { z } from 'zod'
import { roles } from '../http/authenticate.ts'
import { cursor } from '../http/field-forms.ts'
import { notFound, type Problem, problem } from '../http/problem.ts'
import { answer, type HttpFeature, installationRoute } from '../http/route.ts'
import type { Work } from '../messaging/work.ts'
import { newApiKey, saveApiKey } from './installation.ts'

const keyBody = z.strictObject({
  label: z.string().min(1).max(200),
  role: z.enum(roles),
  practices: z.array(z.string()).max(500),
})
const key = keyBody.extend({ id: z.string(), createdAt: z.string(), revokedAt: z.string().nullable() })

const columns = 'id, label, role, practices, created_at as "createdAt", revoked_at as "revokedAt"'
const listAll = { name: 'keys-of-all', text: `select ${columns} from platform.list_api_keys($1, $2)` }
const listOwn = {
  name: 'keys-of-practices',
  text: `select ${columns} from platform.list_practice_keys($3, $1, $2)`,
}
const revokeAny = {
  name: 'key-revoke',
  text: `select case when platform.revoke_api_key($1) then 'revoked' end as became`,
}
const revokeOwn = {
  name: 'key-revoke-of-practices',
  text: 'select platform.revoke_practice_key($2, $1) as became',
}
const findPractice = { name: 'practice-of-key', text: 'select 1 from platform.practice_of($1)' }

export const keyFeatures: readonly HttpFeature[] = [
  installationRoute({
    method: 'POST',
    path: '/v1/api-keys',
    summary: 'A new key; it is shown in this answer and never again.',
    description: 'An owner makes keys of the own practices, of every role but operator.',
    roles: ['owner', 'operator'],
    body: keyBody,
    answers: { 201: key.extend({ key: z.string() }) },
    example: {
      body: { label: 'example-emr', role: 'emr', practices: ['prc_demo'] },
      answer: {
        ...{
          id: 'key_01KJRPRW80WB0T0H0YSTE0E7VP',
          label: 'example-emr',
          role: 'emr',
          practices: ['prc_demo'],
        },
        ...{ key: 'tally_…', createdAt: '2026-03-03T02:00:00.000Z', revokedAt: null },
      },
    },
    idempotent: 'optional',
    async handle({ work, practices, body }) {
      const refusal = await whyNoKey(work, practices, body)
      if (refusal) return refusal
      const [id, secret] = [`key_${work.newId()}`, newApiKey()]
      await saveApiKey(work.query, id, secret, body)
      return answer(201, { id, ...body, key: secret, createdAt: work.now, revokedAt: null })
    },
  }),
  installationRoute({
    method: 'GET',
    path: '/v1/api-keys',
    summary: 'Keys by label and role, without their secrets.',
    description: 'An owner sees every key that reaches the own practices, and of its practices those alone.',
    roles: ['owner', 'operator'],
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: cursor(/key_\w+/),
    }),
    answers: { 200: z.object({ items: z.array(key), nextCursor: z.string().nullable() }) },
    async handle({ work, practices, query: { cursor: after, limit } }) {
      const rows = await (practices
        ? work.query<{ id: string }>(listOwn, [after, limit, practices])
        : work.query<{ id: string }>(listAll, [after, limit]))
      return answer(200, { items: rows, nextCursor: rows.length === limit ? rows.at(-1)?.id : null })
    },
  }),
  installationRoute({
    method: 'DELETE',
    path: '/v1/api-keys/:id',
    summary: 'Revoke a key; it stops within five seconds.',
    description: 'An owner revokes keys that reach the own practices and no others.',
    roles: ['owner', 'operator'],
    params: z.object({ id: z.string() }),
    answers: { 200: z.object({ id: z.string(), revoked: z.literal(true) }) },
    async handle({ work, practices, params: { id } }) {
      const [row] = await (practices
        ? work.query<{ became: string | null }>(revokeOwn, [id, practices])
        : work.query<{ became: string | null }>(revokeAny, [id]))
      if (row?.became === 'revoked') return answer(200, { id, revoked: true })
      if (row?.became !== 'shared') return notFound('the key')
      return problem(403, 'key/shared', 'this key also reaches practices that are not yours: ask an operator')
    },
  }),
]

async function whyNoKey(
  work: Work,
  own: readonly string[] | null,
  { role, practices }: z.infer<typeof keyBody>,
): Promise<Problem | null> {
  if (own && role === 'operator') {
    return problem(403, 'role/not-allowed', 'only an operator makes a key of role operator')
  }
  for (const id of practices) {
    const there = own ? own.includes(id) : (await work.query(findPractice, [id])).length > 0
    if (!there) return problem(422, 'key/unknown-practice', 'a practice of this list is not there')
  }
  if ((role === 'operator') === (practices.length === 0)) return null
  const detail = 'a key of role operator holds no practice, every other at least one'
  return problem(422, 'key/practices', detail)
}
