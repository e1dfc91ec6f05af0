import { expect, it, vi } from 'vitest'
import { guardedLookup, resolveByDns } from './guarded-lookup.ts'
import { isPublicAddress } from './public-address.ts'

/** What a socket would connect to, or the code that it fails with. */
function look(lookup: ReturnType<typeof guardedLookup>, all: boolean): Promise<unknown> {
  return new Promise((resolve) => {
    lookup('hooks.example.com', { all }, (error, found) => resolve(error ? error.code : found))
  })
}

it.each([
  ['a public one', ['8.8.8.8'], ['8.8.8.8']],
  ['one of each family', ['8.8.8.8', '2606:4700:4700::1111'], ['8.8.8.8', '2606:4700:4700::1111']],
  ['a private one', ['10.0.0.1'], 'address-refused'],
  ['this machine', ['127.0.0.1', '::1'], 'address-refused'],
  ['metadata', ['169.254.169.254'], 'address-refused'],
  ['metadata, mapped', ['::ffff:169.254.169.254'], 'address-refused'],
  ['a public one behind a private one', ['10.0.0.1', '8.8.8.8'], ['8.8.8.8']],
  ['none', [], 'address-refused'],
])('a name of %s', async (_, answer, expected) => {
  const lookup = guardedLookup(async () => answer, isPublicAddress)
  const found = await look(lookup, true)
  expect(Array.isArray(found) ? found.map(({ address }) => address) : found).toEqual(expected)
  expect(await look(lookup, false)).toEqual(Array.isArray(expected) ? expected[0] : expected)
})

it('asks once a connection: an answer that was public is used, and the private one behind it is refused', async () => {
  const answers = [['8.8.8.8'], ['127.0.0.1']]
  const resolve = vi.fn(async () => answers.shift() ?? [])
  const lookup = guardedLookup(resolve, isPublicAddress)
  expect(await look(lookup, false)).toBe('8.8.8.8')
  expect(resolve).toHaveBeenCalledTimes(1)
  expect(await look(lookup, false)).toBe('address-refused')
})

it('tells why a name server gave no answer', async () => {
  const resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
  expect(await look(guardedLookup(resolve, isPublicAddress), true)).toBe('ENOTFOUND')
})

it('knows the machine’s own name without asking', async () => {
  expect(await resolveByDns('localhost')).toEqual(['127.0.0.1', '::1'])
})
