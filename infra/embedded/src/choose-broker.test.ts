import { expect, test } from 'vitest'
import { chooseBroker } from './choose-broker.ts'
import { javaAndMaven, javaMajor } from './kafka-jars.ts'

const complete = async () => ({})

test('a cluster that is named comes before everything', async () => {
  expect(await chooseBroker({ kafkaBrokers: 'one:9092, two:9092', javaAndMaven: complete })).toEqual({
    kind: 'cluster',
    brokers: ['one:9092', 'two:9092'],
    says: 'Broker: the Kafka cluster at one:9092, two:9092.',
  })
})

test('Java and Maven bring the real Kafka', async () => {
  expect((await chooseBroker({ kafkaBrokers: '', javaAndMaven: complete })).kind).toBe('embedded-kafka')
})

test('without them the broker is in the process, and the line says why', async () => {
  const chosen = await chooseBroker({
    javaAndMaven: () => javaAndMaven({ tools: '/nowhere', java: 'no-such-java' }),
  })
  expect(chosen.kind).toBe('in-process')
  expect(chosen.says).toContain('(for the real Kafka Java 17 or later is missing)')
})

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_392"', 8],
  ['openjdk version "25" 2025-09-16', 25],
  ['something else', 0],
])('%s is Java %i', (says, major) => {
  expect(javaMajor(says)).toBe(major)
})
