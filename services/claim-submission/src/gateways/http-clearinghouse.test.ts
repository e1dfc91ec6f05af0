import { isFault } from '@tally/platform'
import { testPartner } from '@tally/testkit'
import { afterEach, expect, it, vi } from 'vitest'
import { httpClearinghouse } from './http-clearinghouse.ts'

afterEach(() => vi.unstubAllGlobals())

const asked: string[] = []
function answers(answer: () => Response | Promise<never>): void {
  asked.length = 0
  vi.stubGlobal('fetch', async (url: unknown) => {
    asked.push(String(url))
    return answer()
  })
}
const broken = () =>
  new Response(
    new ReadableStream({
      start: (stream) => stream.error(new TypeError('terminated')),
    }),
  )
const submit = () => httpClearinghouse.submit(testPartner, 'KEY', Buffer.from('ISA'))

it.each([
  [200, 'accepted'],
  [202, 'accepted'],
  [400, 'refused'],
  [409, 'refused'],
  [408, 'unknown'],
  [429, 'not-sent'],
  [503, 'not-sent'],
  [500, 'unknown'],
  [502, 'unknown'],
  [504, 'unknown'],
])('a submission answered with %i is %s', async (status, kind) => {
  answers(() => new Response('{}', { status }))
  expect(await submit()).toMatchObject({ kind })
})

it.each([
  ['ECONNREFUSED', 'not-sent'],
  ['UND_ERR_CONNECT_TIMEOUT', 'not-sent'],
  ['ECONNRESET', 'unknown'],
  ['UND_ERR_SOCKET', 'unknown'],
])('a submission that ends in %s is %s', async (code, kind) => {
  const cause = Object.assign(new Error('socket'), { code })
  answers(() => Promise.reject(new TypeError('fetch failed', { cause })))
  expect(await submit()).toMatchObject({ kind })
})

it('leaves no answer open that it does not read', async () => {
  const response = new Response('{"accepted":true}')
  answers(() => response)
  await submit()
  expect(response.bodyUsed || (await response.body?.getReader().read())?.done).toBe(true)
})

it.each([
  ['https://partner.example', 'https://partner.example/submissions/KEY'],
  ['https://partner.example/', 'https://partner.example/submissions/KEY'],
  ['https://partner.example/api/v2/', 'https://partner.example/api/v2/submissions/KEY'],
])('a partner at %s is asked at %s', async (address, url) => {
  answers(() => new Response('', { status: 404 }))
  expect(await httpClearinghouse.standingOf({ ...testPartner, address }, 'KEY')).toEqual({
    kind: 'never-seen',
  })
  expect(asked).toEqual([url])
})

it('a file or a list that breaks off is a fault, and asked for again', async () => {
  answers(broken)
  for (const reading of [
    httpClearinghouse.fetchFile(testPartner, 'F1'),
    httpClearinghouse.listFiles(testPartner, ''),
  ])
    expect(isFault(await reading.catch((error: unknown) => error))).toBe(true)
})
