/** Sending records does not stop a denial's own clock: Medicare's appeal window is 120 days, an answer is awaited for 60. */
import { plusDays, type ServiceDate, serviceDate } from '@tally/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
afterAll(() => tally.stop())

const within = { interval: 20 }
const moveTo = (day: ServiceDate) => tally.clock.moveTo(`${day}T18:00:00Z`)
const look = async (id: string) => (await tally.call('GET', `/v1/denials/${id}`)).json

/** A Medicare denial that asks for records, and the last day of its window. */
async function denied() {
  const claim = tally.claim({ family: 'medicare-b', payerId: '02302' })
  await claim.captured()
  await claim.submitted()
  await tally.settled()
  await claim.posted([{ ...claim.first, adjustments: 'CO 252 12000' }])
  await tally.settled()
  const [{ id, dueOn }] = await tally.denials(claim.claimId)
  return { id, appealBy: serviceDate(dueOn) }
}

const appealWindow = { dueSource: 'appeal-window/medicare-b' }

it('an answer that should come first governs, and when it did not the window counts again', async () => {
  const { id, appealBy } = await denied()
  const sent = (await tally.act(id, 'send-records')).json
  expect(sent).toMatchObject({ status: 'waiting', dueOn: '2026-05-31', dueSource: 'answer-expected' })
  expect(sent.deadlines).toMatchObject([
    { kind: 'appeal', dueOn: appealBy },
    { kind: 'answer', dueOn: '2026-05-31' },
    { kind: 'timely-filing' },
  ])
  moveTo(serviceDate('2026-06-02'))
  await expect
    .poll(() => look(id), within)
    .toMatchObject({ status: 'open', waitsFor: null, dueOn: appealBy, missedOn: null, ...appealWindow })
  expect((await look(id)).steps.at(-1)).toMatchObject({ did: 'no-answer-came', keyId: null })
  moveTo(plusDays(appealBy, 2))
  await expect.poll(async () => (await look(id)).missedOn, within).toBe(plusDays(appealBy, 2))
})

it('a window that closes first governs and is marked as missed, and the answer is awaited all the same', async () => {
  const { id, appealBy } = await denied()
  moveTo(plusDays(appealBy, -20))
  const sent = (await tally.act(id, 'send-records')).json
  expect(sent).toMatchObject({ status: 'waiting', dueOn: appealBy, daysLeft: 20, ...appealWindow })
  const overdue = plusDays(appealBy, 2)
  moveTo(overdue)
  await expect
    .poll(() => look(id), within)
    .toMatchObject({ status: 'waiting', waitsFor: 'payer', dueOn: appealBy, missedOn: overdue })
  moveTo(plusDays(appealBy, 42))
  await expect
    .poll(() => look(id), within)
    .toMatchObject({ status: 'open', dueOn: appealBy, band: 'overdue', missedOn: overdue })
})

it('an appeal that is filed after the records were sent has its answer’s date alone', async () => {
  const { id } = await denied()
  await tally.act(id, 'send-records')
  const { json } = await tally.act(id, 'appeal')
  expect(json).toMatchObject({ status: 'waiting', dueSource: 'answer-expected' })
  expect(json.deadlines.filter(({ kind }: { kind: string }) => kind === 'answer')).toHaveLength(1)
  expect(json.appeals).toMatchObject([{ answerDueOn: json.dueOn }])
})
