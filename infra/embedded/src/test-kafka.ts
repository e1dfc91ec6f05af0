/**
 * Vitest's global setup for `.wire.test.ts`: one embedded Kafka for the whole run, in a temporary directory.
 * TEST_KAFKA_BROKERS, when given, is used instead. Where Kafka cannot run, TEST_KAFKA=absent and the tests
 * skip, visibly, with TEST_KAFKA_REASON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { type EmbeddedKafka, startEmbeddedKafka } from './embedded-kafka.ts'
import { javaAndMaven } from './kafka-jars.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined where Kafka cannot run. */
    testKafkaBrokers: string | undefined
  }
}

const tools = fileURLToPath(new URL('../../../.tally/tools', import.meta.url))

let running: { readonly kafka: EmbeddedKafka; readonly data: string } | undefined

export async function setup(project: TestProject): Promise<void> {
  if (process.env.TEST_KAFKA_BROKERS === undefined) await startOrExplain()
  project.provide('testKafkaBrokers', process.env.TEST_KAFKA_BROKERS)
}

export async function teardown(): Promise<void> {
  if (running === undefined) return
  await running.kafka.stop()
  rmSync(running.data, { recursive: true })
  running = undefined
  delete process.env.TEST_KAFKA_BROKERS
}

async function startOrExplain(): Promise<void> {
  const { missing } = await javaAndMaven({ tools })
  if (missing !== undefined) {
    process.env.TEST_KAFKA = 'absent'
    process.env.TEST_KAFKA_REASON = `${missing} is missing`
    console.warn(`The tests against Kafka are skipped: ${missing} is missing.`)
    return
  }
  const data = mkdtempSync(join(tmpdir(), 'tally-test-kafka-'))
  const kafka = await startEmbeddedKafka({ data, tools, progress: (line) => console.warn(line) })
  running = { kafka, data }
  process.env.TEST_KAFKA_BROKERS = kafka.brokers
}
