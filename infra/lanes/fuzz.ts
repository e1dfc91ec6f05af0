/**
 * `npm run fuzz [-- name --seconds 20 | --minutes 30 --seed 7 --file 7]`: laws held against chance for longer than a
 * test may take. The time is for each.
 */
import { parseArgs } from 'node:util'
import { fuzzKernel } from './fuzz-kernel.ts'
import { fuzzX12 } from './fuzz-x12.ts'
import type { Totals } from './fuzz-x12-readers.ts'
import { runLane } from './lane.ts'
import { recordResult } from './recorded-result.ts'

/** Seconds: a run as short as those of a suite says little. */
const recordedFrom = 600

process.exitCode = await runLane(
  'fuzz',
  [
    {
      name: 'kernel',
      what: 'money, dates and ids against slower models',
      run: async (args) => {
        const { seconds, seed } = asked(args)
        return fuzzKernel({ seconds, ...(seed === null ? {} : { seed }) })
      },
    },
    {
      name: 'x12',
      what: 'every reader of X12 over mangled files: nothing thrown, a second and 256 MB at most',
      run: async (args) => {
        const { seconds, seed, file } = asked(args)
        const first = file ?? seed
        const once = file !== null
        const totals = await fuzzX12({ seconds, once, ...(first === null ? {} : { seed: first }) })
        if (totals === null) return 1
        const rows = rowsOf(totals)
        for (const [figure, value] of rows) console.log(`${figure}: ${value}`)
        if (!once && seconds >= recordedFrom) record(seconds, rows)
        return 0
      },
    },
  ],
  process.argv.slice(2),
)

function rowsOf({ files, first, megabytes, slowest, peak }: Totals): [figure: string, value: string][] {
  return [
    ['Files, each through eight readers and the checker', `${files}, from number ${first}`],
    ['Read by each', `${megabytes.toFixed(0)} MB`],
    ['Slowest reading of one file', `${Math.round(slowest)} ms`],
    ['Memory of the process at most (its heap is limited to 256 MB)', `${Math.round(peak)} MB`],
    ['Readers that threw, took over a second or let pass what does not add up', '0'],
  ]
}

function record(seconds: number, rows: [figure: string, value: string][]): void {
  const command = `npm run fuzz -- x12 --minutes ${Math.round(seconds / 60)}`
  recordResult('fuzz.md', 'Fuzz runs', { name: 'x12', command, rows })
}

function asked(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { seconds: text, minutes: text, seed: text, file: text } as const
  const { seconds, minutes, seed, file } = parseArgs({ args: [...args], options }).values
  const number = (given: string | undefined) => (given === undefined ? null : Number(given))
  return {
    seconds: number(seconds) ?? (number(minutes) ?? 20 / 60) * 60,
    seed: number(seed),
    file: number(file),
  }
}
