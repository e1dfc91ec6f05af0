/** Vitest's JSON report, summed to the one closing line that a person and `.ci/run` read. */

/** As much of the JSON report as is read. `status` is passed, failed, skipped, pending or todo. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

export interface TestResult {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Tests against Kafka that were skipped, by name: excused only where there is no Java. */
  readonly skippedOnWire: readonly string[]
}

/** A file that fails without a failed test (it could not be imported) counts as one failure. */
export function resultOf(report: VitestReport): TestResult {
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failed = tests.filter(({ status }) => status === 'failed').length
  return {
    passed,
    failed: failed + broken.length,
    skipped: tests.length - passed - failed,
    skippedOnWire: report.testResults
      .filter((file) => file.name.endsWith('.wire.test.ts'))
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  }
}

/** `N passed, N failed`, and `, N skipped` when some were. */
export function closingLine({ passed, failed, skipped }: Omit<TestResult, 'skippedOnWire'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
