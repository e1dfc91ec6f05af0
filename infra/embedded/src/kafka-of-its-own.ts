/** A Kafka for one test alone: what other tests said would be heard there too. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedKafka } from './embedded-kafka.ts'

const tools = fileURLToPath(new URL('../../../.tally/tools', import.meta.url))

export interface KafkaOfItsOwn {
  readonly brokers: string
  stop(): Promise<void>
}

export async function kafkaOfItsOwn(): Promise<KafkaOfItsOwn> {
  const data = mkdtempSync(join(tmpdir(), 'tally-kafka-'))
  const kafka = await startEmbeddedKafka({ data, tools, progress: () => undefined })
  return {
    brokers: kafka.brokers,
    async stop() {
      await kafka.stop()
      rmSync(data, { recursive: true })
    },
  }
}
