/**
 * Services as production runs them, on a database of their own, with what a test wants to look at: the log's
 * lines, the spans, and a caller with a key of each role. The broker is the in-process one unless another is
 * given.
 */
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import {
  type Broker,
  type Clock,
  type HostSettings,
  host,
  inProcessBroker,
  jsonLog,
  localKeyManagement,
  type RunningHost,
  type Service,
  startTracing,
} from '@tally/platform'
import pg from 'pg'
import { type TemporaryDatabase, temporaryDatabase, testSecret } from './temporary-database.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** Parsed; asserts that it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers as their readers do, by field.
  readonly json: any
}

export interface Call {
  readonly key?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** The first answer counts, also that of a process which is too busy; else it is asked again, as the guide tells everybody to. */
  readonly once?: true
}

export interface TestHost {
  readonly host: RunningHost
  readonly database: TemporaryDatabase
  readonly logLines: string[]
  readonly spans: InMemorySpanExporter
  /** As the server's own user, past row-level security. */
  sql<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, call?: Call): Promise<Reply>
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface TestHostSettings {
  readonly services: readonly Service[]
  readonly broker?: Broker
  readonly clock?: Clock
  readonly database?: TemporaryDatabase
  readonly relay?: HostSettings['relay']
  readonly firstKeys?: HostSettings['firstKeys']
  readonly requestsPerMinute?: number
  /** Which traces are kept in the table too; none without it. */
  readonly traces?: Parameters<typeof startTracing>[0]['traces']
  readonly keepAnchor?: HostSettings['keepAnchor']
  readonly databaseRoom?: HostSettings['databaseRoom']
  readonly trustedProxies?: string
  /** Of a topic; 1 where what is said together must be heard together. */
  readonly partitions?: number
}

export const demoKey = 'demo-key-of-the-tests'
export const operatorKey = 'operator-key-of-the-tests-which-is-long'
/** Of every test host, so that two of them read one database. */
export const testMasterKey = createHash('sha256').update('the master key of tests').digest()
export const testKeyManagement = localKeyManagement(testMasterKey)

export async function startTestHost(settings: TestHostSettings): Promise<TestHost> {
  const database = settings.database ?? (await temporaryDatabase(settings.services))
  const logLines: string[] = []
  const spans = new InMemorySpanExporter()
  const running = await host(settings.services, {
    databaseUrl: database.url,
    secret: testSecret,
    keyManagement: testKeyManagement,
    broker: settings.broker ?? inProcessBroker(),
    firstKeys: settings.firstKeys ?? { operator: operatorKey, demo: demoKey },
    listen: null,
    log: jsonLog('debug', (line) => logLines.push(line)),
    tracing: startTracing({ otlp: false, exporter: spans, traces: settings.traces }),
    ...(settings.clock ? { clock: settings.clock } : {}),
    ...(settings.requestsPerMinute ? { requestsPerMinute: settings.requestsPerMinute } : {}),
    ...(settings.keepAnchor ? { keepAnchor: settings.keepAnchor } : {}),
    ...(settings.databaseRoom ? { databaseRoom: settings.databaseRoom } : {}),
    ...(settings.trustedProxies ? { trustedProxies: settings.trustedProxies } : {}),
    ...(settings.partitions ? { partitions: settings.partitions } : {}),
    relay: settings.relay ?? { pollMs: 20, lingerMs: 1 },
    jobs: { lingerMs: 10 },
  })
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  pool.on('error', () => undefined)
  return {
    ...{ host: running, database, logLines, spans },
    settled: () => running.settled(),
    async sql<R>(text: string, values: readonly unknown[] = []) {
      return (await pool.query(text, [...values])).rows as R[]
    },
    async call(method, path, { key = demoKey, body, headers = {}, once } = {}) {
      const ask = () =>
        running.app.inject({
          method,
          url: path,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
        })
      let answer = await ask()
      for (let tries = 1; !once && isTooBusy(answer) && tries < busyTriesMax; tries++) {
        await setTimeout(Number(answer.headers['retry-after']) * 1_000)
        answer = await ask()
      }
      const text = answer.body
      return {
        ...{ status: answer.statusCode, headers: answer.headers, text },
        get json() {
          return JSON.parse(text)
        },
      }
    },
    async stop() {
      await running.stop()
      await pool.end()
      await database.drop()
    },
  }
}

const busyTriesMax = 5

/** The machine stood still for half a second: nothing was stored. */
function isTooBusy({ statusCode, body }: { readonly statusCode: number; readonly body: string }): boolean {
  return statusCode === 503 && body.includes('fault/under-pressure')
}
