import { kafkaBroker } from '@tally/platform'
import { expect, it } from 'vitest'
import { kafkaOfItsOwn } from './kafka-of-its-own.ts'
import { tellStory } from './story.ts'

const kafkaRuns = process.env.TEST_KAFKA_BROKERS

it.skipIf(!kafkaRuns)(
  'a visit becomes cash: every exit, over Apache Kafka',
  { timeout: 180_000 },
  async () => {
    const kafka = await kafkaOfItsOwn()
    const broker = kafkaBroker({
      ...{ brokers: kafka.brokers.split(','), clientId: 'story' },
      ...{ connectTimeoutMs: 10_000, sessionTimeoutMs: 6_000 },
      log: () => undefined,
    })
    expect(await tellStory(broker)).toEqual([])
    await kafka.stop()
  },
)
