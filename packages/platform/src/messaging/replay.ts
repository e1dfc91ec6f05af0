/**
 * A person's answer to a parked message: handle it again, or set it aside. What waits behind it follows in
 * order.
 */
import { accepted, assert, type Decision, refused } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { describeError, isFault } from '../fault.ts'
import { installation } from '../keys/key-vault.ts'
import type { Shell } from '../shell.ts'
import { listenerOf, readEnvelope, workOf } from './delivery.ts'
import { lockKey, openOf, parkedBinding } from './parking.ts'
import type { HearingFeature } from './subscription.ts'
import { nothingHeld } from './work.ts'
import { writeHeld } from './write-held.ts'

export interface Replayed {
  readonly replayed: number
}

interface Place {
  readonly consumer: string
  readonly key: string
}

interface ParkedRow extends Place {
  readonly id: string
  readonly topic: string
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
    for (let step: Step = 'moved'; step !== 'none'; ) {
      step = await handleFirst(shell, features, place, by)
      if (step === 'handled') replayed += 1
    }
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

/** `moved`: another one is the first by now. `none`: nothing of the key is open any more. */
type Step = 'handled' | 'moved' | 'none'

/** One transaction: the first open message of the key, its effect, its row resolved. */
async function handleFirst(
  shell: Shell,
  features: readonly HearingFeature[],
  { consumer, key }: Place,
  by: string,
): Promise<Step> {
  const { rows } = await shell.worker.query<ParkedRow>({ ...firstOpen, values: [consumer, key] })
  const [row] = rows
  if (!row) return 'none'
  const { listener, envelope, keys } = await opened(shell, features, row)
  return inTransaction(shell.worker, null, async (query) => {
    await query(lockKey, [consumer, key])
    const [first] = await query<{ id: string }>(openOf, [consumer, key])
    if (first?.id !== row.id) return 'moved'
    const held = nothingHeld()
    const work = workOf(shell, query, { consumer, envelope, keys }, held, envelope.traceparent)
    await listener.handle(work, envelope)
    await writeHeld(query, held)
    await query(resolveParked, [row.id, 'replayed', by, null, shell.clock.now()])
    return 'handled'
  })
}

/** What the handler needs, before the transaction: keys are loaded over another connection. */
async function opened(shell: Shell, features: readonly HearingFeature[], row: ParkedRow) {
  const bytes = row.body_encrypted
    ? Buffer.from(
        String((await shell.vault.of(installation)).openColumn(row.body, parkedBinding(row.id))),
        'base64',
      )
    : row.body
  const envelope = readEnvelope(bytes)
  assert(envelope, 'it is no envelope of ours: discard it')
  const feature = features.find(({ name }) => name === row.consumer)
  const listener = feature && listenerOf(feature, row.topic, envelope.type)
  assert(listener, 'no feature of this version hears it: run the version that does, or discard it')
  return { envelope, listener, keys: await shell.vault.of(envelope.practiceid ?? installation) }
}

const openById = {
  name: 'parked-by-id',
  text: 'select id, consumer, key from parked_message where id = $1 and resolved_at is null for update',
}

const firstOpen = {
  name: 'parked-first-open',
  text: `select id, consumer, key, topic, body, body_encrypted from parked_message
         where consumer = $1 and key = $2 and resolved_at is null order by arrival limit 1`,
}

const resolveParked = {
  name: 'parked-resolve',
  text: `update parked_message set resolution = $2, resolved_by = $3, reason = $4, resolved_at = $5 where id = $1`,
}
