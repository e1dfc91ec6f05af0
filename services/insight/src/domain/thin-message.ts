/**
 * What a webhook carries: that something happened and to what, in ids of ours. Whoever wants to know more asks with a key, so
 * a body that falls into wrong hands tells nothing of a person or of money.
 */

export interface Told {
  readonly practiceId: string
  readonly messageId: string
  readonly type: string
  /** When it happened, RFC 3339. */
  readonly at: string
  readonly said: Said
}

export interface Said {
  readonly service: string
  readonly subject: string
  readonly sequence: number
  readonly correlationId: string
}

/** Of a delivery that somebody asked for to see whether it arrives. */
export const testType = 'webhook.test'

/** What a test says: it has every field of an event, so that what reads those reads it, and is about the endpoint itself. */
export function saidOfTest(endpointId: string): Said {
  return { service: 'insight', subject: endpointId, sequence: 1, correlationId: endpointId }
}

/** The body, as it is signed and sent. */
export function thinMessage({ practiceId, messageId, type, at, said }: Told): string {
  return JSON.stringify({ type, timestamp: at, data: { id: messageId, practiceId, ...said } })
}
