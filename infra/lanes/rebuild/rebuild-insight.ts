/**
 * Makes insight's read models again from its facts (DESIGN.md 10), in the live database: they are nobody's own word, so there is
 * nothing to compare them with, and the service goes on meanwhile.
 */
import { type Rebuilt, rebuildReadModels } from '@tally/insight/rebuild'
import { inTransaction, openPool, passwordOf } from '@tally/platform'
import { assertOwnSecret, onServer } from './scratch-database.ts'

interface Live {
  /** Of the live database, as any user of it. */
  readonly url: string
  readonly secret: Uint8Array
}

export async function rebuildInsight({ url, secret }: Live, tell: (rebuilt: Rebuilt) => void): Promise<void> {
  await onServer(url, (client) => assertOwnSecret(client, secret, { name: 'insight' }))
  const own = new URL(url)
  own.username = 'insight_worker'
  own.password = passwordOf(secret, own.username)
  const pool = openPool({ url: own.toString(), connections: 1, applicationName: 'tally rebuild' })
  try {
    await rebuildReadModels((work) => inTransaction(pool, null, work), tell)
  } finally {
    await pool.end()
  }
}
