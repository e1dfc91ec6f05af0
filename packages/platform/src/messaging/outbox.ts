/**
 * The transactional outbox: an event is a row written in the transaction that changed the state, or it was
 * never said.
 * `commit` is the only way to write one.
 */
import { type Envelope, type EventDefinition, messageBytesMax } from '@tally/contracts'
import { assert } from '@tally/kernel'
import type { z } from 'zod'
import type { Query } from '../database/pool.ts'
import { installation } from '../keys/key-vault.ts'
import type { OutgoingMessage } from './broker/broker.ts'
import type { OutboxRow, Work } from './work.ts'

/** An event about to be said. */
export interface Saying {
  readonly event: EventDefinition
  /** Our id of what it concerns; the key of the message. */
  readonly subject: string
  /** The aggregate's version. */
  readonly sequence: number
  readonly correlationId: string
  readonly data: Readonly<Record<string, unknown>>
  readonly sealed?: Readonly<Record<string, unknown>>
}

/** Types a saying by its event's own schemas. */
export function saying<Data extends z.ZodObject, Sealed extends z.ZodObject = never>(
  event: EventDefinition<Data, Sealed>,
  said: Omit<Saying, 'event' | 'data' | 'sealed'> & { readonly data: z.input<Data> } & ([Sealed] extends [
      never,
    ]
      ? unknown
      : { readonly sealed: z.input<Sealed> }),
): Saying {
  // The catalogue's definitions differ only in their schemas, which `says` reads contravariantly.
  return { ...said, event: event as unknown as EventDefinition }
}

/**
 * Saves the aggregate's state and says what follows from it, both in the work's transaction. `save` locks or
 * version-checks the aggregate first; of one that is locked already it may just send the statement, which travels with the
 * next. The rows are written when the transaction ends, after every lock is held.
 */
export async function commit(
  work: Work,
  save: () => Promise<void> | void,
  says: readonly Saying[],
): Promise<void> {
  await save()
  if (work.mark) work.mark.happened = true
  for (const said of says) work.held.outbox.push(rowOf(work, said))
}

/**
 * Writes what the transaction has said until now, so that a long one does not hold it all. Of one that has every lock which
 * it will take: what is said of a thing afterwards then stands behind it.
 */
export async function writeSaid(work: Work): Promise<void> {
  await sendOutbox(work.query, work.held.outbox.splice(0))
}

/** The rows held by one or several works of a transaction, in one statement. */
export function sendOutbox(query: Query, rows: readonly OutboxRow[]): Promise<unknown> | undefined {
  if (rows.length === 0) return undefined
  return query(insertRows, [
    rows.map((row) => row.practiceId),
    rows.map((row) => row.messageId),
    rows.map((row) => row.topic),
    rows.map((row) => row.key),
    rows.map((row) => row.type),
    rows.map((row) => row.body),
    rows.map((row) => row.traceparent),
    rows.map((row) => row.createdAt),
  ])
}

const insertRows = {
  name: 'outbox-insert',
  text: `insert into outbox (practice_id, message_id, topic, key, type, body, traceparent, created_at)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                              $8::timestamptz[])`,
}

/** What additional data binds a sealed part to. */
export function sealBinding(messageId: string, type: string): string {
  return `${messageId}|${type}`
}

export function toMessage(row: Pick<OutboxRow, 'topic' | 'key' | 'body' | 'traceparent'>): OutgoingMessage {
  return {
    topic: row.topic,
    key: row.key,
    value: Buffer.from(row.body),
    headers: {
      'content-type': 'application/cloudevents+json',
      ...(row.traceparent ? { traceparent: row.traceparent } : {}),
    },
  }
}

function rowOf(work: Work, { event, subject, sequence, correlationId, data, sealed }: Saying): OutboxRow {
  const messageId = work.newId()
  const clear = parsed(event.data, data, `${event.type} data`)
  const personal = event.sealed ? parsed(event.sealed, sealed, `${event.type} sealed`) : undefined
  const envelope: Envelope = {
    specversion: '1.0',
    id: messageId,
    source: `/tally/${work.service}`,
    type: event.type,
    subject,
    time: work.now,
    datacontenttype: 'application/json',
    ...(work.practiceId === installation ? {} : { practiceid: work.practiceId }),
    correlationid: correlationId,
    causationid: work.causationId,
    sequence,
    ...(work.traceparent ? { traceparent: work.traceparent } : {}),
    data: clear,
    ...(personal ? { sealed: work.keys.sealPart(personal, sealBinding(messageId, event.type)) } : {}),
  }
  const body = JSON.stringify(envelope)
  assert(
    Buffer.byteLength(body) <= messageBytesMax,
    `${event.type} is longer than ${messageBytesMax} bytes: put its body into the blob store and send the digest`,
  )
  return {
    practiceId: work.practiceId === installation ? null : work.practiceId,
    messageId,
    topic: event.topic.name,
    key: subject,
    type: event.type,
    body,
    traceparent: work.traceparent ?? null,
    createdAt: work.now,
  }
}

/** A producer validates strictly; an issue names places and codes, never values. */
function parsed(schema: z.ZodObject, value: unknown, what: string): Record<string, unknown> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const places = result.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`)
  assert(false, `${what} is not what its schema says (${places.slice(0, 5).join('; ')})`)
}
