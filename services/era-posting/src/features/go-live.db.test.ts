/** A practice goes live: what was open in its former system is answered and paid here, and old money stays out of the work. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { holdsTogether, pay, personWith } from './sample-account.ts'
import { bringOver, type FormerRow, formerFile, setPolicies } from './sample-go-live.ts'
import { balances, post, postingCount } from './sample-posting.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
beforeEach(() => setPolicies(tally, { goLiveOn: '2026-11-16' }))
afterEach(() => holdsTogether(tally))

const openingStands = async (system = 'oldsys') =>
  (await balances(tally, `opening:${system}`))[`opening:${system}`]
const claimCount = async () => (await tally.sql('select id from era_posting.claim')).length
/** A payer's answer to a former claim of one line of 100 dollars. */
const answerTo = (number: string, paid = 8000, more: object = {}) => {
  const adjustments = [['CO', '45', 10000 - paid]] as const
  return {
    number,
    charge: 10000,
    paid,
    lines: [{ code: '97110', charge: 10000, paid, adjustments }],
    ...more,
  }
}

describe('a file that is not right is refused whole', () => {
  it.each<[string, readonly FormerRow[], string, string]>([
    ['no claim number', [{ claimNumber: '' }], 'row 2, claimNumber', 'opening/form'],
    ['no patient', [{ patientId: '' }], 'row 2, patientId', 'opening/form'],
    ['a day that is none', [{ serviceDate: '11/31/2026' }], 'row 2, serviceDate', 'opening/date'],
    [
      'a service after go-live',
      [{ serviceDate: '2026-11-16' }],
      'row 2, serviceDate',
      'opening/after-go-live',
    ],
    ['a procedure that is none', [{ procedureCode: '9711' }], 'row 2, procedureCode', 'opening/form'],
    ['a modifier that is none', [{ modifiers: 'GPKX' }], 'row 2, modifiers', 'opening/form'],
    ['dollars for cents', [{ chargeCents: '100.00' }], 'row 2, chargeCents', 'opening/amount'],
    ['no charge', [{ chargeCents: '0', openPayerCents: '0' }], 'row 2, chargeCents', 'opening/amount'],
    ['a negative payer balance', [{ openPayerCents: '-1' }], 'row 2, openPayerCents', 'opening/amount'],
    [
      'more open than charged',
      [{ openPatientCents: '1' }],
      'row 2, openPayerCents',
      'opening/more-than-charged',
    ],
    ['open at no payer', [{ payerId: '', payerFamily: '' }], 'row 2, payerId', 'opening/no-payer'],
    ['a family that is none', [{ payerFamily: 'blue' }], 'row 2, payerFamily', 'opening/form'],
    ['an order that is none', [{ coverageOrder: '0' }], 'row 2, coverageOrder', 'opening/form'],
    ['a case that is none', [{ case: 'sports' }], 'row 2, case', 'opening/form'],
    [
      'rows that differ',
      [{ procedureCode: '97110' }, { payerId: '67890' }],
      'row 3, payerId',
      'opening/rows-differ',
    ],
  ])('%s', async (_, rows, place, code) => {
    const before = [await postingCount(tally), await claimCount()]
    const right = { claimNumber: 'OLD999' }
    const { status, json } = await bringOver(tally, formerFile(...rows, right))
    expect(status).toBe(422)
    expect(json.problems).toEqual([
      expect.objectContaining({ code, says: expect.stringContaining(`${place}: `) }),
    ])
    expect([await postingCount(tally), await claimCount()]).toEqual(before)
  })

  it.each([
    ['a missing column', 'claimNumber,patientId\nA,B\n', 'opening/column-missing'],
    ['an unknown column', `${formerFile({}).replace('memberId', 'memberNo')}`, 'opening/column-unknown'],
    ['no row', formerFile(), 'opening/empty'],
    ['no CSV', 'claimNumber,"patientId\n', 'opening/not-csv'],
  ])('%s', async (_, text, code) => {
    const { status, json } = await bringOver(tally, text)
    expect([status, json.problems[0].code]).toEqual([422, code])
  })

  it('and every wrong cell is named at once, none repeated', async () => {
    const wrong = { serviceDate: 'SECRETDAY', procedureCode: 'SECRETCODE', chargeCents: 'SECRET' }
    const { json, text } = await bringOver(
      tally,
      formerFile({}, { claimNumber: 'OLD998', ...wrong }, { patientId: '' }),
    )
    expect(json.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/3/serviceDate', '/3/procedureCode', '/3/chargeCents', '/4/patientId']),
    )
    expect(text).not.toContain('SECRET')
  })

  it('a policy goLiveOn that is no day is told, not passed over', async () => {
    await setPolicies(tally, { goLiveOn: '11/16/2026' })
    const { status, json } = await bringOver(tally, formerFile({}))
    expect([status, json.type]).toEqual([422, expect.stringContaining('policy/go-live-on')])
  })

  it('an auditor may not bring anything over', async () => {
    expect((await bringOver(tally, formerFile({}), { key: await personWith(tally, 'auditor') })).status).toBe(
      403,
    )
  })
})

describe('an open claim', () => {
  it('is tried first, keeping nothing', async () => {
    const { status, json } = await bringOver(tally, formerFile({}), { more: '&dryRun=true' })
    expect(status).toBe(200)
    expect(json).toMatchObject({ claims: 1, openPayerCents: 10000, dryRun: true })
    expect(await balances(tally)).toEqual({})
  })

  it('is brought over, and answered by its old number it comes to zero', async () => {
    const { status, json } = await bringOver(tally, formerFile({}))
    expect(status).toBe(201)
    expect(json).toMatchObject({
      claims: 1,
      lines: 1,
      openPayerCents: 10000,
      known: 0,
      effectiveOn: '2026-11-16',
    })
    expect(await openingStands()).toBe(-10000)
    const became = await post(tally, { trace: 'G1', claims: [answerTo('OLD100')] })
    expect(became).toMatchObject({ status: 'posted', claims: [{ outcome: 'posted', tier: 1 }] })
    expect(await balances(tally, 'receivable:')).toEqual({})
    const [claim] = await tally.sql('select settled_at from era_posting.claim')
    expect(claim?.settled_at).not.toBeNull()
  })

  it('twice the same file moves nothing, nor does it among others', async () => {
    const before = await postingCount(tally)
    const again = await bringOver(tally, formerFile({}))
    expect([again.status, again.json]).toMatchObject([200, { importId: null, claims: 0, known: 1 }])
    expect(await postingCount(tally)).toBe(before)
    const more = await bringOver(tally, formerFile({}, { claimNumber: 'OLD101', openPayerCents: '4000' }))
    expect([more.status, more.json]).toMatchObject([201, { claims: 1, known: 1, openPayerCents: 4000 }])
    expect(await postingCount(tally)).toBe(before + 1)
  })

  it('the same claim with another balance is refused, and so is a number that another system’s claim has', async () => {
    const other = await bringOver(tally, formerFile({ openPayerCents: '9000' }))
    expect(other.json.problems).toMatchObject([
      { code: 'opening/imported-otherwise', pointer: '/2/claimNumber' },
    ])
    const taken = await bringOver(tally, formerFile({}), { system: 'another' })
    expect(taken.json.problems).toMatchObject([{ code: 'opening/number-taken' }])
  })

  it.each([
    ['3: the payer’s number', { payerClaimNumber: 'ICN-77' }, { payerNumber: 'icn-77 ' }],
    ['5: the medical record number', { medicalRecordNumber: 'MR55' }, { references: [['EA', 'MR55']] }],
    ['6: the visit', { memberId: 'W 123' }, { member: 'W123' }],
  ] as const)('is found at tier %s', async (tier, former, says) => {
    const claimNumber = `TIER${tier[0]}`
    await bringOver(tally, formerFile({ claimNumber, ...former }))
    const became = await post(tally, { trace: claimNumber, claims: [answerTo('LOST', 8000, says)] })
    expect(became.claims).toMatchObject([{ outcome: 'posted', tier: Number(tier[0]) }])
  })

  it('of several lines, at its second payer, is asked only for what the first left', async () => {
    const second = { claimNumber: 'SECOND', coverageOrder: '2', payerId: '67890' }
    const rows = [
      { ...second, openPayerCents: '2000' },
      { ...second, procedureCode: '97530', openPayerCents: '500', openPatientCents: '250' },
    ]
    expect((await bringOver(tally, formerFile(...rows))).status).toBe(201)
    const line = (code: string, paid: number) => ({
      ...{ code, charge: 10000, paid, adjustments: [['OA', '23', 10000 - paid]] as const },
    })
    const answer = {
      number: 'SECOND',
      status: '2',
      charge: 20000,
      paid: 2500,
      lines: [line('97110', 2000), line('97530', 500)],
    }
    const became = await post(tally, { trace: 'G2', payer: '67890', claims: [answer] })
    expect(became.claims).toMatchObject([{ outcome: 'posted' }])
    const left = Object.entries(await balances(tally, 'receivable:')).filter(([account]) =>
      account.endsWith(':2'),
    )
    expect(left).toEqual([])
  })

  it('whose payment came before it finds that payment', async () => {
    const early = await post(tally, { trace: 'EARLY', claims: [answerTo('OLD300', 7000)] })
    expect(early.claims).toMatchObject([{ outcome: 'unmatched', legacy: true }])
    await bringOver(tally, formerFile({ claimNumber: 'OLD300' }))
    await expect
      .poll(async () => (await tally.call('GET', `/v1/remittances/${early.id}`)).json.claims[0].outcome, {
        timeout: 20_000,
      })
      .toBe('posted')
    expect(await balances(tally, 'unmatched:')).toEqual({})
  })
})

describe('a patient’s balance', () => {
  const his = { claimNumber: 'PAT1', patientId: 'MRN-PAT', openPayerCents: '0', openPatientCents: '3500' }

  it('stands on the statement and in aging, and is paid by hand', async () => {
    await bringOver(
      tally,
      formerFile(his, {
        ...his,
        claimNumber: 'PAT2',
        serviceDate: '2026-11-11',
        payerId: '',
        payerFamily: '',
        openPatientCents: '1500',
      }),
    )
    const { json } = await tally.call('GET', '/v1/patients/MRN-PAT/statement')
    expect(json).toMatchObject({
      patient: { externalId: 'MRN-PAT', name: 'Alma Former', address: ['12 EXAMPLE ST', 'SALEM, OR 97301'] },
      balance: { dueCents: 5000, creditCents: 0 },
    })
    expect(
      json.lines.map(({ chargeCents, openAtPayersCents, patientCents }: Record<string, number>) => [
        chargeCents,
        openAtPayersCents,
        patientCents,
      ]),
    ).toEqual([
      [3500, 0, 3500],
      [1500, 0, 1500],
    ])
    const { items } = (await tally.call('GET', '/v1/aging?by=patient')).json
    expect(items).toContainEqual(expect.objectContaining({ key: json.patientId, owedCents: 5000 }))
    const paid = { kind: 'patient-payment', patientId: 'MRN-PAT', method: 'card', amountCents: 5000 }
    expect((await pay(tally, paid)).status).toBe(201)
    expect((await tally.call('GET', '/v1/patients/MRN-PAT/balance')).json).toMatchObject({
      responsibilityCents: 0,
    })
  })

  it('of an injury is asked for where no payer is, and held back until a person lets it go where one is', async () => {
    const [alone, insured] = [
      {
        ...{ ...his, claimNumber: 'PAT3', patientId: 'MRN-WORK', case: 'work-injury' },
        ...{ payerId: '', payerFamily: '' },
      },
      {
        ...{ ...his, claimNumber: 'PAT5', patientId: 'MRN-COMP', case: 'work-injury' },
        ...{ payerId: '67890', payerFamily: 'workers-comp' },
      },
    ]
    await bringOver(tally, formerFile(alone))
    await bringOver(tally, formerFile(insured))
    const balance = async (id: string) => (await tally.call('GET', `/v1/patients/${id}/balance`)).json
    expect(await balance('MRN-WORK')).toMatchObject({ heldCents: 0, dueCents: 3500 })
    const held = await balance('MRN-COMP')
    expect(held).toMatchObject({ heldCents: 3500, dueCents: 0 })
    const [claim] = await tally.sql<{ id: string }>(
      'select id from era_posting.claim where patient_id = $1',
      [held.patientId],
    )
    const path = `/v1/ledger/claims/${claim?.id}/patient-release`
    expect((await tally.call('POST', path, { body: { reason: 'comp closed' } })).status).toBe(200)
    expect(await balance('MRN-COMP')).toMatchObject({ heldCents: 0, dueCents: 3500 })
  })

  it('below zero is the patient’s credit', async () => {
    await bringOver(
      tally,
      formerFile({ ...his, claimNumber: 'PAT4', patientId: 'MRN-CREDIT', openPatientCents: '-1200' }),
    )
    expect((await tally.call('GET', '/v1/patients/MRN-CREDIT/balance')).json).toMatchObject({
      creditCents: 1200,
      overpaidCents: 1200,
    })
  })
})

describe('money that matches nothing', () => {
  const unmatched = async (query = '') => (await tally.call('GET', `/v1/unmatched${query}`)).json
  const lineOf = (date: string) => ({
    lines: [{ code: '97110', charge: 10000, paid: 8000, adjustments: [['CO', '45', 2000]] as const, date }],
  })

  it('for services before go-live waits in one account, told in groups and not as work', async () => {
    const remittance = {
      trace: 'OLDMONEY',
      claims: [answerTo('GONE1'), answerTo('GONE2', 5000), answerTo('NEW1', 8000, lineOf('20261116'))],
    }
    const became = await post(tally, remittance)
    expect(await balances(tally, 'unmatched:')).toEqual({
      'unmatched:legacy': -13000,
      [`unmatched:${became.id}:3`]: -8000,
    })
    const { items, legacy } = await unmatched()
    expect(items.map(({ claimNumber }: { claimNumber: string }) => claimNumber)).toEqual(['NEW1'])
    expect(legacy).toEqual({
      ...{ claims: 2, paidCents: 13000 },
      groups: [
        {
          payerId: '12345',
          payerName: 'EXAMPLE HEALTH PLAN',
          paidIn: '2026-11',
          claims: 2,
          paidCents: 13000,
        },
      ],
    })
    const old = (await unmatched('?legacy=true')).items
    expect(old.map(({ claimNumber }: { claimNumber: string }) => claimNumber)).toEqual(['GONE1', 'GONE2'])
  })

  it('paid before go-live, too, whatever it says of the services', async () => {
    const late = answerTo('GONE3', 8000, lineOf('20261201'))
    await post(tally, { trace: 'PAIDBEFORE', paidOn: '20261030', claims: [late] })
    const { legacy } = await unmatched()
    expect(
      legacy.groups.map(({ paidIn, paidCents }: Record<string, unknown>) => [paidIn, paidCents]),
    ).toEqual([
      ['2026-11', 13000],
      ['2026-10', 8000],
    ])
  })

  it('is taken from there by a person’s match, and goes back there when that is taken apart', async () => {
    await bringOver(tally, formerFile({ claimNumber: 'BYHAND' }))
    const [old] = (await unmatched('?legacy=true')).items
    const [claim] = await tally.sql<{ claim_id: string }>(
      `select claim_id from era_posting.claim_version where claim_number = 'BYHAND'`,
    )
    const body = { position: old.position, claimId: claim?.claim_id }
    const path = `/v1/remittances/${old.remittanceId}/matches`
    expect((await tally.call('POST', path, { body })).json).toMatchObject({ outcome: 'posted', tier: 7 })
    expect((await balances(tally, 'unmatched:'))['unmatched:legacy']).toBe(-13000)
    await holdsTogether(tally)
    expect((await tally.call('DELETE', path, { body })).json).toMatchObject({
      outcome: 'unmatched',
      legacy: true,
    })
    expect((await balances(tally, 'unmatched:'))['unmatched:legacy']).toBe(-21000)
    await holdsTogether(tally)
    // Another time it is right.
    expect((await tally.call('POST', path, { body })).json).toMatchObject({ outcome: 'posted' })
    expect((await unmatched()).legacy).toMatchObject({ claims: 2, paidCents: 13000 })
  })

  it('without a policy is work', async () => {
    await setPolicies(tally, {})
    const became = await post(tally, { trace: 'NOPOLICY', claims: [answerTo('GONE9')] })
    expect(became.claims).toMatchObject([{ outcome: 'unmatched', legacy: false }])
  })
})
