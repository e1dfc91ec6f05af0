/**
 * Where a broker adapter says what happened to it; its fields are the log's closed list, so no key, value or
 * header gets in.
 */
import type { LogFields, LogLevel } from '../../telemetry/log.ts'

export type BrokerLog = (level: Exclude<LogLevel, 'silent'>, says: string, fields: LogFields) => void
