/**
 * `npm run bench -- coding`: generated treatment days of three to six services, JSON in and JSON out, on one
 * core. Aims (issue 5): 20,000 days a second, p99 0.2 ms, the first answer 200 ms after start, 150 MB.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TreatmentDayInput } from '@tally/coding-rules'
import { episodes } from '@tally/testkit/episodes'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

interface Measured {
  readonly coded: number
  readonly daysPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly firstAnswerMs: number
  readonly rssMb: number
  readonly answerBytes: number
}

const seed = 5
const distinct = 5_000
const rounds = 20

export async function benchCoding(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-coding-'))
  try {
    const all = join(folder, 'all.jsonl')
    const medicare = join(folder, 'medicare.jsonl')
    const days = generatedDays()
    writeDays(all, days)
    writeDays(medicare, onlyMedicare(days))
    const fresh = measured(all, { NODE_DISABLE_COMPILE_CACHE: '1' })
    // The first run keeps the compiled modules that the second finds.
    measured(medicare)
    const mix = measured(all)
    const part = measured(medicare)
    const line = commandLine(folder, days)
    recordResult('performance.md', 'Performance', {
      name: 'coding',
      command: 'npm run bench -- coding',
      rows: [
        ['treatment days coded and priced, every payer', `${mix.daysPerSecond}/s (aim 20000/s)`],
        [
          'the same, one day',
          `p50 ${ms(mix.p50Ms)}, p99 ${ms(mix.p99Ms)}, max ${ms(mix.maxMs)} (aim p99 0.2 ms)`,
        ],
        ['treatment days coded and priced, Medicare Part B alone', `${part.daysPerSecond}/s`],
        ['the same, one day', `p50 ${ms(part.p50Ms)}, p99 ${ms(part.p99Ms)}, max ${ms(part.maxMs)}`],
        ['first answer after the start of the process', `${Math.round(mix.firstAnswerMs)} ms (aim 200 ms)`],
        ['the same on a fresh clone, where nothing is compiled yet', `${Math.round(fresh.firstAnswerMs)} ms`],
        ['memory of the process (peak RSS)', `${mix.rssMb} MB (aim 150 MB)`],
        ['one answer, as JSON', `${mix.answerBytes} bytes`],
        ['`tally code` of one document, start to end', `${line.oneMs} ms`],
        ['`tally code --lines`, strict reading included, start to end', `${line.daysPerSecond}/s`],
      ],
      notes: [
        `${distinct} generated days (seed ${seed}) of 3 to 6 services, ${rounds} times after one round of warm-up; one thread`,
        'parses each day, codes it and writes the answer. The memory holds the days too. The first answer counts Node, modules',
        'and tables; compiled modules are kept in .tally/compile-cache, as `tally` keeps them.',
      ],
    })
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A day of two visits has more services than a day is meant to have here. */
function generatedDays(): TreatmentDayInput[] {
  return episodes(seed, { count: 1_000, year: 2026 })
    .flatMap(({ days }): readonly TreatmentDayInput[] => days)
    .filter(({ services }) => services.length >= 3 && services.length <= 6)
    .slice(0, distinct)
}

function onlyMedicare(days: readonly TreatmentDayInput[]): TreatmentDayInput[] {
  return days.filter(({ payer }) => payer.family === 'medicare-b')
}

function writeDays(file: string, days: readonly TreatmentDayInput[]): void {
  writeFileSync(file, days.map((day) => `${JSON.stringify(day)}\n`).join(''))
}

function measured(file: string, env: Readonly<Record<string, string>> = {}): Measured {
  const program = join(root, 'infra', 'lanes', 'code-days.ts')
  const run = spawnSync(process.execPath, [program, file, String(rounds)], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  if (run.status !== 0) throw new Error(`the measured process failed: ${run.stderr}`)
  const result: Measured = JSON.parse(run.stdout)
  console.log(run.stdout.trim())
  return result
}

/** The same days as documents of the command line, through the process itself. */
function commandLine(folder: string, days: readonly TreatmentDayInput[]) {
  const documents = days.map(documentOf)
  const one = join(folder, 'one.json')
  const many = join(folder, 'many.jsonl')
  writeFileSync(one, documents[0] ?? '')
  writeFileSync(many, documents.map((text) => `${text}\n`).join(''))
  const runs = Array.from({ length: 5 }, () => tally('code', one)).sort((a, b) => a - b)
  return {
    oneMs: Math.round(runs[2] ?? 0),
    daysPerSecond: Math.round((days.length * 1000) / tally('code', '--lines', many)),
  }
}

function documentOf({ kxAttested, abn: _none, ...day }: TreatmentDayInput): string {
  const { serviceDate } = day
  const kxAttestation = kxAttested ? { by: '1861400004', on: serviceDate } : null
  return JSON.stringify({
    ...day,
    ...{ discipline: 'PT', placeOfService: '11', modality: 'in-person', kxAttestation },
  })
}

/** How long it took, in milliseconds. */
function tally(...args: string[]): number {
  const began = performance.now()
  const run = spawnSync(process.execPath, [join(root, 'packages', 'cli', 'src', 'main.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`tally ${args.join(' ')} failed: ${run.stderr}`)
  return performance.now() - began
}

function ms(value: number): string {
  return `${value.toFixed(3)} ms`
}
