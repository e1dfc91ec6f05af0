import { kafkaBroker } from '@tally/platform'
import { expect, it } from 'vitest'
import { tellStory } from './story.ts'

const brokers = process.env.TEST_KAFKA_BROKERS

it.skipIf(!brokers)('a visit becomes cash: every exit, over Apache Kafka', { timeout: 180_000 }, async () => {
  const broker = kafkaBroker({
    ...{ brokers: brokers?.split(',') ?? [], clientId: 'story' },
    ...{ connectTimeoutMs: 10_000, sessionTimeoutMs: 6_000 },
    log: () => undefined,
  })
  expect(await tellStory(broker)).toEqual([])
})
