/** One run of Stryker over one package, its score and its survivors written to docs/mutation.md. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordResult } from './recorded-result.ts'
import { root, runProgram } from './run-program.ts'

/** As much of Stryker's JSON report as is read. */
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number } }
}

/** Mutates packages/`name` but for the `spared` files. Answers Stryker's exit code. */
export async function mutatePackage(name: string, spared: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-mutate-'))
  const report = join(folder, 'report.json')
  const config = join(folder, 'stryker.json')
  writeFileSync(config, JSON.stringify(configOf(spared, report, folder)))
  const began = performance.now()
  try {
    const code = await runProgram('stryker', ['run', config], `packages/${name}`)
    const seconds = Math.round((performance.now() - began) / 1000)
    if (existsSync(report)) record(name, JSON.parse(readFileSync(report, 'utf8')), seconds)
    return code
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Under TypeScript 7 Stryker crashes over a tsconfig, and in pnpm's layout it does not find its plugin: both
 * are told.
 */
function configOf(spared: readonly string[], report: string, folder: string) {
  return {
    packageManager: 'pnpm',
    testRunner: 'vitest',
    plugins: [createRequire(join(root, 'package.json')).resolve('@stryker-mutator/vitest-runner')],
    tsconfigFile: 'none',
    mutate: ['src/**/*.ts', '!src/**/*.test.ts', ...spared.map((path) => `!${path}`)],
    concurrency: 2,
    coverageAnalysis: 'perTest',
    ignoreStatic: false,
    reporters: ['json', 'clear-text'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: report },
    tempDirName: join(folder, 'sandbox'),
  }
}

function record(name: string, report: Report, seconds: number): void {
  const mutants = Object.entries(report.files).flatMap(([path, file]) =>
    file.mutants.map((mutant) => ({ ...mutant, path })),
  )
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  const counted = noticed + missed.length
  recordResult('mutation.md', 'Mutation tests', {
    name,
    command: `npm run mutate -- ${name}`,
    rows: [
      ['breaks noticed', `${noticed} of ${counted} (${((100 * noticed) / counted).toFixed(1)} %)`],
      ['time', `${seconds} s`],
    ],
    notes: missed.map(
      ({ path, location, mutatorName, replacement }) =>
        `- ${path}:${location.start.line} ${mutatorName}: \`${(replacement ?? '').replace(/\s+/g, ' ').slice(0, 80)}\``,
    ),
  })
}
