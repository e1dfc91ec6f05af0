import { describe, expect, it } from 'vitest'
import { commercial, type SampleClaim, sampleFile } from '../sample-claims.ts'
import { readSubmission } from '../state/read-submission.ts'

function claimsOf(text: string) {
  const read = readSubmission(text)
  if (typeof read === 'string') throw new Error(read)
  return read.batches.flatMap(({ batch }) => batch.claims)
}

const claimOf = (claim: SampleClaim) => claimsOf(sampleFile({ claims: [claim] }))[0]

describe('a claim read by the outside’s own hand', () => {
  it('the worked claim of x12.md 1.10', () => {
    const [claim] = claimsOf(sampleFile())
    expect(claim).toMatchObject({
      ...{ claimNumber: 'PCN0000000000000001', chargeCents: 25_000, placeOfService: '11', frequency: '1' },
      billing: {
        npi: '1234567893',
        name: 'EXAMPLE PHYSICAL THERAPY LLC',
        taxId: '930000001',
        zip: '972011234',
      },
      ...{ payer: { id: '02302', name: 'MEDICARE PART B' }, responsibility: 'P', filing: 'MB' },
      member: { id: '1EG4TE5MK73', last: 'DOE', first: 'JANE' },
      ...{ originalNumber: null, authorization: null, diagnoses: 2, unreadable: false },
      rendering: { npi: '1861400004', last: 'PATEL' },
    })
    expect(claim?.lines).toMatchObject([
      { control: 'L00000001', procedure: '97110', modifiers: ['GP', 'KX'], chargeCents: 10_000, units: 2 },
      {
        control: 'L00000002',
        procedure: '97140',
        modifiers: ['GP', 'CQ', 'KX'],
        chargeCents: 6_000,
        units: 1,
      },
      {
        control: 'L00000003',
        procedure: '97530',
        chargeCents: 9_000,
        serviceDate: '2026-11-10',
        pointers: [1, 2],
      },
    ])
  })

  it('is the same under other separators', () => {
    const text = sampleFile().replaceAll('\n', '')
    const other = text.replaceAll('*', '|').replaceAll(':', '>').replaceAll('~', '\n')
    expect(claimsOf(other)).toMatchObject([{ ...claimsOf(text)[0], digest: expect.any(String) }])
  })

  it('references of the claim', () => {
    const claim = claimOf({ frequency: '7', original: '202611200000001', authorization: 'AUTH1' })
    expect(claim).toMatchObject({ frequency: '7', originalNumber: '202611200000001', authorization: 'AUTH1' })
  })

  it('what an earlier payer decided, on claim and lines', () => {
    const claim = claimOf({
      ...{ payer: commercial, responsibility: 'S' },
      other: [
        'SBR*P*18*******MB',
        'AMT*D*160',
        'OI***Y***Y',
        'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73',
        'NM1*PR*2*MEDICARE PART B*****PI*02302',
      ],
      lines: [
        {
          prior: ['SVD*02302*64*HC:97110:GP**2', 'CAS*CO*45*20', 'CAS*PR*1*4**2*12', 'DTP*573*D8*20261118'],
        },
      ],
    })
    expect(claim).toMatchObject({
      ...{ payer: { id: '12345' }, responsibility: 'S', filing: 'CI', member: { id: '1EG4TE5MK73' } },
      otherPayers: [{ responsibility: 'P', id: '02302', paidCents: 16_000 }],
      lines: [{ serviceDate: '2026-11-10', prior: [{ payerId: '02302', paidCents: 6_400 }] }],
    })
    expect(claim?.lines[0]?.prior[0]?.adjustments).toEqual([
      { group: 'CO', reason: '45', cents: 2_000 },
      { group: 'PR', reason: '1', cents: 400 },
      { group: 'PR', reason: '2', cents: 1_200 },
    ])
  })

  it('a dependent, whose name is not the member’s', () => {
    const text = sampleFile({ claims: [{ payer: commercial, memberId: 'EXH000000002' }] }).replace(
      'CLM*',
      'HL*3*2*23*0~\nPAT*19~\nNM1*QC*1*DOE*NINA~\nN3*1 OAK ST~\nN4*PORTLAND*OR*97201~\nDMG*D8*20120615*F~\nCLM*',
    )
    expect(claimsOf(text)).toMatchObject([
      { member: { id: 'EXH000000002', first: 'JANE' }, patient: { first: 'NINA', birthDate: '2012-06-15' } },
    ])
  })

  it.each<[string, SampleClaim]>([
    ['a charge of three decimals', { lines: [{ dollars: '10.005' }] }],
    ['a total in words', { dollars: 'TEN' }],
  ])('%s cannot be read', (_, claim) => {
    expect(claimOf(claim)?.unreadable).toBe(true)
  })

  it.each([0, -1, 1.5])('%d units are none', (units) => {
    expect(claimOf({ lines: [{ units }] })?.lines[0]?.units).toBeNull()
  })

  it('each version has a digest of its own, whatever goes before it', () => {
    const digests = claimsOf(sampleFile({ claims: [{}, { frequency: '8', original: 'X' }, {}] })).map(
      ({ digest }) => digest,
    )
    expect(digests[0]).toBe(digests[2])
    expect(digests[0]).not.toBe(digests[1])
  })
})
