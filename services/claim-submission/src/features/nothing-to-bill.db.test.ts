/** A day whose services reach no unit asks nobody, and takes back what was asked; a correction that brings a unit opens it again. */
import { chargeCaptured, chargeCorrected } from '@tally/contracts'
import { virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, dayId, paid, scripted, takenBack, unbillable, voided } from './sample-events.ts'

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
const sentLines = (text = '') => text.match(/~SV1\*[^~]*/g)

async function takesReplacements(): Promise<void> {
  const body = { family: 'medicare-b', acceptsReplacement: true, sendWindow: 'at-once' }
  expect((await tally.call('PUT', '/v1/payers/02302', { body })).status).toBe(200)
}

async function answered(): Promise<{ id: string; claimNumber: string }> {
  await say(tally, [captured(1), cleared(1, 1)])
  await until('sent')
  const { id, claimNumber } = await claim()
  await say(tally, [paid(id, claimNumber, clock.now())])
  await until('adjudicated')
  return { id, claimNumber }
}

it('its claim is closed and says why; it goes when a correction brings a unit', async () => {
  await say(tally, [unbillable(1, chargeCaptured), cleared(1, 1)])
  await until('closed')
  const { id, heldBecause } = await claim()
  expect(heldBecause).toBe('claim/nothing-to-bill')
  const { rules } = (await tally.call('GET', `/v1/claims/${id}/explanation`)).json
  expect(rules).toMatchObject([
    { rule: 'claim/nothing-to-bill', says: 'no service of the day reaches a unit: there is nothing to bill' },
  ])
  await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
  await untilCame(1)
  await until('sent')
  expect((await claim()).heldBecause).toBeNull()
})

it('that its payer decided on before is voided there as it was sent, closed when that is answered, and may open again', async () => {
  await takesReplacements()
  const { id, claimNumber } = await answered()
  await say(tally, [unbillable(2), cleared(2, 2)])
  await untilCame(2)
  await until('sent')
  expect(await versions()).toMatchObject([{ frequency: '1' }, { frequency: '8', kind: 'void' }])
  expect(house.came[1]?.text).toContain('REF*F8*ICN-77')
  expect(sentLines(house.came[1]?.text)).toEqual(sentLines(house.came[0]?.text))
  await say(tally, [takenBack(id, claimNumber, clock.now())])
  await until('closed')
  expect((await claim()).heldBecause).toBe('claim/nothing-to-bill')
  await say(tally, [captured(3, chargeCorrected), cleared(3, 3)])
  await untilCame(3)
  expect((await versions())[2]).toMatchObject({ kind: 'original', frequency: '1' })
})

it('that can’t be voided waits with the reason, and a void of the visit says what was sent once it can', async () => {
  await answered()
  await say(tally, [unbillable(2), cleared(2, 2)])
  await expect
    .poll(async () => (await claim()).heldBecause)
    .toBe('resubmission/payer-takes-no-replacement resubmission/reopening')
  expect((await claim()).status).toBe('adjudicated')
  await takesReplacements()
  await say(tally, [voided(3)])
  await untilCame(2)
  expect(house.came[1]?.text).toMatch(/:8\*/)
  expect(sentLines(house.came[1]?.text)).toEqual(sentLines(house.came[0]?.text))
})
