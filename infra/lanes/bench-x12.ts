/**
 * `npm run bench -- x12`: one 835 of 27,000 claims read by us and by the two readers of npm, each in a process of its
 * own, turn by turn; then claims written and checked (bench-x12-claims.ts). Aims of reading (issue 6): 20 MB/s, 3 times
 * as fast as either, 200 MB for a 100 MB file, twice the file at most 2.2 times the time.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimRows } from './bench-x12-claims.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'
import { synthetic835 } from './synthetic-835.ts'

interface Measured {
  readonly megabytesPerSecond: number
  readonly milliseconds: number
  readonly busyMilliseconds: number
  readonly claims: number
  readonly rssMb: number
}

const claims = 27_000
const turns = 3

export async function benchX12(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-x12-'))
  try {
    const [one, two, long] = [claims, 2 * claims, 240_000].map((count) => written(folder, count))
    if (!one || !two || !long) throw new Error('three files are written')
    const readers = ['tally', 'tally-digest', 'x12-parser', 'node-x12']
    // Turn by turn, so that what else the machine does falls on all of them.
    const measured = Array.from({ length: turns }, () => readers.map((name) => read(name, one, 6))).flat()
    const best = (name: string) =>
      fastest(measured.filter((_, place) => readers[place % readers.length] === name))
    const [ours, digested, parser, node] = readers.map(best)
    if (!ours || !digested || !parser || !node) throw new Error('every reader was measured')
    const twice = fastest([read('tally', two, 6), read('tally', two, 6)])
    const [plain, digests] = [read('tally', long, 1), read('tally-digest', long, 1)]
    const ofClaims = claimRows()
    const times = (other: Measured) => (other.busyMilliseconds / ours.busyMilliseconds).toFixed(1)
    recordResult('performance.md', 'Performance', {
      name: 'x12',
      command: 'npm run bench -- x12',
      rows: [
        [
          `835 of ${claims} claims, ${megabytes(one)} MB: claims as objects, proven`,
          speed(ours, ' (aim 20, then 30)'),
        ],
        ['the same with content digests, so that duplicates are told', speed(digested)],
        [
          'npm x12-parser 1.3.0, grouped by claim',
          `${speed(parser)}: we take 1/${times(parser)} of its time (aim 1/3)`,
        ],
        ['npm node-x12 1.7.1', `${speed(node)}: we take 1/${times(node)} of its time (aim 1/3)`],
        [
          `twice the file, ${megabytes(two)} MB`,
          `${(twice.milliseconds / ours.milliseconds).toFixed(2)} times the time (aim 2.2)`,
        ],
        [
          `a file of ${megabytes(long)} MB (peak RSS)`,
          `${plain.rssMb} MB, with digests ${digests.rssMb} MB (aim 200 MB)`,
        ],
        [
          'memory of the peers on the first file (peak RSS)',
          `x12-parser ${parser.rssMb} MB, node-x12 ${node.rssMb} MB`,
        ],
        ...ofClaims,
      ],
      notes: [
        `The fastest of ${turns} turns of 6 rounds each, a process a turn, file reading included. The times of two readers are`,
        'compared by what their threads were busy, which other programs on the machine do not change. Claims go in batches of',
        '500, parsed and validated before; one in five is the second payer’s with what Medicare decided. Their seconds are',
        'those that all threads of the process were busy, the collector of garbage included.',
      ],
    })
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function written(folder: string, count: number): string {
  const file = join(folder, `${count}.edi`)
  const handle = openSync(file, 'w')
  for (const text of synthetic835(count)) writeSync(handle, text)
  closeSync(handle)
  return file
}

function read(name: string, file: string, rounds: number): Measured {
  const program = join(root, 'infra', 'lanes', 'read-835s.ts')
  const run = spawnSync(process.execPath, [program, name, file, String(rounds)], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${name} failed: ${run.stderr}`)
  console.log(name, run.stdout.trim())
  return JSON.parse(run.stdout)
}

function fastest(all: readonly Measured[]): Measured {
  const [first, ...others] = all
  if (!first) throw new Error('something was measured')
  return others.reduce((best, one) => (one.busyMilliseconds < best.busyMilliseconds ? one : best), first)
}

function megabytes(file: string): string {
  return (statSync(file).size / 1e6).toFixed(1)
}

function speed({ megabytesPerSecond, claims: seen, milliseconds }: Measured, aim = ''): string {
  return `${megabytesPerSecond.toFixed(1)} MB/s${aim}, ${Math.round((seen * 1000) / milliseconds)} claims/s`
}
