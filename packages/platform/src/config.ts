/**
 * The only reader of the environment. Names are those of the design note api.md; each has a default or is
 * absent.
 */
import { resolve } from 'node:path'
import type { LogLevel } from './telemetry/log.ts'
import { type Traces, tracesNamed } from './telemetry/sampling.ts'

export interface Environment {
  readonly port: number
  readonly dataFolder: string
  readonly demoKey: string | null
  readonly operatorKey: string | null
  readonly databaseUrl: string | null
  readonly kafkaBrokers: string | null
  readonly failpoint: string | undefined
  /** Spans go out by OTLP when an endpoint is named. */
  readonly otlp: boolean
  /** Which traces the table keeps; null: the environment does not say. */
  readonly traces: Traces | null
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
  return {
    webhooksToLoopback: toLoopback === null ? null : toLoopback === 'yes',
    ...{ port, logLevel, traces, failpoint: variables.TALLY_FAILPOINT },
    dataFolder: resolve(root, variables.TALLY_DATA || '.tally'),
    demoKey: variables.TALLY_DEMO_KEY || null,
    operatorKey: variables.TALLY_OPERATOR_KEY || null,
    databaseUrl: variables.DATABASE_URL || null,
    kafkaBrokers: variables.KAFKA_BROKERS || null,
    otlp: Boolean(variables.OTEL_EXPORTER_OTLP_ENDPOINT || variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT),
  }
}
