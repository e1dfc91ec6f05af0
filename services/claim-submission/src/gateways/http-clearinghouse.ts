/** A clearinghouse over plain HTTP: `POST /claims`, `GET /submissions/{key}`, `GET /files`, as infra/simulator speaks. */
import { askPartner, Fault, type Partner } from '@tally/platform'
import { z } from 'zod'
import { type Clearinghouse, type Sent, type Standing, answerMsMax as timeoutMs } from './clearinghouse.ts'

/** A remittance of 50,000 claims has some 60 MB. */
const fileBytesMax = 128 * 1_048_576

const listed = z.object({
  items: z.array(z.object({ id: z.string(), digest: z.string() })),
  nextCursor: z.string().nullish(),
})

export const httpClearinghouse: Clearinghouse = {
  async submit(partner, key, bytes): Promise<Sent> {
    const headers = { 'content-type': 'application/edi-x12', 'idempotency-key': key }
    const answer = await askPartner(partner, '/claims', { method: 'POST', body: bytes, headers, timeoutMs })
    if (answer.kind === 'answered') return sentOf(await statusOf(answer.response))
    const says = `the connection to the partner failed (${answer.code})`
    return { kind: answer.neverLeft ? 'not-sent' : 'unknown', says }
  },

  async standingOf(partner, key): Promise<Standing> {
    const answer = await askPartner(partner, `/submissions/${encodeURIComponent(key)}`, { timeoutMs })
    if (answer.kind === 'no-answer') {
      return { kind: 'unknown', says: `asked about it, the partner did not answer (${answer.code})` }
    }
    const status = await statusOf(answer.response)
    if (status >= 200 && status < 300) return { kind: 'arrived' }
    return status === 404
      ? { kind: 'never-seen' }
      : { kind: 'unknown', says: `asked about it, the partner answered ${status}` }
  },

  async fetchFile(partner, fileId) {
    const answer = await answered(partner, `/files/${encodeURIComponent(fileId)}`)
    if (answer.status === 404) return null
    if (!answer.ok) throw new Fault(`partner ${partner.id} answered ${answer.status} for a file`)
    const length = Number(answer.headers.get('content-length') ?? 0)
    if (length > fileBytesMax)
      throw new Fault(`partner ${partner.id} has a file of ${length} bytes: too large`)
    return new Uint8Array(await whole(partner, answer.arrayBuffer()))
  },

  async listFiles(partner, cursor) {
    const answer = await answered(partner, `/files?after=${encodeURIComponent(cursor)}`)
    if (!answer.ok) throw new Fault(`partner ${partner.id} answered ${answer.status} for its list of files`)
    const { items, nextCursor } = listed.parse(JSON.parse(await whole(partner, answer.text())))
    return { files: items, cursor: nextCursor ?? items.at(-1)?.id ?? cursor }
  },
}

function sentOf(status: number): Sent {
  const says = `the partner answered ${status}`
  if (status >= 200 && status < 300) return { kind: 'accepted', says }
  // The partner, or who stands before it, gave up waiting: perhaps for the last byte, perhaps for its own answer.
  if (status === 408) return { kind: 'unknown', says }
  // 429 and 503 ask to come again; the rest of 5xx may have stored it.
  if (status === 429 || status === 503) return { kind: 'not-sent', says }
  return status >= 400 && status < 500 ? { kind: 'refused', says } : { kind: 'unknown', says }
}

/** What else it says is not read, and its connection is free again. */
async function statusOf({ status, body }: Response): Promise<number> {
  await body?.cancel()
  return status
}

async function answered(partner: Partner, path: string): Promise<Response> {
  const answer = await askPartner(partner, path, { timeoutMs })
  if (answer.kind === 'answered') return answer.response
  throw new Fault(`partner ${partner.id} does not answer (${answer.code})`)
}

/** A body that breaks off is the world's failure, as no answer is. */
async function whole<T>(partner: Partner, body: Promise<T>): Promise<T> {
  try {
    return await body
  } catch (error) {
    throw new Fault(
      `partner ${partner.id} broke off its answer (${error instanceof Error ? error.name : 'thrown'})`,
    )
  }
}
