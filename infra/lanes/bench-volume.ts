/** The rows of `npm run bench -- volume`: what one visit takes of messages, disks and processors. docs/scale.md counts on them. */
import { join } from 'node:path'
import { type Weighing, weighVisits } from '@tally/embedded/weigh-visits'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

const visits = 600
const visitsPerSecond = 4
const idleSeconds = 30

export async function benchVolume(): Promise<number> {
  const tools = join(root, '.tally', 'tools')
  const progress = (line: string) => console.log(line)
  const weighing = await weighVisits({ tools, visits, visitsPerSecond, idleSeconds, progress })
  recordResult('bench.md', 'How fast', {
    name: 'volume',
    command: 'npm run bench -- volume',
    rows: rowsOf(weighing),
    notes: [
      `${visits} visits, ${visitsPerSecond} a second, after 100 for warming up, each the sample visit of a patient of its own, from its 201 to`,
      'its claim paid and posted. Six services in six processes, one Postgres (fsync on), one Kafka broker, 3 partitions; row-level security',
      'on, spans as TALLY_TRACES says (off). Processor time has the idle share taken off. At this rate batches hold one or two messages',
      'and the outside’s files a handful of claims; a busier system and a day’s files cost less a visit. Outbox rows stay 14 days, inbox',
      'rows and stored answers 30.',
    ],
  })
  return 0
}

function rowsOf(weighing: Weighing): [string, string][] {
  const { topics, schemas, processes, seconds } = weighing
  const each = (sum: number) => sum / weighing.visits
  const messages = topics.reduce((sum, topic) => sum + topic.messages, 0)
  const bytes = topics.reduce((sum, topic) => sum + topic.bytes, 0)
  const passing = schemas.reduce((sum, { passingBytes }) => sum + passingBytes, 0)
  const remittances = topics.find(({ topic }) => topic === 'era-posting.remittances')?.messages ?? 0
  const busy = (ms: number, idle: number) => Math.max(0, each(ms - idle * seconds))
  const cpu = processes.map(({ busyMs, idleMsPerSecond }) => busy(busyMs, idleMsPerSecond))
  return [
    ['visits, seconds to the last posted payment', `${weighing.visits}, ${seconds.toFixed(0)} s`],
    ['claims a remittance', (weighing.visits / remittances).toFixed(1)],
    ['messages a visit', each(messages).toFixed(2)],
    ...topics.map((topic): [string, string] => [
      `… ${topic.topic}`,
      `${each(topic.messages).toFixed(2)}, ${Math.round(topic.bytes / Math.max(1, topic.messages))} bytes each`,
    ]),
    ['envelopes a visit', kilobytes(each(bytes))],
    ['Kafka’s disk a visit, one replica', kilobytes(each(weighing.kafkaBytes))],
    ['Postgres a visit, tables and indexes', kilobytes(each(weighing.databaseBytes))],
    ...schemas.map(({ schema, bytes, passingBytes, rows }): [string, string] => [
      `… ${schema}`,
      `${kilobytes(each(bytes))}, ${each(rows).toFixed(1)} rows; ${kilobytes(each(bytes - passingBytes))} stay`,
    ]),
    [
      '… what stays, outbox, inbox and stored answers taken off',
      kilobytes(each(weighing.databaseBytes - passing)),
    ],
    ['Postgres’ write-ahead log a visit', kilobytes(each(weighing.journalBytes))],
    ['transactions a visit, the idle ones included', each(weighing.transactions).toFixed(0)],
    ['processor time a visit, all parts', `${cpu.reduce((sum, ms) => sum + ms, 0).toFixed(0)} ms`],
    ...processes.map(({ name, idleMsPerSecond, memoryMb }, index): [string, string] => [
      `… ${name}`,
      `${(cpu[index] ?? 0).toFixed(1)} ms; idle ${(idleMsPerSecond / 10).toFixed(1)} % of a core${memoryMb === null ? '' : `; ${memoryMb} MB`}`,
    ]),
  ]
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KB`
}
