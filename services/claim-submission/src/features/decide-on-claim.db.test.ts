/** What people decided on a claim stays with it: who, when and why. */
import { virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, dayId, heldBack, heldDay, scripted } from './sample-events.ts'

/** Before the payer's evening window of the visit's day. */
const start = '2026-03-03T02:00:00.000Z'
const clock = virtualClock(start)
let tally: TestHost

beforeEach(async () => {
  clock.moveTo(start)
  tally = await startTestHost({ services: [claimSubmissionThrough(scripted().gateway), speaker], clock })
})
afterEach(() => tally.stop())

const claim = async () => (await tally.call('GET', `/v1/claims?treatmentDayId=${dayId}`)).json.items[0]
const until = (status: string) =>
  expect.poll(async () => (await claim())?.status, { timeout: 10_000, interval: 20 }).toBe(status)
const decide = async (what: string, reason: string) =>
  (await tally.call('POST', `/v1/claims/${(await claim()).id}/${what}`, { body: { reason } })).status
const decisions = async () => (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json.decisions

it('a hold, its release and a void are told with their reasons, which are sealed', async () => {
  await say(tally, [captured(1), cleared(1, 1)])
  await until('ready')
  expect(await decisions()).toEqual([])
  expect(await decide('hold', 'the card is Jane’s sister’s')).toBe(200)
  clock.moveTo('2026-03-03T02:10:00.000Z')
  expect(await decide('release', 'it is hers')).toBe(200)
  // Nothing is held any more, and a refusal leaves nothing.
  await until('ready')
  expect(await decide('release', 'once more')).toBe(409)
  clock.moveTo('2026-03-03T02:20:00.000Z')
  expect(await decide('void', 'paid in cash')).toBe(200)
  const by = { by: expect.stringMatching(/./) }
  expect(await decisions()).toEqual([
    { did: 'hold', reason: 'the card is Jane’s sister’s', at: start, ...by },
    { did: 'release', reason: 'it is hers', at: '2026-03-03T02:10:00.000Z', ...by },
    { did: 'void', reason: 'paid in cash', at: '2026-03-03T02:20:00.000Z', ...by },
  ])
  const stored = await tally.sql<{ kept: string }>(
    'select d::text as kept from claim_submission.claim_decision d',
  )
  expect(stored).toHaveLength(3)
  for (const { kept } of stored) expect(kept).not.toMatch(/sister|hers|cash/)
})

it('so is a release of what eligibility held', async () => {
  await setUpPartner(tally)
  await say(tally, [captured(1), heldBack(1, 1)])
  await expect.poll(async () => (await claim())?.heldBecause).toBe('coverage/inactive')
  expect(await decide('release', 'card seen')).toBe(200)
  expect(await decisions()).toMatchObject([{ did: 'release', reason: 'card seen' }])
})

it('a hold of coding is not released: the explanation says by which rule it is held, and where that ends', async () => {
  await say(tally, [heldDay(1)])
  await expect.poll(async () => (await claim())?.heldBecause).toBe('charge/no-price')
  expect(await decide('release', 'it is right')).toBe(409)
  const { rules } = (await tally.call('GET', `/v1/claims/${(await claim()).id}/explanation`)).json
  expect(rules).toMatchObject([
    { rule: 'charge/no-price', outcome: 'hold', fix: expect.stringContaining('GET /v1/encounters/VISIT-1') },
  ])
})
