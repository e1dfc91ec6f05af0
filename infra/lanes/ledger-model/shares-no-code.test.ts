/** A model that shares code with the ledger would share its mistakes. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it.each(['ledger-model.ts', 'model-of-hand-work.ts', 'books.ts', 'command.ts'])(
  '%s imports its own files alone',
  (name) => {
    const text = readFileSync(new URL(name, import.meta.url), 'utf8')
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from)
    // How an adjustment is written; a type.
    const beside = imported.filter((from) => !from.startsWith('./') && from !== '../audit/sample-835.ts')
    expect(beside).toEqual([])
    expect(text).not.toMatch(/^import (?!type ).*sample-835/m)
  },
)
