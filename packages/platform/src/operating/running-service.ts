/** A service as the host runs it: its shell and what of it an operator may ask. */
import type { PartitionLag } from '../messaging/broker/broker.ts'
import type { Relay } from '../messaging/relay.ts'
import type { Service } from '../service.ts'
import type { Shell } from '../shell.ts'

export interface RunningService {
  readonly service: Service
  readonly shell: Shell
  readonly relay: Relay
  readonly topics: readonly string[]
}

export interface ServiceState {
  readonly service: string
  readonly outboxRows: number
  /** Age of the oldest unpublished row, in seconds. */
  readonly outboxSeconds: number
  readonly parked: number
  readonly lag: readonly PartitionLag[]
}

interface Counts {
  readonly rows: number
  readonly oldest: string | null
  readonly parked: number
}

const counts = {
  name: 'state-counts',
  text: `select (select count(*) from outbox where published_at is null) as rows,
                (select min(created_at) from outbox where published_at is null) as oldest,
                (select count(*) from parked_message where resolved_at is null)
                + (select count(*) from deadline where parked_at is not null) as parked`,
}

/**
 * The three numbers that tell whether a service flows. Throws a fault when the database or the broker does
 * not answer.
 */
export async function stateOf({ service, shell, topics }: RunningService): Promise<ServiceState> {
  const { rows } = await shell.worker.query<Counts>(counts)
  const row = rows[0] ?? { rows: 0, oldest: null, parked: 0 }
  const age = row.oldest === null ? 0 : (shell.clock.millis() - Date.parse(row.oldest)) / 1_000
  return {
    service: service.name,
    outboxRows: row.rows,
    outboxSeconds: Math.max(0, Math.round(age * 10) / 10),
    parked: row.parked,
    lag: topics.length > 0 ? await shell.broker.lag(service.name, topics) : [],
  }
}
