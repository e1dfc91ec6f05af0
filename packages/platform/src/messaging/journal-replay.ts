/**
 * Does again what a journal holds, unit by unit in its order, in another database: the clock stands at each unit's moment and
 * the ids are those that it was handed. Nothing is said to anybody: what would be said or watched by deadlines is worked out
 * and left, and what a long unit says before its end lies in that database's outbox, which no relay reads.
 * Keys, practices and files must lie in that database when a unit wants them.
 *
 * What is not kept by any journal counts as it is there at that time: a practice's zone, its policies and its NPIs. So an 835 that came
 * before its practice was named, and was adopted later, is made anew under the id of its arrival, and is told as differing.
 */
import { type Envelope, envelope as envelopeShape } from '@tally/contracts'
import { assert, Defect } from '@tally/kernel'
import { auditWriter } from '../auditing/audit-writer.ts'
import { systemClock, virtualClock } from '../clock.ts'
import { openPool, type Query, queryOn } from '../database/pool.ts'
import { roleUrl } from '../database/role-url.ts'
import { schemaOf } from '../database/roles.ts'
import { inTransaction, RollBack } from '../database/transaction.ts'
import { describeError } from '../fault.ts'
import { randomIds } from '../host.ts'
import { type JournaledRequest, nameOfRoute } from '../http/journal-request.ts'
import type { Problem } from '../http/problem.ts'
import type { Answer, HttpFeature, OfInstallation, OfPractice } from '../http/route.ts'
import { getBlob } from '../keys/blob-store.ts'
import type { KeyManagement } from '../keys/key-management.ts'
import { keyVault } from '../keys/key-vault.ts'
import { deadlineFeatures, hearingFeatures, httpFeatures, jobFeatures, type Service } from '../service.ts'
import type { Shell } from '../shell.ts'
import { jsonLog } from '../telemetry/log.ts'
import { meters } from '../telemetry/meters.ts'
import { startTracing } from '../telemetry/start-tracing.ts'
import { inProcessBroker } from './broker/in-process-broker.ts'
import { bindingOf, type Unit } from './journal.ts'
import { jobsInTurn } from './journal-jobs.ts'
import { suspects } from './suspects.ts'
import { openWork, type Work } from './work.ts'

/** A row of the journal. */
export interface JournalRow {
  readonly practiceId: string
  readonly sequence: number
  readonly kind: Unit['kind']
  readonly name: string
  readonly cause: string
  /** RFC 3339. */
  readonly at: string
  readonly ids: readonly string[]
  readonly input: Uint8Array
}

/** A row with its input opened. */
export interface OpenedRow extends Omit<JournalRow, 'input'> {
  readonly input: unknown
}

/** null: done as it was; else a sentence on what went another way. */
export type WentAnotherWay = string | null

export interface Replay {
  open(row: JournalRow): Promise<OpenedRow>
  play(row: OpenedRow): Promise<WentAnotherWay>
  close(): Promise<void>
}

export interface ReplaySettings {
  /** Of the other database, migrated for the service. */
  readonly databaseUrl: string
  readonly secret: Uint8Array
  readonly keyManagement: KeyManagement
}

export function openReplay(service: Service, settings: ReplaySettings): Replay {
  const { databaseUrl, secret, keyManagement } = settings
  const pool = (role: 'api' | 'worker', connections: number) =>
    openPool({
      url: roleUrl(databaseUrl, secret, `${schemaOf(service.name)}_${role}`),
      ...{ connections, applicationName: `tally replay ${service.name}` },
    })
  // Keys are loaded while a transaction is open.
  const [api, worker, keys] = [pool('api', 1), pool('worker', 1), pool('worker', 1)]
  const looks = { ofOne: pool('api', 1), ofAll: pool('worker', 1) }
  const clock = virtualClock('1970-01-01T00:00:00Z')
  const ids = handedOut()
  const shell: Shell = {
    ...{ service: service.name, api, worker, clock, newId: ids.next, meters: meters(), suspects: suspects() },
    // Keys do not age with the clock of the replay, which may go backwards by a little.
    ...{ vault: keyVault(keyManagement, keys, systemClock), broker: inProcessBroker(), journal: {} },
    ...{ log: jsonLog('silent', () => undefined), tracing: startTracing({ otlp: false }) },
    auditing: auditWriter(queryOn(worker)),
    wake: () => undefined,
    wakeJobs: () => undefined,
  }
  const jobs = jobsInTurn(shell, jobFeatures(service), looks)
  const ways = { event: playEvent, request: playRequest, deadline: playDeadline }
  return {
    async open({ input, ...row }) {
      const { openColumn } = await shell.vault.of(row.practiceId)
      return { ...row, input: openColumn(input, bindingOf(row)) }
    },
    async play(row) {
      clock.moveTo(row.at)
      ids.hand(row.ids)
      try {
        const way = row.kind === 'job' ? await jobs.play(row) : await ways[row.kind](shell, service, row)
        return way ?? ids.left()
      } catch (error) {
        return `it failed: ${describeError(error).says}`
      }
    },
    async close() {
      await jobs.close()
      await Promise.all([api.end(), worker.end(), keys.end(), looks.ofOne.end(), looks.ofAll.end()])
    },
  }
}

/** The ids of one unit after the other; fresh ones where it asks for more than it was handed. */
function handedOut() {
  const fresh = randomIds(systemClock)
  let [ids, asked]: [readonly string[], number] = [[], 0]
  return {
    hand(recorded: readonly string[]) {
      ids = recorded
      asked = 0
    },
    next: () => ids[asked++] ?? fresh(),
    left: () => (asked === ids.length ? null : `it asked for ${asked} ids instead of ${ids.length}`),
  }
}

async function playEvent(shell: Shell, service: Service, row: OpenedRow): Promise<WentAnotherWay> {
  const { consumer, envelope: kept } = row.input as { readonly consumer: string; readonly envelope: unknown }
  const envelope: Envelope = envelopeShape.parse(kept)
  const feature = hearingFeatures(service).find(({ name }) => name === consumer)
  const listener = feature?.listeners.find(({ type }) => type === envelope.type)
  if (!listener) throw new Defect(`${service.name} has no ${consumer} that hears ${envelope.type}`)
  await inTransaction(shell.worker, null, async (query) =>
    listener.handle(await workOf(shell, query, row, envelope.traceparent), envelope),
  )
  return null
}

async function playDeadline(shell: Shell, service: Service, row: OpenedRow): Promise<WentAnotherWay> {
  const { subject } = row.input as { readonly subject: string }
  const feature = deadlineFeatures(service).find(({ process }) => process === row.name)
  if (!feature) throw new Defect(`${service.name} has no deadline ${row.name}`)
  await inTransaction(shell.worker, null, async (query) =>
    feature.handle(await workOf(shell, query, row), subject),
  )
  return null
}

async function playRequest(shell: Shell, service: Service, row: OpenedRow): Promise<WentAnotherWay> {
  const asked = row.input as JournaledRequest
  const feature = httpFeatures(service).find((each) => nameOfRoute(each) === row.name)
  if (!feature) throw new Defect(`${service.name} has no route ${row.name}`)
  const sees = feature.access === 'practice' ? row.practiceId : null
  const pool = sees === null ? shell.worker : shell.api
  const outcome = await inTransaction<Answer | Problem>(pool, sees, async (query) => {
    const answered = await ask(feature, asked, await workOf(shell, query, row))
    if (answered.kind === 'problem') throw new RollBack<Answer | Problem>(answered)
    return answered
  })
  return outcome.kind === 'problem' ? `it was done, and now is refused: ${outcome.code}` : null
}

async function ask(
  feature: HttpFeature,
  { key: _key, file, practice, ...asked }: JournaledRequest,
  work: Work,
): Promise<Answer | Problem> {
  const raw = file === null ? new Uint8Array() : await getBlob(work.query, work.keys, file)
  assert(raw, `the file ${file ?? ''} of a request is not there`)
  const parts = { ...asked, raw, requestId: work.causationId, work }
  if (feature.access === 'practice') {
    if (!practice) throw new Defect('a route of a practice was journaled without one')
    return (feature.handle as (asked: OfPractice<unknown, unknown, unknown>) => Promise<Answer | Problem>)({
      ...{ ...parts, practice },
    })
  }
  const { role, practices } = asked.actor
  const own = practice ? [practice.id] : practices
  return (feature.handle as (asked: OfInstallation<unknown, unknown, unknown>) => Promise<Answer | Problem>)({
    ...{ ...parts, practices: role === 'operator' ? null : own },
  })
}

async function workOf(shell: Shell, query: Query, row: OpenedRow, traceparent?: string): Promise<Work> {
  const keys = await shell.vault.of(row.practiceId)
  return openWork(shell, query, { keys, causationId: row.cause, traceparent, now: row.at })
}
