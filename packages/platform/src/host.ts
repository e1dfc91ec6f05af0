/**
 * Runs one service or all of them in this process, by one code path: migrate, pools, topics, HTTP, relay,
 * consumers; and stops them in reverse. No service may ask how many there are.
 */
import { assert, type NewId, ulid } from '@tally/kernel'
import type { FastifyInstance } from 'fastify'
import { anchorKey, type KeepAnchor } from './auditing/anchor.ts'
import { auditWriter } from './auditing/audit-writer.ts'
import { startSealing } from './auditing/start-sealing.ts'
import { type Clock, systemClock } from './clock.ts'
import { openPool, queryOn } from './database/pool.ts'
import { hasOwnUser, roleUrl } from './database/role-url.ts'
import { schemaOf } from './database/roles.ts'
import { type AskRoom, askRoomOf, watchRoom } from './database/room-left.ts'
import { drawnBytes } from './drawn-bytes.ts'
import { directory } from './http/authenticate.ts'
import { serveGuide } from './http/serve-guide.ts'
import { serveRoute } from './http/serve-route.ts'
import { type Edge, openServer } from './http/server.ts'
import type { KeyManagement } from './keys/key-management.ts'
import { keyVault } from './keys/key-vault.ts'
import { type Behind, behind } from './messaging/behind.ts'
import type { Broker, Subscription } from './messaging/broker/broker.ts'
import { batchConsumer } from './messaging/consumer.ts'
import { runDueDeadlines } from './messaging/deadlines.ts'
import { startJobs } from './messaging/jobs.ts'
import { startRelay } from './messaging/relay.ts'
import { retain } from './messaging/retention.ts'
import { type Suspects, suspects } from './messaging/suspects.ts'
import { topicsFor } from './messaging/topics.ts'
import { install, refuseUninstalled } from './operating/install.ts'
import type { FirstKeys } from './operating/installation.ts'
import type { RunningService } from './operating/running-service.ts'
import { serveOperating } from './operating/serve-operating.ts'
import { settled } from './operating/settled.ts'
import { deadlineFeatures, hearingFeatures, httpFeatures, jobFeatures, type Service } from './service.ts'
import type { Shell } from './shell.ts'
import type { Log } from './telemetry/log.ts'
import { meters } from './telemetry/meters.ts'
import { startSpanWriter } from './telemetry/span-writer.ts'
import type { Tracing } from './telemetry/trace.ts'

export interface HostSettings {
  /**
   * With a user that may create roles, the host migrates at its start and never uses that user again. Without one it is
   * an address alone, and somebody else migrated before: no service holds an owner's password then.
   */
  readonly databaseUrl: string
  /** Makes the passwords of the services' roles. */
  readonly secret: Uint8Array
  readonly keyManagement: KeyManagement
  /** Started by the host, stopped by it. */
  readonly broker: Broker
  /** Of whoever migrates. */
  readonly firstKeys: FirstKeys | null
  /** Whose X-Forwarded-For is believed, as in Fastify's `trustProxy`; nobody's without it. */
  readonly trustedProxies?: string | null
  readonly listen: { readonly host: string; readonly port: number } | null
  readonly log: Log
  readonly tracing: Tracing
  readonly clock?: Clock
  readonly newId?: NewId
  readonly partitions?: number
  readonly progress?: (says: string) => void
  readonly requestsPerMinute?: number
  readonly relay?: { readonly pollMs: number; readonly lingerMs: number }
  readonly jobs?: { readonly lingerMs: number }
  /** Where signed heads of the audit log go beside the operators' log. */
  readonly keepAnchor?: KeepAnchor
  /** Bytes of the database's volume, or who knows what is left of its disk; null: nobody does, and nothing is refused for it. */
  readonly databaseRoom?: number | AskRoom | null
}

export interface RunningHost {
  readonly app: FastifyInstance
  /** `http://…`; empty when it does not listen. */
  readonly address: string
  readonly services: readonly RunningService[]
  /** Resolves when every outbox is empty and every group has caught up. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/**
 * Pools of one service: api 3 where it says nothing else, worker 3, one session for relay and deadlines (DESIGN.md 5). The vault
 * has one of its own, so that keys can be loaded while every other connection is in a transaction; idle, it is closed after a minute.
 */
const connections = { api: 3, worker: 3, keys: 1, session: 1 }
/** Of a process, whatever it runs: one that migrates before the others open, and one that writes spans. */
const connectionsBeside = 2
/** All six services have 55; a Postgres that nobody set up otherwise gives 97 to all that are no superusers. */
const connectionsMax = 60

const apiConnections = ({ requestsAtOnce = connections.api }: Service) => requestsAtOnce

function connectionsOf(service: Service): number {
  return apiConnections(service) + connections.worker + connections.keys + connections.session
}

export async function host(services: readonly Service[], settings: HostSettings): Promise<RunningHost> {
  const { broker, log, tracing, progress = () => undefined } = settings
  assert(
    services.map(connectionsOf).reduce((sum, each) => sum + each, connectionsBeside) <= connectionsMax,
    `${services.length} services need too many connections`,
  )
  const undo: (() => Promise<unknown>)[] = []
  try {
    const newId = settings.newId ?? randomIds(settings.clock ?? systemClock)
    if (hasOwnUser(settings.databaseUrl)) {
      progress('migrating')
      const applied = await install(services, { ...settings, newId })
      if (applied.length > 0) log.info('migrated', { count: applied.length })
    } else await refuseUninstalled(services, settings)
    keepSpans(services, settings, undo)
    progress('connecting to the broker')
    await broker.start()
    undo.push(() => broker.stop())
    await broker.ensureTopics(topicsFor(services, settings.partitions))
    const consumers = behind()
    const alike = { ...settings, newId, suspects: suspects(), behind: consumers }
    const running = services.map((service) => runService(service, alike, undo))
    const directoryOf = directory(firstOf(running).shell.api)
    const room = watchRoom(
      askRoomOf(settings.databaseRoom ?? null, firstOf(running).shell.worker),
      log,
      (left) => shared.meters.databaseScarce.set(left === 'enough' ? 0 : 1),
    )
    undo.push(() => room.stop())
    const app = await serve(running, settings, { newId, directory: directoryOf, behind: consumers, room })
    undo.push(() => app.close())
    const address = settings.listen ? await app.listen(settings.listen) : ''
    progress('joining consumer groups')
    undo.push(await consume(running, consumers))
    return {
      ...{ app, address, services: running },
      settled: () => settled(running),
      async stop() {
        await unwind(undo, log)
        await tracing.stop()
      },
    }
  } catch (error) {
    await unwind(undo, log)
    throw error
  }
}

/** Stopped after all that makes spans. */
function keepSpans(
  services: readonly Service[],
  { databaseUrl, secret, log, tracing: { kept } }: HostSettings,
  undo: (() => Promise<unknown>)[],
): void {
  const [first] = services
  if (!kept || !first) return
  const url = roleUrl(databaseUrl, secret, `${schemaOf(first.name)}_worker`)
  const writer = startSpanWriter({ kept, url, log, meters: shared.meters })
  undo.push(() => writer.stop())
}

/** ULIDs of the clock's time and the machine's chance. */
export function randomIds(clock: Clock): NewId {
  return () => ulid(clock.millis(), drawnBytes(10))
}

function runService(
  service: Service,
  settings: HostSettings & { readonly newId: NewId; readonly suspects: Suspects; readonly behind: Behind },
  undo: (() => Promise<unknown>)[],
): RunningService {
  const urlOf = (role: string) =>
    roleUrl(settings.databaseUrl, settings.secret, `${schemaOf(service.name)}_${role}`)
  const pool = (name: 'api' | 'worker' | 'keys') =>
    openPool({
      url: urlOf(name === 'keys' ? 'worker' : name),
      connections: name === 'api' ? apiConnections(service) : connections[name],
      applicationName: `tally ${service.name} ${name}`,
    })
  const [api, worker, keys] = [pool('api'), pool('worker'), pool('keys')]
  undo.push(() => Promise.all([api.end(), worker.end(), keys.end()]))
  const { broker, log, newId, suspects, clock = systemClock } = settings
  const tracing = settings.tracing.of(service.name)
  const shell: Shell = {
    ...{ service: service.name, api, worker, broker, clock, newId, log, tracing, suspects },
    meters: shared.meters,
    ...(service.journals ? { journal: {} } : {}),
    vault: keyVault(settings.keyManagement, keys, clock),
    // Of the pool that waits for nobody: a connection of the consumers may be busy for seconds.
    auditing: auditWriter(queryOn(keys)),
    wake() {
      relay.wake()
      jobs.wake()
    },
    wakeJobs: () => jobs.wake(),
  }
  let hour = clock.millis() - (clock.millis() % 3_600_000)
  const relay = startRelay(shell, {
    ...{ url: urlOf('worker'), pollMs: 250, lingerMs: 50, ...settings.relay },
    unpublished: (since) => settings.behind.unpublished(service.name, since),
    async everySecond() {
      await runDueDeadlines(shell, deadlineFeatures(service))
      if (clock.millis() - hour < 3_600_000) return
      hour = clock.millis()
      await retain(shell, service.retains)
    },
  })
  undo.push(() => relay.stop())
  const sealing = startSealing(shell, {
    ...{ everyMs: 1_000, anchorKey: anchorKey(settings.secret), leads: relay.leads },
    keepAnchor: settings.keepAnchor ?? (async () => undefined),
  })
  undo.push(() => sealing.stop())
  // At 25 visits a second, by turns with 100 ms, twice: accepted p99 56 and 38 ms instead of 186 and 52, written 586 and 556
  // instead of 608 and 416, 11 to 17 % less processor time of the services.
  const jobs = startJobs(shell, jobFeatures(service), {
    ...{ leads: relay.leads, lingerMs: 300 },
    ...settings.jobs,
  })
  undo.push(() => jobs.stop())
  return { service, shell, relay, topics: topicsHeardBy(service) }
}

/** One registry for the process: the same metric may not be registered twice. */
const shared = { meters: meters() }

async function serve(
  running: readonly RunningService[],
  settings: HostSettings,
  parts: Pick<Edge, 'newId' | 'directory' | 'behind' | 'room'>,
): Promise<FastifyInstance> {
  const { log, tracing, requestsPerMinute = 60_000, trustedProxies = null } = settings
  const edge = {
    ...parts,
    log,
    tracing,
    requestsPerMinute,
    trustedProxies,
    meters: shared.meters,
  }
  return openServer(edge, async (app) => {
    for (const { service, shell } of running) {
      await app.register((plugin, _options, done) => {
        for (const feature of httpFeatures(service)) serveRoute(plugin, shell, parts.directory, feature)
        done()
      })
    }
    await serveOperating(app, running, parts.directory, shared.meters)
    serveGuide(app)
  })
}

/** Joins every service's group; answers how to leave them. */
async function consume(
  running: readonly RunningService[],
  consumers: Behind,
): Promise<() => Promise<unknown>> {
  const subscriptions: Subscription[] = await Promise.all(
    running
      .filter(({ topics }) => topics.length > 0)
      .map(({ service, shell, topics }) =>
        shell.broker.subscribe({
          group: service.name,
          topics,
          concurrency: connections.worker,
          onBatch: batchConsumer(shell, hearingFeatures(service), consumers),
        }),
      ),
  )
  return () => Promise.all(subscriptions.map((subscription) => subscription.stop()))
}

function topicsHeardBy(service: Service): string[] {
  return [
    ...new Set(hearingFeatures(service).flatMap(({ listeners }) => listeners.map(({ topic }) => topic))),
  ]
}

function firstOf(running: readonly RunningService[]): RunningService {
  const first = running[0]
  assert(first, 'a host runs at least one service')
  return first
}

/** Stops in reverse order of the start; one that fails does not keep the rest from stopping. */
async function unwind(undo: (() => Promise<unknown>)[], log: Log): Promise<void> {
  for (const step of undo.splice(0).reverse()) {
    await step().catch((error: unknown) => log.warn('a part did not stop cleanly', { error }))
  }
}
