/** A fact: one event as it was said, the clear part alone. And what a timeline shows of it. */
import type { Envelope } from '@tally/contracts'

export interface Fact {
  readonly messageId: string
  readonly type: string
  readonly service: string
  readonly subject: string
  readonly sequence: number
  readonly correlationId: string
  readonly causationId: string
  /** RFC 3339. */
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
  readonly traceId: string | null
  readonly cents: number | null
}

export function factOf(envelope: Envelope): Fact {
  const { id, type, source, subject, sequence, correlationid, causationid, time, data } = envelope
  return {
    ...{ messageId: id, type, service: source.replace('/tally/', ''), subject, sequence },
    ...{ correlationId: correlationid, causationId: causationid, at: time, data },
    traceId: envelope.traceparent?.split('-')[1] ?? null,
    cents: centsOf(data),
  }
}

/** The amount that an event is about: what was denied, paid or charged. The first of these that it has. */
const amounts = [
  'amountCents',
  'differenceCents',
  'reversedCents',
  'paymentCents',
  'paidCents',
  'chargeCents',
] as const

function centsOf(data: Readonly<Record<string, unknown>>): number | null {
  const found = amounts.map((name) => data[name]).find((amount) => typeof amount === 'number')
  return typeof found === 'number' ? found : null
}

const stages: Readonly<Record<string, string>> = {
  'treatment-day.cleared.v1': 'cleared',
  'claim.submitted.v1': 'sent',
  'payment.posted.v1': 'posted',
  'claim.settled.v1': 'settled',
}

/** The stage of a visit's way to cash that an event reaches; null: none. An acknowledged claim is received, then accepted. */
export function stageOf({ type, data }: Pick<Fact, 'type' | 'data'>): string | null {
  if (type === 'claim.acknowledged.v1' && typeof data.state === 'string') return data.state
  return stages[type] ?? null
}

/** `payment.posted` of `payment.posted.v1`. */
export function eventOf(type: string): string {
  return type.replace(/\.v\d+$/, '')
}

/**
 * By time; what happened at one moment in the order of a visit's way to cash (`topics`), and what was said of one thing in
 * the order in which it was said.
 */
export function inOrder(
  facts: readonly (Fact & { readonly topic: string })[],
  topics: readonly string[],
): (typeof facts)[number][] {
  const rank = (fact: { readonly topic: string }) => topics.indexOf(fact.topic)
  return [...facts].sort(
    (a, b) =>
      compare(a.at, b.at) ||
      rank(a) - rank(b) ||
      compare(a.subject, b.subject) ||
      a.sequence - b.sequence ||
      compare(a.messageId, b.messageId),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
