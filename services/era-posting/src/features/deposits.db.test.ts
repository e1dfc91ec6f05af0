/** What came to the bank: matched to remittances by trace and amount to the cent, whichever comes first; the rest is listed. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { answered, charge, holdsTogether, pay, visitOf } from './sample-account.ts'
import { balances, post, postingCount } from './sample-posting.ts'

let tally: TestHost
// A Tuesday; Thursday is Thanksgiving.
const clock = virtualClock('2026-11-24T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())
afterEach(() => holdsTogether(tally))

/** One claim of 100 dollars, paid with `paid`, under the trace EFT`id`. */
async function remitted(id: string, paid: number, paidOn = '20261123'): Promise<string> {
  await charge(tally, visitOf(id))
  const claims = [answered(id, paid, [['CO', '45', 10000 - paid]])]
  const remittance = await post(tally, { trace: `EFT${id}`, paidOn, claims })
  await lookedThrough(`EFT${id}`)
  return remittance.id
}
/** Deposits were looked through for the payment: one that comes now finds it. */
const lookedThrough = (trace: string) =>
  expect
    .poll(async () => (await of('/v1/deposits/expected', trace)).map(({ lateOn }) => lateOn))
    .not.toContain(null)
const due = (id: string) => `due:1512345678EFT${id}`
const open = (id: string) => balances(tally, due(id))
const deposit = (body: object) =>
  tally.call('POST', '/v1/deposits', { body: { depositedOn: '2026-11-23', ...body } })
const upload = (text: string, query = '') =>
  tally.call('POST', `/v1/deposits/bank-file${query}`, {
    body: text,
    headers: { 'content-type': 'text/csv' },
  })
const cash = async () => (await balances(tally, 'cash')).cash ?? 0
const listed = async (path: string) =>
  (await tally.call('GET', path)).json.items as { [field: string]: unknown }[]
const of = async (path: string, id: string) =>
  (await listed(path)).filter((each) => JSON.stringify(each).includes(id))

describe('a deposit by hand', () => {
  it('pays the remittance of its trace: what was due is cash', async () => {
    const id = await remitted('2001', 6000)
    const before = await cash()
    const { status, json } = await deposit({ amountCents: 6000, trace: 'EFT2001' })
    expect([status, json.status, json.remittances]).toEqual([
      201,
      'matched',
      [{ remittanceId: id, amountCents: 6000, by: null }],
    ])
    expect([await cash(), await open('2001')]).toEqual([before + 6000, {}])
  })

  it('that comes twice moves nothing the second time', async () => {
    await remitted('2011', 6000)
    const first = await deposit({ amountCents: 6000, trace: 'EFT2011' })
    const count = await postingCount(tally)
    const again = await deposit({ amountCents: 6000, trace: 'eft-2011' })
    expect([again.status, again.json.id]).toEqual([200, first.json.id])
    expect(await postingCount(tally)).toBe(count)
  })

  it('of another amount moves nothing and says by how much', async () => {
    await remitted('2021', 6000)
    const { json } = await deposit({ amountCents: 5999, trace: 'EFT2021' })
    expect(json).toMatchObject({
      ...{ status: 'waiting', because: 'deposit/amount-differs' },
      says: '$59.99 came and the remittances that it names make $60.00',
    })
    expect(await open('2021')).toEqual({ [due('2021')]: 6000 })
  })

  it('before its remittance waits, and is matched when that is posted', async () => {
    const { json } = await deposit({ amountCents: 6000, trace: 'EFT2031' })
    expect(json).toMatchObject({ status: 'waiting', because: 'deposit/no-remittance' })
    await remitted('2031', 6000)
    await expect.poll(() => open('2031')).toEqual({})
    expect(await of('/v1/deposits?status=matched', 'EFT2031')).toMatchObject([{ id: json.id }])
  })

  it('pays several remittances together', async () => {
    await remitted('2041', 6000)
    await remitted('2042', 5000)
    const { json } = await deposit({ amountCents: 11000, trace: 'EFT2041, EFT2042' })
    expect(json.status).toBe('matched')
    expect([await open('2041'), await open('2042')]).toEqual([{}, {}])
  })

  it('of tomorrow is not taken', async () => {
    expect((await deposit({ depositedOn: '2026-11-25', amountCents: 1, trace: 'X1' })).status).toBe(422)
  })
})

describe('a match', () => {
  it('by hand is to the cent, and is taken apart by its mirror', async () => {
    const id = await remitted('2051', 6000)
    const { json } = await deposit({ amountCents: 6000, description: 'COUNTER DEPOSIT' })
    const path = `/v1/deposits/${json.id}/matches`
    const other = await remitted('2052', 5000)
    const wrong = await tally.call('POST', path, { body: { remittanceIds: [other], reason: 'slip 7' } })
    expect(wrong.json.problems[0].says).toBe(
      'these remittances leave $50.00 to be deposited, and the deposit is of $60.00',
    )
    const before = await balances(tally)
    const matched = await tally.call('POST', path, { body: { remittanceIds: [id], reason: 'slip 7' } })
    expect(matched.json).toMatchObject({
      status: 'matched',
      remittances: [{ remittanceId: id, amountCents: 6000 }],
    })
    expect(await open('2051')).toEqual({})
    const undone = await tally.call('DELETE', path, { body: { reason: 'slip 8' } })
    expect(undone.json).toMatchObject({ status: 'waiting', because: 'deposit/undone-by-hand' })
    expect(await balances(tally)).toEqual(before)
    const again = await tally.call('POST', path, {
      body: { remittanceIds: [id], reason: 'slip 7 after all' },
    })
    expect([again.json.status, await open('2051')]).toEqual(['matched', {}])
  })

  it('of a paper EOB stands before that is taken back', async () => {
    const claims = [{ claimNumber: 'FORMER-9', chargeCents: 3000, paidCents: 3000 }]
    const eob = {
      kind: 'paper-eob',
      payerId: '12345',
      traceNumber: 'CHK2061',
      paidOn: '2026-11-20',
      paymentCents: 3000,
      claims,
    }
    const { json } = await pay(tally, eob)
    await expect.poll(() => balances(tally, 'due:CHK2061')).toEqual({ 'due:CHK2061': 3000 })
    await lookedThrough('CHK2061')
    const paid = await deposit({ amountCents: 3000, trace: 'CHK2061' })
    expect(paid.json.status).toBe('matched')
    const back = await tally.call('POST', `/v1/payments/${json.id}/reverse`, { body: { reason: 'wrong' } })
    expect(back.json.problems[0].code).toBe('eob/deposited')
    await tally.call('DELETE', `/v1/deposits/${paid.json.id}/matches`, { body: { reason: 'wrong' } })
    expect(
      (await tally.call('POST', `/v1/payments/${json.id}/reverse`, { body: { reason: 'wrong' } })).status,
    ).toBe(200)
    expect(await balances(tally, 'due:CHK2061')).toEqual({})
  })
})

describe('a bank’s file', () => {
  it('is matched line by line, lists the rest, and moves nothing when it comes again', async () => {
    await remitted('2071', 6000)
    await remitted('2072', 7000)
    const text = [
      'Posting Date,Description,Amount,Reference',
      '11/23/2026,"HCCLAIMPMT TRN*1*EFT2071*1512345678",60.00,',
      '11/23/2026,EXAMPLE PLAN,"70.00",EFT2072',
      '11/23/2026,CARD BATCH 2073,12.34,',
      '11/23/2026,CARD BATCH 2073,12.34,',
      '11/23/2026,RENT,"-1,200.00",',
    ].join('\n')
    const { status, json } = await upload(text)
    expect(status).toBe(201)
    expect(json).toMatchObject({
      ...{ lines: 5, taken: 4, known: 0, matched: 2, matchedCents: 13000 },
      ...{ waiting: 2, waitingCents: 2468, withdrawals: 1 },
    })
    expect([await open('2071'), await open('2072')]).toEqual([{}, {}])
    const count = await postingCount(tally)
    expect((await upload(text)).json).toMatchObject({ taken: 0, known: 4, matched: 0 })
    const overlap = `${text}\n11/24/2026,CARD BATCH 2074,1.00,`
    expect((await upload(overlap)).json).toMatchObject({ taken: 1, known: 4 })
    expect(await postingCount(tally)).toBe(count)
    const [waiting] = await of('/v1/deposits', 'BATCH 2073')
    const aside = await tally.call('POST', `/v1/deposits/${waiting?.id}/set-aside`, {
      body: { reason: 'cards' },
    })
    expect(aside.json.status).toBe('set-aside')
    expect(await of('/v1/deposits', 'BATCH 2073')).toHaveLength(1)
  })

  it('that cannot be read whole is refused whole', async () => {
    const before = await tally.sql('select count(*) from era_posting.deposit')
    const { status, json } = await upload('Date,Amount\n2026-11-23,1.00\n2026-11-23,1.005\nsoon,2.00\n')
    expect([status, json.problems.map(({ says }: { says: string }) => says)]).toEqual([
      422,
      [expect.stringContaining('line 3'), expect.stringContaining('line 4')],
    ])
    expect(await tally.sql('select count(*) from era_posting.deposit')).toEqual(before)
  })

  it('names its columns in the query', async () => {
    await remitted('2081', 6000)
    const { json } = await upload(
      'Tag;Summe;Text\n2026-11-23;60.00;EFT2081',
      '?date=Tag&amount=Summe&trace=Text',
    )
    expect(json).toMatchObject({ matched: 1, matchedCents: 6000 })
  })
})

it('money without a remittance, and a remittance without money, are late after three business days of the practice', async () => {
  await remitted('2091', 6000, '20261124')
  const { json } = await deposit({ depositedOn: '2026-11-24', amountCents: 4500, trace: 'EFT2092' })
  const late = () =>
    Promise.all([of('/v1/deposits?late=true', json.id), of('/v1/deposits/expected?late=true', 'EFT2091')])
  expect(await of('/v1/deposits', json.id)).toMatchObject([
    { late: false, amountCents: 4500, lateOn: '2026-11-30' },
  ])
  await expect
    .poll(() => of('/v1/deposits/expected', 'EFT2091'))
    .toMatchObject([{ late: false, openCents: 6000, lateOn: '2026-11-30' }])
  // Monday, half past eleven at night in the practice: Wednesday, Friday and Monday are the three days.
  clock.moveTo('2026-12-01T07:30:00Z')
  expect(await late()).toEqual([[], []])
  clock.moveTo('2026-12-01T08:30:00Z')
  expect(await late()).toMatchObject([
    [{ late: true, amountCents: 4500 }],
    [{ late: true, openCents: 6000, says: expect.stringContaining('$60.00') }],
  ])
})

it('what the bank wrote stands nowhere in the clear', async () => {
  const word = 'ZEBRAFINCH77'
  await deposit({ amountCents: 100, description: `ZELLE FROM ${word}` })
  const tables = ['deposit', 'deposit_token', 'deposit_match', 'idempotent_answer']
  for (const table of tables) {
    const rows = await tally.sql<{ text: string }>(`select t::text as text from era_posting.${table} t`)
    expect(
      rows.some(({ text }) => text.includes(word)),
      table,
    ).toBe(false)
  }
  expect(tally.logLines.some((line) => line.includes(word))).toBe(false)
})
