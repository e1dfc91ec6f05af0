/** A payer that paid too much: opened as work with its date, brought up to date, closed when it is owed again. */
import { chargeVoided } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, post, told } from './sample-posting.ts'
import {
  captured,
  claimId,
  claimNumber,
  dayId,
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

async function sent(id: string, family: NonNullable<SampleVisit['family']> = 'medicare-b'): Promise<void> {
  const visit: SampleVisit = { id, lines: [{ code: '97110', charge: 10000 }], family }
  await say(tally, [captured(visit), submitted(visit)])
}
const answer = (id: string, paid: number, payerNumber: string, charge = 10000): SampleClaim => {
  const off = [['CO', '45', charge - paid]] as const
  const line = { code: '97110', charge, paid, adjustments: off, control: lineId(id, 1) }
  return {
    number: claimNumber(id),
    charge,
    paid,
    lines: [line],
    payerNumber,
    status: charge < 0 ? '22' : '1',
  }
}
const credits = async (id: string, status = 'open') => {
  const { json } = await tally.call('GET', `/v1/credit-balances?status=${status}&limit=200`)
  return json.items.filter((each: { claimId: string }) => each.claimId === claimId(id))
}
const voided = (id: string) =>
  saying(chargeVoided, {
    ...{ subject: dayId(id), sequence: 2, correlationId: dayId(id) },
    data: {
      ...{ treatmentDayId: dayId(id), version: 2, serviceDate: '2026-11-10', case: 'health' },
      ...{ patientId: patientId(id), billingNpi: '1234567893', encounterIds: [`enc_${'0'.repeat(26)}`] },
      reversedCents: 10000,
    },
  } as Parameters<typeof saying<(typeof chargeVoided)['data'], never>>[1])

describe('a claim that is paid twice', () => {
  it('opens work with the day by which federal money goes back, closed by the payer’s reversal', async () => {
    await sent('801')
    await post(tally, { trace: 'P801', claims: [answer('801', 8000, 'ICN801')] })
    expect(await credits('801')).toEqual([])
    await post(tally, { trace: 'Q801', claims: [answer('801', 8000, 'ICN802')] })
    expect(await credits('801')).toMatchObject([
      {
        ...{ party: 'payer', amountCents: 8000, because: 'payment/posted', payerFamily: 'medicare-b' },
        ...{ identifiedOn: '2026-11-24', dueOn: '2027-01-23', citation: expect.stringContaining('401.305') },
      },
    ])
    const back = answer('801', -8000, 'ICN802', -10000)
    await post(tally, { trace: 'R801', claims: [back], provider: [['FB', 'R801', -8000]] })
    expect(await credits('801')).toEqual([])
    expect(await credits('801', 'closed')).toMatchObject([
      { closedBecause: 'payment/reversed', amountCents: 8000 },
    ])
  })

  it('of a payer that no law sets a day for has none', async () => {
    await sent('803', 'commercial')
    await post(tally, {
      trace: 'P803',
      claims: [answer('803', 8000, 'ICN803'), answer('803', 8000, 'ICN804')],
    })
    expect(await credits('803')).toMatchObject([{ dueOn: null, citation: null, amountCents: 8000 }])
  })

  // Claims are posted a hundred at a time, and what a group needs is read while groups before it are written.
  it.each([0, 150, 250])('in one file, with %i claims between, is seen as paid before', async (between) => {
    const id = `830${between}`
    await sent(id, 'commercial')
    const others = Array.from({ length: between }, (_, index) => {
      const other = answer(`${id}${index}`, 8000, `O${id}${index}`)
      return { ...other, number: `NOBODY${index}` }
    })
    const claims = [answer(id, 8000, `A${id}`), ...others, answer(id, 8000, `B${id}`)]
    await post(tally, { trace: `P${id}`, claims })
    expect(await credits(id)).toMatchObject([{ amountCents: 8000 }])
    expect(await told(tally, id)).toMatchObject([
      { type: 'payment.posted.v1', sequence: 1 },
      { type: 'claim.settled.v1', sequence: 2 },
      { type: 'payment.posted.v1', sequence: 3 },
    ])
  })
})

describe('the same answer once more, without a reversal', () => {
  const shared = (id: string, payerNumber = `ICN${id}`): SampleClaim => {
    const line = { code: '97110', charge: 10000, paid: 6400, control: lineId(id, 1) }
    const adjustments = [
      ['CO', '45', 2000],
      ['PR', '2', 1600],
    ] as const
    return { ...answer(id, 6400, payerNumber), patient: 1600, lines: [{ ...line, adjustments }] }
  }
  const ofVisit = async (id: string) => ({
    ...(await balances(tally, `receivable:payer:${lineId(id, 1)}`)),
    ...(await balances(tally, `receivable:patient:${patientId(id)}`)),
  })
  const [owed, his] = [
    (id: string) => `receivable:payer:${lineId(id, 1)}:1`,
    (id: string) => `receivable:patient:${patientId(id)}:${lineId(id, 1)}`,
  ]
  const back = (id: string) => {
    const [line] = shared(id).lines ?? []
    const adjustments = (line?.adjustments ?? []).map(
      ([group, reason, cents]) => [group, reason, -cents] as const,
    )
    const taken = { code: '97110', charge: -10000, paid: -6400, control: lineId(id, 1), adjustments }
    return { ...shared(id), status: '22', charge: -10000, paid: -6400, patient: -1600, lines: [taken] }
  }

  it('is paid too much by its payment: the patient’s share and the allowance stand once', async () => {
    await sent('841')
    await post(tally, { trace: 'P841', claims: [shared('841')] })
    const again = await post(tally, { trace: 'Q841', claims: [shared('841')] })
    expect(again.claims).toMatchObject([{ outcome: 'posted', because: 'claim/paid-again' }])
    expect(await ofVisit('841')).toEqual({ [owed('841')]: -6400, [his('841')]: 1600 })
    expect(await credits('841')).toMatchObject([{ amountCents: 6400 }])
    expect((await told(tally, '841')).filter(({ type }) => type === 'payment.posted.v1')).toMatchObject([
      { data: { paidCents: 6400, toPatientCents: 1600 } },
      { data: { paidCents: 6400, toPatientCents: 0, paymentOnly: true } },
    ])
  })

  it('is taken back before the first, which keeps its adjustments; then that one is', async () => {
    await sent('842')
    await post(tally, { trace: 'P842', claims: [shared('842', 'ICN842')] })
    await post(tally, { trace: 'Q842', claims: [shared('842', 'ICN843')] })
    // The first one’s number.
    await post(tally, { trace: 'R842', claims: [back('842')], provider: [['FB', 'R842', -6400]] })
    expect(await ofVisit('842')).toEqual({ [his('842')]: 1600 })
    expect(await credits('842')).toEqual([])
    const [taken] = (await told(tally, '842')).filter(({ type }) => type === 'payment.reversed.v1')
    expect(taken).toMatchObject({ data: { paidCents: 6400, paymentOnly: true } })
    await post(tally, { trace: 'S842', claims: [back('842')], provider: [['FB', 'S842', -6400]] })
    expect(await ofVisit('842')).toEqual({ [owed('842')]: 10000 })
  })

  it('keeps a person from taking the first one apart before it', async () => {
    await sent('844')
    const [first, again] = [
      await post(tally, { trace: 'P844', claims: [shared('844')] }),
      await post(tally, { trace: 'Q844', claims: [shared('844')] }),
    ]
    const apart = (remittanceId: string) => {
      const body = { position: 1, claimId: claimId('844'), reason: 'paid twice' }
      return tally.call('DELETE', `/v1/remittances/${remittanceId}/matches`, { body })
    }
    expect(await apart(first.id)).toMatchObject({
      status: 409,
      json: { type: expect.stringContaining('match/paid-again') },
    })
    expect((await apart(again.id)).status).toBe(200)
    expect((await apart(first.id)).status).toBe(200)
    expect(await ofVisit('844')).toEqual({ [owed('844')]: 10000 })
  })
})

it('what a later payer adjusts beyond what was left to it is no money that it paid', async () => {
  const visit: SampleVisit = { id: '845', lines: [{ code: '97110', charge: 10000 }], coverages: 2 }
  await say(tally, [captured(visit), submitted(visit), submitted(visit, 2)])
  const line = { code: '97110', charge: 10000, control: lineId('845', 1) }
  const [shared, more] = [
    [
      ['CO', '45', 2000],
      ['PR', '2', 1600],
    ],
    [
      ['CO', '45', 5000],
      ['OA', '23', 5000],
    ],
  ] as const
  const first = { ...answer('845', 6400, 'P845'), lines: [{ ...line, paid: 6400, adjustments: shared }] }
  await post(tally, { trace: 'P845', claims: [first] })
  const second = { ...answer('845', 0, 'S845'), number: claimNumber('845', 2), status: '2' }
  const lines = [{ ...line, paid: 0, adjustments: more }]
  await post(tally, { trace: 'S845', payer: '67890', claims: [{ ...second, lines }] })
  const { json } = await tally.call('GET', '/v1/credit-balances?limit=200')
  expect(json.items.filter((each: { claimId: string }) => each.claimId === claimId('845', 2))).toEqual([])
})

describe('a visit that is void', () => {
  it('and was paid opens work for what was paid', async () => {
    await sent('805')
    await post(tally, { trace: 'P805', claims: [answer('805', 8000, 'ICN805')] })
    await say(tally, [voided('805')])
    expect(await credits('805')).toMatchObject([
      { amountCents: 8000, because: 'charge/corrected', dueOn: '2027-01-23' },
    ])
  })

  const shared = (id: string, sign: 1 | -1 = 1): SampleClaim => {
    const line = { code: '97110', charge: sign * 10000, paid: sign * 6400, control: lineId(id, 1) }
    const adjustments = [
      ['CO', '45', sign * 2000],
      ['PR', '2', sign * 1600],
    ] as const
    return {
      ...{ ...answer(id, sign * 6400, `ICN${id}`, sign * 10000), patient: sign * 1600 },
      lines: [{ ...line, adjustments }],
    }
  }
  const ofLine = async (id: string) => ({
    ...(await balances(tally, `receivable:payer:${lineId(id, 1)}`)),
    ...(await balances(tally, `receivable:patient:${patientId(id)}`)),
  })
  const back = (id: string) => ({
    trace: `R${id}`,
    claims: [shared(id, -1)],
    provider: [['FB', `R${id}`, -6400]] as const,
  })
  const pays = (id: string) => ({
    ...{ kind: 'patient-payment', patientId: patientId(id), method: 'card', amountCents: 1600 },
    lines: [{ chargeLineId: lineId(id, 1), amountCents: 1600 }],
  })

  it('asks nothing of the patient: what he paid is his credit, what the payer paid is owed back', async () => {
    await sent('861')
    await post(tally, { trace: 'P861', claims: [shared('861')] })
    await tally.call('POST', '/v1/payments', {
      body: pays('861'),
      headers: { 'idempotency-key': 'void-861' },
    })
    expect(await ofLine('861')).toEqual({})
    await say(tally, [voided('861')])
    expect(await ofLine('861')).toEqual({
      [`receivable:payer:${lineId('861', 1)}:1`]: -8400,
      [`receivable:patient:${patientId('861')}:${lineId('861', 1)}`]: -1600,
    })
    expect(await credits('861')).toMatchObject([{ amountCents: 6400 }])
    const { json } = await tally.call('GET', `/v1/patients/${patientId('861')}/statement`)
    expect(json.balance).toMatchObject({ dueCents: 0, overpaidCents: 1600 })
  })

  it.each(['before', 'after'])('is taken back by its payer %s, and nothing is left', async (when) => {
    const id = when === 'before' ? '862' : '863'
    await sent(id)
    await post(tally, { trace: `P${id}`, claims: [shared(id)] })
    if (when === 'before') await post(tally, back(id))
    await say(tally, [voided(id)])
    if (when === 'after') await post(tally, back(id))
    expect(await ofLine(id)).toEqual({})
    expect(await credits(id)).toEqual([])
  })

  it('and is answered after it leaves the patient nothing', async () => {
    await sent('864')
    await say(tally, [voided('864')])
    await post(tally, { trace: 'P864', claims: [shared('864')] })
    expect(await ofLine('864')).toEqual({ [`receivable:payer:${lineId('864', 1)}:1`]: -8400 })
    expect(await credits('864')).toMatchObject([{ amountCents: 6400 }])
    expect(await told(tally, '864')).toMatchObject([{ data: { paidCents: 6400, toPatientCents: 0 } }])
    await post(tally, back('864'))
    expect(await ofLine('864')).toEqual({})
  })

  it('owes every payer what it paid', async () => {
    const visit: SampleVisit = { id: '865', lines: [{ code: '97110', charge: 10000 }], coverages: 2 }
    await say(tally, [captured(visit), submitted(visit), submitted(visit, 2)])
    await post(tally, { trace: 'P865', claims: [shared('865')] })
    const line = { code: '97110', charge: 10000, paid: 1600, control: lineId('865', 1) }
    const second = { ...answer('865', 1600, 'S865'), number: claimNumber('865', 2), status: '2' }
    const lines = [{ ...line, adjustments: [['OA', '23', 8400]] as const }]
    await post(tally, { trace: 'S865', payer: '67890', claims: [{ ...second, lines }] })
    await say(tally, [voided('865')])
    const { json } = await tally.call('GET', '/v1/credit-balances?limit=200')
    const ofDay = json.items.filter(
      (each: { treatmentDayId: string }) => each.treatmentDayId === dayId('865'),
    )
    const found = ofDay.map(
      ({ coverageOrder, amountCents }: { coverageOrder: number; amountCents: number }) =>
        `${coverageOrder}: ${amountCents}`,
    )
    expect(found.sort()).toEqual(['1: 6400', '2: 1600'])
  })

  it('and was not answered opens none', async () => {
    await sent('806')
    await say(tally, [voided('806')])
    expect(await credits('806')).toEqual([])
  })
})

it('a charge corrected below what was answered is paid too much by the difference, up to date with each correction', async () => {
  await sent('807')
  await post(tally, { trace: 'P807', claims: [answer('807', 8000, 'ICN807')] })
  const corrected = (version: number, charge: number) =>
    captured({ id: '807', version, lines: [{ code: '97110', charge }], family: 'medicare-b' })
  await say(tally, [corrected(2, 7000)])
  expect(await credits('807')).toMatchObject([{ amountCents: 3000 }])
  await say(tally, [corrected(3, 9500)])
  expect(await credits('807')).toMatchObject([{ amountCents: 500 }])
  await say(tally, [corrected(4, 10000)])
  expect(await credits('807')).toEqual([])
})

it('the second payer’s answer before the first one’s is no overpayment', async () => {
  const visit: SampleVisit = {
    id: '808',
    lines: [{ code: '97110', charge: 10000 }],
    coverages: 2,
    family: 'medicare-b',
  }
  await say(tally, [captured(visit), submitted(visit), submitted(visit, 2)])
  const second = { ...answer('808', 1600, 'S808'), number: claimNumber('808', 2), status: '2' }
  const line = { code: '97110', charge: 10000, paid: 1600, control: lineId('808', 1) }
  const lines = [{ ...line, adjustments: [['OA', '23', 8400]] as const }]
  await post(tally, { trace: 'S808', payer: '67890', claims: [{ ...second, lines }] })
  const { json } = await tally.call('GET', '/v1/credit-balances?limit=200')
  expect(
    json.items.filter((each: { treatmentDayId: string }) => each.treatmentDayId === dayId('808')),
  ).toEqual([])
  const first = { code: '97110', charge: 10000, paid: 6400, control: lineId('808', 1) }
  const adjustments = [
    ['CO', '45', 2000],
    ['PR', '2', 1600],
  ] as const
  await post(tally, {
    trace: 'P808',
    claims: [{ ...answer('808', 6400, 'P808'), lines: [{ ...first, adjustments }] }],
  })
  expect(await balances(tally, `receivable:payer:${lineId('808', 1)}`)).toEqual({})
  const after = (await tally.call('GET', '/v1/credit-balances?limit=200')).json
  expect(
    after.items.filter((each: { treatmentDayId: string }) => each.treatmentDayId === dayId('808')),
  ).toEqual([])
})

it('two payers in one file, and one of them again: what is said of its claim has one order', async () => {
  const visit: SampleVisit = { id: '809', lines: [{ code: '97110', charge: 10000 }], coverages: 2 }
  await say(tally, [captured(visit), submitted(visit), submitted(visit, 2)])
  const line = { code: '97110', charge: 10000, control: lineId('809', 1) }
  const second = (payerNumber: string): SampleClaim => {
    const lines = [{ ...line, paid: 1600, adjustments: [['OA', '23', 8400]] as const }]
    return { ...answer('809', 1600, payerNumber), number: claimNumber('809', 2), status: '2', lines }
  }
  const shared = [
    ['CO', '45', 2000],
    ['PR', '2', 1600],
  ] as const
  const first = { ...answer('809', 6400, 'P809'), lines: [{ ...line, paid: 6400, adjustments: shared }] }
  await post(tally, { trace: 'BOTH809', claims: [second('S809'), first, second('T809')] })
  const said = await tally.sql(
    `select type, (body::jsonb ->> 'sequence')::int as sequence from era_posting.outbox
     where key = $1 and (type like 'payment.%' or type like 'claim.settled.%') order by id`,
    [claimId('809', 2)],
  )
  expect(said).toEqual([
    { type: 'payment.posted.v1', sequence: 1 },
    { type: 'claim.settled.v1', sequence: 2 },
    { type: 'payment.posted.v1', sequence: 3 },
  ])
})

describe('an answer that a later one has overtaken', () => {
  it('moves nothing and is not told, wherever it comes', async () => {
    await sent('811')
    await post(tally, { trace: 'L811', paidOn: '20261123', claims: [answer('811', 8000, 'ICN811')] })
    const late = await post(tally, {
      trace: 'E811',
      paidOn: '20261101',
      claims: [answer('811', 0, 'ICN811')],
    })
    const denial = { ...answer('811', 0, 'ICN811'), lines: [] }
    const refused = await post(tally, {
      ...{ trace: 'F811', paidOn: '20261102' },
      claims: [{ ...denial, adjustments: [['CO', '16', 10000]] }],
    })
    for (const { claims } of [late, refused]) {
      expect(claims).toMatchObject([
        { outcome: 'posted', because: 'claim/answered-since', claimId: claimId('811') },
      ])
    }
    expect((await told(tally, '811')).map(({ type }) => type)).toEqual([
      'payment.posted.v1',
      'claim.settled.v1',
    ])
    expect(await balances(tally, 'denied:')).toEqual({})
    expect(await credits('811')).toEqual([])
  })

  it('nor does the refusal of a copy', async () => {
    await sent('812')
    await post(tally, { trace: 'P812', paidOn: '20261101', claims: [answer('812', 8000, 'ICN812')] })
    const copy = { ...answer('812', 0, 'ICN813'), lines: [], adjustments: [['CO', '18', 10000]] as const }
    const shown = await post(tally, { trace: 'Q812', paidOn: '20261120', claims: [copy] })
    expect(shown.claims).toMatchObject([{ because: 'claim/copy-refused' }])
    expect(await balances(tally, `denied:open:${lineId('812', 1)}`)).toEqual({})
  })
})

it('a take-back without correction leaves the claim owed and is told, so that denial-management opens work', async () => {
  await sent('821')
  await post(tally, { trace: 'P821', claims: [answer('821', 8000, 'ICN821')] })
  const back = answer('821', -8000, 'ICN821', -10000)
  await post(tally, { trace: 'R821', claims: [back], provider: [['FB', 'R821', -8000]] })
  expect(await balances(tally, `receivable:payer:${lineId('821', 1)}`)).toEqual({
    [`receivable:payer:${lineId('821', 1)}:1`]: 10000,
  })
  expect((await told(tally, '821')).at(-1)).toMatchObject({
    type: 'payment.reversed.v1',
    data: { paidCents: 8000 },
  })
})
