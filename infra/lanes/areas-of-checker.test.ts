import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { areasOfChecker } from './areas-of-checker.ts'
import { root } from './run-program.ts'

it('every file of the checker is mutated in one area: name a new one in areas-of-checker.ts', () => {
  const files = readdirSync(join(root, 'packages/x12/src/check'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('sample-'))
    .map((name) => name.slice(0, -'.ts'.length))
  expect(Object.values(areasOfChecker).flat().toSorted()).toEqual(files.toSorted())
})
