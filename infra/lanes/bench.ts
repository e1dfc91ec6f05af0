/** `npm run bench [-- name]`: how fast, written to docs/bench.md by `recordResult`. */
import { join } from 'node:path'
import { benchEncounters, type Spread } from '@tally/embedded/bench-encounters'
import { benchCoding } from './bench-coding.ts'
import { benchLarge } from './bench-large.ts'
import { benchPosting } from './bench-posting.ts'
import { benchVolume } from './bench-volume.ts'
import { benchX12 } from './bench-x12.ts'
import { runLane } from './lane.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

process.exitCode = await runLane(
  'bench',
  [
    {
      name: 'encounters',
      what: 'visits a second from HTTP to the posted payment, and the latency of each step',
      run: async () => {
        const tools = join(root, '.tally', 'tools')
        const progress = (line: string) => console.log(line)
        const { rates, servicesMb, connections } = await benchEncounters({
          tools,
          rates: [5, 10, 25],
          secondsEach: 20,
          progress,
        })
        recordResult('bench.md', 'How fast', {
          name: 'encounters',
          command: 'npm run bench -- encounters',
          rows: [
            ...rates.flatMap(
              ({
                rate,
                sent,
                errors,
                accepted,
                toClaim,
                toSent,
                toPosted,
                drainedMs,
              }): [string, string][] => [
                [`${rate}/s: visits sent, errors`, `${sent}, ${errors}`],
                [`${rate}/s: accepted (201), from the due time`, spread(accepted)],
                [`${rate}/s: commit to claim`, spread(toClaim)],
                [`${rate}/s: commit to sent`, spread(toSent)],
                [`${rate}/s: remittance received to posted`, spread(toPosted)],
                [`${rate}/s: every claim paid and closed after the last answer`, `${drainedMs} ms`],
              ],
            ),
            ['memory of the process with all services (PSS)', `${servicesMb} MB`],
            ['database connections of all services', String(connections)],
          ],
          notes: [
            'Open model: each visit has a due time and its latency counts from there. Load, the simulated outside, all six services,',
            'Postgres (fsync on) and Apache Kafka share the two cores; row-level security and spans are on; 250 visits of warm-up are',
            'not counted. The outside acknowledges after 50 and 200 ms and pays after 500 ms; that is part of the last figure.',
          ],
        })
        return 0
      },
    },
    {
      name: 'volume',
      what: 'messages, bytes, rows and processor time of one visit, by topic, schema and service',
      run: benchVolume,
    },
    {
      name: 'coding',
      what: 'treatment days coded and priced a second on one core, JSON in and JSON out',
      run: benchCoding,
    },
    {
      name: 'x12',
      what: 'an 835 read a second by us and by the readers of npm, and the memory it takes; claims written and checked',
      run: benchX12,
    },
    {
      name: 'posting',
      what: 'an 835 of 1,000, 10,000 and 50,000 claims from its first byte to its last cent posted',
      run: benchPosting,
    },
    {
      name: 'large',
      option: '--large',
      what: 'posting, balances and invariants with 1,000,000 claims; on its own, it takes half an hour',
      run: benchLarge,
    },
  ],
  process.argv.slice(2),
)

function spread({ p50, p95, p99, max }: Spread): string {
  return `p50 ${p50}, p95 ${p95}, p99 ${p99}, max ${max} ms`
}
