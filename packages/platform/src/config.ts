/**
 * The only reader of the environment. Names are those of the design note api.md; each has a default or is
 * absent. What is secret may stand in a file instead: `X_FILE` names it, as orchestrators hand secrets in.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { databaseUrlOf, endpointOf, folderOf, operatorKeyOf, proxiesOf } from './checked-settings.ts'
import type { LogLevel } from './telemetry/log.ts'
import { type Traces, tracesNamed } from './telemetry/sampling.ts'

export interface Environment {
  readonly port: number
  readonly dataFolder: string
  readonly demoKey: string | null
  readonly operatorKey: string | null
  readonly databaseUrl: string | null
  readonly kafkaBrokers: string | null
  /** Files of 32 bytes; null: those of the data folder, made at the first start. */
  readonly masterKeyFile: string | null
  readonly rolesKeyFile: string | null
  /** Addresses, networks or `uniquelocal`, with commas: whose X-Forwarded-For is believed; null: nobody's. */
  readonly trustedProxies: string | null
  /** Bytes of the volume that Postgres keeps its databases on; null: nobody says. */
  readonly databaseVolume: number | null
  readonly failpoint: string | undefined
  /** Spans go out by OTLP when an endpoint is named. */
  readonly otlp: boolean
  /** Which traces the table keeps; null: the environment does not say. */
  readonly traces: Traces | null
  /** What spans call the process. */
  readonly serviceName: string | null
  readonly logLevel: LogLevel
  /** Whether webhooks go out to this machine by plain http; null: left to how Tally is run. */
  readonly webhooksToLoopback: boolean | null
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** Throws with a sentence on what to mend. `root` is where a relative data folder begins. */
export function environment(root: string, variables: NodeJS.ProcessEnv = process.env): Environment {
  const port = Number(variables.TALLY_PORT ?? '4000')
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('TALLY_PORT must be a port, 0 to 65535.')
  const logLevel = levels.find((level) => level === (variables.TALLY_LOG ?? 'warn'))
  if (!logLevel) throw new Error(`TALLY_LOG must be one of ${levels.join(', ')}.`)
  const traces = variables.TALLY_TRACES ? tracesNamed(variables.TALLY_TRACES) : null
  if (variables.TALLY_TRACES && traces === null)
    throw new Error('TALLY_TRACES must be off, all, or a share of the traces such as 0.1.')
  const toLoopback = variables.TALLY_WEBHOOKS_TO_LOOPBACK || null
  if (toLoopback !== null && toLoopback !== 'yes' && toLoopback !== 'no')
    throw new Error('TALLY_WEBHOOKS_TO_LOOPBACK must be yes or no.')
  const endpoints = [
    endpointOf('OTEL_EXPORTER_OTLP_ENDPOINT', variables.OTEL_EXPORTER_OTLP_ENDPOINT || null),
    endpointOf('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || null),
  ]
  return {
    webhooksToLoopback: toLoopback === null ? null : toLoopback === 'yes',
    ...{ port, logLevel, traces, failpoint: variables.TALLY_FAILPOINT },
    dataFolder: folderOf(resolve(root, variables.TALLY_DATA || '.tally')),
    demoKey: givenOrFiled(variables, 'TALLY_DEMO_KEY'),
    operatorKey: operatorKeyOf(givenOrFiled(variables, 'TALLY_OPERATOR_KEY')),
    databaseUrl: databaseUrlOf(givenOrFiled(variables, 'DATABASE_URL')),
    kafkaBrokers: variables.KAFKA_BROKERS || null,
    masterKeyFile: variables.TALLY_MASTER_KEY_FILE || null,
    rolesKeyFile: variables.TALLY_ROLES_KEY_FILE || null,
    trustedProxies: proxiesOf(variables.TALLY_TRUSTED_PROXIES || null),
    databaseVolume: bytesNamed(variables.TALLY_DATABASE_VOLUME || null),
    otlp: endpoints.some((endpoint) => endpoint !== null),
    serviceName: variables.OTEL_SERVICE_NAME || null,
  }
}

const units = { '': 1, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 }

/** As Kubernetes writes them, such as 200Gi. */
function bytesNamed(text: string | null): number | null {
  if (text === null) return null
  const [, count, unit = ''] = /^([1-9]\d{0,14})(Mi|Gi|Ti)?$/.exec(text) ?? []
  if (count === undefined) throw new Error('TALLY_DATABASE_VOLUME must be bytes, such as 200Gi.')
  return Number(count) * units[unit as keyof typeof units]
}

/** The value of `name`, or the text of the file that `<name>_FILE` names, without the end of its last line. */
function givenOrFiled(variables: NodeJS.ProcessEnv, name: string): string | null {
  const [value, path] = [variables[name], variables[`${name}_FILE`]]
  if (value && path) throw new Error(`${name} and ${name}_FILE are both set: keep one of them.`)
  if (!path) return value || null
  const text = textOf(path, `${name}_FILE`).trimEnd()
  if (text === '')
    throw new Error(`The file that ${name}_FILE names, ${path}, is empty: write the value into it.`)
  return text
}

function textOf(path: string, setting: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(
      `The file that ${setting} names, ${path}, cannot be read: see that it is there and readable.`,
      { cause },
    )
  }
}
