import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import { fileOf, recounted } from './sample-remittance.ts'

/** A remittance that pays `cents` cents for these claim segments. */
function remittance(payment: string, ...segments: readonly string[]) {
  const body = recounted([
    'ST*835*0001',
    `BPR*I*${payment}*C*ACH************20261120`,
    'TRN*1*T1*1512345678',
    'N1*PR*EXAMPLE HEALTH PLAN',
    'REF*2U*54321',
    'N1*PE*EXAMPLE PHYSICAL THERAPY LLC*FI*930000001',
    'LX*1',
    ...segments,
    'SE*0*0001',
  ])
  const { transactions, findings } = readRemittances(fileOf(body))
  return { transaction: transactions[0], claims: transactions[0]?.claims ?? [], findings }
}

const rules = ({ findings }: ReturnType<typeof remittance>) =>
  findings.map(({ severity, rule, segment, element }) => `${severity} ${rule} ${segment} ${element}`)

describe('CAS, strictly by position', () => {
  const adjustments = (...cas: string[]) =>
    remittance('0', 'CLP*P*1*0*0', ...cas).claims[0]?.adjustments.map(
      ({ group, reason, amountCents, quantity }) => `${group} ${reason} ${amountCents} ${quantity}`,
    )

  test.each([
    ['one', 'CAS*CO*45*20', ['CO 45 2000 null']],
    ['with its quantity', 'CAS*CO*151*20*1', ['CO 151 2000 1']],
    ['a skipped quantity leaves its place', 'CAS*PR*2*12.50**1*40', ['PR 2 1250 null', 'PR 1 4000 null']],
    ['a skipped triple too', 'CAS*CO*45*1*****96*2', ['CO 45 100 null', 'CO 96 200 null']],
    [
      'six',
      'CAS*OA*1*1*1*2*2*2*3*3*3*4*4*4*5*5*5*6*6*6',
      ['OA 1 100 1', 'OA 2 200 2', 'OA 3 300 3', 'OA 4 400 4', 'OA 5 500 5', 'OA 6 600 6'],
    ],
    ['negative stays negative', 'CAS*CO*45*-9.5', ['CO 45 -950 null']],
  ])('%s', (_, cas, expected) => {
    expect(adjustments(cas)).toEqual(expected)
  })

  test('several segments add up, of one group or not', () => {
    expect(adjustments('CAS*CO*45*1', 'CAS*CO*96*2', 'CAS*PR*1*3')).toHaveLength(3)
  })
})

describe('a claim', () => {
  test('settled without lines is proven at its own level', () => {
    const { transaction, claims } = remittance('60', 'CLP*P*2*100*60*40', 'CAS*PR*3*40')
    expect(transaction?.verdict).toBe('post')
    expect(claims[0]).toMatchObject({
      lines: [],
      patientCents: 4000,
      adjustments: [{ group: 'PR', reason: '3' }],
    })
  })

  test('names whom the payer knows instead, who got it next, and its remarks', () => {
    const { claims } = remittance(
      '0',
      'CLP*P*19*0*0',
      'NM1*QC*1*TESTCASE*BRUNO****MI*EXH000000002',
      'NM1*74*1*TESTCASE*BRUNO****C*EXH000000022',
      'NM1*TT*2*SAMPLE MUTUAL*****PI*67890',
      'MIA*0****MA02***************N1*N2*N3*N4',
      'MOA***MA01*MA18**N5',
      'REF*F8*OLDICN',
      'REF*EA*MRN1',
      'REF*G1*AUTH',
      'DTM*232*20261101',
      'DTM*233*20261130',
      'DTM*050*20261112',
      'AMT*I*2.55',
    )
    expect(claims[0]).toMatchObject({
      patient: { last: 'TESTCASE', first: 'BRUNO', memberId: 'EXH000000002' },
      correctedInsured: { memberId: 'EXH000000022' },
      crossoverTo: { name: 'SAMPLE MUTUAL', id: '67890' },
      remarks: ['MA02', 'N1', 'N2', 'N3', 'N4', 'MA01', 'MA18', 'N5'],
      medicalRecordNumber: 'MRN1',
      references: [
        { qualifier: 'F8', value: 'OLDICN' },
        { qualifier: 'EA', value: 'MRN1' },
        { qualifier: 'G1', value: 'AUTH' },
      ],
      serviceFrom: '2026-11-01',
      serviceTo: '2026-11-30',
      receivedOn: '2026-11-12',
      interestCents: 255,
    })
  })

  test('what it leaves out is null', () => {
    expect(remittance('0', 'CLP*P*1*0*0').claims[0]).toMatchObject({
      patientCents: null,
      filingIndicator: null,
      payerClaimNumber: null,
      frequency: null,
      patient: null,
      correctedInsured: null,
      crossoverTo: null,
      medicalRecordNumber: null,
      interestCents: null,
      receivedOn: null,
      serviceFrom: null,
      remarks: [],
      references: [],
    })
  })

  test('what its names and references lack is left empty, and other amounts are no interest', () => {
    const read = remittance('0', 'CLP*P*1*0*0', 'NM1*QC*1', 'NM1*TT*2', 'REF*EA', 'AMT*AU*5', 'AMT*T')
    expect(read.claims[0]).toMatchObject({
      patient: { last: '', first: '', memberId: null },
      crossoverTo: { name: '', id: null },
      medicalRecordNumber: null,
      interestCents: null,
    })
  })

  test.each([
    ['a charge', 'CLP*Q*1**0', 'error amount/missing 11 3'],
    ['a payment', 'CLP*Q*1*0', 'error amount/missing 11 4'],
  ])('without %s is refused, and the next one read', (_, clp, expected) => {
    const read = remittance('0', 'CLP*P*1*0*0', clp, 'CLP*R*1*0*0')
    expect(read.claims.map(({ claimNumber, position }) => [claimNumber, position])).toEqual([
      ['P', 1],
      ['R', 3],
    ])
    expect(rules(read)).toEqual(['warn payment/handling 4 null', expected])
    expect(read.transaction?.verdict).toBe('quarantine')
  })

  test('a reversal’s CLP05 is not held against its adjustments (RFI 2548)', () => {
    const read = remittance('0', 'CLP*P*22*0*0*-40')
    expect(read.findings.map(({ rule }) => rule)).toEqual(['payment/handling'])
    expect(read.claims[0]?.patientCents).toBe(-4000)
  })

  test.each([
    ['a CLP05 that is no amount', ['CLP*P*1*0*0*x'], ['warn amount/not-to-the-cent 10 5']],
    ['a CLP05 that is not the PR adjustments', ['CLP*P*1*0*0*1'], ['warn claim/patient-share 10 5']],
    ['a status nobody knows', ['CLP*P**0*0'], ['warn claim/status 10 2']],
    ['a status of 4010', ['CLP*P*5*0*0'], ['warn claim/status 10 2']],
    ['a positive reversal', ['CLP*P*22*10*0', 'CAS*CO*45*10'], ['warn claim/reversal-not-negative 10 null']],
    [
      'a negative claim that is no reversal',
      ['CLP*P*1*-10*0', 'CAS*CO*45*-10'],
      ['warn claim/negative 10 null'],
    ],
    ['no number of ours', ['CLP**1*0*0'], ['info claim/no-number 10 1']],
    ['our number not returned', ['CLP*0*1*0*0'], ['info claim/no-number 10 1']],
    ['interest that no PLB pays', ['CLP*P*1*0*0', 'AMT*I*1'], ['warn remittance/interest 3 null']],
    ['a day that does not exist', ['CLP*P*1*0*0', 'DTM*050*20260230'], ['warn date/no-day 11 2']],
    ['a segment of no 835', ['CLP*P*1*0*0', 'ZZZ*1'], ['warn segment/unknown 11 null']],
  ])('%s is said and moves no money', (_, segments, expected) => {
    const read = remittance('0', ...segments)
    expect(rules(read).toSorted()).toEqual(['warn payment/handling 4 null', ...expected].toSorted())
    expect(read.transaction?.verdict).toBe('notification-only')
  })
})

test.each(['1', '2', '3', '4', '19', '20', '21', '22', '23', '25'])('status %s is one of 5010', (status) => {
  const { claims, findings } = remittance('0', `CLP*P*${status}*0*0`)
  expect(claims[0]?.status).toBe(status)
  expect(findings.map(({ rule }) => rule)).toEqual(['payment/handling'])
})

test.each([
  ['a claim that charges and takes', ['CLP*P*1*10*-5', 'CAS*CO*45*15', 'PLB*1**CS*-5'], 'claim/negative'],
  [
    'a reversal that gives a charge back and pays',
    ['CLP*P*22*-10*5', 'CAS*CO*45*-15', 'PLB*1**CS*5'],
    'claim/reversal-not-negative',
  ],
])('%s is doubted, and posts as it adds up', (_, segments, rule) => {
  const read = remittance('0', ...segments)
  expect(rules(read)).toEqual(['warn payment/handling 4 null', `warn ${rule} 10 null`])
  expect(read.transaction?.verdict).toBe('post')
})

describe('a line', () => {
  const line = (...segments: string[]) => remittance('0', 'CLP*P*1*0*0', ...segments).claims[0]?.lines[0]

  test('of another procedure than sent, with fewer units', () => {
    expect(line('SVC*HC:97530:GP:59*0*0**1*HC:97140:GP:CQ*2')).toMatchObject({
      procedureCode: '97530',
      modifiers: ['GP', '59'],
      submittedProcedure: { procedureCode: '97140', modifiers: ['GP', 'CQ'] },
      unitsPaid: 1,
      unitsSubmitted: 2,
    })
  })

  test('left out units are one, zero units are zero', () => {
    expect(line('SVC*HC:97110*0*0')).toMatchObject({
      unitsPaid: 1,
      unitsSubmitted: null,
      submittedProcedure: null,
    })
    expect(line('SVC*HC:97110*0*0**0')?.unitsPaid).toBe(0)
    expect(line('SVC*HC:97110*0*0**1.5')?.unitsPaid).toBe(1.5)
  })

  test('every remark is kept, the pharmacy’s are not ours', () => {
    expect(line('SVC*HC:97110*0*0', 'LQ*HE*N362', 'LQ*RX*70', 'LQ*HE*M76')?.remarks).toEqual(['N362', 'M76'])
  })

  test.each([
    ['what the payer states', ['SVC*HC:97110*0*0', 'AMT*B6*80'], 8000],
    [
      'else what was paid and the patient’s share',
      ['SVC*HC:97110*100*64', 'CAS*CO*45*20', 'CAS*PR*2*10*0*3*6'],
      8000,
    ],
    ['nothing for a denied line', ['SVC*HC:97110*100*0', 'CAS*PR*119*100'], null],
    ['another amount is not it', ['SVC*HC:97110*0*0', 'AMT*T*5', 'AMT*B6*80', 'AMT*KH*7'], 8000],
    ['even then what the payer states', ['SVC*HC:97110*100*0', 'CAS*PR*119*100', 'AMT*B6*80'], 8000],
  ])('allowed is %s', (_, segments, expected) => {
    expect(line(...segments)?.allowedCents).toBe(expected)
  })

  test.each([
    ['its own day', ['DTM*232*20261101', 'SVC*HC:97110*0*0', 'DTM*472*20261110'], '2026-11-10'],
    ['the first of a span', ['SVC*HC:97110*0*0', 'DTM*150*20261110', 'DTM*151*20261112'], '2026-11-10'],
    ['the claim’s only day', ['DTM*232*20261101', 'SVC*HC:97110*0*0'], '2026-11-01'],
    [
      'the claim’s only day, said twice',
      ['DTM*232*20261101', 'DTM*233*20261101', 'SVC*HC:97110*0*0'],
      '2026-11-01',
    ],
    [
      'unknown when the claim has several',
      ['DTM*232*20261101', 'DTM*233*20261105', 'SVC*HC:97110*0*0'],
      null,
    ],
    ['unknown', ['SVC*HC:97110*0*0'], null],
  ])('its date is %s', (_, segments, expected) => {
    expect(line(...segments)?.serviceDate).toBe(expected)
  })

  test('its control number and other references', () => {
    const read = line('SVC*HC:97110*0*0', 'REF*6R*L00000001', 'REF*G1*AUTH')
    expect(read?.lineControlNumber).toBe('L00000001')
    expect(read?.references).toHaveLength(2)
  })
})

describe('PLB', () => {
  test('six pairs in a segment, and the segment repeats', () => {
    const pairs = ['WO:A', 'FB:B', '72:C', 'L6:D', 'CS', 'J1:E:F'].map(
      (reason, index) => `${reason}*${index + 1}`,
    )
    const { transaction } = remittance(
      '-28',
      `PLB*1234567893*20261231*${pairs.join('*')}`,
      'PLB*9*20261231*IR*7',
    )
    expect(
      transaction?.providerAdjustments.map(
        ({ providerId, reason, reference, amountCents }) =>
          `${providerId} ${reason} [${reference}] ${amountCents}`,
      ),
    ).toEqual([
      '1234567893 WO [A] 100',
      '1234567893 FB [B] 200',
      '1234567893 72 [C] 300',
      '1234567893 L6 [D] 400',
      '1234567893 CS [] 500',
      '1234567893 J1 [E F] 600',
      '9 IR [] 700',
    ])
    expect(transaction?.proof.balanced).toBe(true)
  })
})

test('payer and payee by whatever names them', () => {
  expect(remittance('0').transaction).toMatchObject({
    payer: { name: 'EXAMPLE HEALTH PLAN', id: '54321' },
    payerId: '54321',
    payee: { npi: null, taxId: '930000001' },
    payeeId: '930000001',
  })
})
