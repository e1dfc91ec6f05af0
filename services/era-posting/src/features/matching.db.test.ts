/** How claims of remittances find ours when numbers are lost, when the charge comes late, and when a person says so. */
import { openSession, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { claimNumberWithCheck } from '@tally/x12'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SampleAdjustment, SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post, postingCount, told } from './sample-posting.ts'
import {
  captured,
  claimId,
  claimNumber,
  lineId,
  patientId,
  type SampleVisit,
  say,
  submitted,
} from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
afterEach(async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})

const visitOf = (id: string, more: Partial<SampleVisit> = {}): SampleVisit => ({
  ...{ id, lines: [{ code: '97110', charge: 10000 }], member: `MEM-${id}`, record: `MRN${id}` },
  ...more,
})
/** 80 of 100 dollars for one line; nothing in it names the claim. */
const nameless = (more: Partial<SampleClaim> = {}, charge = 10000): SampleClaim => {
  const off = [['CO', '45', charge - 8000]] as const
  const line = { code: '97110', charge, paid: 8000, adjustments: off }
  return { number: '0', charge, paid: 8000, lines: [line], member: '', ...more }
}
const withLine = (id: string) => ({
  lines: [
    {
      code: '97110',
      charge: 10000,
      paid: 8000,
      adjustments: [['CO', '45', 2000]] as const,
      control: lineId(id, 1),
    },
  ],
})
const receivable = (id: string) => `receivable:payer:${lineId(id, 1)}:1`
const shown = async (id: string) => (await tally.call('GET', `/v1/remittances/${id}`)).json

/** Each way but the exact number, with its tier. */
const ways: readonly [name: string, tier: number, id: string, claim: (id: string) => Partial<SampleClaim>][] =
  [
    ['its number, altered', 2, '701', (id) => ({ number: claimNumber(id).toLowerCase() })],
    ['its number, cut', 2, '702000000', (id) => ({ number: claimNumber(id).slice(0, 13) })],
    ['its charge lines', 4, '703', withLine],
    ['its medical record number', 5, '704', (id) => ({ references: [['EA', `MRN${id}`]] })],
    ['the payer’s earlier number', 5, '705', (id) => ({ references: [['F8', `ICN${id}`]] })],
    ['its visit', 6, '706', (id) => ({ member: `mem${id}` })],
  ]

describe.each(ways)('a claim is found by %s', (_, tier, id, claim) => {
  const number = id === '705' ? { payerNumber: `ICN${id}` } : {}

  it('and says its tier and evidence, in the remittance and in its proof', async () => {
    await say(tally, [captured(visitOf(id)), submitted(visitOf(id, number))])
    const remittance = await post(tally, { trace: `W${id}`, claims: [nameless(claim(id))] })
    const evidence = expect.stringMatching(/charge is equal$/)
    expect(remittance.claims).toMatchObject([{ outcome: 'posted', tier, evidence, claimId: claimId(id) }])
    const proof = (await tally.call('GET', `/v1/remittances/${remittance.id}/proof`)).json
    expect(proof.matches).toMatchObject([{ claim: 1, outcome: 'posted', tier, evidence }])
    expect(await balances(tally, receivable(id))).toEqual({})
  })

  it('of another charge is not', async () => {
    const more = claim(id)
    const lines = (more.lines ?? nameless().lines ?? []).map((line) => ({
      ...{ ...line, charge: 9900, adjustments: [['CO', '45', 1900]] as const },
    }))
    const remittance = await post(tally, {
      trace: `X${id}`,
      claims: [nameless({ ...more, charge: 9900, lines })],
    })
    expect(remittance.claims).toMatchObject([{ outcome: 'unmatched' }])
    expect(await balances(tally, `unmatched:${remittance.id}`)).toEqual({
      [`unmatched:${remittance.id}:1`]: -8000,
    })
  })

  it('when it turns up behind its payment', async () => {
    const late = id === '702000000' ? '702000011' : `${id}9`
    const remittance = await post(tally, { trace: `L${id}`, claims: [nameless(claim(late))] })
    expect(remittance.claims).toMatchObject([{ outcome: 'unmatched', because: 'claim/not-found' }])
    const visit = visitOf(late, id === '705' ? { payerNumber: `ICN${late}` } : {})
    await say(tally, [submitted(visit)])
    await say(tally, [captured(visit)])
    await expect.poll(async () => (await shown(remittance.id)).claims[0].outcome).toBe('posted')
    expect((await shown(remittance.id)).claims).toMatchObject([{ tier, claimId: claimId(late) }])
    expect(await balances(tally, receivable(late))).toEqual({})
    expect(await balances(tally, `unmatched:${remittance.id}`)).toEqual({})
  })
})

it('a claim that turns up while it is looked for is found by its number, and not by less', async () => {
  await say(tally, [captured(visitOf('743')), submitted(visitOf('743'))])
  const rename = 'update era_posting.claim_version set claim_number = $2 where claim_number = $1'
  await tally.sql(rename, [claimNumber('743'), 'TO-TURN-UP'])
  const other = openSession({ url: tally.database.url, applicationName: 'another consumer' })
  await other.connect()
  await other.query('begin')
  await other.query('lock table era_posting.charge_line in access exclusive mode')
  const posted = post(tally, {
    trace: 'W743',
    claims: [nameless({ number: claimNumber('743'), ...withLine('743') })],
  })
  const waiting = `select count(*)::int from pg_locks where relation = 'era_posting.charge_line'::regclass and not granted`
  await expect.poll(async () => (await tally.sql(waiting))[0]).toEqual({ count: 1 })
  await other.query(rename, ['TO-TURN-UP', claimNumber('743')])
  await other.query('commit')
  await other.end()
  expect((await posted).claims).toMatchObject([{ outcome: 'posted', tier: 1 }])
})

it('the payment of a claim that is not heard of yet is not another’s of the same visit', async () => {
  const twins = { member: 'TWINS', lines: [{ code: '97110', charge: 10000 }] }
  const [known, late] = [visitOf('741', twins), visitOf('742', twins)]
  await say(tally, [captured(known), submitted(known), captured(late)])
  const number = claimNumberWithCheck('TLATE00000000742')
  const payment = nameless({ number, member: 'TWINS' })
  const remittance = await post(tally, { trace: 'W742', claims: [payment] })
  expect(remittance.claims).toMatchObject([{ outcome: 'unmatched', because: 'claim/not-found' }])
  expect(await balances(tally, receivable('741'))).toEqual({ [receivable('741')]: 10000 })
  const said = submitted(late)
  await say(tally, [{ ...said, data: { ...said.data, claimNumber: number } }])
  await expect.poll(async () => (await shown(remittance.id)).claims[0].outcome).toBe('posted')
  expect((await shown(remittance.id)).claims).toMatchObject([{ tier: 1, claimId: claimId('742') }])
  expect(await balances(tally, receivable('742'))).toEqual({})
})

describe('by a person', () => {
  const url = (id: string) => `/v1/remittances/${id}/matches`
  const stray = async (id: string, charge = 9000) => {
    await say(tally, [captured(visitOf(id)), submitted(visitOf(id))])
    return post(tally, { trace: `H${id}`, claims: [nameless({ payerNumber: `STRAY${id}` }, charge)] })
  }

  it('a claim is matched, though its charge differs: posted from where it waited, with person and reason', async () => {
    const { id } = await stray('721')
    const body = { position: 1, claimId: claimId('721'), reason: 'phone call with the payer' }
    const { status, json } = await tally.call('POST', url(id), { body })
    expect([status, json.outcome, json.tier, json.evidence]).toEqual([
      200,
      'posted',
      7,
      'a person matched it',
    ])
    expect(json.byHand).toMatchObject({ kind: 'match', claimId: claimId('721'), reason: body.reason })
    expect(await balances(tally, receivable('721'))).toEqual({ [receivable('721')]: 1000 })
    expect(await balances(tally, `unmatched:${id}`)).toEqual({})
    expect(await shown(id)).toMatchObject({
      unmatchedCents: 0,
      matchedCount: 1,
      claims: [{ byHand: { kind: 'match' } }],
    })
    expect((await told(tally, '721')).map(({ type, data }) => [type, data.tier])).toEqual([
      ['payment.posted.v1', 7],
    ])
    const before = await postingCount(tally)
    expect((await tally.call('POST', url(id), { body })).json.outcome).toBe('posted')
    expect(await postingCount(tally)).toBe(before)
    const rows = await tally.sql<{ row: string }>('select t::text as row from era_posting.hand_match t')
    expect(rows.filter(({ row }) => row.includes('phone'))).toEqual([])
  })

  it.each([
    ['731', 3000, 5000],
    ['732', 6000, 2000],
  ])(
    'a claim %s as a whole, answered for less than was asked, posts what the payer says',
    async (id, paid, off) => {
      await say(tally, [captured(visitOf(id)), submitted(visitOf(id))])
      const before = (await balances(tally, 'adjustment:contractual'))['adjustment:contractual'] ?? 0
      const adjustments = [['CO', '45', off]] as const
      const answer = nameless({ payerNumber: `STRAY${id}`, charge: 8000, paid, lines: [], adjustments })
      const { id: remittanceId } = await post(tally, { trace: `W${id}`, claims: [answer] })
      const body = { position: 1, claimId: claimId(id), reason: 'phone call with the payer' }
      expect((await tally.call('POST', url(remittanceId), { body })).status).toBe(200)
      expect(await balances(tally, receivable(id))).toEqual({ [receivable(id)]: 2000 })
      expect(await balances(tally, 'adjustment:contractual')).toEqual({
        'adjustment:contractual': before + off,
      })
      expect(await balances(tally, `unmatched:${remittanceId}`)).toEqual({})
    },
  )

  it('a claim that is answered in two parts keeps both, whichever comes first', async () => {
    for (const id of ['733', '734']) {
      const visit = {
        id,
        lines: [
          { code: '97110', charge: 10000 },
          { code: '97140', charge: 5000 },
        ],
      }
      await say(tally, [captured(visit), submitted(visit)])
      const part = (place: number, charge: number, paid: number, off: SampleAdjustment): SampleClaim => ({
        ...{ number: claimNumber(id), charge, paid },
        lines: [
          {
            ...{ code: place === 1 ? '97110' : '97140', charge, paid },
            ...{ adjustments: [off], control: lineId(id, place) },
          },
        ],
      })
      const parts = [part(2, 5000, 0, ['CO', '16', 5000]), part(1, 10000, 8000, ['CO', '45', 2000])]
      for (const [index, answer] of (id === '733' ? parts : parts.reverse()).entries()) {
        // What comes second in 734 was decided first.
        const paidOn = `202611${id === '733' ? 20 + index : 21 - index}`
        const { id: remittanceId } = await post(tally, { trace: `T${id}${index}`, paidOn, claims: [answer] })
        const body = { position: 1, claimId: claimId(id), reason: 'a part of it' }
        expect((await tally.call('POST', url(remittanceId), { body })).status).toBe(200)
      }
      expect(await balances(tally, `denied:open:${lineId(id, 2)}`)).toEqual({
        [`denied:open:${lineId(id, 2)}:1`]: 5000,
      })
      expect(await balances(tally, `receivable:payer:LN${id}`)).toEqual({})
    }
  })

  it('a match is taken apart: the exact mirror, and nothing puts it together again but a person', async () => {
    await say(tally, [captured(visitOf('722')), submitted(visitOf('722'))])
    const words = [
      ['CO', '45', 1000],
      ['PR', '2', 1000],
    ] as const
    const line = { code: '97110', charge: 10000, paid: 8000, adjustments: words, control: lineId('722', 1) }
    const claim = nameless({ number: claimNumber('722'), payerNumber: 'ICN722', lines: [line] })
    const before = await balances(tally, 'adjustment:')
    const { id } = await post(tally, { trace: 'H722', claims: [claim] })
    const body = { position: 1, claimId: claimId('722'), reason: 'it was another patient’s' }
    const undone = await tally.call('DELETE', url(id), { body })
    expect(undone.json).toMatchObject({
      ...{
        outcome: 'unmatched',
        because: 'match/undone-by-hand',
        claimId: null,
        byHand: { kind: 'unmatch' },
      },
    })
    expect(await balances(tally, receivable('722'))).toEqual({ [receivable('722')]: 10000 })
    expect(await balances(tally, `receivable:patient:${patientId('722')}`)).toEqual({})
    expect(await balances(tally, 'adjustment:')).toEqual(before)
    expect(await balances(tally, `unmatched:${id}`)).toEqual({ [`unmatched:${id}:1`]: -8000 })
    expect((await told(tally, '722')).at(-1)).toMatchObject({
      ...{ type: 'payment.reversed.v1', data: { reversesRemittanceId: id, paidCents: 8000 } },
    })
    const count = await postingCount(tally)
    expect((await tally.call('DELETE', url(id), { body })).json.outcome).toBe('unmatched')
    await say(tally, [submitted(visitOf('722'), 1, 2)])
    expect(await postingCount(tally)).toBe(count)
    expect((await shown(id)).claims[0].outcome).toBe('unmatched')
    for (const each of [1, 2]) {
      const again = await tally.call('POST', url(id), { body })
      expect([each, again.json.outcome]).toEqual([each, 'posted'])
      expect(await balances(tally, receivable('722'))).toEqual({})
      expect((await tally.call('DELETE', url(id), { body })).status).toBe(200)
      expect(await balances(tally, receivable('722'))).toEqual({ [receivable('722')]: 10000 })
    }
    const proof = (await tally.call('GET', `/v1/remittances/${id}/proof`)).json
    expect(proof.equalities.filter(({ holds }: { holds: boolean }) => !holds)).toEqual([])
    expect(proof.matches).toMatchObject([{ outcome: 'unmatched', because: 'match/undone-by-hand' }])
  })

  it('what a match taught of the payer’s numbers is forgotten with it', async () => {
    const { id } = await stray('724')
    const body = { position: 1, claimId: claimId('724') }
    await tally.call('POST', url(id), { body })
    await tally.call('DELETE', url(id), { body })
    const next = await post(tally, { trace: 'N724', claims: [nameless({ payerNumber: 'STRAY724' })] })
    expect(next.claims).toMatchObject([{ outcome: 'unmatched', because: 'claim/not-found' }])
  })

  it.each([
    ['another claim than it is matched to', 'POST', 409, 'match/taken'],
    ['another claim than it is matched to, to take it apart', 'DELETE', 409, 'match/taken'],
  ] as const)('not %s', async (_, method, status, code) => {
    const id = method === 'POST' ? '725' : '726'
    const { id: remittanceId } = await stray(id)
    await tally.call('POST', url(remittanceId), { body: { position: 1, claimId: claimId(id) } })
    const answered = await tally.call(method, url(remittanceId), {
      body: { position: 1, claimId: claimId('721') },
    })
    expect([answered.status, answered.json.problems[0].code]).toEqual([status, code])
  })

  it('not a claim that does not add up, nor one that nobody sent, nor a position that is none', async () => {
    await say(tally, [captured(visitOf('727')), submitted(visitOf('727'))])
    const off = nameless({ number: claimNumber('727'), paid: 7900 })
    const { id } = await post(tally, { trace: 'H727', claims: [off] })
    const call = (body: object) => tally.call('POST', url(id), { body })
    const refused = await call({ position: 1, claimId: claimId('727') })
    expect([refused.status, refused.json.problems[0].code]).toEqual([422, 'claim/out-of-balance'])
    expect((await call({ position: 1, claimId: claimId('99999') })).status).toBe(404)
    expect((await call({ position: 7, claimId: claimId('727') })).status).toBe(404)
    expect(await balances(tally, `unmatched:${id}`)).toEqual({ [`unmatched:${id}:1`]: -7900 })
  })

  it('a payment that was taken back since is not taken apart', async () => {
    await say(tally, [captured(visitOf('728')), submitted(visitOf('728'))])
    const paid = nameless({ number: claimNumber('728'), lines: [], adjustments: [['CO', '45', 2000]] })
    const { id } = await post(tally, { trace: 'H728', claims: [paid] })
    const back = {
      ...paid,
      status: '22',
      charge: -10000,
      paid: -8000,
      adjustments: [['CO', '45', -2000]] as const,
    }
    await post(tally, { trace: 'I728', claims: [back], provider: [['FB', 'I728', -8000]] })
    const answered = await tally.call('DELETE', url(id), { body: { position: 1, claimId: claimId('728') } })
    expect([answered.status, answered.json.problems[0].code]).toEqual([409, 'match/reversed'])
  })
})

it('what waits for a person says what it is and what to do next', async () => {
  const { json } = await tally.call('GET', '/v1/unmatched?limit=200')
  expect(json.items.length).toBeGreaterThan(0)
  for (const item of json.items) {
    expect(item.says.length).toBeGreaterThan(10)
    expect(item.next.length).toBeGreaterThan(10)
  }
})
