import { deadline, defineService } from '@tally/platform'
import { startTestHost } from '@tally/testkit'
import { expect, it } from 'vitest'
import { refusingBroker } from './refusing-broker.ts'

const handled: string[] = []
const probe = defineService({
  name: 'claim-submission',
  decides: 'nothing: its outbox is filled by the test',
  features: [
    deadline('probe-clock', async (_work, subject) => {
      handled.push(subject)
    }),
  ],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})

it('a broker that fails is asked less and less often, and clocks run on', async () => {
  const broker = refusingBroker()
  const tally = await startTestHost({ services: [probe], broker })
  const [running] = tally.host.services
  const say = (id: string) =>
    tally.sql(
      `insert into claim_submission.outbox (message_id, topic, key, type, body, created_at)
       values ($1, 'claim-submission.claims', $1, 'probe', '{}', now())`,
      [id],
    )
  const unsaid = async () =>
    (await tally.sql('select 1 from claim_submission.outbox where published_at is null')).length
  /** Of each that is told: how many in a row it was. */
  const failures = () =>
    tally.logLines
      .filter((line) => line.includes('the relay cannot publish'))
      .map((line) => JSON.parse(line).count)
  const waits = () => broker.askedAt.slice(1).map((at, index) => at - (broker.askedAt[index] ?? 0))

  await tally.sql(
    `insert into claim_submission.deadline (practice_id, process, subject, due_at)
     values ('prc_demo', 'probe-clock', 'clm_1', now() + interval '1 second')`,
  )
  const ringing = setInterval(() => running?.shell.wake(), 10)
  await say('first')
  await expect.poll(() => waits().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(4)
  for (const [index, atLeast] of [200, 400, 800, 1_600].entries())
    expect(waits()[index]).toBeGreaterThanOrEqual(atLeast - 5)
  await expect.poll(() => handled).toEqual(['clm_1'])
  expect(running?.relay.leads()).toBe(true)

  broker.refuses = false
  await expect.poll(unsaid).toBe(0)
  broker.refuses = true
  const before = failures().length
  await say('second')
  await expect.poll(() => failures().length - before, { timeout: 20_000 }).toBeGreaterThanOrEqual(5)
  // What went well in between begins the waits anew.
  expect(failures().slice(before, before + 5)).toEqual([1, 2, 3, 4, 5])
  clearInterval(ringing)

  // It waits 3.2 s by now; stopping, some milliseconds of work, does not.
  const began = performance.now()
  await running?.relay.stop()
  expect(performance.now() - began).toBeLessThan(2_500)
  await tally.stop()
})
