import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { documents, staleAmong } from './documents.ts'
import { root } from './run-program.ts'

it('every generated document is what the code makes now; otherwise run npm run docs and commit it', async () => {
  expect(await staleAmong(documents, root)).toEqual([])
}, 60_000)

it('the client has no file that is no longer made', () => {
  const folder = 'packages/client/src/generated'
  const made = documents.map(({ path }) => path)
  expect(readdirSync(join(root, folder)).filter((name) => !made.includes(`${folder}/${name}`))).toEqual([])
})

it('a document that is missing or differs is stale', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-docs-'))
  writeFileSync(join(folder, 'fresh.md'), 'now')
  writeFileSync(join(folder, 'old.md'), 'then')
  const among = ['fresh.md', 'old.md', 'missing.md'].map((path) => ({ path, make: () => 'now' }))
  expect(await staleAmong(among, folder)).toEqual(['old.md', 'missing.md'])
  rmSync(folder, { recursive: true })
})
