/** An audit that shares code with what it audits would share its mistakes. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const own = readdirSync(new URL('.', import.meta.url)).filter(
  (name) => !name.startsWith('sample-') && !name.endsWith('.test.ts'),
)

it.each(own)('%s imports nothing of the service, nor its views', (name) => {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  const imported = [...text.matchAll(/^(?:import .*|\} )from '([^']+)'/gm)].map(([, from = '']) => from)
  const allowed = /^(\.\/|\.\.\/run-program\.ts$|node:|pg$)/
  // Where the database of the installation is, the platform's reader of the environment says.
  const beside = imported.filter((from) => !allowed.test(from) && from !== '@tally/platform')
  expect(beside).toEqual([])
  expect(text).not.toMatch(/\binvariant_/)
})
