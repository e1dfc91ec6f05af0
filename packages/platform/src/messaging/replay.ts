/**
 * A person's answer to a parked message: handle it again, or set it aside. What waits behind it follows in
 * order.
 */
import { accepted, type Decision, Defect, refused } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { describeError, isFault } from '../fault.ts'
import { installation } from '../keys/key-vault.ts'
import type { Shell } from '../shell.ts'
import { readEnvelope, workOf } from './delivery.ts'
import { writeOutbox } from './outbox.ts'
import { lockKey, openOf, parkedBinding } from './parking.ts'
import type { HearingFeature } from './subscription.ts'
import type { Work } from './work.ts'

export interface Replayed {
  readonly replayed: number
}

interface Place {
  readonly consumer: string
  readonly key: string
}

interface ParkedRow extends Place {
  readonly id: string
  readonly body: Buffer
  readonly body_encrypted: boolean
}

/**
 * Handles the parked message `id` again, through the same handler; it must be the first of its key. Refused
 * `parked/not-open`, `parked/not-first`, `parked/still-fails` (the ones before it in the key's order stay handled).
 */
export async function replay(
  shell: Shell,
  features: readonly HearingFeature[],
  id: string,
  by: string,
): Promise<Decision<Replayed>> {
  const place = await inTransaction(shell.worker, null, (query) => placeOfFirst(query, id))
  return place.kind === 'refused' ? place : replayKey(shell, features, place.value, by)
}

/**
 * Sets `id` aside for good, with a person's reason; what waits behind it is handled now. Refused like
 * `replay`.
 */
export async function discard(
  shell: Shell,
  features: readonly HearingFeature[],
  id: string,
  by: string,
  reason: string,
): Promise<Decision<Replayed>> {
  const place = await inTransaction(shell.worker, null, async (query) => {
    const found = await placeOfFirst(query, id)
    if (found.kind === 'accepted')
      await query(resolveParked, [id, 'discarded', by, reason, shell.clock.now()])
    return found
  })
  return place.kind === 'refused' ? place : replayKey(shell, features, place.value, by)
}

async function replayKey(
  shell: Shell,
  features: readonly HearingFeature[],
  place: Place,
  by: string,
): Promise<Decision<Replayed>> {
  let replayed = 0
  try {
    while (await handleFirst(shell, features, place, by)) replayed += 1
  } catch (error) {
    if (isFault(error)) throw error
    const { says } = describeError(error)
    return refused(
      'parked/still-fails',
      `${replayed} handled; the next of its key still fails (${says}): mend it, then replay`,
    )
  }
  shell.wake()
  return accepted({ replayed })
}

async function placeOfFirst(query: Query, id: string): Promise<Decision<Place>> {
  const [row] = await query<ParkedRow>(openById, [id])
  if (!row)
    return refused(
      'parked/not-open',
      'no parked message of this id is open; GET /v1/parked-messages lists them',
    )
  await query(lockKey, [row.consumer, row.key])
  const [first] = await query<{ id: string }>(openOf, [row.consumer, row.key])
  if (first && first.id !== id)
    return refused('parked/not-first', `it waits behind ${first.id}: replay or discard that first`)
  return accepted({ consumer: row.consumer, key: row.key })
}

/**
 * One transaction: the first open message of the key, its effect, its row resolved. False when there is none
 * left.
 */
async function handleFirst(
  shell: Shell,
  features: readonly HearingFeature[],
  { consumer, key }: Place,
  by: string,
): Promise<boolean> {
  return inTransaction(shell.worker, null, async (query) => {
    await query(lockKey, [consumer, key])
    const [row] = await query<ParkedRow>(firstOpen, [consumer, key])
    if (!row) return false
    const own = await shell.vault.of(installation)
    const bytes = row.body_encrypted
      ? Buffer.from(String(own.openColumn(row.body, parkedBinding(row.id))), 'base64')
      : row.body
    const envelope = readEnvelope(bytes)
    if (!envelope) throw new Defect('it is no envelope of ours: discard it')
    const listener = features
      .find(({ name }) => name === consumer)
      ?.listeners.find(({ type }) => type === envelope.type)
    const keys = await shell.vault.of(envelope.practiceid ?? installation)
    const outgoing: Work['outgoing'] = []
    await listener?.handle(workOf(shell, query, { envelope, keys }, outgoing, envelope.traceparent), envelope)
    await writeOutbox(query, outgoing)
    await query(resolveParked, [row.id, 'replayed', by, null, shell.clock.now()])
    return true
  })
}

const openById = {
  name: 'parked-by-id',
  text: 'select id, consumer, key from parked_message where id = $1 and resolved_at is null for update',
}

const firstOpen = {
  name: 'parked-first-open',
  text: `select id, consumer, key, body, body_encrypted from parked_message
         where consumer = $1 and key = $2 and resolved_at is null order by arrival limit 1 for update`,
}

const resolveParked = {
  name: 'parked-resolve',
  text: `update parked_message set resolution = $2, resolved_by = $3, reason = $4, resolved_at = $5 where id = $1`,
}
