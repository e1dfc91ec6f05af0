import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readFileBody } from './read-file-body.ts'

const mb = 1_048_576

/** A request that has nothing but a body and how long it says that is. */
function request(named: number | null) {
  const headers = named === null ? {} : { 'content-length': String(named) }
  const payload = Object.assign(new PassThrough(), { headers })
  return {
    payload,
    read: (bytesMax: number) => readFileBody(payload as unknown as IncomingMessage, bytesMax),
  }
}

const parts = (bytes: number, length: number) =>
  Array.from({ length: Math.ceil(bytes / length) }, (_, nth) =>
    Buffer.alloc(Math.min(length, bytes - nth * length), nth % 251),
  )

describe.each([
  ['that says how long it is', (bytes: number) => bytes],
  ['that does not say it', () => null],
])('a body %s', (_, named) => {
  it.each([
    [0, 1],
    [1, 1],
    [100_000, 65_536],
    [3 * mb + 1, 65_536],
    [5 * mb, 2 * mb],
  ])('of %d bytes, in parts of %d, is what was sent', async (bytes, length) => {
    const sent = parts(bytes, length)
    const { payload, read } = request(named(bytes))
    const body = read(5 * mb)
    for (const part of sent) payload.write(part)
    payload.end()
    expect(Buffer.compare(await body, Buffer.concat(sent))).toBe(0)
  })

  it('is refused where it is longer than the route takes, and the request stays open for the answer', async () => {
    const { payload, read } = request(named(1_001))
    const body = read(1_000)
    payload.write(Buffer.alloc(600))
    payload.write(Buffer.alloc(401))
    await expect(body).rejects.toMatchObject({ code: 'FST_ERR_CTP_BODY_TOO_LARGE' })
    expect(payload.destroyed).toBe(false)
    expect(payload.listenerCount('data')).toBe(0)
  })
})

it.each([
  ['shorter', 4],
  ['longer', 6],
])('one that is %s than it said is refused', async (_, bytes) => {
  const { payload, read } = request(5)
  const body = read(1_000)
  payload.end(Buffer.alloc(bytes))
  await expect(body).rejects.toMatchObject({ code: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', statusCode: 400 })
})

it('one that is broken off is refused', async () => {
  const { payload, read } = request(null)
  const body = read(1_000)
  payload.destroy(new Error('aborted'))
  await expect(body).rejects.toMatchObject({ message: 'aborted', statusCode: 400 })
})
