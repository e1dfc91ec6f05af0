/**
 * Unwrapped keys of each practice, held for the life of the process; loaded through platform.data_key the
 * first time.
 */
import { randomBytes } from 'node:crypto'
import { assert, type NewId } from '@tally/kernel'
import type pg from 'pg'
import type { KeyManagement } from './key-management.ts'
import { type PracticeKeys, practiceKeys } from './practice-keys.ts'

export interface KeyVault {
  /** Throws a `Defect` for a practice that has no keys. */
  of(practiceId: string): Promise<PracticeKeys>
}

/** The practice id of what belongs to the installation itself. */
export const installation = ''

export function keyVault(management: KeyManagement, pool: pg.Pool): KeyVault {
  const held = new Map<string, Promise<PracticeKeys>>()
  return {
    of(practiceId) {
      const known = held.get(practiceId)
      if (known) return known
      const loading = load(management, pool, practiceId)
      held.set(practiceId, loading)
      loading.catch(() => held.delete(practiceId))
      return loading
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

async function load(management: KeyManagement, pool: pg.Pool, practiceId: string): Promise<PracticeKeys> {
  const { rows } = await pool.query({
    name: 'load-data-keys',
    text: 'select kid, purpose, wrapped from platform.data_key($1)',
    values: [practiceId],
  })
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
