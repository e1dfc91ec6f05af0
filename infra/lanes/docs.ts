/** `npm run docs`: writes every generated document. `-- --check` only says which are stale. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { documents, staleAmong } from './documents.ts'
import { root } from './run-program.ts'

const stale = await staleAmong(documents, root)
if (process.argv.includes('--check')) {
  for (const path of stale) console.log(`${path} is stale: run npm run docs and commit it.`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const { path, make } of documents.filter((document) => stale.includes(document.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), await make())
    console.log(`${path} is written.`)
  }
}
console.log(`${documents.length} generated documents, ${documents.length - stale.length} were fresh.`)
