/** What a payer's entry in the directory does to the coding of days, those to come and those that were coded before. */
import { coverageChanged, payerProfileChanged } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import {
  type SampleEncounter,
  sampleEncounter,
  say,
  speaker,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chargeCapture } from '../service.ts'

let tally: TestHost
let payers = 0
let visits = 0

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), speaker], clock })
})
afterAll(() => tally.stop())

/** A payer of its own, so that no test meets the days of another. */
const newPayer = () => `P${++payers}`

interface Entry {
  readonly version?: number
  readonly payerFamily?: 'medicare-b' | 'commercial' | 'workers-comp'
  readonly codingRules?: Readonly<Record<string, unknown>>
  readonly filingDays?: number | null
}

async function told(payerId: string, entry: Entry) {
  const { version = 1, payerFamily = 'medicare-b', codingRules = {}, filingDays = null } = entry
  const data = {
    ...{ payerId, version, payerFamily, codingRules: { ...codingRules } },
    ...{ checksEligibility: true, acceptsReplacement: false, sendWindow: 'practice', appealDays: null },
    ...{ filingDays, toleranceCents: 0 },
  }
  await say(tally, [
    saying(payerProfileChanged, { subject: payerId, sequence: version, correlationId: payerId, data }),
  ])
  await tally.settled()
}

/** 20 and 20 minutes: pooled 3 units, per code 4. */
function visit(payerId: string, changes: Readonly<Record<string, unknown>> = {}): SampleEncounter {
  const name = `V-${++visits}`
  const sample = sampleEncounter({ externalId: name })
  const services = sample.services.map((service) => ({ ...service, minutes: 20 }))
  const coverages = sample.coverages.map((coverage) => ({ ...coverage, payerId }))
  const patient = { ...sample.patient, externalId: `P-${name}` }
  return { ...sample, patient, services, coverages, ...changes }
}

const post = async (body: SampleEncounter) => {
  const headers = { 'idempotency-key': body.externalId }
  return (await tally.call('POST', '/v1/encounters', { body, headers })).json
}
const show = async (id: string) => (await tally.call('GET', `/v1/encounters/${id}`)).json
const units = (json: { lines: { units: number }[] }) => json.lines.map((line) => line.units)
const types = async (dayId: string) => {
  const text = 'select type from charge_capture.outbox where key = $1 order by id'
  return (await tally.sql<{ type: string }>(text, [dayId])).map(({ type }) => type.split('.')[1])
}
/** Nothing of what a payer's entry began is left to do. */
const gone = async () => {
  const text = `select count(*)::int as left from charge_capture.deadline
                where process in ('recode-for-payer', 'recode-day') and parked_at is null`
  await expect.poll(async () => (await tally.sql(text))[0], within).toEqual({ left: 0 })
}
const within = { timeout: 10_000, interval: 20 }
const misfit = { unitRule: 'by-guess' }
const perCode = { unitRule: 'per-code' }

describe('a payer’s own rules', () => {
  it('code its next visit; what was captured before stands until it is corrected', async () => {
    const payer = newPayer()
    const body = visit(payer)
    const before = await post(body)
    expect([before.unitRule, units(before)]).toEqual(['cms-pooled', [2, 1]])

    await told(payer, { codingRules: perCode })
    const next = await post(visit(payer))
    expect([next.unitRule, units(next)]).toEqual(['per-code', [1, 1]])
    await gone()
    expect(units(await show(before.id))).toEqual([2, 1])
    expect(await types(before.treatmentDayId)).toEqual(['captured'])

    const corrected = await tally.call('PUT', `/v1/encounters/${before.id}`, {
      body: { ...body, claimNote: 'corrected' },
      headers: { 'if-match': '"1"' },
    })
    expect(units(corrected.json)).toEqual([1, 1])
  })

  it('do not code the visit of another payer', async () => {
    await told(newPayer(), { codingRules: perCode })
    expect(units(await post(visit(newPayer())))).toEqual([2, 1])
  })

  it('that fit no profile hold the day, with the place of the misfit; mended ones release it', async () => {
    const payer = newPayer()
    await told(payer, { codingRules: { ...misfit, units: 4 } })
    const held = await post(visit(payer))
    expect(held.status).toBe('held')
    const misfits = held.findings.filter(({ rule }: { rule: string }) => rule === 'input/impossible')
    expect(
      misfits.map(({ severity, facts }: { severity: string; facts: object }) => ({ severity, ...facts })),
    ).toEqual([
      { severity: 'hold', pointer: '/payer/rules/unitRule' },
      { severity: 'hold', pointer: '/payer/rules/units' },
    ])

    await told(payer, { version: 2, codingRules: perCode })
    await expect.poll(async () => (await show(held.id)).status, within).toBe('captured')
    expect(units(await show(held.id))).toEqual([1, 1])
    expect(await types(held.treatmentDayId)).toEqual(['held', 'captured'])
  })

  it('release what they hold under a list of coverages that a person set, too', async () => {
    const [payer, onTheVisit] = [newPayer(), newPayer()]
    await told(payer, { codingRules: misfit })
    const { id, treatmentDayId } = await post(visit(onTheVisit))
    const [day] = await tally.sql<{ patient_id: string }>(
      'select patient_id from charge_capture.treatment_day where id = $1',
      [treatmentDayId],
    )
    await set(day?.patient_id ?? '', payer)
    expect(await types(treatmentDayId)).toEqual(['captured', 'held'])
    await told(payer, { version: 2 })
    await expect.poll(async () => (await show(id)).status, within).toBe('captured')
    expect(await types(treatmentDayId)).toEqual(['captured', 'held', 'corrected'])
  })

  it('release a held correction whose first claim a payer has', async () => {
    const payer = newPayer()
    const body = visit(payer)
    const { id, treatmentDayId } = await post(body)
    await sent(treatmentDayId)
    await told(payer, { codingRules: misfit })
    const held = await tally.call('PUT', `/v1/encounters/${id}`, {
      body: { ...body, claimNote: 'corrected' },
      headers: { 'if-match': '"1"' },
    })
    expect(held.json.status).toBe('held')
    await told(payer, { version: 2 })
    await expect.poll(async () => (await show(id)).status, within).toBe('captured')
    expect(await types(treatmentDayId)).toEqual(['captured', 'held', 'corrected'])
  })

  it('of an entry that is no newer change nothing', async () => {
    const payer = newPayer()
    await told(payer, { version: 3, codingRules: perCode })
    for (const version of [2, 3])
      await told(payer, { version, payerFamily: 'commercial', codingRules: misfit })
    await gone()
    const answer = await post(visit(payer))
    expect([answer.status, answer.unitRule, units(answer)]).toEqual(['captured', 'per-code', [1, 1]])
    const [row] = await tally.sql('select * from charge_capture.payer_family where payer_id = $1', [payer])
    expect(row).toMatchObject({ version: 3, family: 'medicare-b', coding_rules: perCode })
  })
})

describe('a payer’s days to file', () => {
  const dueIn = async (dayId: string) => {
    const text = 'select body from charge_capture.outbox where key = $1 order by id desc limit 1'
    const [row] = await tally.sql<{ body: string }>(text, [dayId])
    return JSON.parse(row?.body ?? '{}').data.timelyFilingDueOn
  }
  const correct = (id: string, body: SampleEncounter, version: number) => {
    const headers = { 'if-match': `"${version}"` }
    return tally.call('PUT', `/v1/encounters/${id}`, {
      body: { ...body, claimNote: `note ${version}` },
      headers,
    })
  }

  it('date the next visit, and one that was captured before with its next correction', async () => {
    const payer = newPayer()
    await told(payer, { payerFamily: 'commercial' })
    const body = visit(payer)
    const before = await post(body)
    expect([before.timelyFilingDueOn, await dueIn(before.treatmentDayId)]).toEqual([
      '2026-05-31',
      '2026-05-31',
    ])

    await told(payer, { version: 2, payerFamily: 'commercial', filingDays: 180 })
    const next = await post(visit(payer))
    expect([next.timelyFilingDueOn, await dueIn(next.treatmentDayId)]).toEqual(['2026-08-29', '2026-08-29'])
    await gone()
    expect(await types(before.treatmentDayId)).toEqual(['captured'])
    await correct(before.id, body, 1)
    expect(await dueIn(before.treatmentDayId)).toBe('2026-08-29')

    await told(payer, { version: 3, payerFamily: 'commercial' })
    await correct(before.id, body, 2)
    expect(await dueIn(before.treatmentDayId)).toBe('2026-05-31')
  })

  it('date a visit of a family without a window, and nobody else’s', async () => {
    const [payer, other] = [newPayer(), newPayer()]
    for (const id of [payer, other]) {
      const filingDays = id === payer ? 30 : null
      await told(id, { payerFamily: 'workers-comp', filingDays })
    }
    expect((await post(visit(payer))).timelyFilingDueOn).toBe('2026-04-01')
    expect((await post(visit(other))).timelyFilingDueOn).toBeNull()
  })
})

describe('a payer’s family', () => {
  it('codes captured days anew that no payer has, whoever’s else they are', async () => {
    const [payer, other] = [newPayer(), newPayer()]
    const open = await post(visit(payer))
    const atThePayer = await post(visit(payer))
    const elsewhere = await post(visit(other))
    await sent(atThePayer.treatmentDayId)
    await told(payer, { payerFamily: 'commercial' })
    await expect.poll(() => types(open.treatmentDayId), within).toEqual(['captured', 'corrected'])
    expect(units(await show(open.id))).toEqual([1, 1])
    await gone()
    for (const { treatmentDayId } of [atThePayer, elsewhere]) {
      expect(await types(treatmentDayId)).toEqual(['captured'])
    }
  })
})

describe('days that a changed entry touches', () => {
  it('are found to the last one, however many', async () => {
    const payer = newPayer()
    await told(payer, { codingRules: misfit })
    const { treatmentDayId } = await post(visit(payer))
    // Without a visit in it a day is voided as soon as it is coded.
    await tally.sql(
      `insert into charge_capture.treatment_day
       select practice_id, 'day_' || n, billing_npi, 'pat_' || n, service_date + n, "case", version, status, captured_as,
              encounters, diagnoses, lines, findings, said
       from charge_capture.treatment_day, generate_series(1, 501) n where id = $1`,
      [treatmentDayId],
    )
    await told(payer, { version: 2 })
    const taken = `select count(*)::int as days from charge_capture.treatment_day d
                   where id ~ '^day_[0-9]+$' and (status = 'voided' or exists (
                     select from charge_capture.deadline l where l.process = 'recode-day' and l.subject = d.id))`
    await expect.poll(async () => (await tally.sql(taken))[0], within).toEqual({ days: 501 })
    const first = `select status from charge_capture.treatment_day where id = $1`
    await expect
      .poll(async () => (await tally.sql(first, [treatmentDayId]))[0], within)
      .toEqual({ status: 'captured' })
  })

  it('do not wait for one that cannot be coded, which is listed with what is parked', async () => {
    const payer = newPayer()
    await told(payer, { codingRules: misfit })
    const broken = await post(visit(payer, { serviceDate: '2026-03-01' }))
    const sound = await post(visit(payer))
    const spoil = `update charge_capture.encounter_version set sealed = '\\x00' where encounter_id = $1`
    await tally.sql(spoil, [broken.id])
    await told(payer, { version: 2 })
    await expect.poll(async () => (await show(sound.id)).status, within).toBe('captured')
    const text = `select parked_at is not null as parked from charge_capture.deadline where subject = $1`
    await expect
      .poll(async () => (await tally.sql(text, [broken.treatmentDayId]))[0], within)
      .toEqual({ parked: true })
  })
})

/** The claim of the day is at its payer. */
async function sent(dayId: string): Promise<void> {
  await tally.sql(
    `insert into charge_capture.claim_standing values ('prc_demo', $1, 1, 1, 'claim of ' || $1, 'sent')`,
    [dayId],
  )
}

/** A person sets the patient's list of coverages to Medicare under `payerId`. */
async function set(patientId: string, payerId: string): Promise<void> {
  const dates = { from: null, to: null }
  const coverage = { order: 1, payerId, payerFamily: 'medicare-b' as const, claimFilingIndicator: 'MB' }
  const card = {
    ...{ order: 1, payerName: 'MEDICARE PART B', payerAddress: null, memberId: '1EG4TE5MK73' },
    ...{ groupNumber: null, groupName: null, relationshipToSubscriber: 'self', subscriber: null },
    ...{ propertyCasualtyClaimNumber: null },
  }
  await say(tally, [
    saying(coverageChanged, {
      ...{ subject: patientId, sequence: 1, correlationId: patientId },
      data: { patientId, version: 1, coverages: [{ ...coverage, medicareSecondaryType: null, ...dates }] },
      sealed: { coverages: [card] },
    }),
  ])
  await tally.settled()
}
