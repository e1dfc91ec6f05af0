import { connect } from 'node:net'
import { expect, it } from 'vitest'

it('a pure test that opens a connection is told how to name itself', async () => {
  expect(() => connect(9, '127.0.0.1')).toThrow('A pure test reaches no network')
  await expect(fetch('http://127.0.0.1:9')).rejects.toThrow('fetch failed')
})
