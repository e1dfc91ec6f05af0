import { type HttpFeature, type Role, virtualClock } from '@tally/platform'
import { operatorKey } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRoute, documented, featuresOfPractice, fillPractice, ofPractice } from './every-route.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

/**
 * Every route of every OpenAPI document, asked with the ids of another practice, and by each role. The routes come
 * from the documents, so one that is added later is tried here without anybody remembering it.
 */
let system: WholeSystem
let ids: Readonly<Record<string, string>> = {}
const keys: Partial<Record<Role, string>> = {}
let stranger = ''

const roles: readonly Role[] = ['emr', 'front-desk', 'clinician', 'biller', 'owner', 'auditor']

beforeAll(async () => {
  system = await startWholeSystem({ clock: virtualClock('2026-03-02T18:00:00.000Z') })
  ids = await fillPractice(system)
  for (const role of roles) keys[role] = await newKey(role, 'prc_demo', role)
  const other = await system.tally.call('POST', '/v1/practices', {
    key: operatorKey,
    body: { name: 'OTHER PT', timezone: 'America/New_York', taxIds: ['930000002'], npis: ['1245319599'] },
  })
  stranger = await newKey('owner', other.json.id, 'the other owner')
}, 120_000)
afterAll(() => system.stop())

describe('another practice', () => {
  it.each(
    ofPractice
      .filter(({ path }) => path.includes('{'))
      .map((each) => [`${each.method} ${each.path}`, each] as const),
  )('%s: its ids are not there', async (name, { method, path, feature }) => {
    const answer = await ask(stranger, method, path, feature)
    if (ownNames.includes(name)) expect(answer.status, answer.text).toBeLessThan(300)
    else expect([answer.status, answer.text.includes('DOE')]).toEqual([404, false])
  })

  it.each(
    ofPractice.filter(({ method, path }) => method === 'GET' && !path.includes('{')).map(({ path }) => path),
  )('GET %s: nothing of it is listed', async (path) => {
    const answer = await ask(stranger, 'GET', path)
    expect(answer.status, answer.text).toBe(200)
    for (const id of Object.values(ids)) expect(answer.text).not.toContain(id)
    if (Array.isArray(answer.json.items) && path !== '/v1/kpis') expect(answer.json.items).toEqual([])
  })
})

describe('each role', () => {
  it.each(ofPractice.map((each) => [`${each.method} ${each.path}`, each] as const))(
    '%s is answered to those whom the table names, and 403 to all others',
    async (_, { method, path, feature }) => {
      for (const role of roles) {
        const { status } = await ask(keys[role] ?? '', method, path, feature)
        expect([role, status === 403]).toEqual([role, !feature.roles.includes(role)])
        expect(status).toBeLessThan(500)
      }
    },
  )
})

it('has tried every route that the documents name', () => {
  expect(ofPractice.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
    featuresOfPractice.map(({ method, path }) => `${method} ${documented(path)}`).sort(),
  )
})

/** What an EMR names itself: the same name in another practice is another thing, and is made there. */
const ownNames = [
  'PUT /v1/payers/{id}',
  'PUT /v1/episodes/{externalId}',
  'PUT /v1/patients/{externalId}/coverages',
]

const ask = (key: string, method: string, path: string, feature?: HttpFeature) =>
  askRoute({ system, ids }, key, { method, path }, feature)

async function newKey(role: Role, practice: string, label: string): Promise<string> {
  const made = await system.tally.call('POST', '/v1/api-keys', {
    key: operatorKey,
    body: { label, role, practices: [practice] },
  })
  return made.json.key
}
