import { expect, it } from 'vitest'
import { saidOfTest, testType, thinMessage } from './thin-message.ts'

const at = '2026-11-24T18:00:00.000Z'

it('says what happened, when and to what, in ids, and nothing else', () => {
  const said = { service: 'claim-submission', subject: 'C1', sequence: 2, correlationId: 'day_1' }
  const body = thinMessage({ practiceId: 'prc_1', messageId: 'E1', type: 'claim.submitted.v1', at, said })
  expect(JSON.parse(body)).toEqual({
    ...{ type: 'claim.submitted.v1', timestamp: at },
    data: { id: 'E1', practiceId: 'prc_1', ...said },
  })
})

it('of a test has the fields of an event, about the endpoint', () => {
  const said = saidOfTest('whe_1')
  const body = thinMessage({ practiceId: 'prc_1', messageId: 'E1', type: testType, at, said })
  expect(JSON.parse(body)).toEqual({
    ...{ type: 'webhook.test', timestamp: at },
    data: {
      ...{ id: 'E1', practiceId: 'prc_1', service: 'insight', sequence: 1 },
      ...{ subject: 'whe_1', correlationId: 'whe_1' },
    },
  })
})
