/** README.md says which designed routes are not there yet: one that has come since is named there no more. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { wholeDocument } from './documents.ts'
import { root } from './run-program.ts'

const paragraph =
  /^Not there yet: [\s\S]*?\n\n/m.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[0] ?? ''
const plain = (path: string) => path.replace(/\{\w+\}/g, '{}')

it('what is not there yet is not served', () => {
  const short = [...paragraph.matchAll(/`…\/([a-z]+)`/g)].map((found) => `/v1/encounters/{}/${found[1]}`)
  const named = [...paragraph.matchAll(/`(\/v1\/(?!denials`)[^`]+)`/g)].map((found) => plain(found[1] ?? ''))
  const served = Object.keys(wholeDocument.paths).map(plain)
  expect(short.length + named.length).toBeGreaterThan(10)
  expect([...short, ...named].filter((path) => served.includes(path))).toEqual([])
  expect(served).toContain('/v1/encounters/{}/void')
})
