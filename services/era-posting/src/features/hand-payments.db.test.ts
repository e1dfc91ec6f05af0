/** Money by hand: each entry posts once, with who and why, and only its mirror takes it back. */
import { denialResolved } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SampleRemittance } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { answered, charge, holdsTogether, patientNamed, pay, personWith, visitOf } from './sample-account.ts'
import { balances, became, post, postingCount, told } from './sample-posting.ts'
import { captured, claimId, dayId, lineId, patientId, say } from './sample-visit.ts'

let tally: TestHost
const clock = virtualClock('2026-11-24T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())
afterEach(() => holdsTogether(tally))

const copay = [
  ['CO', '45', 5000],
  ['PR', '3', 2000],
] as const
const owed = (patient: string, id: string) => `receivable:patient:${patient}:${lineId(id, 1)}`
const atPayer = (id: string, order = 1) => `receivable:payer:${lineId(id, 1)}:${order}`
const refusedAt = (id: string) => `denied:open:${lineId(id, 1)}:1`
const reverse = (id: string, reason = 'typed for somebody else') =>
  tally.call('POST', `/v1/payments/${id}/reverse`, { body: { reason } })

/** Two visits with 20 dollars of copay each. */
async function twoCopays(patient: string, first: string, second: string): Promise<void> {
  await charge(
    tally,
    visitOf(first, { patient, serviceDate: '2026-11-03' }),
    visitOf(second, { patient, serviceDate: '2026-11-10' }),
  )
  await post(tally, {
    trace: `H${first}`,
    claims: [answered(first, 3000, copay), answered(second, 3000, copay)],
  })
}

describe('a patient’s payment', () => {
  it('is applied to the oldest first, and what is beyond is credit', async () => {
    const patient = patientNamed('ONE')
    await twoCopays(patient, '1001', '1002')
    const paid = { kind: 'patient-payment', patientId: patient, method: 'card', amountCents: 2500 }
    const { status, json } = await pay(tally, { ...paid, reference: 'AUTH 77' })
    expect([status, json.status, json.creditCents, json.reference]).toEqual([201, 'posted', 0, 'AUTH 77'])
    expect(json.lines).toEqual([
      { chargeLineId: lineId('1001', 1), order: null, amountCents: 2000 },
      { chargeLineId: lineId('1002', 1), order: null, amountCents: 500 },
    ])
    const more = await pay(tally, { ...paid, amountCents: 2000, method: 'check' })
    expect(more.json).toMatchObject({ creditCents: 500, patientId: patient })
    expect(await balances(tally, `receivable:patient:${patient}`)).toEqual({})
    expect(await balances(tally, `patient-credit:${patient}`)).toEqual({
      [`patient-credit:${patient}`]: -500,
    })
  })

  it('with the same Idempotency-Key moves nothing a second time, and without one is not taken', async () => {
    const patient = patientNamed('TWO')
    await twoCopays(patient, '1011', '1012')
    const body = { kind: 'patient-payment', patientId: patient, method: 'cash', amountCents: 1000 }
    const first = await pay(tally, body, { key: 'once' })
    const before = await postingCount(tally)
    const again = await pay(tally, body, { key: 'once' })
    expect([again.json.id, again.headers['idempotent-replayed']]).toEqual([first.json.id, 'true'])
    expect(await postingCount(tally)).toBe(before)
    expect((await pay(tally, { ...body, amountCents: 999 }, { key: 'once' })).status).toBe(422)
    expect((await tally.call('POST', '/v1/payments', { body })).status).toBe(400)
  })

  it('of a person of whom nothing is known is not taken', async () => {
    const body = { kind: 'patient-payment', patientId: 'NOBODY', method: 'cash', amountCents: 1000 }
    expect((await pay(tally, body)).status).toBe(404)
  })

  it('is reversed by its mirror, once, with who and why', async () => {
    const patient = patientNamed('THREE')
    await twoCopays(patient, '1021', '1022')
    const paid = { kind: 'patient-payment', patientId: patient, method: 'cash', amountCents: 5000 }
    const before = await balances(tally)
    const { json } = await pay(tally, paid)
    const reversed = await reverse(json.id)
    expect(reversed.json).toMatchObject({ status: 'reversed', reversalReason: 'typed for somebody else' })
    expect(await balances(tally)).toEqual(before)
    const count = await postingCount(tally)
    expect((await reverse(json.id)).status).toBe(200)
    expect(await postingCount(tally)).toBe(count)
    const shown = (await tally.call('GET', `/v1/payments/${json.id}`)).json
    expect(shown).toMatchObject({
      by: { label: expect.any(String) },
      reversedBy: { label: expect.any(String) },
    })
  })

  it('that is credit is put to use later, and refunded, and no more than there is', async () => {
    const patient = patientNamed('FOUR')
    await charge(tally, visitOf('1031', { patient, responsibleParty: 'self', patientPaid: 12500 }))
    const use = { kind: 'apply-credit', patientId: patient, amountCents: 12500 }
    const used = await pay(tally, use)
    expect(used.json).toMatchObject({ amountCents: 10000, lines: [{ amountCents: 10000 }] })
    expect(await balances(tally, `receivable:patient:${patient}`)).toEqual({})
    const back = { kind: 'refund', patientId: patient, amountCents: 2501, reason: 'asked for it' }
    const tooMuch = await pay(tally, back)
    expect(tooMuch.json.problems[0]).toMatchObject({ code: 'refund/more-than-credit' })
    expect((await pay(tally, { ...back, amountCents: 2500 })).status).toBe(201)
    expect(await balances(tally, `refund:${patient}`)).toEqual({ [`refund:${patient}`]: -2500 })
    expect(await balances(tally, `patient-credit:${patient}`)).toEqual({})
  })
})

describe('a refund to a payer', () => {
  it('is of what that payer overpaid, and closes the credit balance', async () => {
    await charge(tally, visitOf('1041', { serviceDate: '2026-11-10' }))
    await post(tally, { trace: 'H1041', claims: [answered('1041', 8000, [['CO', '45', 2000]])] })
    await post(tally, { trace: 'H1041B', claims: [answered('1041', 8000, [['CO', '45', 2000]])] })
    const [credit] = (await tally.call('GET', '/v1/credit-balances')).json.items.filter(
      (each: { claimId: string }) => each.claimId === claimId('1041'),
    )
    expect(credit).toMatchObject({ amountCents: expect.any(Number) })
    const over = -((await balances(tally, atPayer('1041')))[atPayer('1041')] ?? 0)
    const lines = [{ chargeLineId: lineId('1041', 1), order: 1, amountCents: over }]
    const refund = { kind: 'refund', payerId: '12345', amountCents: over, lines, reason: 'paid twice' }
    expect((await pay(tally, { ...refund, payerId: '67890' })).json.problems[0].code).toBe(
      'refund/other-payer',
    )
    expect((await pay(tally, refund)).status).toBe(201)
    expect(await balances(tally, atPayer('1041'))).toEqual({})
    const left = (await tally.call('GET', '/v1/credit-balances')).json.items
    expect(left.map((each: { claimId: string }) => each.claimId)).not.toContain(claimId('1041'))
  })

  it('that the visit lists no more: by the 60th day where it is federal', async () => {
    const visit = visitOf('1045', { serviceDate: '2026-11-10' })
    await charge(tally, { ...visit, family: 'medicare-b' })
    await post(tally, { trace: 'H1045', claims: [answered('1045', 8000, [['CO', '45', 2000]])] })
    await say(tally, [captured({ ...visit, version: 2, coverages: 0, responsibleParty: 'self' })])
    const overpaid = async () =>
      (await tally.call('GET', '/v1/credit-balances')).json.items.filter(
        (each: { claimId: string }) => each.claimId === claimId('1045'),
      )
    expect(await overpaid()).toMatchObject([{ amountCents: 8000, payerId: '12345', dueOn: '2027-01-23' }])
    const lines = [{ chargeLineId: lineId('1045', 1), order: 1, amountCents: 8000 }]
    const refund = { kind: 'refund', payerId: '12345', amountCents: 8000, lines, reason: 'not covered' }
    expect((await pay(tally, { ...refund, payerId: '67890' })).status).toBe(422)
    expect((await pay(tally, refund)).status).toBe(201)
    expect(await overpaid()).toEqual([])
  })
})

/** A person closes the denial of the visit's line: it is the payer's to answer for again. */
function closed(id: string, patient: string, amountCents: number) {
  const denialId = claimId(`D${id}`)
  return saying(denialResolved, {
    ...{ subject: denialId, sequence: 2, correlationId: dayId(id) },
    data: {
      ...{ denialId, version: 2, claimId: claimId(id), treatmentDayId: dayId(id), coverageOrder: 1 },
      ...{ payerId: '12345', patientId: patient, chargeLineId: lineId(id, 1), amountCents },
      ...{ because: 'person/closed', resolution: 'closed' },
    },
  })
}

describe('a transfer', () => {
  const move = (id: string, to: string, amountCents: number) =>
    pay(tally, {
      ...{ kind: 'transfer', to, reason: 'the plan has ended' },
      lines: [{ chargeLineId: lineId(id, 1), order: 1, amountCents }],
    })

  it('moves what is open to the next payer, or to the patient', async () => {
    const patient = patientNamed('FIVE')
    await charge(tally, visitOf('1051', { patient, coverages: 2 }))
    expect((await move('1051', 'next-payer', 4000)).status).toBe(201)
    expect((await move('1051', 'patient', 6000)).status).toBe(201)
    expect(await balances(tally, 'receivable:payer:LN1051')).toEqual({ [atPayer('1051', 2)]: 4000 })
    expect(await balances(tally, owed(patient, '1051'))).toEqual({ [owed(patient, '1051')]: 6000 })
    expect((await move('1051', 'patient', 1)).json.problems[0]).toMatchObject({
      code: 'transfer/more-than-open',
      says: '$0.01 is to be moved and $0.00 is open at this payer',
    })
  })

  it('never moves CO to the patient, and PR no more than was refused as PR', async () => {
    const patient = patientNamed('SIX')
    await charge(tally, visitOf('1061', { patient }))
    const words = [
      ['CO', '29', 7000],
      ['PR', '119', 3000],
    ] as const
    await post(tally, { trace: 'H1061', claims: [answered('1061', 0, words, { status: '4' })] })
    expect((await move('1061', 'patient', 3001)).json.problems[0].code).toBe('transfer/contractual')
    expect((await move('1061', 'patient', 3000)).status).toBe(201)
    expect((await move('1061', 'patient', 1)).json.problems[0].code).toBe('transfer/contractual')
    expect(await balances(tally, refusedAt('1061'))).toEqual({ [refusedAt('1061')]: 7000 })
  })

  it('never moves CO to the patient once its denial is closed either, and PR as before', async () => {
    const patient = patientNamed('NINE')
    await charge(tally, visitOf('1063', { patient }))
    const words = [
      ['CO', '29', 7000],
      ['PR', '119', 3000],
    ] as const
    await post(tally, { trace: 'H1063', claims: [answered('1063', 0, words, { status: '4' })] })
    await say(tally, [closed('1063', patient, 10000)])
    expect(await balances(tally, refusedAt('1063'))).toEqual({})
    expect((await move('1063', 'patient', 10000)).json.problems[0]).toMatchObject({
      code: 'transfer/contractual',
      says: expect.stringContaining('$70.00 of line LN1063X1 was refused in another group than PR'),
    })
    expect((await move('1063', 'patient', 3001)).json.problems[0].code).toBe('transfer/contractual')
    expect((await move('1063', 'patient', 3000)).status).toBe(201)
    expect((await move('1063', 'patient', 1)).json.problems[0].code).toBe('transfer/contractual')
    expect(await balances(tally, atPayer('1063'))).toEqual({ [atPayer('1063')]: 7000 })
  })

  it('of an injury at work waits for a person’s release', async () => {
    const patient = patientNamed('SEVEN')
    await charge(tally, visitOf('1071', { patient, family: 'workers-comp', case: 'work-injury' }))
    expect((await move('1071', 'patient', 1000)).json.problems[0].code).toBe('patient/work-injury')
    const path = `/v1/ledger/claims/${claimId('1071')}/patient-release`
    await tally.call('POST', path, { body: { reason: 'the carrier refused the case' } })
    expect((await move('1071', 'patient', 1000)).status).toBe(201)
  })
})

describe('a write-off', () => {
  const writeOff = (id: string, amountCents: number, as?: string) =>
    pay(
      tally,
      {
        ...{ kind: 'write-off', writeOff: 'timely-filing', reason: 'filed too late' },
        lines: [{ chargeLineId: lineId(id, 1), order: 1, amountCents }],
      },
      as === undefined ? {} : { as },
    )
  const decide = (id: string, how: string, key: string) =>
    tally.call('POST', `/v1/payments/${id}/${how}`, { key })

  it('up to the limit is one person’s, over it another agrees', async () => {
    const [biller, owner] = [await personWith(tally, 'biller'), await personWith(tally, 'owner')]
    await charge(tally, visitOf('1081'))
    const small = await writeOff('1081', 5000, biller)
    expect([small.status, small.json.status]).toEqual([201, 'posted'])
    // What the line lost before counts: a sum is not cut into pieces.
    const next = await writeOff('1081', 1, biller)
    expect([next.status, next.json.status]).toEqual([202, 'proposed'])
    const large = await writeOff('1081', 4000, owner)
    expect(await balances(tally, atPayer('1081'))).toEqual({ [atPayer('1081')]: 5000 })
    expect((await decide(large.json.id, 'agree', biller)).status).toBe(403)
    expect((await decide(large.json.id, 'agree', owner)).json.problems[0].code).toBe('proposal/same-person')
    const other = await personWith(tally, 'owner', 'another-owner')
    const agreed = await decide(large.json.id, 'agree', other)
    expect(agreed.json).toMatchObject({
      status: 'posted',
      second: { label: 'another-owner' },
      by: { label: owner },
    })
    expect(await balances(tally, atPayer('1081'))).toEqual({ [atPayer('1081')]: 1000 })
    expect((await decide(large.json.id, 'agree', other)).json.problems[0].code).toBe('proposal/decided')
    expect((await decide(next.json.id, 'reject', other)).json.status).toBe('rejected')
    expect(await balances(tally, atPayer('1081'))).toEqual({ [atPayer('1081')]: 1000 })
  })

  it('is decided anew when it is agreed to: what has been paid since is not written off', async () => {
    const owner = await personWith(tally, 'owner')
    await charge(tally, visitOf('1091'))
    const proposed = await writeOff('1091', 10000)
    await post(tally, { trace: 'H1091', claims: [answered('1091', 8000, [['CO', '45', 2000]])] })
    const refused = await decide(proposed.json.id, 'agree', owner)
    expect(refused.json.problems[0].code).toBe('write-off/more-than-open')
  })

  it('of a denial goes when the payer takes the denial back, and is not taken back again', async () => {
    await charge(tally, visitOf('1115'))
    const refusal = (sign: 1 | -1) => [['CO', '29', sign * 10000]] as const
    await post(tally, { trace: 'H1115A', claims: [answered('1115', 0, refusal(1))] })
    const { json } = await writeOff('1115', 5000)
    expect(await balances(tally, refusedAt('1115'))).toEqual({ [refusedAt('1115')]: 5000 })
    await post(tally, { trace: 'H1115B', claims: [answered('1115', 0, refusal(-1), { status: '22' })] })
    expect(await balances(tally, refusedAt('1115'))).toEqual({})
    expect(await balances(tally, atPayer('1115'))).toEqual({ [atPayer('1115')]: 10000 })
    const again = await reverse(json.id)
    expect([again.status, again.json.problems[0].code]).toEqual([409, 'reverse/taken-back'])
    // And the whole limit of one person is there again.
    await post(tally, { trace: 'H1115C', claims: [answered('1115', 0, refusal(1))] })
    expect((await writeOff('1115', 5000)).json.status).toBe('posted')
  })

  it('counts what was written off of a denial', async () => {
    await charge(tally, visitOf('1126'))
    await post(tally, { trace: 'H1126', claims: [answered('1126', 0, [['CO', '29', 10000]])] })
    const denial = {
      ...{ denialId: claimId('D1126'), version: 1, claimId: claimId('1126') },
      amountCents: 4000,
    }
    const visit = {
      treatmentDayId: dayId('1126'),
      coverageOrder: 1,
      payerId: '12345',
      patientId: patientId('1126'),
    }
    const decided = { resolution: 'written-off', because: 'denial/written-off' } as const
    await say(tally, [
      saying(denialResolved, {
        ...{ subject: denial.denialId, sequence: 1, correlationId: dayId('1126') },
        data: { ...denial, ...visit, ...decided, chargeLineId: lineId('1126', 1) },
      }),
    ])
    expect((await writeOff('1126', 2000)).json.status).toBe('proposed')
  })

  it('counts what was written off at a payer that the visit names no more', async () => {
    await charge(tally, visitOf('1125'))
    expect((await writeOff('1125', 4000)).json.status).toBe('posted')
    await charge(tally, visitOf('1125', { version: 2, responsibleParty: 'self' }))
    const lines = [{ chargeLineId: lineId('1125', 1), order: null, amountCents: 2000 }]
    const more = await pay(tally, { kind: 'write-off', writeOff: 'courtesy', lines, reason: 'the rest' })
    expect(more.json.status).toBe('proposed')
  })

  it('of all that is open settles the claim, and its mirror opens it again', async () => {
    await charge(tally, visitOf('1101'))
    await post(tally, {
      trace: 'H1101',
      claims: [
        answered('1101', 0, [
          ['CO', '29', 4000],
          ['CO', '45', 6000],
        ]),
      ],
    })
    const owner = await personWith(tally, 'owner')
    const settled = async () =>
      (await told(tally, '1101')).filter(({ type }) => type === 'claim.settled.v1').length
    expect(await settled()).toBe(0)
    const { json } = await writeOff('1101', 4000)
    expect(await settled()).toBe(1)
    expect(await balances(tally, refusedAt('1101'))).toEqual({})
    await reverse(json.id)
    expect(await balances(tally, refusedAt('1101'))).toEqual({ [refusedAt('1101')]: 4000 })
    const claim = (await tally.call('GET', `/v1/ledger/claims/${claimId('1101')}`, { key: owner })).json
    expect(claim).toMatchObject({ settledAt: null, openCents: 4000 })
  })
})

describe('a paper EOB', () => {
  const eob = (id: string, trace: string, changes: Record<string, unknown> = {}) => ({
    ...{ kind: 'paper-eob', payerId: '12345', traceNumber: trace, paidOn: '2026-11-20', paymentCents: 3000 },
    claims: [
      {
        ...{ claimId: claimId(id), chargeCents: 10000, paidCents: 3000 },
        lines: [
          {
            ...{ chargeLineId: lineId(id, 1), procedureCode: '97110', modifiers: ['GP'] },
            ...{ serviceDate: '2026-11-10', chargeCents: 10000, paidCents: 3000 },
            adjustments: [
              { group: 'CO', reason: '45', amountCents: 5000 },
              { group: 'PR', reason: '3', amountCents: 2000 },
            ],
          },
        ],
      },
    ],
    ...changes,
  })

  it('posts as an 835 does, and says that it was typed', async () => {
    const patient = patientNamed('EIGHT')
    await charge(tally, visitOf('1111', { patient }))
    const entered = await pay(tally, eob('1111', 'CHK1111'))
    expect([entered.status, entered.json.kind]).toEqual([202, 'paper-eob'])
    const remittance = await became(tally, entered.json.remittanceId)
    expect(remittance).toMatchObject({ status: 'posted', trace: 'CHK1111', matchedCount: 1, method: 'CHK' })
    expect(await balances(tally, owed(patient, '1111'))).toEqual({ [owed(patient, '1111')]: 2000 })
    expect(await balances(tally, 'due:CHK1111')).toEqual({ 'due:CHK1111': 3000 })
    const [file] = await tally.sql('select channel from era_posting.remittance_file where id = $1', [
      remittance.fileId,
    ])
    expect(file).toEqual({ channel: 'paper-eob' })
    expect((await told(tally, '1111')).map(({ type }) => type)).toContain('payment.posted.v1')
  })

  it('that does not add up is refused in words and cents, and nothing of it is kept', async () => {
    await charge(tally, visitOf('1121'))
    const before = await tally.sql('select id from era_posting.remittance')
    const { status, json } = await pay(tally, eob('1121', 'CHK1121', { paymentCents: 3100 }))
    expect([status, json.problems[0]]).toEqual([
      422,
      expect.objectContaining({
        code: 'eob/out-of-balance',
        says: 'the payment: payment = claim payments less provider-level adjustments, but $31.00 is not $30.00 ($1.00 apart)',
      }),
    ])
    expect(await tally.sql('select id from era_posting.remittance')).toEqual(before)
  })

  it('typed twice, or with the trace of another remittance, is refused', async () => {
    await charge(tally, visitOf('1131'))
    const first = await pay(tally, eob('1131', 'CHK1131'))
    await became(tally, first.json.remittanceId)
    const twice = await pay(tally, eob('1131', 'CHK1131'))
    expect([twice.status, twice.json.problems[0].code]).toEqual([409, 'eob/duplicate'])
    const claims = [{ claimNumber: 'NOBODYS', chargeCents: 3000, paidCents: 3000 }]
    const conflict = await pay(tally, eob('1131', 'CHK1131', { claims }))
    expect([conflict.status, conflict.json.problems[0].code]).toEqual([409, 'remittance/trace-conflict'])
  })

  describe('of a check that an 835 tells, too', () => {
    const shared = [
      ['CO', '45', 5000],
      ['PR', '3', 2000],
    ] as const
    const of835 = (id: string, trace: string, more: Partial<SampleRemittance> = {}) =>
      post(tally, { trace, method: 'CHK', claims: [answered(id, 3000, shared)], ...more })

    it.each([
      ['after it', '1181', 'CHK1181'],
      ['after it, with zeros before its number', '1182', '0000CHK1182'],
    ])('is refused %s', async (_, id, typed) => {
      await charge(tally, visitOf(id))
      await of835(id, `CHK${id}`)
      const refused = await pay(tally, eob(id, typed))
      expect([refused.status, refused.json.problems[0].code]).toEqual([409, 'remittance/trace-conflict'])
      expect(await balances(tally, `due:${typed}`)).toEqual({})
    })

    it('before it, keeps the 835 for a person, and nothing is posted twice', async () => {
      await charge(tally, visitOf('1183'))
      const { json } = await pay(tally, eob('1183', 'CHK1183'))
      await became(tally, json.remittanceId)
      const shown = await of835('1183', 'CHK1183')
      expect(shown).toMatchObject({ status: 'quarantined', because: 'remittance/trace-conflict' })
      expect(await balances(tally, atPayer('1183'))).toEqual({})
      await reverse(json.id, 'the 835 tells it, too')
      expect(await became(tally, shown.id)).toMatchObject({
        status: 'posted',
        because: null,
        matchedCount: 1,
      })
      expect(await balances(tally, 'due:CHK1183')).toEqual({})
      expect(await balances(tally, 'due:1512345678CHK1183')).toEqual({ 'due:1512345678CHK1183': 3000 })
    })

    it.each([
      ['another payer', '1184', { payer: '67890' }],
      ['another amount', '1185', { claims: [{ number: 'NOBODYS', charge: 3100, paid: 3100 }] }],
    ])('is another check where %s pays it', async (_, id, more) => {
      await charge(tally, visitOf(id))
      await of835(id, `CHK${id}`, more)
      expect((await pay(tally, eob(id, `CHK${id}`))).status).toBe(202)
    })
  })

  it('of a claim that is not ours waits in `unmatched` for its cents', async () => {
    const claims = [{ claimNumber: 'FORMER-1', chargeCents: 3000, paidCents: 3000 }]
    const { json } = await pay(tally, eob('1131', 'CHK1141', { claims }))
    const { unmatchedCents } = await became(tally, json.remittanceId)
    expect(unmatchedCents).toBe(3000)
  })

  it('taken back leaves nothing of it, and the right one has its trace', async () => {
    const patient = patientNamed('NINE')
    await charge(tally, visitOf('1151', { patient }))
    const before = await balances(tally)
    const wrong = await pay(tally, eob('1151', 'CHK1151'))
    await became(tally, wrong.json.remittanceId)
    const back = await reverse(wrong.json.id, 'read the wrong column')
    expect([back.status, back.json.status]).toEqual([200, 'reversed'])
    expect(await balances(tally)).toEqual(before)
    const remittance = (await tally.call('GET', `/v1/remittances/${wrong.json.remittanceId}`)).json
    expect(remittance).toMatchObject({
      status: 'quarantined',
      because: 'remittance/taken-back',
      unmatchedCents: 0,
    })
    const proof = (await tally.call('GET', `/v1/remittances/${wrong.json.remittanceId}/proof`)).json
    expect(
      proof.equalities.filter(
        (each: { level: string; holds: boolean }) => each.level === 'ledger' && !each.holds,
      ),
    ).toEqual([])
    const right = await pay(tally, eob('1151', 'CHK1151'))
    expect(right.status).toBe(202)
    expect(await became(tally, right.json.remittanceId)).toMatchObject({ status: 'posted', matchedCount: 1 })
  })
})

it('who did what is listed, and what was typed stands nowhere in the clear', async () => {
  const patient = patientNamed('TEN')
  await charge(tally, visitOf('1161', { patient }))
  const word = 'ZEBRAFINCH'
  await pay(tally, {
    kind: 'patient-payment',
    patientId: patient,
    method: 'check',
    amountCents: 700,
    reference: word,
    reason: word,
  })
  const { items } = (await tally.call('GET', `/v1/payments?patient=${patient}`)).json
  expect(items).toMatchObject([{ reason: word, reference: word, amountCents: 700, creditCents: 700 }])
  const rows = await tally.sql<{ text: string }>('select e::text as text from era_posting.hand_entry e')
  expect(rows.some(({ text }) => text.includes(word))).toBe(false)
  expect(tally.logLines.some((line) => line.includes(word))).toBe(false)
})
