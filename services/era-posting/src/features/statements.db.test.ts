/** A patient's balance and statement: only what may be asked for, to the cent, with names that stand nowhere in the clear. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { answered, charge, holdsTogether, patientNamed, pay, personWith, visitOf } from './sample-account.ts'
import { balances, post } from './sample-posting.ts'
import { claimId, inPractice, lineId, practiceId } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
afterEach(() => holdsTogether(tally))

const copay = [
  ['CO', '45', 5000],
  ['PR', '3', 2000],
] as const
const balanceOf = async (patient: string) => (await tally.call('GET', `/v1/patients/${patient}/balance`)).json
const statementOf = (patient: string, accept = '') =>
  tally.call('GET', `/v1/patients/${patient}/statement`, { headers: { accept } })

describe('a statement', () => {
  it('tells of each line where its charge went, and what is due', async () => {
    const patient = patientNamed('A')
    const visit = { patient, last: 'Sample', location: 'LOC1' }
    await charge(tally, visitOf('3001', visit), visitOf('3002', { ...visit, coverages: 2 }))
    await post(tally, {
      trace: 'S3001',
      claims: [answered('3001', 3000, copay), answered('3002', 3000, copay)],
    })
    await pay(tally, { kind: 'patient-payment', patientId: patient, method: 'cash', amountCents: 500 })
    const { json } = await statementOf(patient)
    expect(json).toMatchObject({
      ...{ patientId: patient, asOf: '2026-11-24' },
      payTo: { address: ['100 EXAMPLE AVE', 'PORTLAND, OR 97201-1234'], phone: '5035550100' },
      patient: {
        externalId: 'MRN-Sample',
        name: 'Alma Sample',
        address: ['12 EXAMPLE ST', 'SALEM, OR 97301-0000'],
      },
      lines: [
        {
          ...{
            chargeLineId: lineId('3001', 1),
            chargeCents: 10000,
            payerPaidCents: 3000,
            adjustedCents: 5000,
          },
          ...{ writtenOffCents: 0, openAtPayersCents: 0, patientPaidCents: 500, patientCents: 1500 },
        },
      ],
      balance: { dueCents: 1500, creditCents: 0, heldCents: 0, billableCents: 1500 },
    })
    // The second visit's share is its next payer's, not the patient's.
    expect(json.lines).toHaveLength(1)
    expect(json.balance.responsibilityCents).toBe(1500)
  })

  it('tells what an insurer paid whom the visit names no more', async () => {
    const patient = patientNamed('Q')
    await charge(tally, visitOf('3003', { patient }))
    await post(tally, { trace: 'S3003', claims: [answered('3003', 3000, copay)] })
    await charge(tally, visitOf('3003', { patient, version: 2, responsibleParty: 'self' }))
    const [line] = (await statementOf(patient)).json.lines
    expect(line).toMatchObject({ chargeCents: 10000, payerPaidCents: 3000, adjustedCents: 5000 })
  })

  it('is a page or a paper where that is asked for', async () => {
    const patient = patientNamed('A')
    const page = await statementOf(patient, 'text/html')
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.text).toContain('Alma Sample')
    expect(page.text).toContain('<td>$15.00</td>')
    const paper = await statementOf(patient, 'application/pdf')
    expect(paper.headers['content-type']).toBe('application/pdf')
    expect(paper.text.startsWith('%PDF-')).toBe(true)
    expect(paper.text.trimEnd().endsWith('%%EOF')).toBe(true)
  })

  it('of a patient whom no visit names bears our id and the practice alone', async () => {
    const patient = patientNamed('B')
    await charge(tally, visitOf('3011', { patient, responsibleParty: 'self' }))
    expect((await statementOf(patient)).json).toMatchObject({ patient: null, balance: { dueCents: 10000 } })
    expect((await statementOf(patient, 'text/html')).text).toContain(`Patient ${patient}`)
  })

  it('is found by the EMR’s id, which our id is made of', async () => {
    const own = await inPractice(tally, practiceId, (work) =>
      Promise.resolve(work.keys.derive('patient', 'MRN/7 7')),
    )
    await charge(tally, visitOf('3015', { patient: own, responsibleParty: 'self' }))
    const { json } = await statementOf(encodeURIComponent('MRN/7 7'))
    expect([json.patientId, json.balance.dueCents]).toEqual([own, 10000])
    expect((await statementOf('NOBODY')).status).toBe(404)
  })

  it('is for those who bill', async () => {
    const key = await personWith(tally, 'emr')
    expect((await tally.call('GET', `/v1/patients/${patientNamed('A')}/statement`, { key })).status).toBe(403)
  })
})

describe('on no statement is', () => {
  it('CO, nor what was refused and nobody has looked at', async () => {
    const patient = patientNamed('C')
    await charge(tally, visitOf('3021', { patient }))
    const words = [
      ['CO', '29', 7000],
      ['PR', '119', 3000],
    ] as const
    await post(tally, { trace: 'S3021', claims: [answered('3021', 0, words, { status: '4' })] })
    expect(await balanceOf(patient)).toMatchObject({ responsibilityCents: 0, dueCents: 0 })
    expect((await statementOf(patient)).json.lines).toEqual([])
    const move = {
      ...{ kind: 'transfer', to: 'patient', reason: 'the benefit is used up; told before the visit' },
      lines: [{ chargeLineId: lineId('3021', 1), order: 1, amountCents: 3000 }],
    }
    await pay(tally, move)
    expect(await balanceOf(patient)).toMatchObject({ responsibilityCents: 3000, dueCents: 3000 })
    expect(await balances(tally, 'denied:open')).toEqual({ [`denied:open:${lineId('3021', 1)}:1`]: 7000 })
  })

  it.each([
    ['N781', '3031'],
    ['N782', '3032'],
    ['N783', '3033'],
  ])('what a payer marks with %s', async (remark, id) => {
    const patient = patientNamed(`D${id}`)
    await charge(tally, visitOf(id, { patient, family: 'medicare-b' }))
    await post(tally, { trace: `S${id}`, claims: [answered(id, 3000, copay, { remarks: [remark] })] })
    const balance = await balanceOf(patient)
    expect(balance).toMatchObject({ responsibilityCents: 2000, heldCents: 2000, dueCents: 0 })
    expect(balance.lines[0].hold).toMatchObject({
      because: 'patient/medicare-beneficiary',
      releasable: false,
    })
    expect((await statementOf(patient)).json.lines).toEqual([])
  })

  it('what a work injury left, until a person releases it', async () => {
    const patient = patientNamed('E')
    await charge(tally, visitOf('3041', { patient, family: 'workers-comp', case: 'work-injury' }))
    await post(tally, { trace: 'S3041', claims: [answered('3041', 3000, copay)] })
    expect(await balanceOf(patient)).toMatchObject({ heldCents: 2000, dueCents: 0 })
    const body = { reason: 'the carrier closed the case' }
    await tally.call('POST', `/v1/ledger/claims/${claimId('3041')}/patient-release`, { body })
    expect(await balanceOf(patient)).toMatchObject({ heldCents: 0, dueCents: 2000 })
    expect((await statementOf(patient)).json.lines).toHaveLength(1)
  })
})

it('credit balances of patients are a list of their own, with cents', async () => {
  const patient = patientNamed('F')
  await charge(tally, visitOf('3051', { patient, responsibleParty: 'self', patientPaid: 12500 }))
  await pay(tally, { kind: 'apply-credit', patientId: patient, amountCents: 10000 })
  const { items } = (await tally.call('GET', '/v1/credit-balances?party=patient')).json
  expect(items.filter((each: { patientId: string }) => each.patientId === patient)).toMatchObject([
    { party: 'patient', amountCents: 2500, unappliedCents: 2500 },
  ])
  expect(await balanceOf(patient)).toMatchObject({ dueCents: 0, overpaidCents: 2500 })
})

it('of what stands to a patient’s credit goes back what nothing else is owed for', async () => {
  const patient = patientNamed('R')
  await charge(tally, visitOf('3052', { patient, patientPaid: 3000 }))
  await post(tally, { trace: 'S3052', claims: [answered('3052', 3000, copay)] })
  const { items } = (await tally.call('GET', '/v1/credit-balances?party=patient')).json
  expect(items.filter((each: { patientId: string }) => each.patientId === patient)).toMatchObject([
    {
      ...{ amountCents: 3000, unappliedCents: 3000, owedCents: 2000, overpaidCents: 1000 },
      next: expect.stringMatching(/^apply \$20\.00.*apply-credit.*then refund \$10\.00/),
    },
  ])
})

it('names stand nowhere in the clear', async () => {
  const patient = patientNamed('G')
  await charge(tally, visitOf('3061', { patient, last: 'Zebrafinch', location: 'ZEBRAROOM' }))
  await statementOf(patient, 'text/html')
  for (const table of ['patient_person', 'visit_place', 'outbox']) {
    const rows = await tally.sql<{ text: string }>(`select t::text as text from era_posting.${table} t`)
    expect(
      rows.some(({ text }) => /zebra/i.test(text)),
      table,
    ).toBe(false)
  }
  expect(tally.logLines.some((line) => /zebra/i.test(line))).toBe(false)
})
