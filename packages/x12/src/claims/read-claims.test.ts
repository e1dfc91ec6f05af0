/** Each value where it stands: amounts in cents or refused, days that exist, segments beside what was read. */
import { cents } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleDependentClaim, sampleSecondaryClaim } from '../sample-claim.ts'
import { readClaims } from './read-claims.ts'
import { fileOf837, fileOfClaims, inSigns } from './sample-files.ts'

const above = `HL*1**20*1
PRV*BI*PXC*261QP2000X
NM1*85*2*CLINIC*****XX*1234567893
HL*2*1*22*0
SBR*P*18*******MB
NM1*IL*1*ADAM*ANN****MI*W1
NM1*PR*2*PLAN*****PI*12345`
const claimOf = (body: string) => {
  const { batches, findings } = readClaims(fileOf837(`${above}\n${body}`))
  const [claim] = batches[0]?.claims ?? []
  if (!claim) throw new Error('the sample has a claim')
  return { claim, findings: findings.map(({ rule, tag, element }) => `${rule} ${tag}${element ?? ''}`) }
}
const line = 'LX*1\nSV1*HC:97110:GP*10*UN*1***1'

describe('the claim', () => {
  test('beyond what our writer writes', () => {
    const { claim, findings } = claimOf(`CLM*C1*10***11:B:7*Y*B*W*I*P*AB:AA::OR:CA*09********11
DTP*435*DT*202610010930
DTP*472*TM*0930
PWK*OZ*AA
AMT*F5*1.5
REF*F8*ICN1
REF*F8*ICN2
REF*D9*TRACE
NTE*DCP*GOAL
NTE*ADD*MORE
HI*BP:00142
HI*ABK:M5450:::::::Y*ABF:M6281*BG:17
NM1*P3*1*CARE*PAT****XX*1467560003
NM1*DN*1*SMITH*AL****XX*1467560003
REF*0B*LIC1
${line}`)
    expect(findings).toEqual([])
    expect(claim).toMatchObject({
      frequency: '7',
      signatureOnFile: 'Y',
      acceptAssignment: 'B',
      assignmentOfBenefits: 'W',
      releaseOfInformation: 'I',
      signatureSource: 'P',
      relatedCauses: ['AB', 'AA'],
      accidentState: 'OR',
      accidentCountry: 'CA',
      specialProgram: '09',
      delayReason: '11',
      patientPaidCents: 150,
      payerClaimNumber: 'ICN1',
      clearinghouseNumber: 'TRACE',
      priorAuthorization: null,
      notes: [
        { code: 'DCP', text: 'GOAL', segment: 20 },
        { code: 'ADD', text: 'MORE', segment: 21 },
      ],
      diagnoses: [
        { qualifier: 'ABK', code: 'M5450', segment: 23, element: 1 },
        { qualifier: 'ABF', code: 'M6281', segment: 23, element: 2 },
      ],
      otherCodes: [
        { qualifier: 'BP', code: '00142', segment: 22, element: 1 },
        { qualifier: 'BG', code: '17', segment: 23, element: 3 },
      ],
      dates: [
        { qualifier: '435', format: 'DT', from: '2026-10-01', to: '2026-10-01', segment: 13 },
        { qualifier: '472', format: 'TM', from: null, to: null, segment: 14 },
      ],
      attachments: [{ reportType: 'OZ', transmission: 'AA', controlNumber: null, segment: 15 }],
      referringProvider: { name: 'SMITH', references: [{ qualifier: '0B', value: 'LIC1', segment: 26 }] },
    })
    expect(claim.references.map(({ value }) => value)).toEqual(['ICN1', 'ICN2', 'TRACE'])
    expect(claim.parties.map(({ role }) => role)).toEqual(['P3', 'DN'])
  })

  test('a reference that says nothing is passed over; a day of decision is a payer’s alone', () => {
    const { claim } = claimOf(
      `CLM*C1*10\nREF*F8\nREF*F8*ICN2\nNM1*DN*1*SMITH*AL\nDTP*573*D8*20261101\n${line}`,
    )
    expect(claim.payerClaimNumber).toBe('ICN2')
    expect(claim.referringProvider?.decidedOn).toBeNull()
    expect(claim.dates).toMatchObject([{ qualifier: '573', from: '2026-11-01' }])
  })

  test.each([
    ['MOA***MA01*N130', ['MA01', 'N130'], 0],
    ['MOA*.5**MA01', ['MA01'], 1],
    ['MOA**10*MA01', ['MA01'], 1],
    ['MOA***MA01*****10', ['MA01'], 1],
    ['MOA***MA01******10', ['MA01'], 1],
    ['MIA*1****N1***************M1*M2', ['N1', 'M1', 'M2'], 1],
  ])('%s: remarks, and the segment where it says more', (moa, remarks, left) => {
    const { claim } = claimOf(`CLM*C1*10\nHI*ABK:M542\nSBR*S*18\n${moa}\nNM1*PR*2*B*****PI*2\n${line}`)
    expect(claim.otherPayers[0]?.remarks).toEqual(remarks)
    expect(claim.otherPayers[0]?.unread).toHaveLength(left)
  })

  test.each([
    ['PAT*19', 0],
    ['PAT*19*1', 1],
    ['PAT*19****D8*20261101', 1],
  ])('%s: what it says beyond the relationship is kept', (pat, left) => {
    const levels = `${above}\nHL*3*2*23*0\n${pat}\nNM1*QC*1*BEA*ANN\nDMG*D8*20110229*F`
    const { batches, findings } = readClaims(fileOf837(`${levels}\nCLM*C1*10\n${line}`))
    const patient = batches[0]?.claims[0]?.patient
    expect(patient).toMatchObject({ relationship: '19', patient: { birthDate: null, sex: 'F' } })
    expect(patient?.unread).toHaveLength(left)
    expect(findings.map(({ rule, tag }) => `${rule} ${tag}`)).toEqual(['date/no-day DMG'])
  })

  test('what is missing is null, and not zero', () => {
    const { claim } = claimOf(`CLM*C1*10\n${line.replace('*1***1', '')}`)
    expect(claim).toMatchObject({
      ...{ placeOfService: null, frequency: null, signatureOnFile: null, patientPaidCents: null },
      ...{ payerClaimNumber: null, accidentState: null, delayReason: null, serviceFacility: null },
      ...{ diagnoses: [], relatedCauses: [] },
      lines: [{ units: null, diagnosisPointers: [], serviceFrom: null, lineControlNumber: null }],
    })
  })
})

const broken: readonly [string, string, string][] = [
  ['a charge of three decimals', `CLM*C1*10.005\n${line}`, 'amount/not-to-the-cent CLM2'],
  ['a charge in words', `CLM*C1*TEN\n${line}`, 'amount/not-to-the-cent CLM2'],
  ['no charge', `CLM*C1\n${line}`, 'amount/missing CLM2'],
  ['no charge on the line', `CLM*C1*10\n${line.replace('*10*', '**')}`, 'amount/missing SV12'],
  ['units in words', `CLM*C1*10\n${line.replace('UN*1', 'UN*ONE')}`, 'quantity/no-number SV14'],
  ['a pointer A', `CLM*C1*10\n${line.replace('***1', '***1:A')}`, 'quantity/no-number SV17'],
  ['a 31st of February', `CLM*C1*10\nDTP*431*D8*20260231\n${line}`, 'date/no-day DTP3'],
  ['a range that ends nowhere', `CLM*C1*10\nDTP*314*RD8*20260201-\n${line}`, 'date/no-day DTP3'],
  ['an amount left out', `CLM*C1*10\nAMT*F5\n${line}`, 'amount/missing AMT2'],
  [
    'a foreign component separator',
    `CLM*C1*10\n${line.replace('HC:97110:GP', 'HC>97110>GP')}`,
    'segment/component-separator SV11',
  ],
  [
    'an adjustment without its reason',
    `CLM*C1*10\n${line}\nSVD*A*1*HC:97110**1\nCAS*CO**9`,
    'adjustment/no-reason CAS2',
  ],
  [
    'an adjustment without its amount',
    `CLM*C1*10\n${line}\nSVD*A*1*HC:97110**1\nCAS*CO*45`,
    'amount/missing CAS3',
  ],
  ['a decision without what was paid', `CLM*C1*10\n${line}\nSVD*A**HC:97110**1`, 'amount/missing SVD2'],
]

test.each(broken)('%s', (_, body, finding) => {
  const { findings } = claimOf(body)
  expect(findings).toEqual(finding === '' ? [] : [finding])
})

test('an amount that cannot be read is null', () => {
  expect(claimOf(`CLM*C1*10.005\n${line}`).claim.chargeCents).toBeNull()
  expect(claimOf(`CLM*C1*-0.5\n${line}`).claim.chargeCents).toBe(cents(-50))
})

describe('the segments of each loop', () => {
  const text = fileOfClaims([sampleSecondaryClaim()])
  const [batch] = readClaims(text).batches
  const claim = batch?.claims[0]

  test('hold the element of each value, at its place in the file', () => {
    const all = text.split('~')
    const clm = claim?.segments[0]
    expect([clm?.tag, clm?.ordinal, claim?.segment]).toEqual(['CLM', 21, 21])
    for (const loop of [batch, claim, claim?.billing, claim?.subscriber, claim?.subscriber?.payer]) {
      expect(loop?.segments.length).toBeGreaterThan(0)
      for (const { ordinal, elements } of loop?.segments ?? [])
        expect(elements.join('*')).toBe(all[ordinal - 1])
    }
    const tags = (loop?: { segments: readonly { tag: string }[] }) =>
      loop?.segments.map(({ tag }) => tag).join(' ')
    expect(tags(claim?.lines[0])).toBe('LX SV1 DTP REF SVD CAS CAS DTP')
    expect(tags(claim?.lines[0]?.decisions[0])).toBe('SVD CAS CAS DTP')
    expect(tags(claim?.otherPayers[0])).toBe('SBR AMT AMT OI NM1 NM1')
    expect(tags(claim?.renderingProvider ?? undefined)).toBe('NM1 PRV')
    expect(claim?.segments.at(-1)?.ordinal).toBe(claim?.lastSegment)
  })

  test('stand in no JSON', () => {
    expect(JSON.stringify(batch)).not.toContain('separators')
    expect(Object.keys(claim ?? {})).not.toContain('segments')
  })

  test('of levels that claims share are read once', () => {
    const other = sampleClaim({ claimNumber: sampleDependentClaim().claimNumber })
    const claims = readClaims(fileOfClaims([sampleClaim(), other])).batches[0]?.claims
    expect(claims?.[0]?.billing).toBe(claims?.[1]?.billing)
    expect(claims?.map(({ position }) => position)).toEqual([1, 2])
  })
})

test.each([
  ['bars', { element: '|', component: '>', repetition: '{', terminator: '\n' }],
  ['carriage returns', { element: '*', component: ':', repetition: '^', terminator: '\r' }],
  ['control signs', { element: '\u001d', component: '\u001f', repetition: '\u001e', terminator: '\u001c' }],
])('other separators, the same claims: %s', (_, signs) => {
  const text = fileOfClaims([sampleClaim(), sampleDependentClaim(), sampleSecondaryClaim()])
  const usual = readClaims(text)
  expect(usual.batches[0]?.claims).toHaveLength(3)
  expect(readClaims(inSigns(text, signs))).toEqual(usual)
})

test('two ST, each with its claims; the positions go on', () => {
  const one = fileOf837(`${above}\nCLM*C1*10\n${line}`)
  const [head = '', st = ''] = one.split('ST*837')
  const [body = '', tail = ''] = st.split('GE*1')
  const { batches } = readClaims(`${head}ST*837${body}ST*837${body.replaceAll('0001', '0002')}GE*2${tail}`)
  expect(
    batches.map(({ controlNumber, position, claims }) => [controlNumber, position, claims[0]?.position]),
  ).toEqual([
    ['0001', 1, 1],
    ['0002', 2, 2],
  ])
})

describe('which guide', () => {
  const institutional = `${above}\nCLM*C1*10\nLX*1\nSV2*0420*HC:97110*10*UN*1`
  test.each([
    ['005010X222A1', `${above}\nCLM*C1*10\n${line}`, []],
    ['005010X222', `${above}\nCLM*C1*10\n${line}`, []],
    ['004010X098A1', `${above}\nCLM*C1*10\n${line}`, []],
    ['005010', `${above}\nCLM*C1*10\n${line}`, []],
    ['005010', institutional, ['837I']],
    ['005010X223A2', institutional, ['837I']],
    ['004010X096A1', institutional, ['837I']],
    ['005010X224A2', `${above}\nCLM*C1*10\nLX*1\nSV3*AD:D0120*10`, ['837D']],
  ])('%s', (guide, body, others) => {
    const read = readClaims(fileOf837(body, guide))
    expect(read.others.map(({ content }) => content)).toEqual(others)
    expect(read.batches).toHaveLength(1 - others.length)
  })

  test('ST03 where GS08 names none', () => {
    const text = fileOf837(institutional, '005010X223A2')
      .replace('*X*005010X223A2', '*X*005010')
      .replace('SV2', 'SV9')
    expect(readClaims(text).others.map(({ content }) => content)).toEqual(['837I'])
  })

  test('a file of nothing that is an 837P says so', () => {
    expect(readClaims('').findings.map(({ rule }) => rule)).toEqual(['file/empty', 'file/no-claims'])
  })
})
