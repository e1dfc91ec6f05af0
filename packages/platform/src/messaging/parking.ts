/**
 * Parked messages: what three tries could not handle, and what waits behind it with the same key. Nothing of
 * a person is in the clear: an envelope's personal part is sealed, bytes that are no envelope of ours are
 * encrypted whole, and the notice on `<service>.parked` holds pointer, code and digest alone. A person
 * replays or discards; the key's rest follows.
 */
import { createHash } from 'node:crypto'
import { defineEvent, type Envelope } from '@tally/contracts'
import { z } from 'zod'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { installation } from '../keys/key-vault.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'
import type { Shell } from '../shell.ts'
import { type Delivery, type PlacedMessage, readEnvelope } from './delivery.ts'
import { commit, saying, sendOutbox } from './outbox.ts'
import { type OutboxRow, openWork } from './work.ts'

export interface Trouble {
  readonly code: string
  readonly says: string
  readonly tries: number
}

/** `<service>.parked`: for people who watch the broker. Kept 7 days. */
export function messageParked(service: string) {
  return defineEvent({
    type: 'message.parked.v1',
    topic: { name: `${service}.parked`, keyedBy: 'parked message' },
    summary: 'A message could not be handled and waits for a person.',
    data: z.strictObject({
      parkedId: z.string(),
      consumer: z.string(),
      topic: z.string(),
      partition: z.int(),
      offset: z.string(),
      code: z.string(),
      digest: z.string(),
    }),
    says: ({ consumer, topic, code }) => `${consumer} parked a message of ${topic}: ${code}`,
  })
}

interface ParkedKey {
  readonly consumer: string
  /** As it is kept. */
  readonly key: string
}

/** The consumers and keys of the deliveries that have an open parked message, or had until just now. */
export async function keysWithParked(query: Query, deliveries: readonly Delivery[]): Promise<ParkedKey[]> {
  return query<ParkedKey>(openKeys, [[...new Set(deliveries.map(({ message }) => keptKey(message.key)))]])
}

/** Those of them, as `<consumer> <key>`, that still have one; locked against a replay that ends just now. */
export async function heldKeys(query: Query, seen: readonly ParkedKey[]): Promise<Set<string>> {
  const held = new Set<string>()
  for (const { consumer, key } of seen) {
    await query(lockKey, [consumer, key])
    if ((await query(openOf, [consumer, key])).length > 0) held.add(`${consumer} ${key}`)
  }
  return held
}

/**
 * Parks a message for `consumer`: the row, the inbox mark and the notice in one transaction. One that was
 * parked already, and came again because its offset was not committed, stays as it is.
 */
export async function park(
  shell: Shell,
  consumer: string,
  message: PlacedMessage,
  trouble: Trouble,
): Promise<void> {
  const own = await shell.vault.of(installation)
  const id = shell.newId()
  const envelope = readEnvelope(message.value)
  const bytes = Buffer.from(message.value)
  const body = envelope ? bytes : own.sealColumn(bytes.toString('base64'), parkedBinding(id))
  const parked = await inTransaction(shell.worker, null, async (query) => {
    await query(lockKey, [consumer, keptKey(message.key)])
    const row = { ...trouble, id, consumer, message, envelope, body, behind: false }
    if (!(await insert(query, row, shell.clock.now()))) return false
    if (envelope) await query(markSeen, [consumer, envelope.id, shell.clock.now()])
    await sendOutbox(query, await noticeOf(shell, query, own, row))
    return true
  })
  if (!parked) return
  shell.meters.consumed.inc({ service: shell.service, consumer, verdict: 'parked' })
  const { topic, partition } = message
  const place = { service: shell.service, consumer, topic, partition, offset: String(message.offset) }
  shell.log.error('a message was parked; see /v1/parked-messages', place)
  shell.wake()
}

/** Parks a sound message behind an earlier one of its key. */
export async function parkBehind(shell: Shell, query: Query, delivery: Delivery): Promise<void> {
  const { consumer, message, envelope } = delivery
  const trouble = { code: 'behind', says: 'waits behind an earlier parked message of its key', tries: 0 }
  const body = Buffer.from(message.value)
  const row = { ...trouble, id: shell.newId(), consumer, message, envelope, body, behind: true }
  await insert(query, row, shell.clock.now())
}

export const lockKey = {
  name: 'parked-lock',
  text: 'select pg_advisory_xact_lock(hashtext($1), hashtext($2))',
}

export const openOf = {
  name: 'parked-open-of',
  text: 'select id from parked_message where consumer = $1 and key = $2 and resolved_at is null order by arrival',
}

const openKeys = {
  name: 'parked-open-keys',
  text: 'select distinct consumer, key from parked_message where key = any($1::text[]) and resolved_at is null',
}

const markSeen = {
  name: 'parked-mark-seen',
  text: 'insert into inbox (consumer, message_id, handled_at) values ($1, $2, $3) on conflict do nothing',
}

const insertParked = {
  name: 'parked-insert',
  text: `insert into parked_message (id, practice_id, consumer, cluster_id, topic, partition, "offset", key, message_id,
                                     type, body, body_encrypted, headers, code, says, digest, behind, tries, parked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (consumer, cluster_id, topic, partition, "offset") do nothing returning id`,
}

/** Our own keys are ids; a stranger's key may name a person, so only its digest is kept. */
export function keptKey(key: string): string {
  if (/^([a-z]{3}_)?[0-9A-HJKMNP-TV-Z]{26}$/.test(key)) return key
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}

/** What the body of an unreadable parked message is bound to. */
export function parkedBinding(id: string): string {
  return `parked_message|body|${id}`
}

interface ToPark extends Trouble {
  readonly id: string
  readonly consumer: string
  readonly message: PlacedMessage
  readonly envelope: Envelope | undefined
  /** As it is kept: encrypted when there is no envelope. */
  readonly body: Buffer
  readonly behind: boolean
}

/** False: it is parked already. */
async function insert(
  query: Query,
  { id, consumer, message, envelope, body, behind, code, says, tries }: ToPark,
  now: string,
): Promise<boolean> {
  const { clusterId, topic, partition, offset, key } = message
  const headers = { ...(message.headers.traceparent ? { traceparent: message.headers.traceparent } : {}) }
  const rows = await query(insertParked, [
    ...[
      id,
      envelope?.practiceid ?? null,
      consumer,
      clusterId,
      topic,
      partition,
      String(offset),
      keptKey(key),
    ],
    ...[envelope?.id ?? null, envelope?.type ?? null, body, !envelope, headers, code, says],
    ...[digestOf(message), behind, tries, now],
  ])
  return rows.length > 0
}

async function noticeOf(
  shell: Shell,
  query: Query,
  keys: PracticeKeys,
  { id, consumer, message, envelope, code }: ToPark,
): Promise<OutboxRow[]> {
  const causationId = envelope?.id ?? id
  const work = openWork(shell, query, { keys, causationId, traceparent: envelope?.traceparent })
  const { topic, partition } = message
  const notice = saying(messageParked(shell.service), {
    subject: id,
    sequence: 1,
    correlationId: envelope?.correlationid ?? id,
    data: {
      ...{ parkedId: id, consumer, topic, partition, offset: String(message.offset), code },
      digest: digestOf(message),
    },
  })
  await commit(work, async () => undefined, [notice])
  return work.held.outbox
}

function digestOf({ value }: PlacedMessage): string {
  return createHash('sha256').update(value).digest('hex')
}
