/** What an operator may say of a practice: each policy is one that somebody reads, and an NPI is paid for one practice. */
import { chargeCapture } from '@tally/charge-capture'
import { operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)] })
})
afterAll(() => tally.stop())

const other = { name: 'OTHER PT', timezone: 'America/New_York', taxIds: ['930000002'], npis: ['1245319599'] }
const asOperator = (method: 'POST' | 'PUT', path: string, body: object) =>
  tally.call(method, path, { key: operatorKey, body })
const problemsOf = ({ json }: { json: { problems: { pointer: string; code: string }[] } }) =>
  json.problems.map(({ pointer, code }) => [pointer, code])

describe('a practice’s policies', () => {
  it.each([
    [{ sendWindow: '25:99' }, '/policies/sendWindow', 'shape/format'],
    [{ sendWindow: '' }, '/policies/sendWindow', 'shape/format'],
    [{ sendwindow: '20:00' }, '/policies/sendwindow', 'shape/unknown-field'],
    [{ goLiveOn: '2026-13-45' }, '/policies/goLiveOn', 'shape/format'],
    [{ writeOffLimitCents: -1 }, '/policies/writeOffLimitCents', expect.any(String)],
  ])('%j is refused', async (policies, pointer, code) => {
    const refused = await asOperator('POST', '/v1/practices', { ...other, policies })
    expect(refused.status).toBe(400)
    expect(problemsOf(refused)).toEqual([[pointer, code]])
  })

  it('are kept', async () => {
    const policies = { sendWindow: '21:30', goLiveOn: '2026-11-02', writeOffLimitCents: 10000 }
    const made = await asOperator('POST', '/v1/practices', { ...other, npis: ['1861400004'], policies })
    expect([made.status, made.json.policies]).toEqual([201, policies])
  })
})

describe('an NPI', () => {
  it('whose check digit is wrong is none', async () => {
    const refused = await asOperator('POST', '/v1/practices', { ...other, npis: ['1234567890'] })
    expect([refused.status, ...problemsOf(refused)]).toEqual([400, ['/npis/0', 'shape/format']])
  })

  it('that another practice has is refused, when one is made and when one is changed', async () => {
    const npis = ['1245319599', '1234567893']
    const refused = await asOperator('POST', '/v1/practices', { ...other, npis })
    expect([refused.status, ...problemsOf(refused)]).toEqual([409, ['/npis/1', 'practice/npi-taken']])
    expect(refused.json.problems[0].says).toContain('prc_demo')
    const made = await asOperator('POST', '/v1/practices', other)
    expect(made.status).toBe(201)
    const path = `/v1/practices/${made.json.id}`
    expect((await asOperator('PUT', path, { ...other, name: 'RENAMED' })).status).toBe(200)
    expect((await asOperator('PUT', path, { ...other, npis })).status).toBe(409)
  })
})
