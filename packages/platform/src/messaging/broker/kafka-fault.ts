/**
 * What kafkajs throws, as the port promises it: the broker or the way to it failed is a `Fault`, which is tried
 * again; a request that is wrong in itself stays the defect it is. kafkajs's own word is no guide: it calls
 * itself "non-retriable" once its retries are used up. Its sentences may quote a message, so only kinds are told.
 * Known by name: Node finds no error class among the exports of kafkajs.
 */
import { Fault } from '../../fault.ts'

/** Answers of the broker that the same request would get again. */
const refusals = new Set([
  'INVALID_CONFIG',
  'INVALID_GROUP_ID',
  'INVALID_PARTITIONS',
  'INVALID_RECORD',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_REQUEST',
  'INVALID_REQUIRED_ACKS',
  'INVALID_SESSION_TIMEOUT',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'OFFSET_METADATA_TOO_LARGE',
  'POLICY_VIOLATION',
  'RECORD_LIST_TOO_LARGE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'UNSUPPORTED_VERSION',
])

/** Thrown by kafkajs itself at an argument it does not take, or at a slip of its own. */
const slips = new Set([
  'KafkaJSInvariantViolation',
  'KafkaJSNonRetriableError',
  'KafkaJSNotImplemented',
  'KafkaJSPartialMessageError',
  'KafkaJSServerDoesNotSupportApiKey',
  'KafkaJSUnsupportedMagicByteInMessageSet',
])

/** `error` as the port throws it; `brokers` are named in the sentence. */
export function kafkaFault(error: unknown, brokers: readonly string[]): unknown {
  const root = rootOf(error)
  if (!isWorldly(root)) return error
  const says = `Kafka at ${brokers.join(', ')} does not do what it is asked (${kindOf(root)}): see that it runs; it is asked again.`
  return new Fault(says, { cause: error })
}

/** What lies under the retries: kafkajs wraps an error in another one at each layer. */
function rootOf(error: unknown): unknown {
  if (!isOfKafka(error)) return error
  if ('errors' in error && Array.isArray(error.errors)) {
    const roots = error.errors.map(rootOf)
    return roots.find((root) => !isWorldly(root)) ?? roots[0] ?? error
  }
  return error.cause ? rootOf(error.cause) : error
}

function isWorldly(root: unknown): boolean {
  if (isOfKafka(root)) return !slips.has(root.name) && !refusals.has(typeOf(root))
  // A socket's own error, as Node throws it; a TypeError has no code.
  return root instanceof Error && 'code' in root && 'syscall' in root
}

function isOfKafka(error: unknown): error is Error {
  return error instanceof Error && error.name.startsWith('KafkaJS')
}

function kindOf(root: unknown): string {
  if (!(root instanceof Error)) return 'no reason given'
  return typeOf(root) || ('code' in root && root.code ? String(root.code) : root.name)
}

function typeOf(error: Error): string {
  return 'type' in error ? String(error.type) : ''
}
