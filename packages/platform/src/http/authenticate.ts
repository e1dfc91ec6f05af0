/**
 * Who asks: a bearer key of 256 random bits, kept as its SHA-256. A key has a label, a role and its
 * practices; one of several practices names which in `Tally-Practice`. A revoked key stops within five
 * seconds: answers are remembered that long.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type Problem, problem } from './problem.ts'

export const roles = ['emr', 'front-desk', 'clinician', 'biller', 'owner', 'auditor', 'operator'] as const
export type Role = (typeof roles)[number]

export interface Actor {
  readonly keyId: string
  readonly label: string
  readonly role: Role
  readonly practices: readonly string[]
}

export interface Practice {
  readonly id: string
  /** IANA name: decides which day is today. */
  readonly timezone: string
  readonly npis: readonly string[]
}

export interface Directory {
  actorOf(authorization: string | undefined): Promise<Actor | Problem>
  /** Whether this key was good when it was last looked for. */
  isFamiliar(authorization: string | undefined): boolean
  /**
   * Whether to look for this key at all, told from the beginnings of all good keys, which are held in memory: a key made in
   * the last second may be missed, a stranger's passes once in millions.
   */
  mayBeGood(authorization: string | undefined): Promise<boolean>
  practiceOf(actor: Actor, named: string | undefined): Promise<Practice | Problem>
  forget(): void
}

const rememberMs = 5_000
const beginningsMs = 1_000

/** How much of each good key's digest platform.key_beginnings tells. */
const beginningBytes = 4

export function digestOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

export function directory(pool: pg.Pool): Directory {
  const familiar = new Set<string>()
  const actors = remembering(rememberMs, async (digest: string) => {
    const actor = await actorWith(pool, digest)
    if (actor) familiar.add(digest)
    else familiar.delete(digest)
    return actor
  })
  const practices = remembering(rememberMs, async (id: string) => {
    const text = 'select id, timezone, npis from platform.practice_of($1)'
    const { rows } = await pool.query<Practice>({ name: 'practice-of', text, values: [id] })
    return rows[0] ?? null
  })
  const beginnings = remembering(beginningsMs, () => beginningsOfKeys(pool))
  return {
    async actorOf(authorization) {
      const digest = digestIn(authorization)
      const actor = digest ? await actors.get(digest) : null
      if (actor) return actor
      const detail = 'send a valid key as `Authorization: Bearer <key>`'
      return problem(401, 'key/invalid', detail, { headers: { 'www-authenticate': 'Bearer realm="tally"' } })
    },
    isFamiliar: (authorization) => familiar.has(digestIn(authorization) ?? ''),
    async mayBeGood(authorization) {
      const digest = digestIn(authorization)
      return digest !== null && (await beginnings.get('all')).has(digest.slice(0, 2 * beginningBytes))
    },
    async practiceOf(actor, named) {
      const id = named ?? (actor.practices.length === 1 ? actor.practices[0] : undefined)
      if (id === undefined) {
        return problem(
          400,
          'practice/not-named',
          'this key holds several practices: name one in the header Tally-Practice',
        )
      }
      const practice = actor.practices.includes(id) ? await practices.get(id) : null
      return practice ?? problem(404, 'practice/not-found', 'this key holds no such practice')
    },
    forget() {
      actors.clear()
      practices.clear()
      beginnings.clear()
    },
  }
}

/** SHA-256, in hex, of the key that the header holds; null when it holds none. */
function digestIn(authorization: string | undefined): string | null {
  const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1]
  return key ? digestOfKey(key).toString('hex') : null
}

async function actorWith(pool: pg.Pool, digest: string): Promise<Actor | null> {
  const { rows } = await pool.query({
    name: 'authenticate',
    text: 'select id, label, role, practices from platform.authenticate($1)',
    values: [Buffer.from(digest, 'hex')],
  })
  const row = rows[0]
  const role = roles.find((each) => each === row?.role)
  return role
    ? { keyId: String(row.id), label: String(row.label), role, practices: row.practices as string[] }
    : null
}

async function beginningsOfKeys(pool: pg.Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ beginning: Buffer }>({
    name: 'key-beginnings',
    text: 'select beginning from platform.key_beginnings()',
  })
  return new Set(rows.map(({ beginning }) => beginning.toString('hex')))
}

/** Requests that ask for the same at once share one look. */
function remembering<T>(forMs: number, load: (key: string) => Promise<T>) {
  const held = new Map<string, { readonly value: Promise<T>; readonly until: number }>()
  return {
    get(key: string): Promise<T> {
      const known = held.get(key)
      if (known && known.until > performance.now()) return known.value
      // Strangers' keys must not fill the memory.
      if (held.size > 10_000) held.clear()
      const value = load(key)
      held.set(key, { value, until: performance.now() + forMs })
      value.catch(() => held.delete(key))
      return value
    },
    clear: () => held.clear(),
  }
}
