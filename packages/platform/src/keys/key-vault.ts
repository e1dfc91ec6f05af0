/**
 * Unwrapped keys of each practice, loaded through platform.data_key and held for ten minutes at most: a key
 * destroyed there stops working here. They are loaded anew before that, one load a practice however many ask.
 */
import { randomBytes } from 'node:crypto'
import { assert, type NewId } from '@tally/kernel'
import type pg from 'pg'
import type { Clock } from '../clock.ts'
import type { Query } from '../database/pool.ts'
import { isFault } from '../fault.ts'
import type { KeyManagement } from './key-management.ts'
import { type PracticeKeys, practiceKeys } from './practice-keys.ts'

export interface KeyVault {
  /** Throws a `Defect` for a practice that has no keys. */
  of(practiceId: string): Promise<PracticeKeys>
}

/** The practice id of what belongs to the installation itself. */
export const installation = ''

const heldMsMax = 10 * 60_000
/** From this age on the next one who asks starts the load that nobody has to wait for. */
const freshMs = 8 * 60_000

interface Held {
  readonly keys: PracticeKeys
  readonly loadedAt: number
}

/**
 * `pool` should be the vault's own: keys may be asked for inside a transaction, and whoever holds the last
 * connection of a pool would wait for another one for ever.
 */
export function keyVault(management: KeyManagement, pool: pg.Pool, clock: Clock): KeyVault {
  const held = new Map<string, Held>()
  const loading = new Map<string, Promise<PracticeKeys>>()
  const ageOf = ({ loadedAt }: Held) => clock.millis() - loadedAt

  async function loadAnew(practiceId: string): Promise<PracticeKeys> {
    const loadedAt = clock.millis()
    try {
      const keys = await load(management, pool, practiceId)
      held.delete(practiceId)
      held.set(practiceId, { keys, loadedAt })
      // Those of practices that nobody asks for any more go as well; the oldest stand first.
      for (const [id, each] of held) {
        if (ageOf(each) < heldMsMax) break
        held.delete(id)
      }
      return keys
    } catch (error) {
      // With the database away the held ones serve out their time; a practice without keys has none at once.
      if (!isFault(error)) held.delete(practiceId)
      throw error
    } finally {
      loading.delete(practiceId)
    }
  }

  const loaded = (practiceId: string) => {
    const promise = loading.get(practiceId) ?? loadAnew(practiceId)
    loading.set(practiceId, promise)
    return promise
  }

  return {
    async of(practiceId) {
      const known = held.get(practiceId)
      if (!known || ageOf(known) >= heldMsMax) return loaded(practiceId)
      if (ageOf(known) >= freshMs) loaded(practiceId).catch(() => undefined)
      return known.keys
    },
  }
}

export interface WrappedKey {
  readonly kid: string
  readonly purpose: 'data' | 'id'
  /** base64 */
  readonly wrapped: string
}

/**
 * New keys for a new practice, as put_practice takes them, and what they do until they are loaded from there.
 */
export async function newPracticeKeys(
  management: KeyManagement,
  newId: NewId,
  practiceId: string,
): Promise<{ wrapped: readonly WrappedKey[]; keys: PracticeKeys }> {
  const [data, id] = [randomBytes(32), randomBytes(32)]
  const kid = newId()
  const wrapped = [
    { kid, purpose: 'data' as const, wrapped: Buffer.from(await management.wrap(data)).toString('base64') },
    {
      kid: newId(),
      purpose: 'id' as const,
      wrapped: Buffer.from(await management.wrap(id)).toString('base64'),
    },
  ]
  return { wrapped, keys: practiceKeys({ practiceId, data: new Map([[kid, data]]), current: kid, id }) }
}

/**
 * Throws where `management` does not open the installation's own keys: with another master key every request would fail, and
 * what is sealed under it stays closed under the right one.
 */
export async function refuseOtherMasterKey(query: Query, management: KeyManagement): Promise<void> {
  const [first] = await query<{ wrapped: Buffer }>(loadKeys, [installation])
  if (!first) return
  try {
    await management.unwrap(first.wrapped)
  } catch (cause) {
    if (isFault(cause)) throw cause
    const says = 'The master key is not the one that this database was installed with'
    throw new Error(
      `${says}: set TALLY_MASTER_KEY_FILE to that one, or put secrets/master.key back into the data folder.`,
      { cause },
    )
  }
}

const loadKeys = {
  name: 'load-data-keys',
  text: 'select kid, purpose, wrapped from platform.data_key($1)',
}

async function load(management: KeyManagement, pool: pg.Pool, practiceId: string): Promise<PracticeKeys> {
  const { rows } = await pool.query({ ...loadKeys, values: [practiceId] })
  const data = new Map<string, Uint8Array>()
  let id: Uint8Array | undefined
  let current: string | undefined
  for (const { kid, purpose, wrapped } of rows) {
    const key = await management.unwrap(wrapped)
    if (purpose === 'id') id = key
    else {
      data.set(String(kid), key)
      current ??= String(kid)
    }
  }
  assert(id && current, `practice ${practiceId} has no keys`)
  return practiceKeys({ practiceId, data, current, id })
}
