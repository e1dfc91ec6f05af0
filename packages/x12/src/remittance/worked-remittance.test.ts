import { cents } from '@tally/kernel'
import { beforeEach, describe, expect, test } from 'vitest'
import { equalitiesOf } from './prove.ts'
import { readRemittances } from './read-remittances.ts'
import { changed, fileOf, workedRemittance } from './sample-remittance.ts'

/** Read for each test: what is read while tests are collected counts for all of them when breaks are tried. */
const read = () => readRemittances(fileOf(workedRemittance), { sha256: (text) => `hash of ${text.length}` })
type Read = ReturnType<typeof read>
let findings: Read['findings'] = []
let worked: Read['transactions'][number] | undefined
let [paid, denied, reversed, corrected]: Read['transactions'][number]['claims'] = []
beforeEach(() => {
  const all = read()
  findings = all.findings
  worked = all.transactions[0]
  paid = worked?.claims[0]
  denied = worked?.claims[1]
  reversed = worked?.claims[2]
  corrected = worked?.claims[3]
})

describe('the worked remittance of x12.md 2.12', () => {
  test('its payment, payer and payee', () => {
    expect(worked).toMatchObject({
      ordinal: 1,
      controlNumber: '0001',
      handling: 'I',
      method: 'ACH',
      paymentCents: 17255,
      paidOn: '2026-11-20',
      traceNumber: 'EFT20261120001',
      originatorId: '1512345678',
      producedOn: '2026-11-20',
      payer: { name: 'EXAMPLE HEALTH PLAN', id: '12345' },
      payerId: '12345',
      payee: { name: 'EXAMPLE PHYSICAL THERAPY LLC', npi: '1234567893', taxId: '930000001' },
      payeeId: '1234567893',
      identity: {
        trace: 'EFT20261120001',
        originator: '1512345678',
        paidOn: '2026-11-20',
        paymentCents: 17255,
      },
      complete: true,
      verdict: 'post',
      duplicateOf: null,
      segments: { first: 3, last: 69 },
    })
    expect(findings).toEqual([])
  })

  test('its totals', () => {
    expect(worked?.totals).toEqual({
      chargeCents: 44000,
      paidCents: 17000,
      patientCents: 13000,
      providerAdjustmentCents: -255,
      claims: 4,
      lines: 7,
      byStatus: { '1': 3, '22': 1 },
      reversals: 1,
      zeroPaid: 1,
      denied: 1,
      zeroPaidLines: 2,
    })
  })

  test('its proof: 160 + 0 - 40 + 50 - (-2.55) = 172.55', () => {
    expect(worked?.proof).toEqual({
      balanced: true,
      differenceCents: 0,
      claimsOutOfBalance: [],
      linesOutOfBalance: [],
    })
    const equalities = worked ? equalitiesOf(worked) : []
    const counts = Map.groupBy(equalities, ({ equation }) => equation)
    expect(Object.fromEntries([...counts].map(([equation, { length }]) => [equation, length]))).toEqual({
      line: 7,
      claim: 4,
      'claim-charges': 4,
      'claim-payments': 4,
      'claim-patient': 3, // a reversal's is suspended
      transaction: 1,
    })
    expect(equalities.every(({ holds }) => holds)).toBe(true)
    expect(equalities.at(-1)).toEqual({
      level: 'transaction',
      equation: 'transaction',
      claim: null,
      line: null,
      leftCents: 17255,
      rightCents: 17255,
      holds: true,
    })
  })

  test('a claim with everything that belongs to it', () => {
    expect(paid).toMatchObject({
      position: 1,
      claimNumber: 'PCN0000000000000001',
      status: '1',
      chargeCents: 25000,
      paidCents: 16000,
      patientCents: 4000,
      filingIndicator: '12',
      payerClaimNumber: '202611200000001',
      frequency: '1',
      adjustments: [],
      remarks: [],
      patient: { last: 'SAMPLE', first: 'ALMA', memberId: 'EXH000000001' },
      correctedInsured: null,
      crossoverTo: null,
      medicalRecordNumber: null,
      interestCents: null,
      receivedOn: '2026-11-12',
      denied: false,
      segment: 14,
    })
    expect(paid?.lines[0]).toEqual({
      position: 1,
      procedureCode: '97110',
      modifiers: ['GP'],
      submittedProcedure: null,
      chargeCents: 10000,
      paidCents: 6400,
      unitsPaid: 2,
      unitsSubmitted: null,
      serviceDate: '2026-11-10',
      adjustments: [
        { group: 'CO', reason: '45', amountCents: 2000, quantity: null },
        { group: 'PR', reason: '2', amountCents: 1600, quantity: null },
      ],
      remarks: [],
      lineControlNumber: 'L00000001',
      references: [{ qualifier: '6R', value: 'L00000001' }],
      allowedCents: 8000,
      denied: false,
      segment: 18,
    })
  })

  test('a denied claim: two reasons, two remarks, nothing allowed', () => {
    expect(denied).toMatchObject({ status: '1', paidCents: 0, denied: true })
    expect(
      denied?.lines.map((line) => [
        line.denied,
        line.allowedCents,
        line.adjustments[0]?.reason,
        line.remarks,
      ]),
    ).toEqual([
      [true, null, '197', ['N54']],
      [true, null, '119', ['N362']],
    ])
  })

  test('a reversal with its correction, and the interest', () => {
    expect(reversed).toMatchObject({
      status: '22',
      chargeCents: -6000,
      paidCents: -4000,
      patientCents: null,
      denied: false,
    })
    expect(reversed?.lines[0]?.adjustments).toEqual([
      { group: 'CO', reason: '45', amountCents: -2000, quantity: null },
    ])
    expect(corrected).toMatchObject({ status: '1', paidCents: 5000, frequency: '7', interestCents: 255 })
    expect(worked?.providerAdjustments).toEqual([
      {
        providerId: '1234567893',
        fiscalDate: '2026-12-31',
        reason: 'L6',
        reference: '202611200000003',
        amountCents: -255,
        segment: 68,
      },
    ])
  })

  test('with WO in the same PLB it pays 162.55', () => {
    const plb = 'PLB*1234567893*20261231*L6:202611200000003*-2.55'
    const withWo = changed(workedRemittance, plb, `${plb}*WO:202609010000009PCN0000000000000009*10`)
    const [paysLess] = readRemittances(fileOf(withWo.replace('172.55', '162.55'))).transactions
    expect(paysLess).toMatchObject({
      verdict: 'post',
      paymentCents: 16255,
      totals: { providerAdjustmentCents: cents(745) },
    })
    expect(paysLess?.providerAdjustments[1]).toMatchObject({
      reason: 'WO',
      reference: '202609010000009PCN0000000000000009',
      amountCents: 1000,
    })
  })
})
