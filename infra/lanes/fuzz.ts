/**
 * `npm run fuzz [-- name --seconds 20 | --minutes 30 --seed 7 --file 7]`: laws held against chance for longer than a
 * test may take. The time is for each.
 */
import { parseArgs } from 'node:util'
import { fuzzKernel } from './fuzz-kernel.ts'
import { fuzzX12 } from './fuzz-x12.ts'
import { runLane } from './lane.ts'

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
        return fuzzX12({ seconds, once: file !== null, ...(first === null ? {} : { seed: first }) })
      },
    },
  ],
  process.argv.slice(2),
)

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
