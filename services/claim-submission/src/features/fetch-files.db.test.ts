/** Files that are known of and not here: one that cannot be fetched keeps no other waiting. */
import { virtualClock } from '@tally/platform'
import { setUpPartner, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { scripted } from './sample-events.ts'

const clock = virtualClock('2026-03-03T17:00:00.000Z')
let tally: TestHost
let house: ReturnType<typeof scripted>

beforeEach(async () => {
  house = scripted()
  tally = await startTestHost({ services: [claimSubmissionThrough(house.gateway)], clock })
  await setUpPartner(tally)
})
afterEach(() => tally.stop())

const expects = (partnerId: string, ids: readonly string[]) =>
  tally.sql(
    `insert into claim_submission.expected_file (practice_id, partner_id, file_id, channel, next_try_at)
     select '', $1, id, 'fetched', $3 from unnest($2::text[]) as id`,
    [partnerId, [...ids], clock.now()],
  )
const waiting = async () =>
  (
    await tally.sql<{ file_id: string; tries: number; said: string | null }>(
      `select file_id, tries, said from claim_submission.expected_file
       where fetched_at is null and next_try_at > $1 order by file_id`,
      [clock.now()],
    )
  ).map(({ file_id: id, tries, said }) => [id, tries > 0, said])
const arrived = () =>
  tally.sql('select file_id from claim_submission.expected_file where fetched_at is not null')

it('one whose fetching fails by our own mistake is put off, and the next one is fetched', async () => {
  const isa =
    'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260303*1201*^*00501*000000901*0*T*:~'
  house.files.set('F2', Buffer.from(`${isa}TA1*000000077*260303*1200*A*000~IEA*0*000000901~`))
  const { fetchFile } = house.gateway
  house.gateway.fetchFile = async (partner, id) => {
    if (id === 'F1') throw new TypeError('not foreseen')
    return fetchFile(partner, id)
  }
  await expects('clearinghouse', ['F1', 'F2'])
  await expect.poll(arrived, { timeout: 10_000 }).toEqual([{ file_id: 'F2' }])
  await expect
    .poll(waiting, { timeout: 10_000 })
    .toEqual([['F1', true, 'a partner’s file could not be fetched and is put off']])
})

it('those of a partner that is not set up any more are put off, and the job does not call itself', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `G${String(index).padStart(2, '0')}`)
  await expects('gone', ids)
  await expect
    .poll(waiting, { timeout: 10_000 })
    .toEqual(ids.map((id) => [id, true, 'the partner gone is not set up']))
})
