import { virtualClock } from '@tally/platform'
import {
  operatorKey,
  type SampleEncounter,
  sampleEncounter,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chargeCapture } from '../service.ts'

let tally: TestHost
let count = 0

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)], clock })
})
afterAll(() => tally.stop())

/** A visit of a patient of its own, so that no test shares a treatment day with another. */
function visit(changes: Readonly<Record<string, unknown>> = {}): SampleEncounter {
  count += 1
  const sample = sampleEncounter({ externalId: `V-${count}` })
  return { ...sample, patient: { ...sample.patient, externalId: `P-${count}` }, ...changes }
}

const post = (body: unknown, key = `key-${Math.random()}`, query = '') =>
  tally.call('POST', `/v1/encounters${query}`, { body, headers: { 'idempotency-key': key } })
const put = (externalId: string, version: number, body: unknown) =>
  tally.call('PUT', `/v1/encounters/${externalId}`, { body, headers: { 'if-match': `"${version}"` } })
const voidIt = (externalId: string) => tally.call('POST', `/v1/encounters/${externalId}/void`)
const events = (dayId: string) =>
  tally.sql<{ type: string; body: string }>(
    'select type, body from charge_capture.outbox where key = $1 order by id',
    [dayId],
  )
const waitingForLock = async () =>
  (
    await tally.sql(
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    )
  ).length
const types = async (dayId: string) => (await events(dayId)).map(({ type }) => type)
const lines = (json: { lines: { procedureCode: string; units: number; modifiers: string[] }[] }) =>
  json.lines.map(({ procedureCode, units, modifiers }) => `${procedureCode} ×${units} ${modifiers.join(' ')}`)

describe('POST /v1/encounters', () => {
  it('codes a signed visit, stores it and says so once', async () => {
    const body = visit()
    const { status, json, headers } = await post(body)
    expect(status).toBe(201)
    expect(json).toMatchObject({
      ...{ externalId: body.externalId, version: 1, status: 'captured', timelyFilingDueOn: '2027-03-02' },
      ...{ unitRule: 'cms-pooled', expectedAllowedCents: 8384 },
      id: expect.stringMatching(/^enc_[0-9A-Z]{26}$/),
      treatmentDayId: expect.stringMatching(/^day_[0-9A-Z]{26}$/),
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(lines(json)).toEqual(['97110 ×2 GP', '97530 ×1 GP'])
    expect(json.lines.map((line: { sourceLineIds: string[] }) => line.sourceLineIds)).toEqual([['A'], ['B']])
    expect(json.lines.map((line: { chargeCents: number }) => line.chargeCents)).toEqual([12000, 7500])
    expect(headers).toMatchObject({ etag: '"1"', location: `/v1/encounters/${json.id}` })
    expect(headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/)
    expect(await types(json.treatmentDayId)).toEqual(['charge.captured.v1'])
  })

  it('answers the same key and body with the same answer, and says nothing twice', async () => {
    const body = visit()
    const first = await post(body, 'replayed')
    const again = await post(body, 'replayed')
    expect(again.status).toBe(201)
    expect(again.json).toEqual(first.json)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await types(first.json.treatmentDayId)).toEqual(['charge.captured.v1'])
  })

  it('answers what was answered to its key while it ran, and does nothing of its own', async () => {
    const body = visit()
    const first = await post(body, 'meanwhile')
    // The answer is committed between the look at it and the commit of the one that runs.
    await tally.sql(
      'create table kept_answer as select * from charge_capture.idempotent_answer order by created_at desc limit 1',
    )
    await tally.sql(
      'delete from charge_capture.idempotent_answer a using kept_answer k where a.key_digest = k.key_digest',
    )
    const holder = await tally.host.services[0]?.shell.worker.connect()
    if (!holder) throw new Error('no service runs')
    await holder.query('begin')
    await holder.query('select from charge_capture.encounter where id = $1 for update', [first.json.id])
    const running = post(body, 'meanwhile')
    await vi.waitUntil(async () => (await waitingForLock()) === 1, { timeout: 10_000 })
    await tally.sql('insert into charge_capture.idempotent_answer select * from kept_answer')
    await holder.query('commit')
    holder.release()
    const { status, headers, json } = await running
    expect([status, headers['idempotent-replayed'], json]).toEqual([201, 'true', first.json])
  })

  it('refuses the same key with another body, storing nothing', async () => {
    await post(visit(), 'used')
    const other = visit()
    const { status, json } = await post(other, 'used')
    expect([status, json.problems[0].code]).toEqual([422, 'idempotency/other-body'])
    expect((await tally.call('GET', `/v1/encounters/${other.externalId}`)).status).toBe(404)
  })

  it('knows a visit by its externalId, whatever the key and the order of its fields; null is absent', async () => {
    const body = visit()
    const first = await post(body)
    const { claimNote, ...rest } = body
    const reordered = Object.fromEntries(Object.entries(rest).reverse())
    const again = await post(reordered)
    expect([again.status, again.json.id, again.json.version]).toEqual([200, first.json.id, 1])
    const other = await post({ ...body, claimNote: 'seen twice' }, 'other-content')
    expect([other.status, other.headers.etag]).toEqual([409, '"1"'])
    expect(other.json.detail).toContain('version 1')
    expect(
      (await post({ ...body, claimNote: 'seen twice' }, 'other-content')).headers['idempotent-replayed'],
    ).toBe('true')
    expect(claimNote).toBeNull()
  })

  it('computes everything and stores nothing on a dry run', async () => {
    const body = visit()
    const { status, json } = await tally.call('POST', '/v1/encounters?dryRun=true', { body })
    expect([status, json.status]).toEqual([200, 'captured'])
    expect(lines(json)).toEqual(['97110 ×2 GP', '97530 ×1 GP'])
    expect((await tally.call('GET', `/v1/encounters/${body.externalId}`)).status).toBe(404)
    expect(await types(json.treatmentDayId)).toEqual([])
  })

  it('lets only one of two equal requests at once do the work', async () => {
    const body = visit()
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(body, 'at once')))
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([])
    const made = answers.find(({ status }) => status === 201)
    expect(await types(made?.json.treatmentDayId)).toEqual(['charge.captured.v1'])
  })
})

describe('a treatment day', () => {
  it('is coded anew by a second encounter: one pool of minutes, the charge lines kept', async () => {
    const first = visit()
    const morning = await post(first)
    const second = {
      ...visit(),
      patient: first.patient,
      services: [
        {
          lineId: 'A',
          procedureCode: '97110',
          minutes: 12,
          diagnosisPointers: [1],
          modifiers: [],
          unitChargeCents: 6000,
        },
        {
          lineId: 'B',
          procedureCode: '97140',
          minutes: 10,
          diagnosisPointers: [1],
          modifiers: [],
          unitChargeCents: 6500,
        },
      ],
    }
    const afternoon = await post(second)
    expect(afternoon.json.treatmentDayId).toBe(morning.json.treatmentDayId)
    expect(lines(afternoon.json)).toEqual(['97110 ×3 GP', '97530 ×1 GP', '97140 ×1 GP'])
    const ids = (json: typeof morning.json) => json.lines.map((line: { lineId: string }) => line.lineId)
    expect(ids(afternoon.json).slice(0, 2)).toEqual(ids(morning.json))
    expect(afternoon.json.lines[0].sources).toEqual([
      { encounterId: morning.json.id, lineId: 'A' },
      { encounterId: afternoon.json.id, lineId: 'A' },
    ])
    expect(await types(morning.json.treatmentDayId)).toEqual(['charge.captured.v1', 'charge.corrected.v1'])
  })

  it.each([
    [
      'an evaluation by an assistant',
      {
        services: [
          {
            ...sampleEncounter().services[0],
            procedureCode: '97161',
            assistant: { role: 'PTA', minutes: 19 },
          },
        ],
      },
    ],
    [
      'CQ without an assistant',
      { services: [{ ...sampleEncounter().services[0], modifiers: ['GP', 'CQ'] }] },
    ],
    ['acupuncture', { services: [{ ...sampleEncounter().services[0], procedureCode: '97810' }] }],
    [
      'five modifiers',
      { services: [{ ...sampleEncounter().services[0], modifiers: ['GP', '59', 'KX', '95', 'RT'] }] },
    ],
    ['an unknown code', { services: [{ ...sampleEncounter().services[0], procedureCode: 'ZZZZZ' }] }],
  ])('is stored and held, never captured bare: %s', async (_, changes) => {
    const { status, json } = await post(visit(changes))
    expect([status, json.status]).toEqual([201, 'held'])
    expect(
      json.findings.some(
        ({ severity }: { severity: string }) => severity === 'hold' || severity === 'reject',
      ),
    ).toBe(true)
    expect(await types(json.treatmentDayId)).toEqual(['charge.held.v1'])
  })
})

describe('PUT /v1/encounters/{externalId}', () => {
  it('is a new version that replaces the draft', async () => {
    const body = visit()
    const first = await post(body)
    const more = { ...body, services: [{ ...body.services[0], minutes: 38 }, body.services[1]] }
    const { status, json } = await put(body.externalId, 1, more)
    expect([status, json.version, json.claimPlan]).toEqual([200, 2, 'replace-draft'])
    expect(lines(json)).toEqual(['97110 ×3 GP', '97530 ×1 GP'])
    expect(json.lines[0].lineId).toBe(first.json.lines[0].lineId)
    expect(await types(json.treatmentDayId)).toEqual(['charge.captured.v1', 'charge.corrected.v1'])
  })

  it('leaves one day and enters another when the date changes, in one transaction', async () => {
    const body = visit()
    const first = await post(body)
    const { json } = await put(body.externalId, 1, { ...body, serviceDate: '2026-03-03' })
    expect(json.treatmentDayId).not.toBe(first.json.treatmentDayId)
    expect(await types(first.json.treatmentDayId)).toEqual(['charge.captured.v1', 'charge.voided.v1'])
    expect(await types(json.treatmentDayId)).toEqual(['charge.captured.v1'])
    const [voided] = (await events(first.json.treatmentDayId)).slice(-1)
    expect(JSON.parse(voided?.body ?? '{}').data).toMatchObject({ reversedCents: 19500, version: 2 })
  })

  it('changes nothing when the content is the same', async () => {
    const body = visit()
    await post(body)
    const { status, json } = await put(body.externalId, 1, body)
    expect([status, json.version, json.claimPlan]).toEqual([200, 1, 'none'])
    expect(await types(json.treatmentDayId)).toHaveLength(1)
  })

  it.each([
    ['a stale version', 412, { 'if-match': '"7"' }],
    ['no version', 428, {}],
    ['a version without quotes', 400, { 'if-match': '1' }],
  ])('refuses %s', async (_, expected, headers) => {
    const body = visit()
    await post(body)
    const answer = await tally.call('PUT', `/v1/encounters/${body.externalId}`, {
      body: { ...body, claimNote: 'x' },
      headers,
    })
    expect(answer.status).toBe(expected)
  })

  it('lets one of two corrections of the same version win', async () => {
    const body = visit()
    await post(body)
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((note) => put(body.externalId, 1, { ...body, claimNote: note })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  })
})

describe('POST /v1/encounters/{externalId}/void', () => {
  it('reverses what was captured, once', async () => {
    const body = visit()
    const { json } = await post(body)
    const voided = await voidIt(body.externalId)
    expect([voided.status, voided.json.status, voided.json.version]).toEqual([200, 'voided', 2])
    expect((await voidIt(body.externalId)).json.version).toBe(2)
    expect(await types(json.treatmentDayId)).toEqual(['charge.captured.v1', 'charge.voided.v1'])
  })

  it('codes the day without it while another encounter is left', async () => {
    const first = visit()
    const morning = await post(first)
    const second = { ...visit(), patient: first.patient }
    await post(second)
    const { json } = await voidIt(second.externalId)
    expect(await types(morning.json.treatmentDayId)).toEqual([
      'charge.captured.v1',
      'charge.corrected.v1',
      'charge.corrected.v1',
    ])
    expect(json.status).toBe('voided')
    expect(lines((await tally.call('GET', `/v1/encounters/${first.externalId}`)).json)).toEqual([
      '97110 ×2 GP',
      '97530 ×1 GP',
    ])
  })

  it('can be taken back by a correction, under either id; posting it again is told so', async () => {
    const body = visit()
    const { json } = await post(body)
    await voidIt(body.externalId)
    const again = await post(body)
    expect([again.status, again.json.detail]).toEqual([
      409,
      expect.stringContaining('was voided as version 2'),
    ])
    const back = await put(json.id, 2, body)
    expect([back.status, back.json.version, back.json.status]).toEqual([200, 3, 'captured'])
    expect((await put(json.id, 3, { ...body, externalId: 'ANOTHER' })).status).toBe(400)
    expect(await types(json.treatmentDayId)).toEqual([
      'charge.captured.v1',
      'charge.voided.v1',
      'charge.captured.v1',
    ])
  })

  it('answers 404 for a visit that is not there', async () => {
    expect((await voidIt('NEVER-SEEN')).status).toBe(404)
  })
})

describe('GET /v1/encounters', () => {
  it('shows a visit by either id, with its reasons, versions and body', async () => {
    const body = visit()
    const posted = await post(body)
    const byOurs = await tally.call('GET', `/v1/encounters/${posted.json.id}`)
    const byTheirs = await tally.call('GET', `/v1/encounters/${body.externalId}`)
    expect(byOurs.json).toEqual(byTheirs.json)
    expect(byOurs.json.lines).toEqual(posted.json.lines)
    expect(byOurs.json.encounter.patient.name).toMatchObject({ last: 'DOE', first: 'JANE' })
    expect(byOurs.json.versions).toHaveLength(1)
    expect(byOurs.json.lines[0].reasons.map(({ rule }: { rule: string }) => rule)).toContain(
      'units/eight-minute',
    )
  })

  it('lists by status, date and patient, page by page', async () => {
    const bodies = [
      visit({ serviceDate: '2026-05-05' }),
      visit({ serviceDate: '2026-05-05' }),
      visit({ serviceDate: '2026-05-06' }),
    ]
    for (const body of bodies) await post(body)
    const page = (query: string) => tally.call('GET', `/v1/encounters?${query}`)
    const { json } = await page('from=2026-05-05&to=2026-05-05&limit=1')
    expect(json.items).toHaveLength(1)
    const rest = await page(`from=2026-05-05&to=2026-05-05&limit=1&cursor=${json.nextCursor}`)
    expect(rest.json).toMatchObject({
      items: [{ serviceDate: '2026-05-05', status: 'captured' }],
      nextCursor: null,
    })
    expect(rest.json.items[0].id).not.toBe(json.items[0].id)
    expect((await page(`patient=${bodies[2]?.patient.externalId}`)).json.items).toHaveLength(1)
    expect((await page('status=voided&from=2026-05-05')).json.items).toEqual([])
  })
})

describe('GET /v1/encounters?status=held', () => {
  it('names each visit as its EMR does, with what holds it and what to do', async () => {
    const body = visit({ serviceDate: '2026-06-01', coverages: [], authorizations: [] })
    await post(body)
    await post(visit({ serviceDate: '2026-06-01' }))
    const { json } = await tally.call('GET', '/v1/encounters?status=held&from=2026-06-01&to=2026-06-01')
    expect(json.items).toMatchObject([
      {
        ...{ externalId: body.externalId, status: 'held' },
        heldBecause: [
          {
            rule: 'coverage/none-on-date',
            says: 'insurance is to pay, and no coverage of the patient holds on 2026-06-01',
            fix: expect.stringContaining('add the coverage'),
          },
        ],
      },
    ])
    const all = await tally.call('GET', '/v1/encounters?status=captured&from=2026-06-01&to=2026-06-01')
    expect(all.json.items).toMatchObject([{ status: 'captured', heldBecause: [] }])
  })
})

describe('a visit that reaches no unit', () => {
  it('is captured, warns of it and stays so when it is shown', async () => {
    const [service] = sampleEncounter().services
    const { json } = await post(visit({ services: [{ ...service, minutes: 7 }] }))
    const shown = await tally.call('GET', `/v1/encounters/${json.id}`)
    for (const { status, lines: none, findings } of [json, shown.json]) {
      expect([status, none]).toEqual(['captured', []])
      expect(findings).toMatchObject([
        {
          ...{ rule: 'charge/no-unit', severity: 'warn', lineIds: ['A'] },
          says: 'no unit to bill: 97110 has 7 of the 8 timed minutes that a first unit takes',
        },
      ])
    }
  })
})

describe('a field of another form', () => {
  it('is refused in words, never with a pattern', async () => {
    const { json } = await post(
      visit({
        ...{ kxAttestation: { by: 'Dr. Patel', on: '02/03/2026' }, placeOfService: 'office' },
        ...{
          externalId: 'enc_1',
          diagnoses: [{ code: '54.59' }, { code: 'M62.81' }],
          claimNote: 'two\nlines',
        },
      }),
    )
    const problems: { pointer: string; code: string; says: string }[] = json.problems
    const said = problems.map(({ pointer, code, says }) => [pointer, code, says])
    expect(said).toEqual(
      [
        ['/externalId', 'an id of your own without control characters, which may not begin with enc_'],
        ['/placeOfService', 'a place of service: 2 digits'],
        ['/kxAttestation/by', 'an NPI: 10 digits'],
        ['/kxAttestation/on', 'a real day, written YYYY-MM-DD'],
        [
          '/diagnoses/0/code',
          'an ICD-10-CM code: 3 to 7 capital letters and digits, with its dot or without',
        ],
        ['/claimNote', 'text without control characters or line breaks'],
      ].map(([pointer, says]) => [pointer, 'shape/format', says]),
    )
  })
})

describe('what is no visit', () => {
  it('is refused with every reason at once, and not stored', async () => {
    const body = visit()
    const wrong = {
      ...body,
      serviceDate: '2026-12-01',
      patient: { ...body.patient, birthDate: '2027-01-01' },
      billingProvider: { ...body.billingProvider, npi: '1234567890' },
    }
    const { status, json, headers } = await post(wrong)
    expect(status).toBe(422)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(json.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/billingProvider/npi',
      '/patient/birthDate',
      '/serviceDate',
    ])
    expect((await tally.call('GET', `/v1/encounters/${body.externalId}`)).status).toBe(404)
  })
})

it('a void takes no body: what it would say is nowhere kept', async () => {
  const body = visit()
  await post(body)
  const path = `/v1/encounters/${body.externalId}/void`
  const refused = await tally.call('POST', path, { body: { reason: 'typed twice' } })
  expect([refused.status, refused.json.problems[0].code]).toEqual([400, 'body/unexpected'])
  expect((await tally.call('POST', path, { body: {} })).status).toBe(200)
})

describe('who may', () => {
  it('is told by key, role and practice', async () => {
    const made = await tally.call('POST', '/v1/practices', {
      key: operatorKey,
      body: {
        name: 'OTHER CLINIC',
        timezone: 'America/Chicago',
        taxIds: ['930000002'],
        npis: ['1245319599'],
      },
    })
    expect(made.status).toBe(201)
    const keyOf = async (role: string, practices: string[]) =>
      (await tally.call('POST', '/v1/api-keys', { key: operatorKey, body: { label: role, role, practices } }))
        .json.key
    const [other, auditor, both] = [
      await keyOf('emr', [made.json.id]),
      await keyOf('auditor', ['prc_demo']),
      await keyOf('clinician', ['prc_demo', made.json.id]),
    ]
    const body = visit()
    const posted = await post(body)
    const show = (key: string, headers = {}) =>
      tally.call('GET', `/v1/encounters/${posted.json.id}`, { key, headers })
    expect((await show(other)).status).toBe(404)
    expect((await show(auditor)).status).toBe(200)
    expect((await show('wrong')).status).toBe(401)
    expect((await show(operatorKey)).status).toBe(403)
    expect((await show(both)).status).toBe(400)
    expect((await show(both, { 'tally-practice': 'prc_demo' })).status).toBe(200)
    expect((await show(both, { 'tally-practice': 'prc_nobody' })).status).toBe(404)
    expect((await tally.call('POST', '/v1/encounters', { key: auditor, body })).status).toBe(403)
    const sameId = await tally.call('POST', '/v1/encounters', {
      key: other,
      body,
      headers: { 'idempotency-key': 'theirs' },
    })
    expect([sameId.status, sameId.json.id === posted.json.id]).toEqual([201, false])
  })
})
