/**
 * Practices and keys of an installation: made by an operator over HTTP, and once at the start of an embedded
 * run. A key is 256 random bits, shown once and stored as its digest.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { NewId } from '@tally/kernel'
import type { Query } from '../database/pool.ts'
import { openSession, queryOn } from '../database/pool.ts'
import { digestOfKey, type Role } from '../http/authenticate.ts'
import type { KeyManagement } from '../keys/key-management.ts'
import { installation, newPracticeKeys, refuseOtherMasterKey } from '../keys/key-vault.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'

export interface PracticeDetails {
  readonly name: string
  readonly timezone: string
  readonly npis: readonly string[]
  /** Kept under the practice's data key. */
  readonly sealed: Readonly<Record<string, unknown>>
}

const put = { name: 'practice-put', text: 'select platform.put_practice($1, $2, $3, $4, $5)' }
const putKey = { name: 'api-key-put', text: 'select platform.put_api_key($1, $2, $3, $4, $5)' }

const supersede = {
  name: 'first-key-supersede',
  text: `update platform.api_key set superseded_at = now()
         where purpose = $1 and digest <> $2 and superseded_at is null`,
}
const putFirstKey = {
  name: 'first-key-put',
  text: `insert into platform.api_key (id, digest, label, role, practices, purpose) values ($1, $2, $3, $4, $5, $6)
         on conflict (digest) do update set label = excluded.label, role = excluded.role,
           practices = excluded.practices, purpose = excluded.purpose, superseded_at = null`,
}

/** Creates a practice with its own keys, or changes one (`keys` given). */
export async function savePractice(
  query: Query,
  keyring: { readonly management: KeyManagement; readonly newId: NewId } | PracticeKeys,
  id: string,
  { name, timezone, npis, sealed }: PracticeDetails,
): Promise<void> {
  const made = 'sealColumn' in keyring ? null : await newPracticeKeys(keyring.management, keyring.newId, id)
  const keys = made ? made.keys : (keyring as PracticeKeys)
  const details = keys.sealColumn({ name, ...sealed }, detailsBinding(id))
  await query(put, [id, timezone, npis, details, JSON.stringify(made?.wrapped ?? [])])
}

export function detailsBinding(practiceId: string): string {
  return `practice|details|${practiceId}`
}

/** A new secret: 256 random bits. */
export function newApiKey(): string {
  return `tally_${randomBytes(32).toString('base64url')}`
}

interface KeyDetails {
  readonly label: string
  readonly role: Role
  readonly practices: readonly string[]
}

export async function saveApiKey(
  query: Query,
  id: string,
  key: string,
  { label, role, practices }: KeyDetails,
): Promise<void> {
  await query(putKey, [id, digestOfKey(key), label, role, practices])
}

export interface FirstKeys {
  readonly operator: string
  /** The embedded demo practice's owner key; null: no demo practice. */
  readonly demo: string | null
}

export const demoPractice: PracticeDetails & { readonly id: string } = {
  id: 'prc_demo',
  name: 'EXAMPLE PHYSICAL THERAPY LLC',
  timezone: 'America/Los_Angeles',
  npis: ['1234567893'],
  sealed: {
    taxIds: ['930000001'],
    address: { line1: '100 EXAMPLE AVE', city: 'PORTLAND', state: 'OR', zip: '972011234' },
    submitter: { name: 'BILLING DESK', phone: '5035550100' },
    // The demo shows a claim at once; a practice's own default is 20:00 on the day of signing.
    policies: { sendWindow: 'at-once' },
  },
}

/**
 * Prepares a database for its first requests: the installation's own keys, the operator's key, the demo
 * practice.
 */
export async function prepareInstallation(
  url: string,
  management: KeyManagement,
  newId: NewId,
  { operator, demo }: FirstKeys,
): Promise<void> {
  const session = openSession({ url, applicationName: 'tally prepare' })
  await session.connect()
  try {
    await session.query('begin')
    await session.query('select pg_advisory_xact_lock(7261003)')
    const query = queryOn(session)
    // Before anything is sealed under it.
    await refuseOtherMasterKey(query, management)
    const { rows } = await session.query(
      "select id from platform.practice union select '' from platform.data_key where practice_id = ''",
    )
    const known = new Set(rows.map(({ id }) => String(id)))
    if (!known.has(installation)) {
      const { wrapped } = await newPracticeKeys(management, newId, installation)
      for (const { kid, purpose, wrapped: bytes } of wrapped) {
        const text =
          'insert into platform.data_key (practice_id, kid, purpose, wrapped) values ($1, $2, $3, $4)'
        await session.query(text, [installation, kid, purpose, Buffer.from(bytes, 'base64')])
      }
    }
    await saveFirstKey(query, 'operator', operator, {
      label: 'first operator',
      role: 'operator',
      practices: [],
    })
    if (demo !== null) {
      if (!known.has(demoPractice.id))
        await savePractice(query, { management, newId }, demoPractice.id, demoPractice)
      const practices = [demoPractice.id]
      await saveFirstKey(query, 'demo', demo, { label: 'demo owner', role: 'owner', practices })
    }
    await session.query('commit')
  } finally {
    await session.end()
  }
}

/**
 * The key that the environment names for a purpose; an earlier one of the same purpose stops. Naming that one
 * again brings it back, unless a person revoked it.
 */
async function saveFirstKey(
  query: Query,
  purpose: keyof FirstKeys,
  key: string,
  { label, role, practices }: KeyDetails,
): Promise<void> {
  const digest = digestOfKey(key)
  await query(supersede, [purpose, digest])
  await query(putFirstKey, [keyIdOf(key), digest, label, role, practices, purpose])
}

/** The first keys keep their ids over restarts. */
function keyIdOf(key: string): string {
  return `key_${createHash('sha256').update(`key id of ${key}`).digest('hex').slice(0, 24)}`
}
