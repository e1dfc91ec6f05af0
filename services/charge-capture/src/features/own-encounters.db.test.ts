import {
  demoKey,
  operatorKey,
  type SampleEncounter,
  sampleEncounter,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chargeCapture } from '../service.ts'

const services = [chargeCapture(testKeyManagement)]
let tally: TestHost
let keys: { readonly mine: string; readonly theirs: string }
let count = 0

beforeAll(async () => {
  tally = await startTestHost({ services })
  keys = { mine: await keyOf('WebPT'), theirs: await keyOf('Prompt') }
})
afterAll(() => tally.stop())

async function keyOf(label: string, role = 'emr'): Promise<string> {
  const body = { label, role, practices: ['prc_demo'] }
  return (await tally.call('POST', '/v1/api-keys', { key: operatorKey, body })).json.key
}

/** A visit of a patient of its own. */
function visit(patient?: string): SampleEncounter {
  count += 1
  const sample = sampleEncounter({ externalId: `OWN-${count}` })
  return { ...sample, patient: { ...sample.patient, externalId: patient ?? `P-${count}` } }
}

const post = (key: string, body: object, name = `${Math.random()}`) =>
  tally.call('POST', '/v1/encounters', { key, body, headers: { 'idempotency-key': name } })
const show = (key: string, id: string) => tally.call('GET', `/v1/encounters/${id}`, { key })
const put = (key: string, id: string, version: number, body: object) =>
  tally.call('PUT', `/v1/encounters/${id}`, { key, body, headers: { 'if-match': `"${version}"` } })
const voidIt = (key: string, id: string, headers = {}) =>
  tally.call('POST', `/v1/encounters/${id}/void`, { key, headers })
const idsOf = async (key: string, query = 'limit=200'): Promise<string[]> => {
  const { json } = await tally.call('GET', `/v1/encounters?${query}`, { key })
  return json.items.map(({ id }: { id: string }) => id)
}

describe('an EMR', () => {
  it('reads, corrects and voids what its system wrote; to another system it is not there', async () => {
    const body = visit()
    const { json } = await post(keys.mine, body)
    for (const id of [json.id, body.externalId]) {
      expect((await show(keys.mine, id)).status).toBe(200)
      expect((await show(keys.theirs, id)).status).toBe(404)
      expect((await put(keys.theirs, id, 1, { ...body, claimNote: 'theirs' })).status).toBe(404)
      expect((await voidIt(keys.theirs, id)).status).toBe(404)
    }
    expect(await idsOf(keys.mine)).toContain(json.id)
    expect(await idsOf(keys.theirs)).not.toContain(json.id)
    expect((await put(keys.mine, json.id, 1, { ...body, claimNote: 'mine' })).json.version).toBe(2)
    expect((await voidIt(keys.mine, json.id)).json.version).toBe(3)
  })

  it('keeps its access with a new key of the same label, also to what a person corrected', async () => {
    const body = visit()
    const { json } = await post(keys.mine, body)
    const biller = await keyOf('Ann at the desk', 'biller')
    expect((await put(biller, json.id, 1, { ...body, claimNote: 'Ann' })).status).toBe(200)
    const rotated = await keyOf('WebPT')
    expect((await show(rotated, json.id)).json.version).toBe(2)
    expect((await put(rotated, json.id, 2, { ...body, claimNote: 'again' })).status).toBe(200)
    expect(await idsOf(rotated)).toContain(json.id)
    expect((await show(keys.theirs, json.id)).status).toBe(404)
  })

  it('does not reach what a person entered', async () => {
    const { json } = await post(demoKey, visit())
    expect((await show(keys.mine, json.id)).status).toBe(404)
    expect(await idsOf(keys.mine)).not.toContain(json.id)
  })

  it('is told that an externalId is taken, and neither its version nor its content', async () => {
    const body = visit()
    const { json } = await post(keys.mine, body)
    const other = { ...body, claimNote: 'of another system' }
    const taken = await post(keys.theirs, other, 'taken')
    expect([taken.status, taken.json.problems[0].code, taken.headers.etag]).toEqual([
      ...[409, 'encounter/other-system', undefined],
    ])
    expect(taken.text).not.toContain(json.id)
    expect((await post(keys.theirs, other, 'taken')).headers['idempotent-replayed']).toBe('true')
    expect((await post(keys.mine, other)).headers.etag).toBe('"1"')
  })

  it('every other role of the practice reads them all', async () => {
    const { json } = await post(keys.mine, visit())
    for (const role of ['clinician', 'biller', 'owner', 'auditor']) {
      const key = await keyOf('a person', role)
      expect([role, (await show(key, json.id)).status]).toEqual([role, 200])
      expect(await idsOf(key)).toContain(json.id)
    }
  })

  it('keeps its access to what it wrote before writers were remembered', async () => {
    const { json } = await post(keys.mine, visit())
    await tally.sql(`
      alter table charge_capture.encounter drop column system;
      delete from charge_capture.migration where name like '0002-%'`)
    await tally.host.stop()
    tally = await startTestHost({ services, database: tally.database })
    expect((await show(keys.mine, json.id)).status).toBe(200)
    expect((await show(keys.theirs, json.id)).status).toBe(404)
  })
})

describe('GET /v1/encounters?patient=', () => {
  it('takes an id of the EMR, also one that looks like ours, and ours', async () => {
    const odd = visit('pat_77')
    const { json } = await post(demoKey, odd)
    const [row] = await tally.sql<{ patient_id: string }>(
      'select patient_id from charge_capture.encounter where id = $1',
      [json.id],
    )
    expect(row?.patient_id).toMatch(/^pat_[0-9A-Z]{26}$/)
    expect(await idsOf(demoKey, 'patient=pat_77')).toEqual([json.id])
    expect(await idsOf(demoKey, `patient=${row?.patient_id}`)).toEqual([json.id])
    expect(await idsOf(demoKey, 'patient=pat_78')).toEqual([])
    const plain = await post(demoKey, visit('PLAIN 77'))
    expect(await idsOf(demoKey, 'patient=PLAIN%2077')).toEqual([plain.json.id])
  })
})

it('a void that is sent again late, with its Idempotency-Key, does not void what was taken back', async () => {
  const body = visit()
  const { json } = await post(demoKey, body)
  const headers = { 'idempotency-key': `void ${body.externalId}` }
  const voided = await voidIt(demoKey, json.id, headers)
  expect((await put(demoKey, json.id, 2, body)).json.version).toBe(3)
  const late = await voidIt(demoKey, json.id, headers)
  expect([late.headers['idempotent-replayed'], late.json]).toEqual(['true', voided.json])
  expect((await show(demoKey, json.id)).json.status).toBe('captured')
})
