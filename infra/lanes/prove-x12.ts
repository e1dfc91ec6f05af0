/**
 * `npm run prove -- x12`: the law that claims which are written come back as they were (packages/x12,
 * sample-written-law.ts), 100,000 times. In portions, each with a seed of its own, so that a failure is found again in
 * seconds.
 */
import { parseArgs } from 'node:util'
import { type RunsOfLaw, writtenLaw } from '@tally/x12/written-law'
import fc from 'fast-check'
import { recordResult } from './recorded-result.ts'

const portion = 5_000
/** A shorter run is not worth a record. */
const recordedFrom = 100_000

export async function proveX12(args: readonly string[]): Promise<number> {
  const { runs, seed, path } = asked(args)
  const told: RunsOfLaw = { written: 0, refused: 0, claims: 0, replaced: 0 }
  const before = process.cpuUsage()
  for (let done = 0; done < runs; done += portion) {
    const law = { numRuns: Math.min(portion, runs - done), seed: seed + done / portion }
    const result = fc.check(writtenLaw(told), { ...law, ...(path === undefined ? {} : { path }) })
    if (result.failed) {
      console.log(`${fc.defaultReportMessage(result)}\n${result.errorInstance}`)
      // The rest of the path is how it was made smaller, which happens again.
      const [run] = (result.counterexamplePath ?? '0').split(':')
      console.log(`Again: npm run prove -- x12 --seed ${result.seed} --path ${run}`)
      return 1
    }
    console.log(
      `x12: ${done + law.numRuns} of ${runs} runs, ${told.written} written, ${told.refused} refused`,
    )
  }
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  if (runs >= recordedFrom && path === undefined) record(told, seed, seconds)
  return 0
}

function record(told: RunsOfLaw, seed: number, seconds: number): void {
  const runs = told.written + told.refused
  recordResult('reliability.md', 'What holds when things break', {
    name: 'x12',
    command: `npm run prove -- x12 --seed ${seed}`,
    rows: [
      ['batches of one to three claims with hostile texts', String(runs)],
      ['written, read and back as they were', `${told.written}, ${told.claims} claims`],
      ['texts written otherwise, each told with what became of it', String(told.replaced)],
      ['refused, for exactly what is wrong with them', String(told.refused)],
      ['lost, changed without being told, or refused for nothing', '0'],
      ['processor time', `${seconds.toFixed(1)} s`],
    ],
    notes: [
      'Delimiters, control characters, accents, emoji, half characters and scripts from right to left, in every field that',
      `holds a text. 0 in ${runs} bounds the rate at ${((3 / runs) * 100).toFixed(4)} % with 95 % confidence (rule of three).`,
    ],
  })
}

function asked(args: readonly string[]) {
  const text = { type: 'string' } as const
  const { runs, seed, path } = parseArgs({
    args: [...args],
    options: { runs: text, seed: text, path: text },
  }).values
  return { runs: Number(runs ?? recordedFrom), seed: Number(seed ?? Date.now() % 1e9), path }
}
