/**
 * Parked messages: what three tries could not handle, and what waits behind it with the same key. Nothing of
 * a person is in the clear: an envelope's personal part is sealed, bytes that are no envelope of ours are
 * encrypted whole, and the notice on `<service>.parked` holds pointer, code and digest alone. A person
 * replays or discards; the key's rest follows.
 */
import { createHash } from 'node:crypto'
import { defineEvent } from '@tally/contracts'
import { z } from 'zod'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { installation } from '../keys/key-vault.ts'
import type { Shell } from '../shell.ts'
import type { IncomingMessage } from './broker/broker.ts'
import { type Delivery, readEnvelope } from './delivery.ts'
import { commit, saying, writeOutbox } from './outbox.ts'
import type { Work } from './work.ts'

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

/**
 * Which `<consumer> <key>` of the deliveries have an open parked message; locked against a replay that ends
 * just now.
 */
export async function heldKeys(query: Query, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const keys = [...new Set(deliveries.map(({ message }) => message.key))]
  const seen = await query<{ consumer: string; key: string }>(openKeys, [keys])
  const held = new Set<string>()
  for (const { consumer, key } of seen) {
    await query(lockKey, [consumer, key])
    if ((await query(openOf, [consumer, key])).length > 0) held.add(`${consumer} ${key}`)
  }
  return held
}

/** Parks a message for `consumer`: the row, the inbox mark and the notice in one transaction. */
export async function park(
  shell: Shell,
  consumer: string,
  message: IncomingMessage,
  trouble: Trouble,
): Promise<void> {
  await inTransaction(shell.worker, null, async (query) => {
    await query(lockKey, [consumer, message.key])
    await insert(shell, query, consumer, message, { ...trouble, behind: false })
  })
  shell.meters.consumed.inc({ service: shell.service, consumer, verdict: 'parked' })
  shell.log.error('a message was parked; see /v1/parked-messages', {
    service: shell.service,
    consumer,
    topic: message.topic,
    partition: message.partition,
    offset: String(message.offset),
  })
  shell.wake()
}

/** Parks a sound message behind an earlier one of its key. */
export async function parkBehind(shell: Shell, query: Query, { consumer, message }: Delivery): Promise<void> {
  const trouble = {
    code: 'behind',
    says: 'waits behind an earlier parked message of its key',
    tries: 0,
    behind: true,
  }
  await insert(shell, query, consumer, message, trouble)
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
  text: `insert into parked_message (id, practice_id, consumer, topic, partition, "offset", key, message_id, type, body,
                                     body_encrypted, headers, code, says, digest, behind, tries, parked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
}

/** Our own keys are ids; a stranger's key may name a person, so only its digest is kept. */
function keyToKeep(key: string): string {
  if (/^([a-z]{3}_)?[0-9A-HJKMNP-TV-Z]{26}$/.test(key)) return key
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}

/** What the body of an unreadable parked message is bound to. */
export function parkedBinding(id: string): string {
  return `parked_message|body|${id}`
}

async function insert(
  shell: Shell,
  query: Query,
  consumer: string,
  message: IncomingMessage,
  { code, says, tries, behind }: Trouble & { readonly behind: boolean },
): Promise<void> {
  const id = shell.newId()
  const now = shell.clock.now()
  const envelope = readEnvelope(message.value)
  const bytes = Buffer.from(message.value)
  const own = await shell.vault.of(installation)
  const body = envelope ? bytes : own.sealColumn(bytes.toString('base64'), parkedBinding(id))
  const digest = createHash('sha256').update(bytes).digest('hex')
  const { topic, partition } = message
  const offset = String(message.offset)
  const headers = { ...(message.headers.traceparent ? { traceparent: message.headers.traceparent } : {}) }
  await query(insertParked, [
    ...[id, envelope?.practiceid ?? null, consumer, topic, partition, offset, keyToKeep(message.key)],
    ...[
      envelope?.id ?? null,
      envelope?.type ?? null,
      body,
      !envelope,
      headers,
      code,
      says,
      digest,
      behind,
      tries,
      now,
    ],
  ])
  if (behind) return
  if (envelope) await query(markSeen, [consumer, envelope.id, now])
  const outgoing: Work['outgoing'] = []
  const work: Work = {
    ...{
      service: shell.service,
      query,
      practiceId: installation,
      keys: own,
      now,
      newId: shell.newId,
      outgoing,
    },
    causationId: envelope?.id ?? id,
    traceparent: envelope?.traceparent,
  }
  const notice = saying(messageParked(shell.service), {
    subject: id,
    sequence: 1,
    correlationId: envelope?.correlationid ?? id,
    data: { parkedId: id, consumer, topic, partition, offset, code, digest },
  })
  await commit(work, async () => undefined, [notice])
  await writeOutbox(query, outgoing)
}
