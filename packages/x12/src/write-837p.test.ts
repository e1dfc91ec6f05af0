import { cents, serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { type ClaimDocument, type Submission, submission } from './claim-document.ts'
import { claimNumberWithCheck } from './claim-number.ts'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleLine,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from './sample-claim.ts'
import { problemsOfClaim, type Written837p, write837p } from './write-837p.ts'

type Written = Extract<Written837p, { ok: true }>

function written(claims: ClaimDocument[], changes: Partial<Submission> = {}): Written {
  const result = write837p({ ...sampleSubmission(claims), ...changes })
  if (!result.ok) expect(result.problems).toEqual([])
  expect(result.ok).toBe(true)
  return result as Written
}

/** The segments of one claim, from its subscriber's HL on. */
function segmentsOf(claim: ClaimDocument): string[] {
  const { text, claims } = written([claim])
  const [place] = claims
  // The ST is segment 1, after ISA and GS.
  return text.split('~').slice((place?.firstSegment ?? 0) + 1, (place?.lastSegment ?? 0) + 2)
}

function tagged(claim: ClaimDocument, tag: string): string[] {
  return segmentsOf(claim).filter((segment) => segment.startsWith(`${tag}*`))
}

it('a child under a parent’s plan', () => {
  expect(segmentsOf(sampleDependentClaim()).slice(0, 18)).toEqual([
    'HL*2*1*22*1',
    'SBR*P**GRP7700******CI',
    'NM1*IL*1*TESTCASE*BRUNO****MI*EXH000000002',
    'NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345',
    'HL*3*2*23*0',
    'PAT*19',
    'NM1*QC*1*TESTCASE*NINA*Q**II',
    'N3*8 NOWHERE LN*UNIT 2',
    'N4*PORTLAND*OR*97206',
    'DMG*D8*20120615*F',
    'CLM*CHILD000000000025*100.5***11:B:1*Y*A*Y*Y',
    'DTP*431*D8*20261001',
    'DTP*454*D8*20261005',
    'AMT*F5*20',
    'REF*G1*AUTH0000102',
    'REF*EA*MRN001',
    'HI*ABK:M5450*ABF:M6281',
    'NM1*DN*1*SMITH*ALAN****XX*1467560003',
  ])
})

it('workers’ compensation: the employer without an id, the injury’s number with the patient', () => {
  const segments = segmentsOf(sampleWorkersCompensationClaim())
  expect(segments.slice(0, 6)).toEqual([
    'HL*2*1*22*1',
    'SBR*P********WC',
    'NM1*IL*2*INVENTED FREIGHT INC',
    'NM1*PR*2*SAMPLE COMPENSATION FUND*****PI*SCF01',
    'N3*PO BOX 9',
    'N4*SALEM*OR*973010000',
  ])
  expect(segments.slice(11, 19)).toEqual([
    'DMG*D8*19850505*F',
    'REF*Y4*WC-2026-5521',
    'CLM*WORK000000000003Q*100.5***11:B:1*Y*A*Y*Y**EM',
    'DTP*431*D8*20261001',
    'DTP*454*D8*20261005',
    'DTP*439*D8*20261001',
    'DTP*314*RD8*20261002-20261201',
    'DTP*297*D8*20261001',
  ])
  expect(segments[19]).toBe('PWK*OZ*EL***AC*ATT0001')
})

it('an automobile accident: both causes, the state, the injury’s number with the subscriber', () => {
  const segments = segmentsOf(sampleAutoClaim())
  expect(segments).toContain('CLM*AUTO0000000000041*250***11:B:1*Y*A*Y*Y**AA:OA::WA')
  expect(segments[segments.indexOf('REF*Y4*AUTO-77-104') - 1]).toBe('DMG*D8*19500101*F')
})

it('adjustments of one group share a segment, a seventh begins another', () => {
  const [other] = sampleSecondaryClaim().otherPayers
  if (!other) throw new Error('the sample has another payer')
  const reasons = ['45', '59', '97', '131', '253', 'A2', '16']
  const claim = sampleSecondaryClaim({
    otherPayers: [
      {
        ...other,
        lines: [],
        decidedOn: serviceDate('2026-11-18'),
        payerClaimNumber: 'ICN-1',
        remarks: ['MA18', 'N130'],
        nonCoveredCents: cents(0),
        adjustments: [
          ...reasons.map((reason) => ({
            group: 'CO' as const,
            reason,
            amountCents: cents(1_000),
            quantity: null,
          })),
          { group: 'PR', reason: '2', amountCents: cents(2_000), quantity: 3 },
        ],
      },
    ],
  })
  const segments = segmentsOf(claim)
  const from = segments.indexOf('SBR*P*18*******MB')
  expect(segments.slice(from + 1, from + 13)).toEqual([
    'CAS*CO*45*10**59*10**97*10**131*10**253*10**A2*10',
    'CAS*CO*16*10',
    'CAS*PR*2*20*3',
    'AMT*D*160',
    'AMT*A8*0',
    'AMT*EAF*40',
    'OI***Y***Y',
    'MOA***MA18*N130',
    'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73',
    'NM1*PR*2*MEDICARE PART B*****PI*02302',
    'DTP*573*D8*20261118',
    'REF*F8*ICN-1',
  ])
})

it.each(['7', '8'] as const)('frequency %s names the payer’s number', (frequency) => {
  const segments = segmentsOf(sampleClaim({ frequency, payerClaimNumber: '1234567890ABC' }))
  expect(segments).toContain(`CLM*PCN0000000000001S*250***11:B:${frequency}*Y*A*Y*Y`)
  const at = segments.indexOf('REF*F8*1234567890ABC')
  expect([segments[at - 1], segments[at + 1]]).toEqual(['DTP*454*D8*20261005', 'REF*EA*MRN001'])
})

it('a person who bills, with a pay-to address, a contact and a social security number', () => {
  const { billingProvider } = sampleClaim()
  const { text } = written([
    sampleClaim({
      billingProvider: {
        ...billingProvider,
        kind: 'person',
        npi: '1861400004',
        taxIdKind: 'SSN',
        last: 'Patel',
        first: 'Anita',
        middle: null,
        suffix: 'Jr.',
        contact: { name: null, phone: '+1 (503) 555-0100' },
      },
      payToAddress: { line1: 'PO BOX 12', line2: null, city: 'Salem', state: 'OR', zip: '97301' },
      renderingProvider: null,
    }),
  ])
  expect(text.split('~').slice(8, 18)).toEqual([
    'PRV*BI*PXC*261QP2000X',
    'NM1*85*1*PATEL*ANITA***JR.*XX*1861400004',
    'N3*100 MAIN ST',
    'N4*PORTLAND*OR*972011234',
    'REF*SY*930000001',
    'PER*IC**TE*5035550100',
    'NM1*87*1',
    'N3*PO BOX 12',
    'N4*SALEM*OR*97301',
    'HL*2*1*22*0',
  ])
  expect(text).not.toContain('NM1*82*')
})

it('yes and no, and what is rarely said, of the CLM', () => {
  const claim = sampleClaim({
    signatureOnFile: false,
    acceptAssignment: false,
    assignmentOfBenefits: false,
    releaseOfInformation: false,
    signedOnPatientsBehalf: true,
    specialProgram: '02',
    delayReason: '11',
  })
  expect(tagged(claim, 'CLM')).toEqual(['CLM*PCN0000000000001S*250***11:B:1*N*C*N*I*P**02********11'])
})

it('what a line may say besides', () => {
  const line = sampleLine({
    chargeCents: cents(25_000),
    placeOfService: '12',
    description: 'Therapeutic exercise',
    note: 'Home visit: stairs',
    priorAuthorization: 'AUTH-9',
    renderingProvider: { npi: '2000000010', last: 'Roe', first: null, taxonomy: null },
    supervisingProvider: { npi: '1467560003', last: 'Smith', first: 'Alan' },
  })
  const segments = segmentsOf(sampleClaim({ lines: [line] }))
  expect(segments.slice(segments.indexOf('LX*1'))).toEqual([
    'LX*1',
    'SV1*HC:97110:GP:KX:::THERAPEUTIC EXERCISE*250*UN*2*12**1:2',
    'DTP*472*D8*20261110',
    'REF*G1*AUTH-9',
    'REF*6R*L00000001',
    'NTE*ADD*HOME VISIT STAIRS',
    'NM1*82*1*ROE*****XX*2000000010',
    'NM1*DQ*1*SMITH*ALAN****XX*1467560003',
  ])
})

it('what already stands further up is not said again, and that is told', () => {
  const { renderingProvider, billingProvider } = sampleClaim()
  const supervisingProvider = { npi: '2000000010', last: 'Roe', first: null }
  const line = sampleLine({
    ...{ chargeCents: cents(25_000), placeOfService: '11', renderingProvider, supervisingProvider },
  })
  const payToAddress = billingProvider.address
  const claim = sampleClaim({ lines: [line], supervisingProvider, payToAddress })
  const segments = segmentsOf(claim)
  expect(segments).toContain('SV1*HC:97110:GP:KX*250*UN*2***1:2')
  for (const once of ['NM1*82', 'NM1*DQ'])
    expect(segments.filter((segment) => segment.startsWith(once))).toHaveLength(1)
  const { text, unsent } = written([claim])
  expect(text).not.toContain('NM1*87')
  expect(unsent.map(({ pointer }) => pointer)).toEqual([
    '/claims/0/payToAddress',
    '/claims/0/lines/0/renderingProvider',
    '/claims/0/lines/0/supervisingProvider',
  ])
})

it.each([
  ['another place with its own NPI', '2000000028', '5 ELM ST', ['NM1*77*2*NORTH CLINIC*****XX*2000000028']],
  ['another place under the biller’s NPI', '1234567893', '5 ELM ST', ['NM1*77*2*NORTH CLINIC']],
  ['another place without an NPI', null, '5 ELM ST', ['NM1*77*2*NORTH CLINIC']],
  ['the biller’s own place', '1234567893', ' 100  Main St', []],
])('a facility: %s', (_, npi, line1, expected) => {
  const address = { ...sampleClaim().billingProvider.address, line1 }
  const claim = sampleClaim({ serviceFacility: { npi, name: 'North Clinic', address } })
  expect(tagged(claim, 'NM1').filter((segment) => segment.startsWith('NM1*77'))).toEqual(expected)
  const { unsent } = written([claim])
  expect(unsent.map(({ pointer }) => pointer)).toEqual(
    expected.length === 0 ? ['/claims/0/serviceFacility'] : [],
  )
})

it('all dates in the order of the guide', () => {
  const day = serviceDate('2026-10-06')
  const claim = sampleClaim({
    onsetDate: day,
    initialTreatmentDate: day,
    lastSeenDate: day,
    acuteManifestationDate: day,
    relatedCauses: ['other'],
    accidentDate: day,
    lastXrayDate: day,
    disabledFrom: day,
    lastWorkedDate: day,
    returnToWorkDate: serviceDate('2027-01-01'),
    admissionDate: day,
    dischargeDate: day,
    assumedCareDate: day,
    relinquishedCareDate: day,
    firstContactDate: day,
  })
  const ofClaim = tagged(claim, 'DTP').map((segment) => segment.split('*')[1])
  expect(ofClaim.filter((qualifier) => qualifier !== '472').join(' ')).toBe(
    '431 454 304 453 439 455 360 297 296 435 096 090 091 444',
  )
})

it('claims of one billing provider stand under one level, and each knows its segments', () => {
  const other = { ...sampleClaim().billingProvider, npi: '2000000028' }
  const claims = [sampleClaim(), sampleDependentClaim({ billingProvider: other }), sampleAutoClaim()]
  const result = written(claims)
  const segments = result.text.split('~').slice(2)
  const levels = segments.filter((segment) => segment.startsWith('HL*'))
  expect(levels).toEqual([
    'HL*1**20*1',
    'HL*2*1*22*0',
    'HL*3*1*22*0',
    'HL*4**20*1',
    'HL*5*4*22*1',
    'HL*6*5*23*0',
  ])
  for (const { claimNumber, firstSegment, lastSegment } of result.claims) {
    const own = segments.slice(firstSegment - 1, lastSegment)
    expect(own[0]).toMatch(/^HL\*\d+\*\d+\*22\*/)
    expect(own.filter((segment) => segment.startsWith('CLM*'))).toEqual([
      expect.stringContaining(`CLM*${claimNumber}*`),
    ])
    expect(own.at(-1)).toMatch(/^REF\*6R\*/)
  }
  expect(result.claims.map(({ claimNumber }) => claimNumber)).toEqual(
    claims.map(({ claimNumber }) => claimNumber),
  )
  expect(segments.at(-4)).toBe(`SE*${segments.length - 3}*0001`)
})

it('what was replaced and what has no place is told', () => {
  const { subscriber } = sampleDependentClaim()
  const { name } = { name: { last: 'Núñez', first: 'Zoë', middle: null, suffix: null } }
  const address = { line1: '9 Elm', line2: null, city: 'Salem', state: 'OR', zip: '97301' }
  const claim = sampleDependentClaim({
    subscriber: {
      ...subscriber,
      groupName: 'Example Co',
      party: { kind: 'person', name, birthDate: null, sex: 'F', address },
    },
    accidentState: 'WA',
    claimNote: 'Knee: see *letter*',
  })
  const { text, replacements, unsent } = written([claim])
  expect(text).toContain('NM1*IL*1*NUNEZ*ZOE****MI*EXH000000002~')
  expect(text).toContain('NTE*ADD*KNEE SEE LETTER~')
  expect(replacements).toEqual([
    { pointer: '/claims/0/subscriber/party/name/last', from: 'Núñez', to: 'NUNEZ' },
    { pointer: '/claims/0/subscriber/party/name/first', from: 'Zoë', to: 'ZOE' },
    { pointer: '/claims/0/claimNote', from: 'Knee: see *letter*', to: 'KNEE SEE LETTER' },
  ])
  expect(unsent.map(({ pointer }) => pointer)).toEqual([
    '/claims/0/subscriber/groupName',
    '/claims/0/subscriber/party',
    '/claims/0/accidentState',
  ])
})

it('what an other payer says twice goes once, at the lines', () => {
  const claim = sampleSecondaryClaim()
  const otherPayers = claim.otherPayers.map((other) => ({
    ...other,
    groupNumber: 'GRP9',
    groupName: 'Example Co',
    subscriber: { ...other.subscriber, sex: 'F' as const },
    decidedOn: serviceDate('2026-11-18'),
    lines: other.lines.map((line) => ({ ...line, patientOwesCents: cents(500) })),
  }))
  const [first, ...rest] = otherPayers[0]?.lines ?? []
  const onOneLine = otherPayers.map((other) => ({
    ...other,
    lines: first ? [{ ...first, patientOwesCents: null }, ...rest] : [],
  }))
  for (const payers of [otherPayers, onOneLine]) {
    const { text, unsent } = written([{ ...claim, otherPayers: payers }])
    expect(unsent.map(({ pointer }) => pointer.replace('/claims/0/otherPayers/0/', ''))).toEqual([
      'groupName',
      'patientOwesCents',
      'subscriber',
      'decidedOn',
    ])
    expect(text).toContain('~SBR*P*18*GRP9******MB~AMT*D*160~OI*')
    expect(text).toContain('~DTP*573*D8*20261118~AMT*EAF*5~')
    expect(text).toContain('~NM1*PR*2*MEDICARE PART B*****PI*02302~LX*1~')
  }
})

it('what is known of a subscriber who is not the patient is told to stay behind, and only then', () => {
  const unsentOf = (party: object) => {
    const claim = sampleDependentClaim()
    const own = { ...claim.subscriber.party, ...party } as ClaimDocument['subscriber']['party']
    const { unsent } = written([{ ...claim, subscriber: { ...claim.subscriber, party: own } }])
    return unsent.map(({ pointer }) => pointer)
  }
  const { address } = sampleClaim().billingProvider
  const birthDate = serviceDate('1980-01-01')
  expect(unsentOf({})).toEqual([])
  for (const known of [{ sex: 'F' }, { birthDate }, { address }, { sex: 'F', birthDate, address }]) {
    expect(unsentOf(known)).toEqual(['/claims/0/subscriber/party'])
  }
  const claim = sampleSecondaryClaim()
  const employer = { kind: 'organization', name: 'EXAMPLE CO', address: null } as const
  const otherPayers = claim.otherPayers.map((other) => ({ ...other, subscriber: employer }))
  const { text, unsent } = written([{ ...claim, otherPayers }])
  expect(text).toContain('~NM1*IL*2*EXAMPLE CO*****MI*1EG4TE5MK73~')
  expect(unsent).toEqual([])
})

it.each([
  ['spouse', '01'],
  ['child', '19'],
  ['employee', '20'],
  ['unknown', '21'],
  ['organ-donor', '39'],
  ['cadaver-donor', '40'],
  ['life-partner', '53'],
  ['other', 'G8'],
] as const)('a patient who is the subscriber’s %s is %s', (relationship, code) => {
  const claim = sampleDependentClaim()
  const patient = claim.patient && { ...claim.patient, relationship }
  expect(segmentsOf({ ...claim, patient })).toContain(`PAT*${code}`)
  const second = sampleSecondaryClaim()
  const otherPayers = second.otherPayers.map((other) => ({ ...other, relationship }))
  expect(segmentsOf({ ...second, otherPayers })).toContain(`SBR*P*${code}*******MB`)
})

it.each([
  ['1eg4-te5-mk73', 'the hyphens of the card'],
  ['1EG4TE5MK73\t-', 'a tab that a hyphen hid from the end'],
])('Medicare’s number %j goes without %s', (memberId) => {
  const { subscriber } = sampleClaim()
  const claim = sampleClaim({ subscriber: { ...subscriber, memberId } })
  expect(tagged(claim, 'NM1')[0]).toBe('NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73')
  expect(written([claim]).replacements).toEqual([
    { pointer: '/claims/0/subscriber/memberId', from: memberId, to: '1EG4TE5MK73' },
  ])
})

it('a claim is judged alone before a batch is made', () => {
  const day = serviceDate('2026-11-21')
  expect(problemsOfClaim(sampleClaim(), day)).toEqual([])
  const [problem] = problemsOfClaim(sampleClaim({ placeOfService: '00' }), day)
  expect(problem).toMatchObject({ pointer: '/placeOfService', rule: 'x12/place-of-service' })
})

it('a batch holds 5,000 claims and no more', () => {
  const claims = Array.from({ length: 5001 }, (_, index) =>
    sampleClaim({ claimNumber: claimNumberWithCheck(`BATCH${index}`) }),
  )
  expect(written(claims.slice(0, 5000)).claims).toHaveLength(5000)
  expect(write837p(sampleSubmission(claims))).toMatchObject({ problems: [{ rule: 'x12/batch-size' }] })
}, 60_000)

it('the samples have the shape of the schema, which is published', () => {
  const batch = sampleSubmission([
    sampleClaim(),
    sampleDependentClaim(),
    sampleWorkersCompensationClaim(),
    sampleAutoClaim(),
    sampleSecondaryClaim(),
  ])
  expect(submission.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch)
  expect(submission.safeParse({ ...batch, claims: [{ ...sampleClaim(), extra: 1 }] }).success).toBe(false)
  const { $defs } = z.toJSONSchema(submission)
  expect(Object.keys($defs ?? {})).toEqual(expect.arrayContaining(['ClaimDocument', 'Submission']))
})
