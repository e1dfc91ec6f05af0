/** The practice's directory of payers: what an entry may say, and to whom it is told. */
import { inTransaction, openPool } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { scripted } from './sample-events.ts'

let tally: TestHost

beforeEach(async () => {
  tally = await startTestHost({ services: [claimSubmissionThrough(scripted().gateway)] })
})
afterEach(() => tally.stop())

const put = (codingRules: unknown, ifMatch?: string) =>
  tally.call('PUT', '/v1/payers/60054', {
    body: { family: 'commercial', codingRules },
    ...(ifMatch ? { headers: { 'if-match': ifMatch } } : {}),
  })

describe('a payer’s own coding rules', () => {
  const rules = {
    unitRule: 'full-15',
    dailyTimedCap: 4,
    sideCodes: ['97760'],
    price: { kind: 'schedule', unitCents: { '97110': 3_100 } },
  }

  it('are any keys of a profile, kept and told as they were sent', async () => {
    const { status, json } = await put(rules)
    expect([status, json.codingRules]).toEqual([200, rules])
    expect((await tally.call('GET', '/v1/payers/60054')).json.codingRules).toEqual(rules)
    const [told] = await tally.sql<{ body: string }>(
      `select body from claim_submission.outbox where type = 'payer.profile-changed.v1'`,
    )
    expect(JSON.parse(told?.body ?? '{}').data).toMatchObject({ payerId: '60054', codingRules: rules })
  })

  it.each([
    ['a key that no profile has', { units: 4 }, '/codingRules/units'],
    ['a rule that is none', { unitRule: 'by-feel' }, '/codingRules/unitRule'],
    ['a cap below zero', { dailyTimedCap: -1 }, '/codingRules/dailyTimedCap'],
    ['half a cent', { price: { kind: 'per-diem', dayCents: 100.5 } }, '/codingRules/price/dayCents'],
  ])('are refused with the place: %s', async (_, wrong, pointer) => {
    const { status, json } = await put(wrong)
    expect(status).toBe(400)
    expect(json.problems).toEqual([expect.objectContaining({ pointer })])
    expect((await tally.call('GET', '/v1/payers/60054')).status).toBe(404)
  })
})

describe('what a payer wants of a claim', () => {
  const sent = (claimRules: unknown) =>
    tally.call('PUT', '/v1/payers/60054', { body: { family: 'commercial', claimRules } })

  it('is any setting of the checker, kept as it was sent', async () => {
    const rules = { mostLines: 6, memberIds: ['A9999999'], referringProvider: 'required' }
    const { status, json } = await sent(rules)
    expect([status, json.claimRules]).toEqual([200, rules])
    expect((await tally.call('GET', '/v1/payers/60054')).json.claimRules).toEqual(rules)
  })

  it.each([
    ['a setting that is none', { lines: 6 }, '/claimRules'],
    ['more lines than a claim has', { mostLines: 51 }, '/claimRules/mostLines'],
    ['a picture that is none', { memberIds: ['[A-Z]'] }, '/claimRules/memberIds/0'],
  ])('is refused with the place: %s', async (_, wrong, pointer) => {
    const { status, json } = await sent(wrong)
    expect(status).toBe(400)
    expect(json.problems).toEqual([expect.objectContaining({ pointer })])
  })
})

it('two that set the same payer up at once: one does, and the other is told to read it', async () => {
  const pool = openPool({ url: tally.database.url, connections: 1, applicationName: 'a test' })
  const waiting = `select from pg_stat_activity where datname = current_database()
                   and application_name like 'tally claim-submission%' and wait_event_type = 'Lock'`
  const both = await inTransaction(pool, null, async (query) => {
    // Both may look whether the payer is there, and none may write.
    await query({ name: 'lock', text: 'lock table claim_submission.payer in share mode' })
    const asked = [1, 2].map((unitCap) => put({ dailyTimedCap: unitCap }))
    await expect.poll(async () => (await tally.sql(waiting)).length, { timeout: 10_000 }).toBe(2)
    return asked
  })
  const answers = await Promise.all(both)
  await pool.end()
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 428])
  const told = await tally.sql<{ body: string }>(
    `select body from claim_submission.outbox where type = 'payer.profile-changed.v1'`,
  )
  const { codingRules, version } = (await tally.call('GET', '/v1/payers/60054')).json
  expect(version).toBe(1)
  expect(told.map(({ body }) => JSON.parse(body))).toMatchObject([{ sequence: 1, data: { codingRules } }])
})
