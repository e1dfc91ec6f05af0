/** Starts `killable-host.ts` as a child, and tells when it is dead. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { newPort } from './remembered-port.ts'

export interface KillableHost {
  readonly process: ChildProcess
  /** Empty when it died before it answered anything. */
  readonly address: string
  readonly dead: () => boolean
  readonly death: Promise<void>
}

export interface KillableSettings {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  /** Where the outside answers. */
  readonly outside: string
  readonly port: number
  /** `name:n`; empty for none. */
  readonly failpoint: string
  /** As TALLY_TRACES names them; without it what this process's environment says, else none. */
  readonly traces?: string
  /** Of a topic; as many as a service makes where nothing is said. */
  readonly partitions?: number
  /** For Node itself. */
  readonly nodeArguments?: readonly string[]
}

export const killableKey = 'demo-key-of-the-killed'
export const killableOperatorKey = 'operator-key-of-the-killed-which-is-long'
const program = fileURLToPath(new URL('killable-host.ts', import.meta.url))

/** Resolves when it answers, or is dead already: a failpoint may strike while it still starts. */
export async function startKillableHost(settings: KillableSettings): Promise<KillableHost> {
  const {
    databaseUrl,
    kafkaBrokers,
    outside,
    port,
    failpoint,
    traces,
    partitions,
    nodeArguments = [],
  } = settings
  const told = partitions === undefined ? [] : [String(partitions)]
  const child = spawn(process.execPath, [...nodeArguments, program, outside, ...told], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers, TALLY_FAILPOINT: failpoint },
      ...{ TALLY_DEMO_KEY: killableKey, TALLY_OPERATOR_KEY: killableOperatorKey },
      TALLY_PORT: String(port),
      ...(traces === undefined ? {} : { TALLY_TRACES: traces }),
    },
  })
  let exited = false
  const death = new Promise<void>((resolve) => {
    child.once('exit', () => {
      exited = true
      resolve()
    })
  })
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  const address = first.done ? '' : first.value
  return { process: child, address, dead: () => exited || address === '', death }
}

/** A port that nobody uses now, so that every life of the host is found at the same place. */
export function freePort(): Promise<number> {
  return newPort()
}
