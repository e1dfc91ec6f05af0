/** A service as the host runs it: its shell and what of it an operator may ask. */
import { inTransaction } from '../database/transaction.ts'
import { Fault, isFault } from '../fault.ts'
import { noSuchService, type Problem } from '../http/problem.ts'
import type { PartitionLag } from '../messaging/broker/broker.ts'
import { deadlineIsParked } from '../messaging/parked-deadlines.ts'
import type { Relay } from '../messaging/relay.ts'
import { deadlineFeatures, type SelfCheck, type Service } from '../service.ts'
import type { Shell } from '../shell.ts'

export interface RunningService {
  readonly service: Service
  readonly shell: Shell
  readonly relay: Relay
  readonly topics: readonly string[]
}

/** All of this process, or the one that `?service=` names. */
export function servicesAsked(
  running: readonly RunningService[],
  name: string | undefined,
): readonly RunningService[] | Problem {
  const asked = running.filter(({ service }) => !name || service.name === name)
  return asked.length > 0 ? asked : noSuchService(running.map(({ service }) => service.name))
}

export interface ServiceState {
  readonly service: string
  readonly outboxRows: number
  /** Age of the oldest unpublished row, in seconds. */
  readonly outboxSeconds: number
  /** Messages and deadlines that wait for a person. */
  readonly parked: number
  /** Processes whose deadlines are due and which no feature of this version handles. */
  readonly unknownProcesses: readonly string[]
  /** Null: the broker does not answer. */
  readonly lag: readonly PartitionLag[] | null
  /** Null: the service has none. */
  readonly selfCheck: SelfCheck | null
}

interface Counts {
  readonly rows: number
  readonly oldest: string | null
  readonly parked: number
  readonly unknown: readonly string[]
}

/** Who asks waits no longer, whatever the broker's client does: it tries again for half a minute and more. */
const lagMsMax = 3_000

const counts = {
  name: 'state-counts',
  text: `select (select count(*) from outbox where published_at is null) as rows,
                (select min(created_at) from outbox where published_at is null) as oldest,
                (select count(*) from parked_message where resolved_at is null)
                + (select count(*) from deadline where ${deadlineIsParked}) as parked,
                array(select distinct process from deadline
                      where parked_at is null and due_at <= $1 and process <> all($2::text[]) order by process) as unknown`,
}

/**
 * The numbers that tell whether a service flows. Throws a fault when the database does not answer; without the
 * broker only its own number is missing.
 */
export async function stateOf(running: RunningService): Promise<ServiceState> {
  const { service, shell } = running
  const known = deadlineFeatures(service).map(({ process }) => process)
  const [{ rows }, lag, selfCheck] = await Promise.all([
    shell.worker.query<Counts>({ ...counts, values: [shell.clock.now(), known] }),
    lagOf(running),
    service.selfCheck ? inTransaction(shell.worker, null, service.selfCheck) : null,
  ])
  const row = rows[0] ?? { rows: 0, oldest: null, parked: 0, unknown: [] }
  const age = row.oldest === null ? 0 : (shell.clock.millis() - Date.parse(row.oldest)) / 1_000
  return {
    service: service.name,
    outboxRows: row.rows,
    outboxSeconds: Math.max(0, Math.round(age * 10) / 10),
    parked: row.parked,
    unknownProcesses: row.unknown,
    lag,
    selfCheck,
  }
}

async function lagOf({ service, shell, topics }: RunningService): Promise<readonly PartitionLag[] | null> {
  if (topics.length === 0) return []
  try {
    return await inTime(shell.broker.lag(service.name, topics), lagMsMax)
  } catch (error) {
    if (!isFault(error)) throw error
    shell.log.warn('the broker does not tell the lag', { service: service.name, error })
    return null
  }
}

/** Rejects with a fault when `answer` takes longer than `ms`; what comes of it later is nobody's any more. */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Fault(`The broker did not answer within ${ms} ms.`)), ms)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
