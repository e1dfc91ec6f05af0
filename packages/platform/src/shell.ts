/** What a running service has: its roles' pools, its keys, time and chance, and where it tells of itself. */
import type { NewId } from '@tally/kernel'
import type pg from 'pg'
import type { AuditWriter } from './auditing/audit-writer.ts'
import type { Clock } from './clock.ts'
import type { KeyVault } from './keys/key-vault.ts'
import type { Broker } from './messaging/broker/broker.ts'
import type { Journaling } from './messaging/journal.ts'
import type { Suspects } from './messaging/suspects.ts'
import type { Log } from './telemetry/log.ts'
import type { Meters } from './telemetry/meters.ts'
import type { Tracing } from './telemetry/trace.ts'

export interface Shell {
  readonly service: string
  /** Sees one practice a transaction. */
  readonly api: pg.Pool
  /** Sees its whole schema. */
  readonly worker: pg.Pool
  readonly vault: KeyVault
  readonly broker: Broker
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly meters: Meters
  readonly tracing: Tracing
  readonly suspects: Suspects
  /** Entries of the audit log that belong to no transaction of their own. */
  readonly auditing: AuditWriter
  /** What acts by this shell; the audit log names it. */
  readonly doing?: { readonly kind: 'job' | 'webhook'; readonly name: string }
  /** Of a service that says `journals`. */
  readonly journal?: Journaling
  /** Tells relay and jobs that rows were committed. */
  wake(): void
  /** Tells the jobs alone: nothing was said. */
  wakeJobs(): void
}
