/** Every route of a practice, from the documents, and a practice in which there is something for each of them to show. */
import { type HttpFeature, httpFeatures, openapiOf } from '@tally/platform'
import { sampleEncounter, testKeyManagement } from '@tally/testkit'
import { allServices } from './all-services.ts'
import type { WholeSystem } from './whole-system.ts'

const services = allServices(testKeyManagement)
export const featuresOfPractice = services.flatMap(httpFeatures).filter(({ access }) => access === 'practice')
const documents = await Promise.all(services.map((service) => openapiOf(service)))
const routes = documents.flatMap((document) =>
  Object.entries((document as { paths: Record<string, Record<string, unknown>> }).paths).flatMap(
    ([path, methods]) => Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  ),
)
export const ofPractice = routes.flatMap((route) => {
  const feature = featuresOfPractice.find(
    ({ method, path }) => method === route.method && documented(path) === route.path,
  )
  return feature ? [{ ...route, feature }] : []
})

/** A visit that was paid in part, a denial of it that is appealed, an authorization, a check, a payer's entry. */
export async function fillPractice(system: WholeSystem): Promise<Readonly<Record<string, string>>> {
  const { visit, until, tally } = system
  const ids: Record<string, string> = {}
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
    'webhook-endpoints': await post('/v1/webhook-endpoints', bodies['POST /v1/webhook-endpoints']),
  })
  ids.ledger = ids.claims ?? ''
  await system.see(
    () => tally.call('GET', '/v1/appeals'),
    ({ json }) => json.items.length > 0,
  )
  ids.appeals = await first('/v1/appeals')
  await tally.call('PUT', '/v1/payers/02302', { body: bodies['PUT /v1/payers/{id}'] })
  return ids
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
  'POST /v1/deposits': { depositedOn: '2026-03-02', amountCents: 4711, description: 'COUNTER' },
  'POST /v1/webhook-endpoints': { url: 'https://hooks.example.com/' },
  'PATCH /v1/webhook-endpoints/{id}': { description: 'tried by the test' },
  'POST /v1/webhook-endpoints/{id}/replay': { from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:01Z' },
  'POST /v1/deposits/{id}/matches': { remittanceIds: ['R1'], ...because },
  'DELETE /v1/deposits/{id}/matches': because,
  'POST /v1/deposits/{id}/set-aside': because,
}

/** Fastify's `:id` as OpenAPI writes it; a colon written twice is one that is meant. */
export function documented(path: string): string {
  return path
    .replaceAll('::', '\u0000')
    .replaceAll(/:(\w+)/g, '{$1}')
    .replaceAll('\u0000', ':')
}

export async function askRoute(
  { system, ids }: { readonly system: WholeSystem; readonly ids: Readonly<Record<string, string>> },
  key: string,
  { method, path }: { readonly method: string; readonly path: string },
  feature?: HttpFeature,
) {
  const named = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(idFor(ids, path, name)))
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

function idFor(ids: Readonly<Record<string, string>>, path: string, name: string): string {
  const kind = path.split('/')[2] ?? ''
  return ids[`${kind}/${name}`] ?? ids[kind] ?? 'none'
}
