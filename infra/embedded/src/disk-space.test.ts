import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { diskRefusal, roomUnder } from './disk-space.ts'

test('a start with room goes on, one without is told what to do', async () => {
  expect(await diskRefusal(tmpdir(), 1)).toBeUndefined()
  expect(await diskRefusal(tmpdir(), 1e18)).toMatch(
    /^Only \d+ MB are free under .+: free some space, or set TALLY_DATA to another disk\.$/,
  )
})

test('while it runs, too little room is told, and less than a third of that', async () => {
  const { bavail, bsize } = await statfs(tmpdir())
  const free = bavail * bsize
  expect(await roomUnder(tmpdir(), free / 2)()).toBe('enough')
  expect(await roomUnder(tmpdir(), free * 2)()).toBe('scarce')
  expect(await roomUnder(tmpdir(), free * 4)()).toBe('none')
})
