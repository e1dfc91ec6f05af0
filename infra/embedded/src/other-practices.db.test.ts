import { type HttpFeature, httpFeatures, openapiOf, type Role, virtualClock } from '@tally/platform'
import { operatorKey, sampleEncounter, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allServices } from './all-services.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

/**
 * Every route of every OpenAPI document, asked with the ids of another practice, and by each role. The routes come
 * from the documents, so one that is added later is tried here without anybody remembering it.
 */
const services = allServices(testKeyManagement)
const features = services.flatMap(httpFeatures).filter(({ access }) => access === 'practice')
const documents = await Promise.all(services.map((service) => openapiOf(service)))
const routes = documents.flatMap((document) =>
  Object.entries((document as { paths: Record<string, Record<string, unknown>> }).paths).flatMap(
    ([path, methods]) => Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  ),
)
const ofPractice = routes.flatMap((route) => {
  const feature = features.find(
    ({ method, path }) => method === route.method && documented(path) === route.path,
  )
  return feature ? [{ ...route, feature }] : []
})

let system: WholeSystem
const ids: Record<string, string> = {}
const keys: Partial<Record<Role, string>> = {}
let stranger = ''

const roles: readonly Role[] = ['emr', 'front-desk', 'clinician', 'biller', 'owner', 'auditor']

beforeAll(async () => {
  system = await startWholeSystem({ clock: virtualClock('2026-03-02T18:00:00.000Z') })
  await fillThePractice()
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
    features.map(({ method, path }) => `${method} ${documented(path)}`).sort(),
  )
})

/** A visit that was paid in part, a denial of it that is appealed, an authorization, a check, a payer's entry. */
async function fillThePractice(): Promise<void> {
  const { visit, until, tally } = system
  const posted = await visit('SEEN', '1EG4TE5XF16')
  await until('SEEN', ['denial.opened', 'remittance.posted'])
  const first = async (path: string): Promise<string> => (await tally.call('GET', path)).json.items[0].id
  const denial = await first('/v1/denials')
  await tally.call('POST', `/v1/denials/${denial}/actions`, {
    body: { action: 'appeal', reason: 'necessary' },
  })
  const post = async (path: string, body: unknown) =>
    (await tally.call('POST', path, { body, headers: { 'idempotency-key': path } })).json.id
  Object.assign(ids, {
    encounters: posted.json.id,
    'encounters/externalId': 'SEEN',
    patients: 'PATIENT-OF-SEEN',
    episodes: 'EP-9',
    claims: await first('/v1/claims'),
    batches: await first('/v1/batches'),
    payers: '02302',
    remittances: await first('/v1/remittances'),
    denials: denial,
    'eligibility-checks': await post('/v1/eligibility-checks', bodies['POST /v1/eligibility-checks']),
    authorizations: await post('/v1/authorizations', bodies['POST /v1/authorizations']),
    deposits: await post('/v1/deposits', bodies['POST /v1/deposits']),
  })
  ids.ledger = ids.claims ?? ''
  await system.see(
    () => tally.call('GET', '/v1/appeals'),
    ({ json }) => json.items.length > 0,
  )
  ids.appeals = await first('/v1/appeals')
  await tally.call('PUT', '/v1/payers/02302', { body: bodies['PUT /v1/payers/{id}'] })
}

const coverage = sampleEncounter().coverages[0]
const because = { reason: 'tried by the test' }
/** What a route that writes takes, so that the answer is about the id and not about the body. */
const bodies: Readonly<Record<string, unknown>> = {
  'POST /v1/encounters': sampleEncounter({ externalId: 'TRIED' }),
  'PUT /v1/encounters/{externalId}': sampleEncounter({ externalId: 'SEEN' }),
  'POST /v1/eligibility-checks': {
    ...{ patient: sampleEncounter().patient, coverage, serviceDate: '2026-03-02' },
  },
  'PUT /v1/patients/{externalId}/coverages': { coverages: [coverage] },
  'PUT /v1/episodes/{externalId}': { patientExternalId: 'PATIENT-OF-SEEN' },
  'POST /v1/authorizations': {
    ...{ patientExternalId: 'PATIENT-OF-SEEN', payerId: '02302', number: 'A-1', status: 'approved' },
    ...{ from: '2026-01-01', to: '2026-12-31', visits: 9 },
  },
  'PATCH /v1/authorizations/{id}': { visits: 8 },
  'POST /v1/claims/{id}/release': because,
  'POST /v1/claims/{id}/hold': because,
  'POST /v1/claims/{id}/void': because,
  'PUT /v1/payers/{id}': { family: 'medicare-b' },
  'POST /v1/denials/{id}/actions': { action: 'close', ...because },
  'POST /v1/remittances/{remittanceId}/matches': { position: 1, claimId: 'C1', ...because },
  'DELETE /v1/remittances/{remittanceId}/matches': { position: 1, claimId: 'C1', ...because },
  'POST /v1/ledger/claims/{claimId}/patient-release': because,
  'POST /v1/variances/{varianceId}/decisions': { state: 'worked', ...because },
  'POST /v1/payments/{id}/reverse': because,
  'POST /v1/payments/{id}/reject': because,
  'POST /v1/deposits': { depositedOn: '2026-03-02', amountCents: 4711, description: 'COUNTER' },
  'POST /v1/deposits/{id}/matches': { remittanceIds: ['R1'], ...because },
  'DELETE /v1/deposits/{id}/matches': because,
  'POST /v1/deposits/{id}/set-aside': because,
}

/** What an EMR names itself: the same name in another practice is another thing, and is made there. */
const ownNames = [
  'PUT /v1/payers/{id}',
  'PUT /v1/episodes/{externalId}',
  'PUT /v1/patients/{externalId}/coverages',
]

/** Fastify's `:id` as OpenAPI writes it; a colon written twice is one that is meant. */
function documented(path: string): string {
  return path
    .replaceAll('::', '\u0000')
    .replaceAll(/:(\w+)/g, '{$1}')
    .replaceAll('\u0000', ':')
}

async function ask(key: string, method: string, path: string, feature?: HttpFeature) {
  const named = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(idFor(path, name)))
  const search =
    path === '/v1/kpis'
      ? '?from=2026-03-01&to=2026-03-31'
      : path === '/v1/denial-trends'
        ? '?by=category&from=2026-03-01&to=2026-03-31'
        : ''
  const body = bodies[`${method} ${path}`]
  return system.tally.call(
    method as 'GET',
    `${named}${search}${path === '/v1/events' ? '?service=charge-capture' : ''}`,
    {
      key,
      ...(body ? { body } : {}),
      headers: {
        ...(feature?.idempotent ? { 'idempotency-key': `k-${Math.abs(hash(key + method + path))}` } : {}),
        ...(feature?.ifMatch === 'required' ? { 'if-match': '"1"' } : {}),
      },
    },
  )
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7)
}

function idFor(path: string, name: string): string {
  const kind = path.split('/')[2] ?? ''
  return ids[`${kind}/${name}`] ?? ids[kind] ?? 'none'
}

async function newKey(role: Role, practice: string, label: string): Promise<string> {
  const made = await system.tally.call('POST', '/v1/api-keys', {
    key: operatorKey,
    body: { label, role, practices: [practice] },
  })
  return made.json.key
}
