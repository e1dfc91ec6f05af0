import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleDay } from './sample-day.ts'
import { type SampleEligibility, startSampleEligibility } from './sample-eligibility.ts'
import { inactive } from './sample-payers.ts'

let tally: SampleEligibility

beforeAll(async () => {
  tally = await startSampleEligibility()
})
afterAll(() => tally.stop())

const until = (day: SampleDay, words: string) => expect.poll(() => day.said(), { interval: 20 }).toBe(words)
const cleared = 'v1 cleared active'

const card = (payerId: string, memberId: string, more: object = {}) => ({
  ...{ order: 1, payerId, payerName: 'EXAMPLE HEALTH PLAN', payerFamily: 'commercial', memberId },
  ...{ relationshipToSubscriber: 'self', ...more },
})
const put = (patient: string, coverages: object[], version?: number) =>
  tally.call('PUT', `/v1/patients/${patient}/coverages`, {
    body: { coverages },
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  })

describe('a list of coverages', () => {
  it('holds a day that was coded with another card, until it is coded with that one', async () => {
    const day = tally.day({ patient: 'MOVES', member: 'OLD1' })
    await day.captured()
    await until(day, cleared)
    const { status, json } = await put('MOVES', [card('P2', 'NEW1')])
    expect([status, json]).toEqual([
      200,
      {
        ...{ patientId: day.patientId, version: 1, sent: [] },
        unsent: [
          { treatmentDayId: day.id, serviceDate: '2026-03-02', status: 'held', because: 'coverage/changed' },
        ],
      },
    ])
    expect(await day.said()).toBe('v1 held: coverage/changed')
    // As charge-capture does when it hears coverage.changed.
    await day.corrected(2, { payerId: 'P2', member: 'NEW1' })
    await until(day, 'v2 cleared active')
    expect(tally.payers.questionsOf('NEW1')).toHaveLength(1)
  })

  it('is said with the cards sealed, in the sequence of what was learned', async () => {
    const day = tally.day({ patient: 'SAID', member: 'SAID1' })
    await day.captured()
    await until(day, cleared)
    await put('SAID', [
      card('P1', 'SAID1', { to: '2026-06-30' }),
      card('P3', 'SAID3', { from: '2026-07-01' }),
    ])
    const said = (await tally.saidOn('eligibility.coverages')).filter(
      ({ subject }) => subject === day.patientId,
    )
    expect(said.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['coverage.verified.v1', 1],
      ['coverage.changed.v1', 2],
    ])
    const changed = said.at(-1)
    expect(changed?.data).toMatchObject({
      version: 2,
      coverages: [
        { order: 1, payerId: 'P1', payerFamily: 'commercial', from: null, to: '2026-06-30' },
        { order: 1, payerId: 'P3', from: '2026-07-01', to: null },
      ],
    })
    expect(JSON.stringify(changed?.data)).not.toContain('SAID1')
    expect(tally.opened(changed)).toMatchObject({ coverages: [{ memberId: 'SAID1' }, { memberId: 'SAID3' }] })
    expect(await day.said()).toBe(cleared)
  })

  it('lists what went out with what to do about it, and leaves a day of the same card alone', async () => {
    const [first, second] = [
      tally.day({ patient: 'SENT', member: 'S1' }),
      tally.day({ patient: 'SENT', member: 'S1', date: '2026-03-04' }),
    ]
    for (const day of [first, second]) {
      await day.captured()
      await until(day, cleared)
      await day.submitted()
    }
    await tally.settled()
    const { json } = await put('SENT', [
      card('P1', 'S1', { to: '2026-03-03' }),
      card('P2', 'S2', { from: '2026-03-04' }),
    ])
    expect(json.unsent).toEqual([])
    expect(json.sent).toEqual([
      { treatmentDayId: second.id, serviceDate: '2026-03-04', payerId: 'P1', plan: 'void-then-new' },
    ])
    expect(await second.answers()).toHaveLength(1)
    const work = (await tally.openWork('after-sending')).filter(({ subject }) => subject === second.id)
    expect(work).toEqual([{ subject: second.id, rule: 'coverage/changed', next: 'plan: void-then-new' }])
  })

  it('keeps the work on what went out as the newest list says, and ends it when that says so', async () => {
    const day = tally.day({ patient: 'BACK', member: 'B1' })
    await day.captured()
    await until(day, cleared)
    await day.submitted()
    await tally.settled()
    const work = async () =>
      (await tally.openWork('after-sending'))
        .filter(({ subject }) => subject === day.id)
        .map(({ rule, next }) => [rule, next])
    await put('BACK', [card('P2', 'B2')])
    expect(await work()).toEqual([['coverage/changed', 'plan: void-then-new']])
    await put('BACK', [card('P1', 'B3')], 1)
    expect(await work()).toEqual([['coverage/changed', 'plan: send-replacement']])
    await put('BACK', [card('P1', 'B1', { to: '2026-03-01' })], 2)
    expect(await work()).toEqual([['coverage/inactive', 'plan: send-void']])
    // Decided again for another reason it says no less.
    const next = tally.day({ patient: 'BACK', member: 'B1', date: '2026-03-04' })
    await next.captured()
    await until(next, 'v1 held: coverage/inactive')
    expect(await work()).toEqual([['coverage/inactive', 'plan: send-void']])
    expect((await put('BACK', [card('P1', 'B1')], 3)).json.sent).toEqual([])
    expect(await work()).toEqual([])
    expect(await day.answers()).toHaveLength(1)
  })

  it('lists what coding holds, which is coded anew, and no day that the patient pays', async () => {
    const [own, holds, insured] = [
      tally.day({ patient: 'LISTS', member: 'L1', date: '2026-03-02', responsibleParty: 'self' }),
      tally.day({ patient: 'LISTS', member: 'L1', date: '2026-03-03' }),
      tally.day({ patient: 'LISTS', member: 'L1', date: '2026-03-04' }),
    ]
    await own.captured()
    await holds.held(1)
    await insured.captured()
    await until(insured, cleared)
    await until(own, 'v1 cleared not-checked')
    const { json } = await put('LISTS', [card('P1', 'L1')])
    expect([json.sent, json.unsent]).toEqual([
      [],
      [
        { treatmentDayId: holds.id, serviceDate: '2026-03-03', status: 'held', because: 'charge/held' },
        { treatmentDayId: insured.id, serviceDate: '2026-03-04', status: 'cleared', because: null },
      ],
    ])
    expect(await own.answers()).toHaveLength(1)
  })

  it('names no coverage that ends before it begins', async () => {
    const backwards = { from: '2026-03-02', to: '2026-03-01' }
    const { status, json } = await put('BACKWARDS', [card('P1', 'W1'), card('P2', 'W2', backwards)])
    expect([status, json.problems]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/coverages/1/to', says: 'it ends before it begins' })],
    ])
  })

  it('that ended before the day holds it', async () => {
    const day = tally.day({ patient: 'ENDED', member: 'E1' })
    await day.captured()
    await until(day, cleared)
    await put('ENDED', [card('P1', 'E1', { to: '2026-03-01' })])
    expect(await day.said()).toBe('v1 held: coverage/inactive')
  })

  it('is replaced by whoever read it, and the same list again changes nothing', async () => {
    const list = [card('P1', 'V1')]
    expect((await put('VERSIONS', list)).json.version).toBe(1)
    const again = await put('VERSIONS', list)
    expect([again.status, again.json.version, again.headers.etag]).toEqual([200, 1, '"1"'])
    expect((await put('VERSIONS', [card('P2', 'V2')])).status).toBe(428)
    expect((await put('VERSIONS', [card('P2', 'V2')], 7)).status).toBe(412)
    expect((await put('VERSIONS', [card('P2', 'V2')], 1)).json.version).toBe(2)
  })

  it('names one card of an order for a day', async () => {
    const { status, json } = await put('TWO', [card('P1', 'T1'), card('P2', 'T2', { from: '2026-03-01' })])
    expect([status, json.problems[0].pointer]).toEqual([422, '/coverages/1/from'])
  })

  it.each<[string, number]>([
    ['emr', 200],
    ['front-desk', 200],
    ['biller', 200],
    ['auditor', 403],
    ['clinician', 403],
  ])('may be set by %s: %i', async (role, status) => {
    const key = await tally.keyOf(role)
    const body = { coverages: [card('P1', 'R1')] }
    expect((await tally.call('PUT', `/v1/patients/ROLE-${role}/coverages`, { key, body })).status).toBe(
      status,
    )
  })
})

describe('an episode', () => {
  const signedOn = { planOfCare: { from: '2026-01-05', signedOn: '2026-01-12' } }
  const episode = (externalId: string, patientExternalId: string, body: object, version?: number) =>
    tally.call('PUT', `/v1/episodes/${externalId}`, {
      body: { patientExternalId, ...body },
      ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
    })
  const medicare = (patient: string, plan: Record<string, string | null>) =>
    tally.day({
      patient,
      member: patient,
      payerId: '02302',
      family: 'medicare-b',
      episode: `EP-${patient}`,
      plan,
    })

  it('that gets its certification clears what was held for it', async () => {
    const day = medicare('CERT', { from: '2026-01-05', signedOn: null })
    await day.captured()
    await until(day, 'v1 held: plan-of-care/not-certified')
    const { status, json } = await episode('EP-CERT', 'CERT', signedOn)
    expect([status, json.version, json.decided]).toEqual([
      ...[200, 1],
      [{ treatmentDayId: day.id, serviceDate: '2026-03-02', status: 'cleared', because: null }],
    ])
    expect(await day.said()).toBe(cleared)
    expect((await episode('EP-CERT', 'CERT', signedOn)).status).toBe(428)
    expect((await episode('EP-CERT', 'CERT', signedOn, 9)).status).toBe(412)
    expect((await episode('EP-CERT', 'OTHER', signedOn, 1)).status).toBe(409)
    expect((await episode('EP-CERT', 'CERT', signedOn, 1)).json.version).toBe(2)
  })

  it.each<[string, object, string]>([
    ['of its plan', { planOfCare: { from: '2026-03-02', to: '2026-03-01' } }, '/planOfCare/to'],
    [
      'of a recertification',
      { recertifications: [{ from: '2026-03-02', to: '2026-03-01' }] },
      '/recertifications/0/to',
    ],
    ['of care', { startOfCare: '2026-03-02', dischargedOn: '2026-03-01' }, '/dischargedOn'],
  ])('refuses a period %s that ends before it begins', async (_, body, pointer) => {
    const { status, json } = await episode('EP-PERIOD', 'PERIOD', body)
    expect([status, json.problems.map((each: { pointer: string }) => each.pointer)]).toEqual([400, [pointer]])
  })

  it('keeps when it began and who certifies it, who is named where the certification is missing', async () => {
    const certifier = { from: '2026-01-05', certifierNpi: '1467560003' }
    const told = await episode('EP-WHO', 'WHO', { onsetDate: '2025-12-20', planOfCare: certifier })
    expect(told.json).toMatchObject({ onsetDate: '2025-12-20', certifierNpi: '1467560003' })
    const [row] = await tally.sql<{ told: object }>('select told from eligibility.episode where id = $1', [
      told.json.id,
    ])
    expect(row?.told).toMatchObject({ onsetOn: '2025-12-20', certifierNpi: '1467560003' })
    const work = async () =>
      (await tally.openWork('certification')).filter(({ subject }) => subject === told.json.id)
    await expect.poll(work).toMatchObject([{ next: expect.stringContaining('NPI 1467560003') }])
    const without = await episode('EP-WHO', 'WHO', { planOfCare: { from: '2026-01-05' } }, 1)
    expect(without.json).toMatchObject({ onsetDate: null, certifierNpi: null })
  })

  it('that a later visit tells of clears the earlier one too', async () => {
    const day = medicare('LATER', { from: '2026-01-05', signedOn: null })
    await day.captured()
    await until(day, 'v1 held: plan-of-care/not-certified')
    const next = tally.day({
      ...{ patient: 'LATER', member: 'LATER', payerId: '02302', family: 'medicare-b', episode: 'EP-LATER' },
      ...{ date: '2026-03-04', plan: { from: '2026-01-05', signedOn: '2026-01-12' } },
    })
    await next.captured()
    await until(next, cleared)
    await until(day, cleared)
  })

  it('is nagged about when its certification is overdue, and no more once it is there', async () => {
    const own = await startSampleEligibility()
    const due = { planOfCare: { from: '2026-02-20' }, initialTreatmentDate: '2026-02-20' }
    const { json } = await own.call('PUT', '/v1/episodes/EP-1', { body: { patientExternalId: 'P', ...due } })
    const open = async () => (await own.openWork('certification')).map(({ subject, rule }) => [subject, rule])
    own.clock.moveTo('2026-03-22T18:00:00Z')
    await own.settled()
    expect(await open()).toEqual([])
    own.clock.moveTo('2026-03-23T18:00:00Z')
    await expect.poll(open).toEqual([[json.id, 'plan-of-care/not-certified']])
    const body = { patientExternalId: 'P', planOfCare: { from: '2026-02-20', signedOn: '2026-03-23' } }
    await own.call('PUT', '/v1/episodes/EP-1', { body, headers: { 'if-match': '"1"' } })
    expect(await open()).toEqual([])
    await own.stop()
  })
})

describe('a list and what the payer says of its card', () => {
  it('are two things: the payer may still say inactive', async () => {
    tally.payers.script('I1', inactive)
    await put('BOTH', [card('P1', 'I1')])
    const day = tally.day({ patient: 'BOTH', member: 'I1' })
    await day.captured()
    await until(day, 'v1 held: coverage/inactive')
  })
})
