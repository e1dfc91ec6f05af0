import { KafkaJSConnectionError, KafkaJSProtocolError } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { severityOfCrash } from './kafka-log.ts'

const answered = (type: string, says: string) =>
  new KafkaJSProtocolError(Object.assign(new Error(says), { type, code: 1, retriable: true }))

describe('how loudly a crash of a consumer is told', () => {
  it.each<[what: string, error: Error, severity: string]>([
    [
      'a new cluster that still loads the group',
      answered(
        'GROUP_LOAD_IN_PROGRESS',
        "The coordinator is loading and hence can't process requests for this group",
      ),
      'info',
    ],
    ['a broker that went away', new KafkaJSConnectionError('Connection error'), 'warn'],
    ['an answer that passes', answered('NOT_ENOUGH_REPLICAS', 'too few replicas'), 'warn'],
    ['a mistake of ours', new TypeError('undefined is not a function'), 'error'],
  ])('%s', (_, error, severity) => {
    expect(severityOfCrash(error)).toBe(severity)
  })
})
