/**
 * The audit log says whose data a route showed or changed: every route of a practice names a patient in its entry, or stands in a
 * list below with why it does not. A new one is forgotten by neither.
 */
import { virtualClock } from '@tally/platform'
import { operatorKey, sampleEncounter } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { askRoute, fillPractice, ofPractice } from './every-route.ts'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

/** Nothing in them is a patient's: practice-wide sums, money of payers and banks, settings, what the EMR is sent. */
const ofNobody = [
  ...['GET /v1/batches', 'GET /v1/payers/{id}', 'PUT /v1/payers/{id}', 'GET /v1/remittances'],
  ...['POST /v1/remittances', 'GET /v1/recoupments', 'GET /v1/ledger/nights', 'GET /v1/ledger/closings'],
  ...['POST /v1/ledger/closings', 'GET /v1/deposits', 'POST /v1/deposits', 'GET /v1/deposits/expected'],
  ...['POST /v1/deposits/bank-file', 'POST /v1/deposits/{id}/matches', 'DELETE /v1/deposits/{id}/matches'],
  // By payer; by patient it is asked for below.
  'GET /v1/aging',
  ...['POST /v1/deposits/{id}/set-aside', 'GET /v1/kpis', 'GET /v1/denial-trends'],
  ...['GET /v1/webhook-endpoints', 'POST /v1/webhook-endpoints', 'GET /v1/webhook-endpoints/{id}'],
  ...['PATCH /v1/webhook-endpoints/{id}', 'DELETE /v1/webhook-endpoints/{id}'],
  ...['POST /v1/webhook-endpoints/{id}/rotate-secret', 'GET /v1/webhook-endpoints/{id}/deliveries'],
  ...['POST /v1/webhook-endpoints/{id}/replay', 'POST /v1/webhook-endpoints/{id}/test'],
]
/** By claims, visits or places in a payer's file: their ids are the subjects, for the service looks no patient up. */
const byOthers = [
  ...['GET /v1/remittances/{remittanceId}', 'GET /v1/remittances/{remittanceId}/proof', 'GET /v1/unmatched'],
  ...['POST /v1/remittances/{remittanceId}/matches', 'DELETE /v1/remittances/{remittanceId}/matches'],
  ...['GET /v1/variances', 'POST /v1/variances/{varianceId}/decisions', 'POST /v1/opening-balances'],
  ...['GET /v1/appeals', 'GET /v1/encounters/{id}/timeline'],
]

interface Entry {
  readonly practice_id: string
  readonly kind: string
  readonly subjects: readonly string[]
  readonly patients: number
}

let system: WholeSystem
let ids: Readonly<Record<string, string>> = {}
/** Ours, of PATIENT-OF-SEEN. */
let patientId = ''

beforeAll(async () => {
  system = await startWholeSystem({ clock: virtualClock('2026-03-02T18:00:00.000Z') })
  const filled = await fillPractice(system)
  const { call } = system.tally
  patientId = (await call('GET', '/v1/patients/PATIENT-OF-SEEN/balance')).json.patientId
  const paid = { kind: 'patient-payment', patientId: 'PATIENT-OF-SEEN', method: 'card', amountCents: 100 }
  const headers = { 'idempotency-key': 'paid' }
  const { json } = await call('POST', '/v1/payments', { body: { ...paid, reference: 'R-1' }, headers })
  ids = { ...filled, payments: json.id }
}, 120_000)
afterAll(() => system.stop())

const schemas = [
  ...['charge_capture', 'claim_submission', 'denial_management', 'eligibility', 'era_posting', 'insight'],
]

async function entryOf(reply: { readonly headers: Readonly<Record<string, unknown>> }): Promise<Entry> {
  const asked = `'${String(reply.headers['x-request-id'])}' = any(causes) and actor_kind = 'key'`
  const selects = schemas.map((schema) => `select * from ${schema}.audit_entry where ${asked}`)
  const [entry] = await system.tally.sql<Entry>(selects.join(' union all '))
  if (!entry) throw new Error('the request left no entry')
  return entry
}

describe('of PATIENT-OF-SEEN', () => {
  it.each([
    ...['/v1/encounters/SEEN', '/v1/claims/ID/837', '/v1/claims/ID/explanation', '/v1/batches/BATCH'],
    ...[
      '/v1/ledger/claims/ID/expected',
      '/v1/ledger/accounts?prefix=receivable:patient',
      '/v1/aging?by=patient',
    ],
    ...['/v1/ledger/postings', '/v1/patients/PATIENT-OF-SEEN/statement'],
  ])('GET %s is found by the EMR’s id', async (path) => {
    const { batches = '', claims = '' } = ids
    const asked = path.replace('ID', claims).replace('BATCH', batches)
    const reply = await system.tally.call('GET', asked)
    expect(reply.status, reply.text).toBe(200)
    expect((await entryOf(reply)).subjects).toContain(patientId)
    const found = await system.tally.call('GET', '/v1/audit?subject=PATIENT-OF-SEEN&limit=200')
    const causes = found.json.items.flatMap(({ causes: each }: { causes: string[] }) => each)
    expect(causes).toContain(reply.headers['x-request-id'])
  })

  it('a paper names whom its path names', async () => {
    const headers = { accept: 'application/pdf' }
    const reply = await system.tally.call('GET', '/v1/patients/PATIENT-OF-SEEN/statement', { headers })
    expect(await entryOf(reply)).toMatchObject({ subjects: [patientId], patients: 1 })
  })

  it('so is a visit’s posting, its correction and its void, told again or refused', async () => {
    const { call } = system.tally
    const sample = sampleEncounter({ externalId: 'CHANGED' })
    const body = { ...sample, patient: { ...sample.patient, externalId: 'PATIENT-OF-SEEN' } }
    const headers = { 'idempotency-key': 'changed' }
    const post = () => call('POST', '/v1/encounters', { body, headers })
    const voided = () =>
      call('POST', '/v1/encounters/CHANGED/void', { headers: { 'idempotency-key': 'voided' } })
    const correct = () => call('PUT', '/v1/encounters/CHANGED', { body, headers: { 'if-match': '"1"' } })
    for (const ask of [post, post, correct, voided, voided]) {
      const reply = await ask()
      expect([200, 201], reply.text).toContain(reply.status)
      expect(await entryOf(reply)).toMatchObject({
        subjects: expect.arrayContaining([patientId]),
        patients: 1,
      })
    }
    const late = await correct()
    expect(late.status).toBe(412)
    expect(await entryOf(late)).toMatchObject({
      kind: 'refused',
      subjects: expect.arrayContaining([patientId]),
    })
  })
})

describe('a refusal by role', () => {
  it('is found by the patient', async () => {
    const owner = { key: 'demo-key-of-the-tests' }
    const made = await system.tally.call('POST', '/v1/api-keys', {
      key: operatorKey,
      body: { label: 'an EMR', role: 'emr', practices: ['prc_demo'] },
    })
    const refused = await system.tally.call('GET', '/v1/patients/PATIENT-OF-SEEN/balance', {
      key: made.json.key,
    })
    expect(refused.status).toBe(403)
    expect(await entryOf(refused)).toMatchObject({
      ...{ practice_id: 'prc_demo', kind: 'refused', subjects: [patientId], patients: 0 },
    })
    const found = await system.tally.call('GET', '/v1/audit?subject=PATIENT-OF-SEEN&limit=200', owner)
    const kinds = found.json.items.map(({ kind, outcome }: Record<string, string>) => `${kind} ${outcome}`)
    expect(kinds).toContain('refused 403 role/not-allowed')
  })

  it('of a key of several practices stands in that of the one it named', async () => {
    const other = await system.tally.call('POST', '/v1/practices', {
      key: operatorKey,
      body: { name: 'OTHER PT', timezone: 'America/New_York', taxIds: ['930000002'], npis: ['1245319599'] },
    })
    const made = await system.tally.call('POST', '/v1/api-keys', {
      key: operatorKey,
      body: { label: 'an EMR of two', role: 'emr', practices: ['prc_demo', other.json.id] },
    })
    const ask = (headers: Readonly<Record<string, string>>) =>
      system.tally.call('GET', '/v1/patients/PATIENT-OF-SEEN/balance', { key: made.json.key, headers })
    expect(await entryOf(await ask({ 'tally-practice': 'prc_demo' }))).toMatchObject({
      ...{ practice_id: 'prc_demo', subjects: [patientId] },
    })
    expect(await entryOf(await ask({}))).toMatchObject({ practice_id: '' })
  })
})

it.each(['DRY', 'SEEN'])('a dry run of %s is a read: nothing is stored', async (externalId) => {
  const { json } = await system.tally.call('GET', '/v1/encounters/SEEN')
  const body = { ...json.encounter, externalId }
  const reply = await system.tally.call('POST', '/v1/encounters?dryRun=true', { body })
  expect(reply.status, reply.text).toBe(200)
  expect(await entryOf(reply)).toMatchObject({
    ...{ kind: 'read', subjects: expect.arrayContaining([patientId]), patients: 1 },
  })
})

/** Last: they change the visit. */
describe.each(ofPractice.map((each) => [`${each.method} ${each.path}`, each] as const))(
  '%s',
  (name, each) => {
    const isListed = ofNobody.includes(name) || byOthers.includes(name)

    it.skipIf(isListed)('names the patient', async () => {
      const reply = await askRoute({ system, ids }, 'demo-key-of-the-tests', each, each.feature)
      if (reply.status >= 400) {
        // Refused here, where it would show one by the field that is looked for.
        expect(
          JSON.stringify(
            Object.values(each.feature.answers).map((schema) =>
              z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }),
            ),
          ),
        ).toContain('"patientId"')
        return
      }
      const { subjects, patients } = await entryOf(reply)
      expect([patients > 0, subjects.some((id) => id.startsWith('pat_'))]).toEqual([true, true])
    })

    it.runIf(isListed)('names none, and holds none', async () => {
      const reply = await askRoute({ system, ids }, 'demo-key-of-the-tests', each, each.feature)
      expect(reply.text).not.toMatch(/pat_[0-9A-Z]{26}|PATIENT-OF-SEEN|SEEN|1EG4TE5XF16/)
    })
  },
)

it('lists no route that is gone', () => {
  const names = ofPractice.map(({ method, path }) => `${method} ${path}`)
  expect([...ofNobody, ...byOthers].filter((name) => !names.includes(name))).toEqual([])
})
