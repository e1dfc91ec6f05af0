/** What a correction leaves as it was sent does not go again, whatever else of the visit it changes. */
import { chargeCorrected, claimSettled } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleCharges } from '../domain/sample-claim.ts'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, dayId, goAgain, heldDay, movedTo, paid, scripted } from './sample-events.ts'

const start = '2026-03-03T17:00:00.000Z'
const clock = virtualClock(start)
let tally: TestHost
let house: ReturnType<typeof scripted>

beforeEach(async () => {
  clock.moveTo(start)
  house = scripted()
  tally = await startTestHost({ services: [claimSubmissionThrough(house.gateway), speaker], clock })
  await setUpPartner(tally)
})
afterEach(() => tally.stop())

const claim = async () => (await tally.call('GET', `/v1/claims?treatmentDayId=${dayId}`)).json.items[0]
const until = (status: string) =>
  expect.poll(async () => (await claim())?.status, { timeout: 10_000, interval: 20 }).toBe(status)
const untilCame = (count: number) =>
  expect.poll(() => house.came.length, { timeout: 10_000, interval: 20 }).toBe(count)
const versions = async () => (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json.versions
const said = async () => (await tally.sql('select 1 from claim_submission.outbox')).length
const builtOf = async () =>
  (await tally.sql<{ built: number }>('select built_day_version as built from claim_submission.claim'))[0]
    ?.built

const commercial = {
  coverages: [
    {
      ...{ order: 1, payerId: '60054', payerFamily: 'commercial', claimFilingIndicator: 'CI' },
      medicareSecondaryType: null,
    },
  ],
} satisfies Parameters<typeof captured>[2]
/** As it was sent, but for what the patient paid. */
const same = {
  ...{ lines: sampleCharges.lines, chargeCents: 19500, patientPaidCents: 2500 },
} satisfies Parameters<typeof captured>[2]
const plan = { payerId: '60054' }

async function sentTo(changes: Parameters<typeof captured>[2]): Promise<{ id: string; claimNumber: string }> {
  await say(tally, [captured(1, undefined, changes), cleared(1, 1)])
  await until('sent')
  return claim()
}

async function closed(changes: Parameters<typeof captured>[2], payer = {}): Promise<string> {
  const { id, claimNumber } = await sentTo(changes)
  await say(tally, [paid(id, claimNumber, clock.now(), payer)])
  await until('adjudicated')
  await say(tally, [settled(id, claimNumber)])
  await until('closed')
  return id
}

async function corrected(version: number, changes: Parameters<typeof captured>[2]): Promise<void> {
  await say(tally, [captured(version, chargeCorrected, changes), cleared(version, version)])
  await tally.settled()
}

describe('paid by a payer that takes replacements', () => {
  it('what the patient paid stays with the visit: the claim is closed as it was, and nothing is said', async () => {
    await closed(commercial, plan)
    const before = await said()
    await corrected(2, { ...commercial, ...same })
    expect(await claim()).toMatchObject({ status: 'closed', claimVersion: 1, heldBecause: null })
    expect(await versions()).toHaveLength(1)
    expect(await builtOf()).toBe(2)
    expect([house.came.length, await said()]).toEqual([1, before])
  })

  it('units that a correction changes go as a replacement, also after one that changed none', async () => {
    await closed(commercial, plan)
    await corrected(2, { ...commercial, ...same })
    await corrected(3, commercial)
    await untilCame(2)
    await until('sent')
    expect(house.came[1]?.text).toMatch(/:7\*/)
    expect(house.came[1]?.text).toContain('REF*F8*ICN-77')
  })

  it('the number of an authorization that eligibility names now goes as one, too', async () => {
    await closed(commercial, plan)
    const named = { ...cleared(2, 2), sealed: { priorAuthorization: 'AUTH-9' } }
    await say(tally, [captured(2, chargeCorrected, { ...commercial, ...same }), named])
    await untilCame(2)
    expect(house.came[1]?.text).toContain('REF*G1*AUTH-9')
  })

  it('corrected while it was on its way: nothing is left to say once it is paid', async () => {
    const { id, claimNumber } = await sentTo(commercial)
    await corrected(2, { ...commercial, ...same })
    await say(tally, [paid(id, claimNumber, clock.now(), plan)])
    await until('adjudicated')
    await tally.settled()
    expect(await versions()).toHaveLength(1)
    expect(await builtOf()).toBe(2)
  })

  it('a replacement is what the next correction is compared with', async () => {
    const id = await closed(commercial, plan)
    await corrected(2, commercial)
    await untilCame(2)
    await until('sent')
    const { claimNumber } = await claim()
    await say(tally, [paid(id, claimNumber, clock.now(), { ...plan, sequence: 2, claimVersion: 2 })])
    await until('adjudicated')
    await corrected(3, { ...commercial, patientPaidCents: 2500 })
    expect(await versions()).toHaveLength(2)
    await corrected(4, { ...commercial, ...same })
    await untilCame(3)
  })

  it('a person who asks for it gets it sent as it was', async () => {
    const id = await closed(commercial, plan)
    await say(tally, [goAgain(id, false)])
    await untilCame(2)
    expect(house.came[1]?.text).toMatch(/:7\*/)
  })

  it('asked for while its coding held it: it goes when that is captured, though it says the same', async () => {
    const id = await closed(commercial, plan)
    await say(tally, [heldDay(2), goAgain(id, false)])
    await tally.settled()
    await corrected(3, { ...commercial, ...same })
    await untilCame(2)
  })

  it('another payer is asked though the lines are the same', async () => {
    const { id, claimNumber } = await sentTo({})
    const nothing = { paidCents: 0, toPatientCents: 0, denied: true }
    await say(tally, [paid(id, claimNumber, clock.now(), nothing)])
    await until('adjudicated')
    await say(tally, [movedTo('60054', 2), cleared(2, 2)])
    await untilCame(2)
  })
})

describe('paid by Medicare Part B, which takes no replacement', () => {
  it('what the patient paid asks nobody for a reopening', async () => {
    await closed({})
    await corrected(2, same)
    expect(await claim()).toMatchObject({ status: 'closed', heldBecause: null })
    expect(await builtOf()).toBe(2)
  })

  it('a correction that is taken back by the next leaves nothing to reopen', async () => {
    await closed({})
    await corrected(2, {})
    expect((await claim()).heldBecause).toContain('resubmission/payer-takes-no-replacement')
    await corrected(3, same)
    expect(await claim()).toMatchObject({ status: 'closed', heldBecause: null, claimVersion: 1 })
  })
})

const settled = (claimId: string, claimNumber: string) =>
  saying(claimSettled, {
    ...{ subject: claimId, sequence: 5, correlationId: dayId },
    data: {
      ...{ claimId, treatmentDayId: dayId, coverageOrder: 1, claimVersion: 1, claimNumber, payerId: '02302' },
      ...{ patientId: `pat_${'0'.repeat(26)}`, serviceDate: '2026-03-02', settledAt: clock.now() },
      ...{ paidCents: 8000, adjustedCents: 9500, toPatientCents: 2000, writtenOffCents: 0 },
      because: 'payment/posted',
    },
  })
