import { chargeVoided } from '@tally/contracts'
import { defineService, Fault, hears, inProcessBroker, on } from '@tally/platform'
import { operatorKey, startTestHost, type TestHost, temporaryDatabase } from '@tally/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'

/** Two features that hear the same, write down what they handled, and do with a day what they are told. */
const tried: string[] = []
const handled: string[] = []
const trouble = new Map<string, () => void>()
const listening = (name: string) =>
  hears(name, [
    on(chargeVoided, async (_work, { data }) => {
      const what = `${name} ${data.treatmentDayId.slice(-1)}`
      tried.push(what)
      trouble.get(what)?.()
      handled.push(what)
    }),
  ])
const probe = defineService({
  name: 'claim-submission',
  decides: 'nothing: it is a probe',
  features: [listening('first'), listening('second')],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})
const topic = 'charge-capture.charges'

let broker: ReturnType<typeof inProcessBroker>
let tally: TestHost

beforeEach(async () => {
  tried.length = 0
  handled.length = 0
  trouble.clear()
  broker = await brokerOfOnePartition()
})
afterEach(() => tally.stop())

/** One partition, so that what is said together comes in one batch. */
async function brokerOfOnePartition() {
  const made = inProcessBroker()
  await made.start()
  await made.ensureTopics([{ name: topic, partitions: 1, retentionMs: -1 }])
  return made
}

const day = (letter: string) => `day_${letter.repeat(26)}`

function envelope(letter: string) {
  return {
    ...{ specversion: '1.0', id: letter.repeat(26), source: '/tally/charge-capture' },
    ...{ type: 'charge.voided.v1', subject: day(letter), time: '2026-11-24T18:00:00Z' },
    ...{ datacontenttype: 'application/json', practiceid: 'prc_demo', correlationid: day(letter) },
    ...{ causationid: 'x', sequence: 1 },
    data: {
      ...{ treatmentDayId: day(letter), version: 1, serviceDate: '2026-03-02', case: 'health' },
      ...{ patientId: `pat_${'0'.repeat(26)}`, billingNpi: '1234567893', encounterIds: [], reversedCents: 0 },
    },
  }
}

/** Says one event of each letter's day, in one call. */
const say = (...letters: readonly string[]) =>
  broker.publish(
    letters.map((letter) => ({
      ...{ topic, key: day(letter), headers: {} },
      value: Buffer.from(JSON.stringify(envelope(letter))),
    })),
  )
const sayNonsense = () =>
  broker.publish([{ topic, key: day('N'), headers: {}, value: Buffer.from('no envelope of ours') }])
const parked = async () => (await tally.call('GET', '/v1/parked-messages', { key: operatorKey })).json.items
const attempts = () => tally.sql("select consumer, tries from claim_submission.attempt where consumer <> ''")
const failing = (times: number, error: Error) => {
  let left = times
  return () => {
    if (left-- > 0) throw error
  }
}

it('each feature has three tries of its own, and is parked for itself alone', async () => {
  tally = await startTestHost({ services: [probe], broker })
  trouble.set('first A', failing(1_000, new TypeError('wrong about this day')))
  // Twice alone: the batch gets no further than the first.
  trouble.set('second A', failing(2, new TypeError('wrong about it twice')))
  await say('A', 'B')
  await tally.settled()
  expect(await parked()).toMatchObject([{ kind: 'message', consumer: 'first', code: 'unexpected' }])
  expect(handled.sort()).toEqual(['first B', 'second A', 'second B'])
  // Once with the batch, three times alone.
  expect(tried.filter((each) => each === 'first A')).toHaveLength(4)
  expect(tried.filter((each) => each === 'second A')).toHaveLength(3)
  expect(await attempts()).toEqual([])
})

it('a fault while messages go one by one counts for nothing', async () => {
  tally = await startTestHost({ services: [probe], broker })
  // A is handled before B in the batch, which so goes one by one, and behind it there.
  trouble.set('first A', failing(1_000, new TypeError('wrong about this day')))
  trouble.set('first B', failing(4, new Fault('the clearinghouse does not answer')))
  await say('B', 'A')
  await tally.settled()
  expect(await parked()).toMatchObject([{ consumer: 'first', code: 'unexpected' }])
  expect(handled).toContain('first B')
  expect(await attempts()).toEqual([])
})

it('what ended the process three times is parked untried, and the rest of its batch is handled', async () => {
  const database = await temporaryDatabase([probe])
  await say('A', 'B', 'C')
  tally = await startTestHost({ services: [defineService({ ...probe, features: [] })], broker, database })
  await tally.sql(
    `insert into claim_submission.attempt (cluster_id, topic, partition, "offset", consumer, tries)
     values ($1, $2, 0, 0, '', 3), ($1, $2, 0, 1, 'first', 3)`,
    [await broker.clusterId(), topic],
  )
  await tally.host.stop()
  tally = await startTestHost({ services: [probe], broker, database })
  await tally.settled()
  expect(await parked()).toMatchObject([{ consumer: 'first', code: 'process-ended', offset: '1' }])
  expect(tried).not.toContain('first B')
  expect(handled.sort()).toEqual(['first A', 'first C', 'second A', 'second B', 'second C'])
  expect(await attempts()).toEqual([])
})

it('the last try is made by a process that has lived ten seconds', async () => {
  const database = await temporaryDatabase([probe])
  await say('A', 'B')
  tally = await startTestHost({ services: [defineService({ ...probe, features: [] })], broker, database })
  await tally.sql(
    `insert into claim_submission.attempt (cluster_id, topic, partition, "offset", consumer, tries)
     values ($1, $2, 0, 0, '', 2), ($1, $2, 0, 1, 'first', 2)`,
    [await broker.clusterId(), topic],
  )
  await tally.host.stop()
  const began = performance.now()
  let lastTryMs = 0
  trouble.set('first B', () => {
    lastTryMs = performance.now() - began
  })
  tally = await startTestHost({ services: [probe], broker, database })
  await expect.poll(() => handled, { timeout: 30_000 }).toContain('second B')
  expect(lastTryMs).toBeGreaterThanOrEqual(9_990)
  expect([handled, await parked()]).toEqual([['first A', 'second A', 'first B', 'second B'], []])
})

it('what was counted of another cluster means nothing', async () => {
  const database = await temporaryDatabase([probe])
  await say('A')
  tally = await startTestHost({ services: [defineService({ ...probe, features: [] })], broker, database })
  await tally.sql(
    `insert into claim_submission.attempt (cluster_id, topic, partition, "offset", consumer, tries)
     values ('another', $1, 0, 0, 'first', 3)`,
    [topic],
  )
  await tally.host.stop()
  tally = await startTestHost({ services: [probe], broker, database })
  await tally.settled()
  expect([await parked(), await attempts(), handled.sort()]).toEqual([[], [], ['first A', 'second A']])
})

it('bytes that are no envelope are parked once, however often they come, for who hears their topic', async () => {
  tally = await startTestHost({ services: [probe], broker })
  broker.faults.commitsToLose = 2
  await sayNonsense()
  await tally.settled()
  const first = await parked()
  expect(first.map(({ consumer, offset }: Record<string, string>) => [consumer, offset])).toEqual([
    ...[
      ['first', '0'],
      ['second', '0'],
    ],
  ])
  const { database } = tally
  await tally.host.stop()

  // Another cluster of the broker counts from 0 again.
  broker = await brokerOfOnePartition()
  await sayNonsense()
  tally = await startTestHost({ services: [probe], broker, database })
  await tally.settled()
  expect((await parked()).map(({ offset }: { offset: string }) => offset)).toEqual(['0', '0', '0', '0'])
})

it('a broker that was replaced under a running service is seen by its offsets', async () => {
  let current = broker
  const replaced = await brokerOfOnePartition()
  tally = await startTestHost({
    services: [probe],
    broker: { ...broker, clusterId: () => current.clusterId() },
  })
  await sayNonsense()
  await tally.settled()
  current = replaced
  broker.faults.batchesToDuplicate = 1
  await sayNonsense()
  await tally.settled()
  const rows = await tally.sql(
    'select "offset"::int, cluster_id from claim_submission.parked_message where consumer = $1 order by 1, 2',
    ['first'],
  )
  const [before, after] = [await broker.clusterId(), await replaced.clusterId()]
  expect(new Set(rows.map(({ cluster_id }) => cluster_id))).toEqual(new Set([before, after]))
})
