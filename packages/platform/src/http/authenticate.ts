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
  practiceOf(actor: Actor, named: string | undefined): Promise<Practice | Problem>
  forget(): void
}

const rememberMs = 5_000

export function digestOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

export function directory(pool: pg.Pool): Directory {
  const actors = remembering(async (digest: string) => {
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
  })
  const practices = remembering(async (id: string) => {
    const text = 'select id, timezone, npis from platform.practice_of($1)'
    const { rows } = await pool.query<Practice>({ name: 'practice-of', text, values: [id] })
    return rows[0] ?? null
  })
  return {
    async actorOf(authorization) {
      const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1]
      const actor = key ? await actors.get(digestOfKey(key).toString('hex')) : null
      if (actor) return actor
      const detail = 'send a valid key as `Authorization: Bearer <key>`'
      return problem(401, 'key/invalid', detail, { headers: { 'www-authenticate': 'Bearer realm="tally"' } })
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
    },
  }
}

function remembering<T>(load: (key: string) => Promise<T>) {
  const held = new Map<string, { readonly value: T; readonly until: number }>()
  return {
    async get(key: string): Promise<T> {
      const known = held.get(key)
      if (known && known.until > performance.now()) return known.value
      // Strangers' keys must not fill the memory.
      if (held.size > 10_000) held.clear()
      const value = await load(key)
      held.set(key, { value, until: performance.now() + rememberMs })
      return value
    },
    clear: () => held.clear(),
  }
}
