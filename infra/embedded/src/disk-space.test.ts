import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { diskRefusal } from './disk-space.ts'

test('a start with room goes on, one without is told what to do', async () => {
  expect(await diskRefusal(tmpdir(), 1)).toBeUndefined()
  expect(await diskRefusal(tmpdir(), 1e18)).toMatch(
    /^Only \d+ MB are free under .+: free some space, or set TALLY_DATA to another disk\.$/,
  )
})
