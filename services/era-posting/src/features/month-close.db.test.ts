/** What is closed stays as it was: later charges, remittances and hand work count from the first open day. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { answered, charge, holdsTogether, patientNamed, pay, personWith, visitOf } from './sample-account.ts'
import { post } from './sample-posting.ts'
import { captured, dayId, lineId, say } from './sample-visit.ts'

let tally: TestHost
const clock = virtualClock('2026-11-02T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())
afterEach(() => holdsTogether(tally))

const close = (closedThrough: string, key?: string) => {
  const body = { closedThrough, reason: 'October is done' }
  return tally.call('POST', '/v1/ledger/closings', { body, ...(key === undefined ? {} : { key }) })
}
/** By what part of its source key names: when it counts, and the day that it was for. */
async function dated(type: string, key: string) {
  const rows = await tally.sql<{ effective_on: string; original_on: string | null }>(
    `select effective_on::text, original_on::text from era_posting.posting_batch
     where source_type = $1 and strpos(source_key, $2) > 0 order by recorded_at, id`,
    [type, key],
  )
  return rows.map(({ effective_on, original_on }) => [effective_on, original_on])
}

const patient = patientNamed('A')
const paid = { kind: 'patient-payment', patientId: patient, method: 'cash', amountCents: 500 }

describe('before anything is closed', () => {
  it('each counts on its own day', async () => {
    await charge(tally, visitOf('4001', { patient, serviceDate: '2026-10-12', responsibleParty: 'self' }))
    const { json } = await pay(tally, { ...paid, receivedOn: '2026-10-20' })
    expect(await dated('charge', dayId('4001'))).toEqual([['2026-10-12', null]])
    expect(await dated('hand', json.id)).toEqual([['2026-10-20', null]])
  })
})

describe('the books', () => {
  it('are closed by the owner, for days that are over, and never opened again', async () => {
    expect((await close('2026-10-31', await personWith(tally, 'biller'))).status).toBe(403)
    expect((await close('2026-11-02')).json.problems[0].code).toBe('close/not-over')
    const { status, json } = await close('2026-10-31')
    expect([status, json.closedThrough]).toEqual([201, '2026-10-31'])
    expect(json.closings[0]).toMatchObject({ batches: 2, postedCents: 10500, reason: 'October is done' })
    expect((await close('2026-10-31')).status).toBe(200)
    expect((await close('2026-10-30')).json.problems[0].code).toBe('close/earlier')
    expect((await tally.call('GET', '/v1/ledger/closings')).json.closings).toHaveLength(1)
  })
})

describe('after October is closed', () => {
  it('a charge of October, and its correction, count from 1 November and keep their day', async () => {
    await charge(tally, visitOf('4011', { serviceDate: '2026-10-14' }))
    expect(await dated('charge', dayId('4011'))).toEqual([['2026-11-01', '2026-10-14']])
    const visit = visitOf('4011', { version: 2, lines: [{ code: '97110', charge: 9000 }] })
    const said = captured(visit)
    await say(tally, [{ ...said, data: { ...said.data, serviceDate: '2026-10-14' } }])
    expect(await dated('charge', dayId('4011'))).toEqual([
      ['2026-11-01', '2026-10-14'],
      ['2026-11-01', '2026-10-14'],
    ])
  })

  it('a remittance paid in October counts from 1 November', async () => {
    await charge(tally, visitOf('4021', { serviceDate: '2026-11-01' }))
    const claims = [answered('4021', 6000, [['CO', '45', 4000]])]
    await post(tally, { trace: 'M4021', paidOn: '20261030', claims })
    expect(await dated('remittance', 'M4021')).toEqual([['2026-11-01', '2026-10-30']])
    expect(await dated('charge', dayId('4021'))).toEqual([['2026-11-01', null]])
  })

  it('hand work for October counts from 1 November and says so, and so does a mirror of what was closed', async () => {
    const { json } = await pay(tally, { ...paid, receivedOn: '2026-10-21' })
    expect(json).toMatchObject({ effectiveOn: '2026-11-01', askedFor: '2026-10-21' })
    const { items } = (await tally.call('GET', '/v1/payments?kind=patient-payment')).json
    const october = items.find((each: { effectiveOn: string }) => each.effectiveOn === '2026-10-20')
    await tally.call('POST', `/v1/payments/${october.id}/reverse`, { body: { reason: 'bounced' } })
    expect(await dated('hand-reversal', october.id)).toEqual([['2026-11-02', null]])
    expect(await dated('hand', october.id)).toEqual([['2026-10-20', null]])
  })

  it('a deposit of October counts from 1 November', async () => {
    const deposit = { depositedOn: '2026-10-30', amountCents: 6000, trace: 'M4021' }
    const { json } = await tally.call('POST', '/v1/deposits', { body: deposit })
    expect(json.status).toBe('matched')
    expect(await dated('deposit', json.id)).toEqual([['2026-11-01', '2026-10-30']])
  })

  it('a write-off, a transfer and a paper EOB stand in the open time', async () => {
    await charge(tally, visitOf('4031', { serviceDate: '2026-10-15', coverages: 2 }))
    const lines = [{ chargeLineId: lineId('4031', 1), order: 1, amountCents: 100 }]
    await pay(tally, { kind: 'write-off', writeOff: 'small-balance', reason: 'small', lines })
    await pay(tally, { kind: 'transfer', to: 'next-payer', reason: 'ended', lines })
    const claims = [{ claimNumber: 'FORMER-4', chargeCents: 300, paidCents: 300 }]
    const eob = {
      kind: 'paper-eob',
      payerId: '12345',
      traceNumber: 'CHK4031',
      paidOn: '2026-10-29',
      paymentCents: 300,
    }
    await pay(tally, { ...eob, claims })
    await expect.poll(() => dated('remittance', 'CHK4031')).toEqual([['2026-11-01', '2026-10-29']])
  })
})

it('who closes waits for who posts: what was counted is what stays', async () => {
  clock.moveTo('2026-12-01T18:00:00Z')
  await charge(tally, visitOf('4041', { patient, serviceDate: '2026-11-12', responsibleParty: 'self' }))
  const payments = Array.from({ length: 12 }, () =>
    pay(tally, { ...paid, amountCents: 7, receivedOn: '2026-11-20' }),
  )
  const [closed, ...answers] = await Promise.all([close('2026-11-30'), ...payments])
  expect(closed.status).toBe(201)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  const [count] = await tally.sql<{ batches: string; cents: string }>(
    `select count(distinct b.id) as batches, sum(p.amount_cents) as cents
     from era_posting.posting_batch b join era_posting.posting p on p.batch_id = b.id
     where b.effective_on <= '2026-11-30'`,
  )
  const { batches, postedCents } = closed.json.closings[0]
  expect([Number(count?.batches), Number(count?.cents)]).toEqual([batches, postedCents])
})

it('what is closed cannot be moved by anybody', async () => {
  await expect(
    tally.sql(
      `insert into era_posting.posting_batch (practice_id, id, source_type, source_key, effective_on, recorded_at)
       values ('prc_demo', 'X', 'hand', 'X', '2026-10-01', now()) returning effective_on::text`,
    ),
  ).resolves.toEqual([{ effective_on: '2026-12-01' }])
  await expect(tally.sql(`update era_posting.ledger_closing set posted_cents = 0`)).rejects.toThrow(
    'only grows',
  )
  await tally.sql(
    `insert into era_posting.posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key)
     values ('prc_demo', 'X', 'cash', 'patient-credit:X', 1, 'X')`,
  )
})
