/** What people enter and take back by hand. */
import type { TestHost } from '@tally/testkit'
import { answer, handIn, hear, one, posted, sent, until } from './sample-happenings.ts'
import { charged, claimId, lineId, patientId, procedureOf } from './sample-visits.ts'

/** Money that people moved; the line of visit 80x is open at its patient unless something else is said. */
export async function byHand(tally: TestHost): Promise<void> {
  const [pays, credits, off, over, moved, paper, wrong, late] = [
    '801',
    '802',
    '803',
    '804',
    '805',
    '806',
    '807',
    '808',
  ]
  const his = (id = '') => one(id, { self: true })
  for (const id of [pays, credits, off, over]) await hear(tally, [charged(his(id))])
  for (const id of [moved, paper, wrong, late])
    await sent(tally, one(id ?? '', id === '805' ? { payers: 2 } : {}))
  const line = (id = '', amountCents = 0, order: number | null = null) => ({
    chargeLineId: lineId(id),
    order,
    amountCents,
  })
  const paid = { kind: 'patient-payment', method: 'card' }
  await enter(tally, { ...paid, patientId: patientId('801'), amountCents: 12_000 })
  await enter(tally, {
    kind: 'refund',
    patientId: patientId('801'),
    amountCents: 500,
    reason: 'asked for it',
  })
  const first = await enter(tally, { ...paid, patientId: patientId('802'), amountCents: 10_500 })
  await takeBack(tally, first)
  await enter(tally, { ...paid, patientId: patientId('802'), amountCents: 10_500 })
  await hear(tally, [charged({ ...his('802'), version: 2, charges: [10_200] })])
  await enter(tally, { kind: 'apply-credit', patientId: patientId('802'), amountCents: 200 })
  await enter(tally, { kind: 'write-off', writeOff: 'courtesy', lines: [line('803', 900)], reason: 'small' })
  await enter(tally, {
    kind: 'write-off',
    writeOff: 'charity',
    lines: [line('804', 9_000)],
    reason: 'hardship',
  })
  await enter(tally, {
    kind: 'transfer',
    to: 'next-payer',
    lines: [line('805', 4_000, 1)],
    reason: 'the second owes it',
  })
  await enter(tally, paperOf('806', 'PAPER806'))
  await posted(tally)
  const typedWrongly = await enter(tally, paperOf('807', 'PAPER807'))
  await posted(tally)
  await takeBack(tally, typedWrongly)
  // It was right after all.
  await enter(tally, paperOf('807', 'PAPER807'))
  await posted(tally)
  // An overpayment that goes back to the payer.
  const doubled = answer(one('808'), [[8000, 'CO 45 2000']])
  await handIn(tally, { trace: 'GOOD808', claims: [doubled] })
  await handIn(tally, { trace: 'DOUBLE', claims: [doubled] })
  const back = {
    kind: 'refund',
    payerId: '12345',
    amountCents: 8000,
    lines: [line('808', 8000, 1)],
    reason: 'paid twice',
  }
  await enter(tally, back)
  await deposits(tally)
  // The books are closed: what is charged for a closed day counts from the first open one.
  const closing = { closedThrough: '2026-11-12', reason: 'the week is over' }
  const { status, text } = await tally.call('POST', '/v1/ledger/closings', { body: closing })
  if (status !== 201) throw new Error(`closing the books answered ${status}: ${text}`)
  await hear(tally, [charged(one('809'))])
}

/** By trace and amount, taken apart again, and one that nothing explains. */
async function deposits(tally: TestHost): Promise<void> {
  await deposit(tally, 'PAPER806', 8_000, 'matched')
  const apart = await deposit(tally, 'GOOD808', 8_000, 'matched')
  const body = { reason: 'it was the other one' }
  const { status, text } = await tally.call('DELETE', `/v1/deposits/${apart}/matches`, { body })
  if (status !== 200) throw new Error(`taking the deposit apart answered ${status}: ${text}`)
  await deposit(tally, 'NOTHING9', 123, 'waiting')
}

async function deposit(tally: TestHost, trace: string, amountCents: number, became: string): Promise<string> {
  const looked = `select count(*)::integer as count from era_posting.due_payment where looked_at is null`
  await until(async () => (await tally.sql<{ count: number }>(looked))[0]?.count === 0)
  const body = { depositedOn: '2026-11-23', amountCents, trace }
  const { status, text, json } = await tally.call('POST', '/v1/deposits', { body })
  if (status !== 201 || json.status !== became) throw new Error(`the deposit answered ${status}: ${text}`)
  return json.id
}

function paperOf(id: string, traceNumber: string): object {
  const adjustments = [{ group: 'CO', reason: '45', amountCents: 2000 }]
  const line = {
    chargeLineId: lineId(id),
    procedureCode: procedureOf(1),
    modifiers: ['GP'],
    serviceDate: '2026-11-10',
  }
  const amounts = { chargeCents: 10_000, paidCents: 8_000 }
  return {
    ...{ kind: 'paper-eob', payerId: '12345', traceNumber, paidOn: '2026-11-20', paymentCents: 8_000 },
    claims: [{ claimId: claimId(id), ...amounts, lines: [{ ...line, ...amounts, adjustments }] }],
  }
}

async function enter(tally: TestHost, body: object): Promise<string> {
  const headers = { 'idempotency-key': `entry-${JSON.stringify(body).length}-${++entered}` }
  const { status, text, json } = await tally.call('POST', '/v1/payments', { body, headers })
  if (status >= 300) throw new Error(`POST /v1/payments answered ${status}: ${text}`)
  return json.id
}

let entered = 0

async function takeBack(tally: TestHost, id: string): Promise<void> {
  const { status, text } = await tally.call('POST', `/v1/payments/${id}/reverse`, {
    body: { reason: 'typed wrongly' },
  })
  if (status !== 200) throw new Error(`taking ${id} back answered ${status}: ${text}`)
}
