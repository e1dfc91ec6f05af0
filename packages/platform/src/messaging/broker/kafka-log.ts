/**
 * kafkajs's own log lines, turned down to what they mean here: joins and pauses are daily life, a rebalance
 * is no error, and what it does call an error it tries again. What it cannot overcome rejects `publish` or
 * crashes the consumer, and is told there.
 */

import { type logCreator, logLevel } from 'kafkajs'
import { isFault } from '../../fault.ts'
import type { BrokerLog } from './broker-log.ts'
import { kafkaFault } from './kafka-fault.ts'

/**
 * A `logCreator` for kafkajs. Passes on its sentence and error text; they name groups, topics and addresses,
 * never a message.
 */
export function kafkaLog(log: BrokerLog): logCreator {
  return () =>
    ({ namespace, level, log: { message, error } }) => {
      const says = `kafkajs ${namespace}: ${message}${typeof error === 'string' ? `: ${error}` : ''}`
      log(severity(level, says), says, {})
    }
}

function severity(level: logLevel, says: string): 'debug' | 'info' | 'warn' {
  if (EXPECTED.test(says)) return 'info'
  return level === logLevel.ERROR || level === logLevel.WARN ? 'warn' : 'debug'
}

/**
 * How loudly a crash of a consumer is told: it is built again in any case. A group whose coordinator is just being
 * loaded is met in the first second of a new cluster (seen at a first start); what the world does to us is a warning.
 */
export function severityOfCrash(error: Error): 'info' | 'warn' | 'error' {
  if (EXPECTED.test(error.message)) return 'info'
  return isFault(kafkaFault(error, [])) ? 'warn' : 'error'
}

/**
 * Logged as errors and harmless: the first two by the very first group of a new cluster (stack.md 1.3), the
 * third by every member whenever another one comes or goes, the next when a member that was away comes back, the
 * last two while a topic that was just made is not served yet, which ensureTopics waits for itself.
 */
const EXPECTED = new RegExp(
  [
    'group coordinator is not available',
    'coordinator is loading',
    'group is rebalancing',
    'coordinator is not aware of this member',
    'not a valid generation',
    'generation id provided is not',
    'does not host this topic-partition',
    'no leader for this topic-partition',
  ].join('|'),
  'i',
)
