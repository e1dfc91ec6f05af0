/** `npm run prove [-- name]`: the large figures, written to docs/reliability.md by `recordResult`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedKafka } from '@tally/embedded/embedded-kafka'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { killRun } from '@tally/embedded/kill-run'
import { runLane } from './lane.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

process.exitCode = await runLane(
  'prove',
  [
    {
      name: 'kill',
      what: 'kills the running system at each failpoint under load; nothing is lost, nothing is done twice',
      run: proveKill,
    },
  ],
  process.argv.slice(2),
)

/**
 * 4,000 encounters, each of the five failpoints struck 20 times, on real Postgres (fsync on) and Apache
 * Kafka.
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
    encounters: 4_000,
    killsPerFailpoint: 20,
  }
  const stop = () => Promise.all([kafka.stop(), postgres.stop()])
  process.once('SIGINT', () => void stop().then(() => process.exit(130)))
  const report = await killRun({ ...settings, progress })
  await stop()
  rmSync(data, { recursive: true, force: true })
  const { kills, told, lost, doubledClaims, doubledEvents, parked, seconds } = report
  recordResult('reliability.md', 'What holds when things break', {
    name: 'kill',
    command: 'npm run prove -- kill',
    rows: [
      ['encounters answered 2xx', `${told} of ${report.posted} posted`],
      [
        'deaths by SIGKILL',
        Object.entries(kills)
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      ],
      ['lost, or not what was captured', lost.length === 0 ? '0' : lost.join('; ')],
      ['treatment days with two claims; events said twice', `${doubledClaims}; ${doubledEvents}`],
      ['messages parked', String(parked)],
      ['duration', `${seconds} s`],
    ],
    notes: [
      `0 in ${told} bounds the rate at ${((3 / told) * 100).toFixed(2)} % with 95 % confidence (rule of three).`,
    ],
  })
  return lost.length + doubledClaims + doubledEvents + parked > 0 ? 1 : 0
}
