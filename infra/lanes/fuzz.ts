/**
 * `npm run fuzz [-- name --seconds 20 --seed 7]`: laws held against chance for longer than a test may take.
 */
import { parseArgs } from 'node:util'
import { fuzzKernel } from './fuzz-kernel.ts'
import { runLane } from './lane.ts'

process.exitCode = await runLane(
  'fuzz',
  [{ name: 'kernel', what: 'money, dates and ids against slower models', run: kernel }],
  process.argv.slice(2),
)

async function kernel(args: readonly string[]): Promise<number> {
  const options = { seconds: { type: 'string', default: '20' }, seed: { type: 'string' } } as const
  const { seconds, seed } = parseArgs({ args: [...args], options }).values
  return fuzzKernel({ seconds: Number(seconds), ...(seed === undefined ? {} : { seed: Number(seed) }) })
}
