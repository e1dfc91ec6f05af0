/** Payers over plain HTTP: `POST /eligibility`, a 270 in and the 271 in the answer's body, as infra/simulator speaks. */
import { askPartner } from '@tally/platform'
import type { Payers, Reply } from './payers.ts'

/** CORE's cap for real time. */
const timeoutMs = 20_000
/** The longest 271s have some hundred kilobytes. */
const replyBytesMax = 4 * 1_048_576

export const httpPayers: Payers = {
  async ask(partner, trace, question): Promise<Reply> {
    const headers = { 'content-type': 'application/edi-x12', 'idempotency-key': trace }
    const answer = await askPartner(partner, '/eligibility', {
      method: 'POST',
      body: question,
      headers,
      timeoutMs,
    })
    if (answer.kind === 'no-answer') {
      return { kind: 'no-answer', says: `the connection to the partner failed (${answer.code})` }
    }
    const { status } = answer.response
    const says = `the partner answered ${status}`
    if (status === 202) return { kind: 'later', says }
    if (status === 429 || status >= 500) return { kind: 'no-answer', says }
    if (status >= 300) return { kind: 'refused', says }
    return bodyOf(answer.response)
  },
}

/** The cap holds for the body too: a partner may begin its answer and hang. Leaving the loop ends the connection. */
async function bodyOf({ body }: Response): Promise<Reply> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk)
      length += chunk.length
      if (length > replyBytesMax) {
        return { kind: 'refused', says: 'the partner’s answer is too long to be a 271' }
      }
    }
    return length > 0
      ? { kind: 'replied', bytes: Buffer.concat(chunks) }
      : { kind: 'later', says: 'the partner took it without an answer' }
  } catch (error) {
    return {
      kind: 'no-answer',
      says: `the partner’s answer broke off (${error instanceof Error ? error.name : 'unknown'})`,
    }
  }
}
