/**
 * `npm test`: the check, every test, twice 20 s of fuzzing; its last line is `N passed, N failed` and so is its exit code.
 * `npm test -- pure db` runs those projects alone, `npm test -- cents wire` a part of one; narrowed, the check is left out.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkSteps } from './check-steps.ts'
import { fuzzKernel } from './fuzz-kernel.ts'
import { fuzzX12 } from './fuzz-x12.ts'
import { runProgram, runSteps } from './run-program.ts'
import { closingLine, resultOf, type TestResult } from './test-result.ts'

const projects = ['pure', 'db', 'wire', 'peer', 'container']

const args = process.argv.slice(2)
const narrowed = args.length > 0
const before = narrowed ? [] : await runSteps(checkSteps)
const tests = await runTests(args)
const after = narrowed
  ? []
  : await runSteps([
      { name: 'fuzz kernel', run: () => fuzzKernel({ seconds: 20 }) },
      { name: 'fuzz x12', run: async () => ((await fuzzX12({ seconds: 20 })) === null ? 1 : 0) },
    ])

const stepsFailed = [...before, ...after]
if (stepsFailed.length > 0)
  console.log(`Failed beside the tests, each counted once: ${stepsFailed.join(', ')}.`)
const excused = tests.skippedOnWire.length === 0 || !javaIsThere()
if (!excused) {
  console.log('Java is there, so these tests against Kafka count as failed, not skipped:')
  for (const name of tests.skippedOnWire) console.log(`  ${name}`)
}
const turned = excused ? 0 : tests.skippedOnWire.length
const failed = tests.failed + stepsFailed.length + turned
process.exitCode = failed > 0 ? 1 : 0
console.log(closingLine({ passed: tests.passed, failed, skipped: tests.skipped - turned }))

async function runTests(narrowing: readonly string[]): Promise<TestResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-test-'))
  const report = join(folder, 'report.json')
  const chosen = narrowing.flatMap((arg) => (projects.includes(arg) ? ['--project', arg] : [arg]))
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const code = await runProgram('vitest', ['run', '--passWithNoTests', ...reporters, ...chosen])
    const result = existsSync(report)
      ? resultOf(JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 0, skipped: 0, skippedOnWire: [] }
    if (code === 0 && narrowed && result.passed + result.failed + result.skipped === 0) {
      console.log(
        `No test is named ${narrowing.join(' ')}: give a project (${projects.join(', ')}) or part of a path.`,
      )
      return { ...result, failed: 1 }
    }
    // An unhandled rejection or a broken setup fails the run without failing a test.
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function javaIsThere(): boolean {
  return spawnSync('java', ['-version']).status === 0
}
