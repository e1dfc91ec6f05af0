/** A verifier that shares code with what wrote the log would share its mistakes. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const own = readdirSync(new URL('.', import.meta.url)).filter((name) => !name.endsWith('.test.ts'))

it.each(own)('%s imports nothing of the platform but where the installation lies', (name) => {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  const imported = [...text.matchAll(/^(?:import .*|\} )from '([^']+)'/gm)].map(([, from = '']) => from)
  const allowed = /^(\.\/|\.\.\/run-program\.ts$|\.\.\/audit\/(snapshot|running-database)\.ts$|node:|pg$)/
  const beside = imported.filter((from) => !allowed.test(from))
  expect(beside).toEqual(name === 'ops-audit-log.ts' ? ['@tally/platform'] : [])
})
