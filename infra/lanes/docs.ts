/**
 * `npm run docs`: writes every generated document. `-- --check` only says which are stale; `-- --publish` first adds a golden
 * sample of each event whose shape is new, taken from what the services really say.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { documents, staleAmong } from './documents.ts'
import { root, runProgram } from './run-program.ts'

if (process.argv.includes('--publish')) {
  process.env.TALLY_PUBLISH = 'yes'
  process.exitCode = await runProgram('vitest', ['run', '--project', 'db', 'golden-samples'])
}

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
