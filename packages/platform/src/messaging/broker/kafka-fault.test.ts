import { Defect } from '@tally/kernel'
import {
  KafkaJSAggregateError,
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
} from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { Fault, isFault } from '../../fault.ts'
import { kafkaFault } from './kafka-fault.ts'

const answered = (type: string, retriable = false) =>
  new KafkaJSProtocolError(Object.assign(new Error(`the broker said ${type}`), { type, code: 1, retriable }))

/** As kafkajs's retrier wraps what it cannot overcome, and what it does not try to. */
const worn = (error: Error) => new KafkaJSNumberOfRetriesExceeded(error, { retryCount: 20, retryTime: 1_000 })
const atOnce = (error: Error) =>
  Object.assign(new KafkaJSNonRetriableError(error), { cause: error, name: 'KafkaJSNonRetriableError' })

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9092'), {
  ...{ code: 'ECONNREFUSED', syscall: 'connect' },
})
const timedOut = new KafkaJSRequestTimeoutError('Request Metadata(key: 3, version: 6) timed out')
/** Those whose constructors are typed otherwise than they are, or not at all. */
const named = (name: string) => Object.assign(new KafkaJSError('words of kafkajs'), { name })

describe('an error of kafkajs is a fault where the broker or the way to it failed', () => {
  it.each<[what: string, error: unknown, fault: boolean]>([
    ['a connection that cannot be made', new KafkaJSConnectionError('Connection error'), true],
    ['a connection that was closed', named('KafkaJSConnectionClosedError'), true],
    ['no answer in time', timedOut, true],
    ['no answer in time, twenty times', worn(timedOut), true],
    ['no connection, not tried again', atOnce(new KafkaJSConnectionError('Connection error')), true],
    ['a socket refused', refused, true],
    ['a socket refused, wrapped', worn(refused), true],
    ['no broker', named('KafkaJSBrokerNotFound'), true],
    ['no broker at all', named('KafkaJSNoBrokerAvailableError'), true],
    ['no coordinator', named('KafkaJSGroupCoordinatorNotFound'), true],
    ['a time limit of the client', named('KafkaJSTimeout'), true],
    ['a lock not had in time', named('KafkaJSLockTimeout'), true],
    ['metadata not there yet', named('KafkaJSTopicMetadataNotLoaded'), true],
    ['an election', answered('LEADER_NOT_AVAILABLE', true), true],
    ['too few replicas, for good', worn(answered('NOT_ENOUGH_REPLICAS', true)), true],
    ['a full disk of the broker', answered('KAFKA_STORAGE_ERROR', true), true],
    ['a rebalance', answered('REBALANCE_IN_PROGRESS'), true],
    ['a membership that ended', answered('UNKNOWN_MEMBER_ID'), true],
    ['a generation that ended', answered('ILLEGAL_GENERATION'), true],
    ['a right that is missing', answered('TOPIC_AUTHORIZATION_FAILED'), true],
    ['a password', named('KafkaJSSASLAuthenticationError'), true],
    ['an answer that kafkajs does not know', answered('KAFKAJS_UNKNOWN_ERROR_CODE'), true],
    ['several at once', new KafkaJSAggregateError('topics', [answered('NOT_CONTROLLER', true)]), true],
    ['a message too large', answered('MESSAGE_TOO_LARGE'), false],
    ['a message too large, wrapped', atOnce(answered('MESSAGE_TOO_LARGE')), false],
    ['a topic that cannot be', answered('INVALID_TOPIC_EXCEPTION'), false],
    ['an argument not taken', new KafkaJSNonRetriableError('Invalid messages array'), false],
    ['a slip of kafkajs', named('KafkaJSInvariantViolation'), false],
    ['a slip of JavaScript, wrapped', atOnce(new TypeError('x is not a function')), false],
    [
      'one wrong of several',
      new KafkaJSAggregateError('topics', [timedOut, answered('INVALID_CONFIG')]),
      false,
    ],
    ['a slip of our own', new TypeError('x is not a function'), false],
    ['our own defect', new Defect('impossible'), false],
    ['a string', 'thrown', false],
  ])('%s', (_, error, fault) => {
    const thrown = kafkaFault(error, ['127.0.0.1:9092'])
    expect(isFault(thrown)).toBe(fault)
    if (!fault) expect(thrown).toBe(error)
  })

  it('names the address and the kind, and nothing that kafkajs quotes', () => {
    const error = worn(Object.assign(named('KafkaJSConnectionError'), { message: 'quoted: 1EG4TE5MK73' }))
    const thrown = kafkaFault(error, ['kafka-1:9092', 'kafka-2:9092'])
    expect(thrown).toBeInstanceOf(Fault)
    expect(String(thrown)).toContain('kafka-1:9092, kafka-2:9092')
    expect(String(thrown)).toContain('(KafkaJSConnectionError)')
    expect(String(thrown)).not.toContain('1EG4TE5MK73')
  })
})
