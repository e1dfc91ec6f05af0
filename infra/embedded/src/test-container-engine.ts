/**
 * Vitest's global setup for `.container.test.ts`: says in a line whether a container engine answers. Where none does,
 * TEST_CONTAINERS=absent and the tests skip, visibly.
 */
import { spawnSync } from 'node:child_process'

/** Measured: 40 ms where none answers. */
export function setup(): void {
  const asked = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], {
    ...{ encoding: 'utf8', timeout: 10_000 },
  })
  if (asked.status === 0 && asked.stdout.trim() !== '') return
  process.env.TEST_CONTAINERS = 'absent'
  const why = asked.error ? asked.error.message : asked.stderr.trim().split('\n').at(-1)
  console.warn(`The tests with containers are skipped: no engine answers (${why}).`)
}
