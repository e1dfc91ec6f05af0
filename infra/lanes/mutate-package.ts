/** One run of Stryker over one package, its score and its survivors written to docs/mutation.md. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Equivalent, type Report, resultOf } from './mutation-result.ts'
import { recordResult } from './recorded-result.ts'
import { root, runProgram } from './run-program.ts'

export interface MutatedPackage {
  /** Of the entry. */
  readonly name: string
  /** The folder under packages/, where it is another than the name. */
  readonly folder?: string
  /** What is mutated, and by which tests; all of it where they are left out. */
  readonly sources?: readonly string[]
  readonly tests?: readonly string[]
  /** Files that hold no rule. */
  readonly spared: readonly string[]
  /** Breaks that change nothing, each with why. */
  readonly equivalents: readonly Equivalent[]
}

/**
 * Mutates the package, or of it what `only` names (Stryker's patterns; nothing is recorded then). Answers
 * Stryker's exit code.
 */
export async function mutatePackage(of: MutatedPackage, only: readonly string[] = []): Promise<number> {
  const own = mkdtempSync(join(tmpdir(), 'tally-mutate-'))
  const report = join(own, 'report.json')
  const config = join(own, 'stryker.json')
  writeFileSync(config, JSON.stringify(configOf(of, only, report, own)))
  process.env.TALLY_MUTATED_TESTS = (of.tests ?? ['src/**/*.test.ts']).join(' ')
  const began = performance.now()
  try {
    const code = await runProgram('stryker', ['run', config], `packages/${of.folder ?? of.name}`)
    const seconds = Math.round((performance.now() - began) / 1000)
    if (existsSync(report) && only.length === 0) {
      const read: Report = JSON.parse(readFileSync(report, 'utf8'))
      recordResult('mutation.md', 'Mutation tests', resultOf(of.name, read, of.equivalents, seconds))
    }
    return code
  } finally {
    rmSync(own, { recursive: true })
  }
}

/**
 * Under TypeScript 7 Stryker crashes over a tsconfig, and in pnpm's layout it does not find its plugin: both
 * are told.
 */
function configOf(
  { spared, sources: own = ['src/**/*.ts'] }: MutatedPackage,
  only: readonly string[],
  report: string,
  folder: string,
) {
  const sources = only.length > 0 ? only : own
  return {
    packageManager: 'pnpm',
    testRunner: 'vitest',
    plugins: [
      createRequire(join(root, 'package.json')).resolve('@stryker-mutator/vitest-runner'),
      join(root, 'infra/lanes/mutation-prose.ts'),
    ],
    ignorers: ['prose'],
    vitest: { configFile: join(root, 'infra/lanes/mutation-vitest.ts') },
    tsconfigFile: 'none',
    mutate: [...sources, '!src/**/*.test.ts', ...spared.map((path) => `!${path}`)],
    concurrency: 2,
    coverageAnalysis: 'perTest',
    // A payer's profile is read when the package is loaded, and is as much a rule as any function.
    ignoreStatic: false,
    // A busy machine is no break noticed; endless loops are counted, not timed.
    timeoutMS: 30_000,
    reporters: ['json', 'progress-append-only', 'clear-text'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: report },
    tempDirName: join(folder, 'sandbox'),
  }
}
