/**
 * A program for tests of faults: one member of a group, with a session of 2 s. Prints each batch's texts as a
 * line of JSON and never answers a verdict, so that killing it is dying between effect and commit.
 */
import { kafkaBroker } from '@tally/platform'

const [brokers = '', group = '', topic = ''] = process.argv.slice(2)
const broker = kafkaBroker({
  ...{ brokers: [brokers], clientId: 'killable-consumer', connectTimeoutMs: 15_000, sessionTimeoutMs: 2_000 },
  log: (level, says) => level === 'error' && process.stderr.write(`${says}\n`),
})
await broker.start()
await broker.subscribe({
  ...{ group, topics: [topic], concurrency: 3 },
  onBatch: ({ messages }) => {
    const texts = messages.map(({ value }) => new TextDecoder().decode(value))
    process.stdout.write(`${JSON.stringify(texts)}\n`)
    return new Promise(() => undefined)
  },
})
