/**
 * `npm run prove [-- name]` (x12 also takes `--runs 1000 --seed 7 --path 3`, ledger `--runs 100 --seed 7`): the large
 * figures, written to docs/reliability.md by `recordResult`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedKafka } from '@tally/embedded/embedded-kafka'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { killRun } from '@tally/embedded/kill-run'
import { runLane } from './lane.ts'
import { proveAudit } from './prove-audit.ts'
import { proveLedger } from './prove-ledger.ts'
import { proveX12 } from './prove-x12.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

process.exitCode = await runLane(
  'prove',
  [
    {
      name: 'kill',
      what: 'kills the running system at each failpoint and at random under load; no visit, claim or cent is lost or doubled',
      run: proveKill,
    },
    {
      name: 'x12',
      what: 'claims with hostile texts, written and read: they come back as they were, or are refused for what is wrong',
      run: proveX12,
    },
    {
      name: 'audit',
      what: '10,000 claims posted, with every other kind of movement; the audit of the tables alone finds nothing',
      run: proveAudit,
    },
    {
      name: 'ledger',
      what: 'random commands, obeyed by era-posting and by a model of every charge line: both have the same cents after each',
      run: proveLedger,
    },
  ],
  process.argv.slice(2),
)

/**
 * 1,000 encounters and more, each of the six failpoints struck 10 times and 40 kills at random, on real Postgres
 * (fsync on) and Apache Kafka.
 */
async function proveKill(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'tally-prove-'))
  const progress = (line: string) => console.log(line)
  const tools = join(root, '.tally', 'tools')
  const [postgres, kafka] = await Promise.all([
    startEmbeddedPostgres({ data, progress }),
    startEmbeddedKafka({ data, tools, progress }),
  ])
  const settings = {
    databaseUrl: postgres.url,
    kafkaBrokers: kafka.brokers,
    ...{ encounters: 1_000, killsPerFailpoint: 10, randomKills: 40 },
  }
  const stop = () => Promise.all([kafka.stop(), postgres.stop()])
  process.once('SIGINT', () => void stop().then(() => process.exit(130)))
  const report = await killRun({ ...settings, progress })
  await stop()
  rmSync(data, { recursive: true, force: true })
  const { kills, told, wrong, seconds } = report
  const deaths = Object.entries(kills).map(([how, count]) => `${how} ${count}`)
  recordResult('reliability.md', 'What holds when things break', {
    name: 'kill',
    command: 'npm run prove -- kill',
    rows: [
      ['encounters answered 2xx', `${told} of ${report.posted} posted`],
      ['deaths by SIGKILL', deaths.join(', ')],
      ['claims paid; denied; rejected', `${report.paid}; ${report.denied}; ${report.rejected}`],
      ['lost, doubled or out of balance', wrong.length === 0 ? 'nothing' : wrong.join('; ')],
      ['messages parked', String(report.parked)],
      ['duration', `${seconds} s`],
    ],
    notes: [
      'Meanwhile the outside loses 5 % of its answers after it took the claim, doubles and shuffles 30 % of its webhooks and drops 5 %.',
      `0 in ${told} bounds the rate at ${((3 / told) * 100).toFixed(2)} % with 95 % confidence (rule of three).`,
    ],
  })
  return wrong.length > 0 ? 1 : 0
}
