import { virtualClock } from '@tally/platform'
import { operatorKey, say, setUpPartner, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, scripted } from './sample-events.ts'

/** Before the payer's evening window of the visit's day. */
const start = '2026-03-03T02:00:00.000Z'
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

/** Of what waits: how many, and for how many seconds. */
async function waiting(): Promise<Record<string, string>> {
  const { text } = await tally.call('GET', '/metrics', { key: operatorKey })
  const of = (name: string, what: string) =>
    new RegExp(`^${name}\\{service="claim-submission",what="${what}"\\} (\\S+)$`, 'm').exec(text)?.[1]
  const whats = [...text.matchAll(/^tally_waiting_items\{.*what="(.+)"\} [1-9]/gm)].map(
    ([, what = '']) => what,
  )
  return Object.fromEntries(
    whats.map((what) => [
      what,
      `${of('tally_waiting_items', what)} ${of('tally_waiting_oldest_seconds', what)}`,
    ]),
  )
}

it('a claim that the partner refused waits for a person, since it was', async () => {
  expect(await waiting()).toEqual({})
  house.answers.push({ kind: 'refused', says: 'the partner answered 400' })
  await say(tally, [captured(1), cleared(1, 1)])
  const held = async () => (await tally.call('GET', '/v1/claims')).json.items[0]?.heldBecause
  await expect.poll(held, { timeout: 10_000 }).toBe('partner/refused')
  clock.moveTo('2026-03-03T03:00:00.000Z')
  expect(await waiting()).toEqual({ 'claims held': '1 3600' })
})

it('a batch whose fate nobody knows, one that has not gone out, and an overdue answer are told', async () => {
  await say(tally, [captured(1), cleared(1, 1)])
  const status = async () => (await tally.call('GET', '/v1/claims')).json.items[0]?.status
  await expect.poll(status, { timeout: 10_000 }).toBe('sent')
  expect(await waiting()).toEqual({})
  // No job takes it again within this test.
  const batch = (state: string) =>
    tally.sql(`update claim_submission.batch set next_try_at = 'infinity', state = $1`, [state])
  await batch('unknown')
  await tally.sql('update claim_submission.claim set unanswered = true')
  clock.moveTo('2026-03-03T02:01:00.000Z')
  expect(await waiting()).toEqual({ 'batches unknown': '1 60', 'claims unanswered': '1 60' })
  await batch('written')
  await tally.sql(`update claim_submission.claim set unanswered = false, state = 'unknown'`)
  expect(await waiting()).toEqual({ 'batches to send': '1 60', 'claims unknown': '1 60' })
  await tally.sql(`update claim_submission.claim set state = 'rejected'`)
  expect(await waiting()).toEqual({ 'batches to send': '1 60', 'claims rejected': '1 60' })
})

it('a claim whose window is open and that nothing is made of is told, since it opened', async () => {
  await tally.sql('delete from platform.partner')
  await say(tally, [captured(1), cleared(1, 1)])
  const status = async () => (await tally.call('GET', '/v1/claims')).json.items[0]?.status
  await expect.poll(status, { timeout: 10_000 }).toBe('ready')
  clock.moveTo('2026-03-03T03:00:00.000Z')
  expect(await waiting()).toEqual({ 'claims to write': '1 3600' })
})
