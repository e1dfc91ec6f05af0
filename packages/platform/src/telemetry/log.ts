/**
 * Log lines: JSON by pino, one a request and one a trouble. The fields are a closed list of ids, codes and
 * counts, so that a body, a query or a driver's message cannot get in; a new field is added here or it does
 * not compile.
 */
import { pino } from 'pino'
import { describeError } from '../fault.ts'

export interface LogFields {
  readonly service?: string
  readonly requestId?: string
  readonly traceId?: string
  readonly practiceId?: string
  readonly keyId?: string
  readonly method?: string
  /** The template, never the path. */
  readonly route?: string
  readonly status?: number
  readonly ms?: number
  readonly topic?: string
  readonly partition?: number
  readonly offset?: string
  readonly consumer?: string
  readonly messageId?: string
  readonly parkedId?: string
  readonly endpointId?: string
  readonly process?: string
  readonly count?: number
  /** How far the audit log of a practice reaches, signed: ids and digests. */
  readonly anchor?: string
  readonly error?: unknown
}

export interface Log {
  info(says: string, fields?: LogFields): void
  warn(says: string, fields?: LogFields): void
  error(says: string, fields?: LogFields): void
  debug(says: string, fields?: LogFields): void
  /** For whoever keeps the log: where it is kept, whatever the level, else as `info`. Throws where the line cannot be written. */
  record(says: string, fields?: LogFields): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/**
 * Writes JSON lines to `write` (standard error by default: standard output belongs to commands). `kept`: somebody gathers and
 * keeps them, as is done with a container's; nobody does with a terminal's.
 */
export function jsonLog(level: LogLevel, write: (line: string) => void, { kept = false } = {}): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write })
  const line =
    (at: 'info' | 'warn' | 'error' | 'debug', to = logger) =>
    (says: string, fields: LogFields = {}) => {
      const { error, ...rest } = fields
      to[at](error === undefined ? rest : { ...rest, error: describeError(error) }, says)
    }
  return {
    ...{ info: line('info'), warn: line('warn'), error: line('error'), debug: line('debug') },
    record: line('info', kept ? logger.child({}, { level: 'info' }) : logger),
  }
}
