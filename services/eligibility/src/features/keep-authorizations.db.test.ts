import type { Envelope } from '@tally/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleDay } from './sample-day.ts'
import { type SampleEligibility, startSampleEligibility } from './sample-eligibility.ts'
import { wantsAuthorization } from './sample-payers.ts'

let tally: SampleEligibility

beforeAll(async () => {
  tally = await startSampleEligibility()
  tally.payers.script('AUTH', wantsAuthorization)
})
afterAll(() => tally.stop())

const until = (day: SampleDay, words: string) => expect.poll(() => day.said(), { interval: 20 }).toBe(words)
const held = 'v1 held: authorization/needed'
const cleared = 'v1 cleared active'
const dayOf = (patient: string, date: string, more: object = {}) =>
  tally.day({ patient, date, member: 'AUTH', ...more })
const post = (patientExternalId: string, body: object) =>
  tally.call('POST', '/v1/authorizations', {
    body: { patientExternalId, payerId: 'P1', status: 'approved', ...body },
  })
const show = async (id: string) => (await tally.call('GET', `/v1/authorizations/${id}`)).json
const numbers = async (id: string) => {
  const { granted, reserved, used, remaining } = await show(id)
  return [granted, reserved, used, remaining]
}
const alarms = async (id: string) =>
  (await tally.saidOn('eligibility.authorizations'))
    .filter(({ subject }) => subject === id)
    .map(({ type, data }: Envelope) => `${type.replace('.v1', '')} ${data.visitsRemaining}`)

describe('an authorization that comes after the visits', () => {
  it('clears held days in the order of their dates, with its number sealed in the answer', async () => {
    const days = ['2026-03-06', '2026-03-02', '2026-03-04'].map((date) => dayOf('ORDER', date))
    for (const day of days) {
      await day.captured()
      await until(day, held)
    }
    const [sixth, second, fourth] = days
    const { status, json } = await post('ORDER', { visits: 2, number: 'AUTH-1' })
    expect([status, json.granted, json.reserved, json.remaining]).toEqual([201, 2, 2, 0])
    expect(await second?.said()).toBe(cleared)
    expect(await fourth?.said()).toBe(cleared)
    expect(await sixth?.said()).toBe(held)
    const answer = (await second?.answers())?.at(-1)
    expect(answer?.data).toMatchObject({ authorizationId: json.id })
    expect(tally.opened(answer)).toEqual({ priorAuthorization: 'AUTH-1' })
    expect(json.entries.map(({ kind, quantity }: Record<string, unknown>) => [kind, quantity])).toEqual([
      ['grant', 2],
      ['reserve', 1],
      ['reserve', 1],
    ])
    expect(await alarms(json.id)).toEqual(['authorization.exhausted 0'])
  })

  it('goes to an earlier day that is heard of late, while nothing has gone out', async () => {
    const { json } = await post('LATE', { visits: 1 })
    const fourth = dayOf('LATE', '2026-03-04')
    await fourth.captured()
    await until(fourth, cleared)
    const second = dayOf('LATE', '2026-03-02')
    await second.captured()
    await until(second, cleared)
    await until(fourth, held)
    expect(await numbers(json.id)).toEqual([1, 1, 0, 0])
  })
})

describe('a period that ends before it begins', () => {
  const backwards = { from: '2026-03-02', to: '2026-03-01' }
  const refused = ({ status, json }: Awaited<ReturnType<typeof post>>) => [
    ...[status, json.problems?.[0]?.pointer, json.problems?.[0]?.says],
  ]
  const says = 'it ends before it begins'

  it('is refused, and one of a day or without an end is not', async () => {
    expect(refused(await post('PERIOD', { visits: 2, ...backwards }))).toEqual([400, '/to', says])
    expect((await post('PERIOD', { visits: 2, from: '2026-03-02', to: '2026-03-02' })).status).toBe(201)
    expect((await post('PERIOD', { visits: 2, from: '2026-03-02' })).status).toBe(201)
  })

  it('is refused of a change, alone and with what stands', async () => {
    const { json } = await post('CHANGED', { visits: 2, from: '2026-03-02', to: '2026-05-31' })
    const patch = (body: object) => tally.call('PATCH', `/v1/authorizations/${json.id}`, { body })
    expect(refused(await patch(backwards))).toEqual([400, '/to', says])
    expect(refused(await patch({ to: '2026-03-01' }))).toEqual([400, '/to', says])
    expect(refused(await patch({ from: '2026-06-01' }))).toEqual([400, '/from', says])
    expect((await patch({ from: '2026-06-01', to: null })).json).toMatchObject({
      from: '2026-06-01',
      to: null,
    })
  })
})

describe('the ledger', () => {
  it('follows a claim: used when it goes out, given back when it is rejected or voided', async () => {
    const { json } = await post('FOLLOW', { visits: 6 })
    const day = dayOf('FOLLOW', '2026-03-02')
    await day.captured()
    await until(day, cleared)
    expect(await numbers(json.id)).toEqual([6, 1, 0, 5])
    await day.submitted()
    await tally.settled()
    expect(await numbers(json.id)).toEqual([6, 0, 1, 5])
    await day.rejected()
    await tally.settled()
    // Rejected is unsent: it is reserved again for the claim that will be sent.
    expect(await numbers(json.id)).toEqual([6, 1, 0, 5])
    await day.submitted()
    await day.voided(2)
    await day.claimVoided()
    await tally.settled()
    expect(await numbers(json.id)).toEqual([6, 0, 0, 6])
  })

  describe('of units follows a correction of a sent claim once that is out', () => {
    const sentWith4 = async (patient: string) => {
      const { json } = await post(patient, { units: 10 })
      const day = dayOf(patient, '2026-03-02', { units: 4 })
      await day.captured()
      await until(day, cleared)
      await day.submitted()
      await tally.settled()
      expect(await numbers(json.id)).toEqual([10, 0, 4, 6])
      return { id: json.id, day }
    }

    it.each([
      ['more', 6, [10, 0, 6, 4]],
      ['fewer', 2, [10, 0, 2, 8]],
    ])('%s', async (name, units, expected) => {
      const { id, day } = await sentWith4(`REPLACED ${name}`)
      await day.corrected(2, { units })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 4, 6])
      await day.submitted(2, 'replacement', { units })
      await tally.settled()
      expect(await numbers(id)).toEqual(expected)
    })

    it('also where the claim is heard of before the correction', async () => {
      const { id, day } = await sentWith4('AHEAD')
      await day.submitted(2, 'replacement', { units: 6 })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 6, 4])
      await day.corrected(2, { units: 6 })
      await day.acknowledged()
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 6, 4])
    })

    it('also where its first claim is heard of before its charges, which were corrected since', async () => {
      const { json } = await post('UNHEARD', { units: 10 })
      const day = dayOf('UNHEARD', '2026-03-02', { units: 6 })
      await day.submitted(1, 'original', { units: 4 })
      await tally.settled()
      await day.captured(2)
      // Nobody is asked for a day that is out.
      await until(day, 'v2 cleared unknown coverage/unknown')
      expect(await numbers(json.id)).toEqual([10, 0, 4, 6])
    })

    it('by what went out, whatever was corrected meanwhile', async () => {
      const { id, day } = await sentWith4('AGAIN')
      await day.corrected(2, { units: 6 })
      await day.corrected(3, { units: 2 })
      await day.submitted(2, 'replacement', { units: 6 })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 6, 4])
      await day.submitted(3, 'replacement', { units: 2 })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 2, 8])
    })

    it.each([
      ['decided', true],
      ['on its way', false],
    ])('and is what the original took where its replacement is rejected: %s', async (name, decided) => {
      const { id, day } = await sentWith4(`STANDS ${name}`)
      await day.corrected(2, { units: 6 })
      await day.submitted(2, 'replacement', { units: 6 })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 6, 4])
      await day.rejected({ version: 1, decided })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 4, 6])
    })

    it('and is used again where its void is rejected', async () => {
      const { id, day } = await sentWith4('UNVOIDED')
      await day.voided(2)
      await day.submitted(2, 'void')
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 0, 10])
      await day.rejected({ version: 1, decided: true })
      await tally.settled()
      expect(await numbers(id)).toEqual([10, 0, 4, 6])
    })

    it('and a later day that waits for them is held', async () => {
      const { id, day } = await sentWith4('CROWDED')
      const later = dayOf('CROWDED', '2026-03-04', { units: 6 })
      await later.captured()
      await until(later, cleared)
      expect(await numbers(id)).toEqual([10, 6, 4, 0])
      await day.corrected(2, { units: 5 })
      await day.submitted(2, 'replacement', { units: 5 })
      await until(later, held)
      expect(await numbers(id)).toEqual([10, 0, 5, 5])
    })
  })

  it('only grows: no entry is changed or removed', async () => {
    for (const change of [
      'update eligibility.authorization_entry set quantity = 9',
      'delete from eligibility.authorization_entry',
    ]) {
      await expect(tally.sql(change)).rejects.toThrow('only grows')
    }
  })

  it('presses once when few are left, once when none is, and again after more were granted', async () => {
    const { json } = await post('PRESS', { visits: 5, number: 'AUTH-5' })
    const dates = ['02', '03', '04', '05', '06'].map((day) => `2026-03-${day}`)
    for (const date of dates) {
      const day = dayOf('PRESS', date)
      await day.captured()
      await until(day, cleared)
    }
    expect(await alarms(json.id)).toEqual(['authorization.running-low 3', 'authorization.exhausted 0'])
    expect((await show(json.id)).alerts).toEqual(['authorization/exhausted'])
    expect((await tally.patch(`/v1/authorizations/${json.id}`, { visits: 12 })).json.remaining).toBe(7)
    for (const date of ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12']) {
      const day = dayOf('PRESS', date)
      await day.captured()
      await until(day, cleared)
    }
    expect(await alarms(json.id)).toEqual([
      ...['authorization.running-low 3', 'authorization.exhausted 0', 'authorization.running-low 3'],
    ])
    const sequences = (await tally.saidOn('eligibility.authorizations'))
      .filter(({ subject }) => subject === json.id)
      .map(({ sequence }) => sequence)
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
  })

  it('presses two weeks before its end, by the clock alone', async () => {
    const own = await startSampleEligibility()
    const body = {
      patientExternalId: 'ENDS',
      payerId: 'P1',
      status: 'approved',
      visits: 20,
      to: '2026-03-20',
    }
    const { json } = await own.call('POST', '/v1/authorizations', { body })
    const said = async () =>
      (await own.saidOn('eligibility.authorizations')).map(({ type, subject }) => [type, subject])
    expect(await said()).toEqual([])
    own.clock.moveTo('2026-03-06T18:00:00Z')
    await expect.poll(said).toEqual([['authorization.running-low.v1', json.id]])
    await own.stop()
  })
})

describe('an authorization that a visit names', () => {
  it('counts as approved, and the newest visit says how far it reaches', async () => {
    const day = dayOf('NAMED', '2026-03-02', { authorizations: [{ number: 'EMR-1', visits: 2 }] })
    await day.captured()
    await until(day, cleared)
    expect(tally.opened((await day.answers()).at(-1))).toEqual({ priorAuthorization: 'EMR-1' })
    const list = async () => (await tally.call('GET', '/v1/authorizations?patient=NAMED')).json.items
    expect(await list()).toMatchObject([
      { number: 'EMR-1', status: 'approved', source: 'encounter', granted: 2, reserved: 1, remaining: 1 },
    ])
    await dayOf('NAMED', '2026-03-04', { authorizations: [{ number: 'EMR-1', visits: 6 }] }).captured()
    await tally.settled()
    expect(await list()).toMatchObject([{ granted: 6, reserved: 2, remaining: 4 }])
  })

  it('is a person’s once one changed it', async () => {
    const named = { authorizations: [{ number: 'EMR-2', visits: 2 }] }
    await dayOf('TAKEN', '2026-03-02', named).captured()
    await tally.settled()
    const [{ id }] = (await tally.call('GET', '/v1/authorizations?patient=TAKEN')).json.items
    await tally.patch(`/v1/authorizations/${id}`, { visits: 8 })
    await dayOf('TAKEN', '2026-03-04', named).captured()
    await tally.settled()
    expect(await numbers(id)).toEqual([8, 2, 0, 6])
  })
})

describe('what the payer decides later', () => {
  it('pended clears nothing, approved does, and cancelled holds again what has not gone out', async () => {
    const { json } = await post('PENDED', { status: 'pended', visits: 3 })
    const day = dayOf('PENDED', '2026-03-02')
    await day.captured()
    await until(day, held)
    await tally.patch(`/v1/authorizations/${json.id}`, {
      status: 'partly-approved',
      number: 'AUTH-9',
      visits: 1,
    })
    await until(day, cleared)
    expect(await show(json.id)).toMatchObject({ number: 'AUTH-9', granted: 1, remaining: 0, codes: [] })
    await tally.patch(`/v1/authorizations/${json.id}`, { status: 'cancelled' })
    await until(day, held)
    expect(await numbers(json.id)).toEqual([1, 0, 0, 1])
  })

  it('is told anew when the number changes', async () => {
    const { json } = await post('NUMBER', { visits: 3, number: 'OLD' })
    const day = dayOf('NUMBER', '2026-03-02')
    await day.captured()
    await until(day, cleared)
    await tally.patch(`/v1/authorizations/${json.id}`, { number: 'NEW' })
    expect((await day.answers()).map((answer) => tally.opened(answer))).toEqual([
      { priorAuthorization: 'OLD' },
      { priorAuthorization: 'NEW' },
    ])
  })
})

describe('the routes', () => {
  it('refuse a second one with the number, counts of two kinds, and what is not there', async () => {
    const { json } = await post('TWIN', { number: 'SAME', visits: 3 })
    const again = await post('TWIN', { number: 'SAME', visits: 3 })
    expect([again.status, again.json.type, again.headers.location]).toEqual([
      ...[409, 'urn:tally:problem:authorization/exists', `/v1/authorizations/${json.id}`],
    ])
    expect((await post('TWIN', { visits: 3, units: 12 })).status).toBe(400)
    expect((await tally.call('GET', '/v1/authorizations/none')).status).toBe(404)
    expect((await tally.patch('/v1/authorizations/none', { visits: 1 })).status).toBe(404)
  })

  it('change what was read: of two editors the second one is told', async () => {
    const { json, headers } = await post('EDITED', { visits: 3 })
    const path = `/v1/authorizations/${json.id}`
    const first = String(headers.etag)
    expect((await tally.call('GET', path)).headers.etag).toBe(first)
    const changed = await tally.patch(path, { visits: 5 }, { 'if-match': first })
    expect([changed.status, changed.json.granted]).toEqual([200, 5])
    const late = await tally.patch(path, { visits: 4 }, { 'if-match': first })
    expect([late.status, late.json.type, late.headers.etag]).toEqual([
      ...[412, 'urn:tally:problem:version/stale', changed.headers.etag],
    ])
    expect((await tally.patch(path, { visits: 4 })).json.granted).toBe(4)
  })

  it('list by patient, payer and status, a page at a time', async () => {
    await post('LIST', { visits: 1, number: 'L1' })
    await post('LIST', { visits: 2, number: 'L2', status: 'denied' })
    const first = (await tally.call('GET', '/v1/authorizations?patient=LIST&limit=1')).json
    expect(first.items).toHaveLength(1)
    const next = (
      await tally.call('GET', `/v1/authorizations?patient=LIST&limit=1&cursor=${first.nextCursor}`)
    ).json
    expect([first.items[0].number, next.items[0].number].sort()).toEqual(['L1', 'L2'])
    expect(next.nextCursor).toBeNull()
    expect(
      (await tally.call('GET', '/v1/authorizations?patient=LIST&status=denied')).json.items,
    ).toHaveLength(1)
    expect((await tally.call('GET', '/v1/authorizations?patient=LIST&payerId=P2')).json.items).toEqual([])
  })

  it.each<[string, string, number, number]>([
    ['front-desk', 'reads and writes', 200, 201],
    ['biller', 'reads and writes', 200, 201],
    ['auditor', 'reads', 200, 403],
    ['emr', 'neither', 403, 403],
    ['clinician', 'neither', 403, 403],
  ])('%s %s', async (role, _, reads, writes) => {
    const key = await tally.keyOf(role)
    expect((await tally.call('GET', '/v1/authorizations', { key })).status).toBe(reads)
    const body = { patientExternalId: `ROLE-${role}`, payerId: 'P1', status: 'requested' }
    expect((await tally.call('POST', '/v1/authorizations', { key, body })).status).toBe(writes)
  })
})
