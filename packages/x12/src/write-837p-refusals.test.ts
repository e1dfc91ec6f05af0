import { cents, serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import type { ClaimDocument, ClaimLine } from './claim-document.ts'
import type { OtherPayer } from './claim-other-payer.ts'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleLine,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from './sample-claim.ts'
import { write837p } from './write-837p.ts'
import type { Problem } from './writer/problem.ts'

function problemsOf(claims: ClaimDocument[], changes = {}): readonly Problem[] {
  const result = write837p({ ...sampleSubmission(claims), ...changes })
  return result.ok ? [] : result.problems
}

const biller = (changes: object) =>
  sampleClaim({ billingProvider: { ...sampleClaim().billingProvider, ...changes } })
const street = sampleClaim().billingProvider.address
const billedFrom = (changes: object) => biller({ address: { ...street, ...changes } })
const insured = (changes: object, claim = sampleClaim()) => ({
  ...claim,
  subscriber: { ...claim.subscriber, ...changes },
})
const person = (changes: object) => {
  const { party } = sampleClaim().subscriber
  return insured({ party: { ...party, ...changes } })
}
/** One line that charges the whole claim. */
const line = (changes: Partial<ClaimLine>) =>
  sampleClaim({ lines: [sampleLine({ chargeCents: cents(25_000), ...changes })] })
const other = (changes: Partial<OtherPayer>) => {
  const claim = sampleSecondaryClaim()
  return { ...claim, otherPayers: claim.otherPayers.map((payer) => ({ ...payer, ...changes })) }
}
const decided = (changes: object) => {
  const [payer] = sampleSecondaryClaim().otherPayers
  const [first, ...rest] = payer?.lines ?? []
  return first ? other({ lines: [{ ...first, ...changes }, ...rest] }) : sampleClaim()
}
const day = (text: string) => serviceDate(text)
const child = (changes: object) => {
  const claim = sampleDependentClaim()
  return { ...claim, patient: claim.patient && { ...claim.patient, ...changes } }
}
const injured = (changes: object) => {
  const claim = sampleWorkersCompensationClaim()
  return { ...claim, patient: claim.patient && { ...claim.patient, ...changes } }
}
const renderedBy = (changes: object) => {
  const { renderingProvider } = sampleClaim()
  return sampleClaim({ renderingProvider: renderingProvider && { ...renderingProvider, ...changes } })
}

/** What is wrong, the claim, and every problem it has: pointer below the claim, rule, X12 place, box. */
const refusals: [string, ClaimDocument, ...string[]][] = [
  // 1.8, 1: delimiters.
  [
    'delimiter in a number',
    insured({ memberId: 'A*B' }),
    'subscriber/memberId x12/delimiter 2010BA NM109 1a',
  ],
  [
    'terminator in a number',
    sampleClaim({ priorAuthorization: 'A~' }),
    'priorAuthorization x12/delimiter 2300 REF02 23',
  ],
  ['accent in a number', sampleClaim({ referralNumber: 'É1' }), 'referralNumber x12/delimiter 2300 REF02 23'],
  [
    'a script X12 cannot write',
    person({ name: { last: 'Иванов', first: null, middle: null, suffix: null } }),
    'subscriber/party/name/last x12/unwritable 2010BA NM103 4',
  ],
  ['a name of emoji', biller({ name: '🙂' }), 'billingProvider/name x12/missing 2010AA NM103 33'],
  ['a name of spaces', biller({ name: '  ' }), 'billingProvider/name x12/missing 2010AA NM103 33'],
  [
    'a Medicare number of hyphens',
    insured({ memberId: ' -- ' }),
    'subscriber/memberId x12/missing 2010BA NM109 1a',
  ],
  // Lengths.
  ['a name of 61', biller({ name: 'A'.repeat(61) }), 'billingProvider/name x12/too-long 2010AA NM103 33'],
  [
    'ß that makes 61',
    biller({ name: `${'A'.repeat(59)}ß` }),
    'billingProvider/name x12/too-long 2010AA NM103 33',
  ],
  [
    'a first name of 36',
    person({ name: { last: 'DOE', first: 'A'.repeat(36), middle: null, suffix: null } }),
    'subscriber/party/name/first x12/too-long 2010BA NM104 4',
  ],
  [
    'a middle name of 26',
    person({ name: { last: 'DOE', first: null, middle: 'A'.repeat(26), suffix: null } }),
    'subscriber/party/name/middle x12/too-long 2010BA NM105 4',
  ],
  [
    'a suffix of 11',
    person({ name: { last: 'DOE', first: null, middle: null, suffix: 'A'.repeat(11) } }),
    'subscriber/party/name/suffix x12/too-long 2010BA NM107 4',
  ],
  [
    'an address of 56',
    billedFrom({ line2: 'A'.repeat(56) }),
    'billingProvider/address/line2 x12/too-long 2010AA N302 33',
  ],
  [
    'a city of 31',
    billedFrom({ city: 'A'.repeat(31) }),
    'billingProvider/address/city x12/too-long 2010AA N401 33',
  ],
  ['a city of one', billedFrom({ city: 'A' }), 'billingProvider/address/city x12/too-short 2010AA N401 33'],
  ['a note of 81', sampleClaim({ claimNote: 'A'.repeat(81) }), 'claimNote x12/too-long 2300 NTE02 19'],
  ['a line note of 81', line({ note: 'A'.repeat(81) }), 'lines/0/note x12/too-long 2400 NTE02 24'],
  [
    'a number of 51',
    sampleClaim({ medicalRecordNumber: 'A'.repeat(51) }),
    'medicalRecordNumber x12/too-long 2300 REF02 -',
  ],
  [
    'a member id of 81',
    insured({ memberId: 'A'.repeat(81) }),
    'subscriber/memberId x12/too-long 2010BA NM109 1a',
  ],
  ['a member id of one', insured({ memberId: 'A' }), 'subscriber/memberId x12/too-short 2010BA NM109 1a'],
  [
    'an amount of eleven digits',
    sampleClaim({
      chargeCents: cents(10_000_000_000),
      lines: [sampleLine({ chargeCents: cents(10_000_000_000) })],
    }),
    'chargeCents x12/amount 2300 CLM02 28',
    'lines/0/chargeCents x12/amount 2400 SV102 24F',
  ],
  // 2: the sum.
  [
    'a cent too much',
    sampleClaim({ chargeCents: cents(25_001) }),
    'chargeCents x12/claim-total 2300 CLM02 28',
  ],
  [
    'a charge below zero',
    sampleClaim({ chargeCents: cents(-100), lines: [sampleLine({ chargeCents: cents(-100) })] }),
    'chargeCents x12/amount 2300 CLM02 28',
    'lines/0/chargeCents x12/amount 2400 SV102 24F',
  ],
  [
    'paid below zero',
    sampleClaim({ patientPaidCents: cents(-1) }),
    'patientPaidCents x12/amount 2300 AMT02 29',
  ],
  // 3: pointers and diagnoses.
  [
    'a pointer to nothing',
    line({ diagnosisPointers: [1, 3] }),
    'lines/0/diagnosisPointers/1 x12/diagnosis-pointer 2400 SV107-2 24E',
  ],
  [
    'a pointer to zero',
    line({ diagnosisPointers: [0] }),
    'lines/0/diagnosisPointers/0 x12/diagnosis-pointer 2400 SV107-1 24E',
  ],
  [
    'a pointer twice',
    line({ diagnosisPointers: [2, 2] }),
    'lines/0/diagnosisPointers/1 x12/diagnosis-pointer 2400 SV107-2 24E',
  ],
  [
    'no pointer',
    line({ diagnosisPointers: [] }),
    'lines/0/diagnosisPointers x12/diagnosis-pointer 2400 SV107 24E',
  ],
  [
    'five pointers',
    {
      ...line({ diagnosisPointers: [1, 2, 3, 4, 5] }),
      diagnoses: ['M5450', 'M6281', 'M542', 'M545', 'M546'],
    },
    'lines/0/diagnosisPointers x12/diagnosis-pointer 2400 SV107 24E',
  ],
  [
    'no diagnosis',
    { ...line({ diagnosisPointers: [1] }), diagnoses: [] },
    'diagnoses x12/diagnosis-count 2300 HI 21',
    'lines/0/diagnosisPointers/0 x12/diagnosis-pointer 2400 SV107-1 24E',
  ],
  [
    '13 diagnoses',
    sampleClaim({ diagnoses: Array.from({ length: 13 }, (_, index) => `M54${10 + index}`) }),
    'diagnoses x12/diagnosis-count 2300 HI 21',
  ],
  [
    'a diagnosis twice',
    sampleClaim({ diagnoses: ['M5450', 'M5450'] }),
    'diagnoses/1 x12/diagnosis-twice 2300 HI02-2 21',
  ],
  [
    'a diagnosis with its dot',
    sampleClaim({ diagnoses: ['M54.50', 'M6281'] }),
    'diagnoses/0 x12/diagnosis-code 2300 HI01-2 21',
  ],
  [
    'a diagnosis in small letters',
    sampleClaim({ diagnoses: ['m5450', 'M6281'] }),
    'diagnoses/0 x12/diagnosis-code 2300 HI01-2 21',
  ],
  // 4: frequency.
  [
    'a replacement without the payer’s number',
    sampleClaim({ frequency: '7' }),
    'payerClaimNumber x12/payer-claim-number 2300 REF02 22',
  ],
  [
    'a void with a blank number',
    sampleClaim({ frequency: '8', payerClaimNumber: ' ' }),
    'payerClaimNumber x12/payer-claim-number 2300 REF02 22',
  ],
  [
    'an original with the payer’s number',
    sampleClaim({ payerClaimNumber: 'ICN1' }),
    'payerClaimNumber x12/payer-claim-number 2300 REF02 22',
  ],
  // 5: the billing address.
  [
    'a ZIP of five for the biller',
    billedFrom({ zip: '97201' }),
    'billingProvider/address/zip x12/zip 2010AA N403 33',
  ],
  [
    'a ZIP with a hyphen',
    billedFrom({ zip: '97201-1234' }),
    'billingProvider/address/zip x12/zip 2010AA N403 33',
  ],
  [
    'a post office box',
    billedFrom({ line1: 'P.O. Box 12' }),
    'billingProvider/address/line1 x12/billing-address 2010AA N301 33',
  ],
  [
    'a box in the second line',
    billedFrom({ line2: 'PO BOX 12' }),
    'billingProvider/address/line2 x12/billing-address 2010AA N302 33',
  ],
  [
    'a lockbox',
    billedFrom({ line1: 'Lockbox 77' }),
    'billingProvider/address/line1 x12/billing-address 2010AA N301 33',
  ],
  ['no state', billedFrom({ state: 'XX' }), 'billingProvider/address/state x12/state 2010AA N402 33'],
  [
    'a ZIP of four for the patient',
    child({ address: { ...street, zip: '9720' } }),
    'patient/address/zip x12/zip 2010CA N403 5',
  ],
  // 6: NPI.
  ['a false billing NPI', biller({ npi: '1234567890' }), 'billingProvider/npi x12/npi 2010AA NM109 33a'],
  [
    'a false rendering NPI',
    renderedBy({ npi: '1861400005' }),
    'renderingProvider/npi x12/npi 2310B NM109 24J',
  ],
  [
    'a false referring NPI',
    sampleClaim({ referringProvider: { npi: '146756000', last: 'SMITH', first: null } }),
    'referringProvider/npi x12/npi 2310A NM109 17b',
  ],
  [
    'a false facility NPI',
    sampleClaim({ serviceFacility: { npi: '1', name: 'NORTH', address: street } }),
    'serviceFacility/npi x12/npi 2310C NM109 32a',
  ],
  [
    'a false supervising NPI',
    sampleClaim({ supervisingProvider: { npi: '1', last: 'ROE', first: null } }),
    'supervisingProvider/npi x12/npi 2310D NM109 17b',
  ],
  [
    'a false rendering NPI of a line',
    line({ renderingProvider: { npi: '1', last: 'ROE', first: null, taxonomy: null } }),
    'lines/0/renderingProvider/npi x12/npi 2420A NM109 24J',
  ],
  [
    'a facility with a short ZIP',
    sampleClaim({
      serviceFacility: { npi: null, name: 'NORTH', address: { ...street, line1: '5 ELM', zip: '97201' } },
    }),
    'serviceFacility/address/zip x12/zip 2310C N403 32',
  ],
  [
    'eight digits of a tax number',
    biller({ taxId: '93000000' }),
    'billingProvider/taxId x12/tax-id 2010AA REF02 25',
  ],
  [
    'half a telephone number',
    biller({ contact: { name: null, phone: '555-0100' } }),
    'billingProvider/contact/phone x12/phone 2010AA PER04 33',
  ],
  // 7: the subscriber is the patient.
  ['no address', person({ address: null }), 'subscriber/party/address x12/missing 2010BA N3 5'],
  ['no birth date', person({ birthDate: null }), 'subscriber/party/birthDate x12/missing 2010BA DMG02 3'],
  ['no sex', person({ sex: null }), 'subscriber/party/sex x12/missing 2010BA DMG03 3'],
  [
    'an employer as the patient',
    sampleWorkersCompensationClaim({ patient: null }),
    'subscriber/party x12/patient-is-organization 2010BA NM102 2',
    'subscriber/propertyCasualtyClaimNumber x12/property-casualty-number 2010BA REF02 11b',
  ],
  [
    'a person without member id',
    insured({ memberId: null }),
    'subscriber/memberId x12/missing 2010BA NM109 1a',
  ],
  // 9: dates.
  [
    'a service still to come',
    line({ serviceDate: day('2026-11-22') }),
    'lines/0/serviceDate x12/service-date 2400 DTP03 24A',
  ],
  [
    'a service before birth',
    child({ birthDate: day('2026-11-11') }),
    'lines/0/serviceDate x12/service-date 2400 DTP03 24A',
  ],
  [
    'a subscriber born after the service',
    person({ birthDate: day('2026-11-11') }),
    ...[0, 1, 2].map((index) => `lines/${index}/serviceDate x12/service-date 2400 DTP03 24A`),
  ],
  [
    'an onset still to come',
    sampleClaim({ onsetDate: day('2026-12-01') }),
    'onsetDate x12/date-in-future 2300 DTP03 14',
  ],
  [
    'an onset after the service',
    sampleClaim({ onsetDate: day('2026-11-11') }),
    'onsetDate x12/date-order 2300 DTP03 14',
  ],
  [
    'an accident after the service',
    sampleAutoClaim({ accidentDate: day('2026-11-11') }),
    'accidentDate x12/date-order 2300 DTP03 15',
  ],
  [
    'a disability that ends before it begins',
    sampleWorkersCompensationClaim({ disabledTo: day('2026-10-01') }),
    'disabledTo x12/date-order 2300 DTP03 16',
  ],
  [
    'a discharge before admission',
    sampleClaim({ admissionDate: day('2026-10-02'), dischargeDate: day('2026-10-01') }),
    'dischargeDate x12/date-order 2300 DTP03 18',
  ],
  // 10: line ids.
  [
    'an id twice',
    sampleClaim({
      lines: [
        ...sampleClaim().lines.slice(0, 2),
        sampleLine({ chargeLineId: 'L00000002', chargeCents: cents(9_000) }),
      ],
    }),
    'lines/2/chargeLineId x12/charge-line-id-twice 2400 REF02 -',
  ],
  [
    'an id in small letters',
    line({ chargeLineId: 'l1' }),
    'lines/0/chargeLineId x12/charge-line-id 2400 REF02 -',
  ],
  [
    'an id of 27',
    line({ chargeLineId: 'A'.repeat(27) }),
    'lines/0/chargeLineId x12/charge-line-id 2400 REF02 -',
  ],
  // 11: accidents.
  [
    'a cause without date',
    sampleAutoClaim({ accidentDate: null }),
    'accidentDate x12/accident-date 2300 DTP03 15',
  ],
  [
    'a work injury without date',
    sampleWorkersCompensationClaim({ accidentDate: null }),
    'accidentDate x12/accident-date 2300 DTP03 15',
  ],
  [
    'an automobile without state',
    sampleAutoClaim({ accidentState: null }),
    'accidentState x12/accident-state 2300 CLM11-4 10b',
  ],
  [
    'a date without cause',
    sampleClaim({ accidentDate: day('2026-10-01') }),
    'relatedCauses x12/accident-without-cause 2300 CLM11 10',
  ],
  [
    'an automobile plan for a fall',
    sampleAutoClaim({ relatedCauses: ['other'] }),
    'relatedCauses x12/related-cause 2300 CLM11 10b',
  ],
  [
    'workers’ compensation for a fall',
    sampleWorkersCompensationClaim({ relatedCauses: ['other'] }),
    'relatedCauses x12/related-cause 2300 CLM11 10a',
  ],
  [
    'workers’ compensation without the injury’s number',
    injured({ propertyCasualtyClaimNumber: null }),
    'patient/propertyCasualtyClaimNumber x12/property-casualty-number 2010CA REF02 11b',
  ],
  [
    'two numbers of one injury',
    insured({ propertyCasualtyClaimNumber: 'OTHER' }, sampleWorkersCompensationClaim()),
    'patient/propertyCasualtyClaimNumber x12/property-casualty-number 2010CA REF02 11b',
  ],
  // 12 and 13: other payers.
  [
    'a line out of balance',
    decided({ paidCents: cents(6_401) }),
    'otherPayers/0/paidCents x12/other-payer-balance 2320 AMT02 -',
    'otherPayers/0/lines/0/paidCents x12/other-payer-balance 2430 SVD02 -',
  ],
  [
    'a claim out of balance',
    other({ paidCents: cents(15_999) }),
    'otherPayers/0/paidCents x12/other-payer-balance 2320 AMT02 -',
    'otherPayers/0/paidCents x12/other-payer-balance 2320 AMT02 -',
  ],
  [
    'a decision on a strange line',
    decided({ chargeLineId: 'L9' }),
    'otherPayers/0/lines/0/chargeLineId x12/other-payer 2430 SVD01 -',
  ],
  [
    'a first payer that has not decided',
    other({ paidCents: null, lines: [] }),
    'otherPayers/0/paidCents x12/other-payer 2320 AMT02 -',
  ],
  [
    'decisions without what was paid',
    other({ paidCents: null }),
    'otherPayers/0/paidCents x12/other-payer 2320 AMT02 -',
  ],
  [
    'a claim decision without date',
    other({
      lines: [],
      adjustments: [{ group: 'CO', reason: '45', amountCents: cents(9_000), quantity: null }],
    }),
    'otherPayers/0/decidedOn x12/missing 2330B DTP03 -',
  ],
  [
    'six remarks',
    other({ remarks: ['MA18', 'N1', 'N2', 'N3', 'N4', 'N5'] }),
    'otherPayers/0/remarks x12/other-payer 2320 MOA03 -',
  ],
  [
    'a second payer without a first',
    sampleSecondaryClaim({ otherPayers: [] }),
    'otherPayers x12/other-payer 2320 SBR 9',
  ],
  // 14: turns.
  [
    'two first payers',
    insured({ responsibility: 'P' }, sampleSecondaryClaim()),
    'otherPayers/0/responsibility x12/responsibility-twice 2320 SBR01 -',
  ],
  // 15 and 16: Medicare.
  [
    'no therapy modifier',
    line({ modifiers: ['KX'] }),
    'lines/0/modifiers x12/medicare-therapy-modifier 2400 SV101-3 24D',
  ],
  [
    'no referring provider',
    sampleClaim({ referringProvider: null }),
    'referringProvider x12/medicare-referrer 2310A NM1 17',
  ],
  [
    'no therapist',
    { ...line({}), renderingProvider: null },
    'lines/0/renderingProvider x12/medicare-rendering-provider 2310B NM1 24J',
  ],
  [
    'a reason to be second when first',
    insured({ medicareSecondaryType: '12' }),
    'subscriber/medicareSecondaryType x12/medicare-secondary-type 2000B SBR05 -',
  ],
  [
    'Medicare second without reason',
    insured({ filingIndicator: 'MB', memberId: '1EG4TE5MK73' }, sampleSecondaryClaim()),
    'subscriber/medicareSecondaryType x12/medicare-secondary-type 2000B SBR05 -',
  ],
  [
    'a reason for another plan',
    other({ medicareSecondaryType: '12' }),
    'otherPayers/0/medicareSecondaryType x12/medicare-secondary-type 2320 SBR05 -',
  ],
  // 17: units.
  ['no unit', line({ units: 0 }), 'lines/0/units x12/units 2400 SV104 24G'],
  ['half a unit', line({ units: 1.5 }), 'lines/0/units x12/units 2400 SV104 24G'],
  ['NaN units', line({ units: Number.NaN }), 'lines/0/units x12/units 2400 SV104 24G'],
  // 18 and other codes.
  [
    'a false billing taxonomy',
    biller({ taxonomy: '261QP2000' }),
    'billingProvider/taxonomy x12/taxonomy 2000A PRV03 33b',
  ],
  [
    'a false rendering taxonomy',
    renderedBy({ taxonomy: 'PT' }),
    'renderingProvider/taxonomy x12/taxonomy 2310B PRV03 24I',
  ],
  [
    'a false place of service',
    sampleClaim({ placeOfService: '29' }),
    'placeOfService x12/place-of-service 2300 CLM05-1 24B',
  ],
  [
    'a false place of a line',
    line({ placeOfService: '29' }),
    'lines/0/placeOfService x12/place-of-service 2400 SV105 24B',
  ],
  [
    'a false filing indicator',
    insured({ filingIndicator: 'XX' }, sampleDependentClaim()),
    'subscriber/filingIndicator x12/filing-indicator 2000B SBR09 1',
  ],
  [
    'a procedure of four',
    line({ procedureCode: '9711' }),
    'lines/0/procedureCode x12/procedure-code 2400 SV101-2 24D',
  ],
  [
    'five modifiers',
    line({ modifiers: ['GP', 'KX', 'CQ', '59', 'GA'] }),
    'lines/0/modifiers x12/modifier 2400 SV101 24D',
  ],
  ['a modifier twice', line({ modifiers: ['GP', 'GP'] }), 'lines/0/modifiers x12/modifier 2400 SV101 24D'],
  [
    'a modifier of three',
    line({ modifiers: ['GP', 'KXX'] }),
    'lines/0/modifiers/1 x12/modifier 2400 SV101-4 24D',
  ],
  ['a delay without reason', sampleClaim({ delayReason: '12' }), 'delayReason x12/code 2300 CLM20 -'],
  [
    'a false claim number',
    sampleClaim({ claimNumber: 'PCN0000000000001T' }),
    'claimNumber x12/claim-number 2300 CLM01 26',
  ],
  ['no line', sampleClaim({ lines: [], chargeCents: cents(0) }), 'lines x12/line-count 2400 LX01 24'],
  [
    '51 lines',
    sampleClaim({
      lines: Array.from({ length: 51 }, (_, index) =>
        sampleLine({ chargeLineId: `L${index}`, chargeCents: cents(100) }),
      ),
      chargeCents: cents(5_100),
    }),
    'lines x12/line-count 2400 LX01 24',
  ],
  [
    'an attachment on the way of pigeons',
    sampleClaim({ attachments: [{ reportType: 'OZ', transmission: 'XX', controlNumber: 'A1' }] }),
    'attachments/0/transmission x12/code 2300 PWK02 19',
  ],
]

it.each(refusals)('%s', (_, claim, ...expected) => {
  const problems = problemsOf([claim])
  const seen = problems.map(
    ({ pointer, rule, x12, cms1500 }) =>
      `${pointer.replace('/claims/0/', '')} ${rule} ${x12} ${cms1500 ?? '-'}`,
  )
  expect(seen.sort()).toEqual(expected.sort())
  for (const { says, fix } of problems) {
    expect(says).toMatch(/\.$/)
    expect(fix).toMatch(/\.$/)
    expect(`${says}${fix}`).not.toMatch(/DOE|TESTCASE|1EG4|Иванов/)
  }
})

const dayOfWriting = day('2026-11-21')
const [primary] = sampleSecondaryClaim().otherPayers
const turnsAfter = ['T', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'U'] as const
/** Medicare first, this payer second, and `count` more that have not decided. */
const withPayers = (count: number) =>
  sampleSecondaryClaim({
    otherPayers: [
      ...sampleSecondaryClaim().otherPayers,
      ...turnsAfter.slice(0, count).flatMap((responsibility, index) => {
        if (!primary) return []
        const undecided = { paidCents: null, patientOwesCents: null, lines: [] }
        const payer = { id: `PAYER${index}`, name: 'X', address: null }
        return [{ ...primary, ...undecided, responsibility, filingIndicator: 'CI', payer }]
      }),
    ],
  })
/** A decision on the whole claim by so many adjustments of a dollar in so many groups. */
const adjusted = (groups: ('CO' | 'CR' | 'OA' | 'PI' | 'PR')[], each: number) =>
  other({
    lines: [],
    decidedOn: dayOfWriting,
    paidCents: cents(25_000 - groups.length * each * 100),
    adjustments: groups.flatMap((group) =>
      Array.from({ length: each }, () => ({ group, reason: '45', amountCents: cents(100), quantity: null })),
    ),
  })

/** Seven adjustments in one group and six in the others. */
function sixSegments(): ClaimDocument {
  const claim = adjusted(['CO', 'CR', 'OA', 'PI', 'PR'], 6)
  return {
    ...claim,
    otherPayers: claim.otherPayers.map((payer) => ({
      ...payer,
      paidCents: cents(25_000 - 31 * 100),
      adjustments: [
        ...payer.adjustments,
        { group: 'CO', reason: '45', amountCents: cents(100), quantity: null },
      ],
    })),
  }
}

const allowed: [string, ClaimDocument][] = [
  ['a service on the day of writing', line({ serviceDate: dayOfWriting })],
  ['a service on the day of birth', child({ birthDate: day('2026-11-10') })],
  [
    'everything on the day of service',
    sampleAutoClaim({
      onsetDate: day('2026-11-10'),
      initialTreatmentDate: day('2026-11-10'),
      accidentDate: day('2026-11-10'),
    }),
  ],
  ['last seen after the service', sampleClaim({ lastSeenDate: dayOfWriting })],
  ['a return to work ahead', sampleClaim({ returnToWorkDate: day('2027-01-01') })],
  ['a disability of one day', sampleClaim({ disabledFrom: dayOfWriting, disabledTo: dayOfWriting })],
  ['only the end of a disability', sampleClaim({ disabledTo: day('2027-01-01') })],
  [
    'a name of 60, a first name of 35, a middle name of 25, a suffix of 10',
    person({
      name: { last: 'A'.repeat(60), first: 'A'.repeat(35), middle: 'A'.repeat(25), suffix: 'A'.repeat(10) },
    }),
  ],
  [
    'notes of 80',
    { ...line({ note: 'A'.repeat(80), description: 'A'.repeat(80) }), claimNote: 'A'.repeat(80) },
  ],
  [
    'an address of 55, a city of two',
    billedFrom({ line1: 'A'.repeat(55), line2: 'A'.repeat(55), city: 'AB' }),
  ],
  ['a member id of 80', insured({ memberId: 'A'.repeat(80) })],
  ['a member id of two', insured({ memberId: 'AB' })],
  ['a number of 50', sampleClaim({ medicalRecordNumber: 'A'.repeat(50) })],
  [
    'an amount of ten digits',
    sampleClaim({
      chargeCents: cents(9_999_999_999),
      lines: [sampleLine({ chargeCents: cents(9_999_999_999) })],
    }),
  ],
  ['no charge', sampleClaim({ chargeCents: cents(0), lines: [sampleLine({ chargeCents: cents(0) })] })],
  ['9999 units', line({ units: 9999 })],
  ['four modifiers', line({ modifiers: ['GP', 'KX', 'CQ', '59'] })],
  [
    'four pointers of twelve diagnoses',
    {
      ...line({ diagnosisPointers: [12, 1, 2, 3] }),
      diagnoses: Array.from({ length: 12 }, (_, index) => `M54${10 + index}`),
    },
  ],
  ['a diagnosis of three and one of seven', sampleClaim({ diagnoses: ['I10', 'S39012D'] })],
  ['one diagnosis', { ...line({ diagnosisPointers: [1] }), diagnoses: ['M5450'] }],
  ['an id of one', line({ chargeLineId: 'A' })],
  ['an id of 26', line({ chargeLineId: 'A'.repeat(26) })],
  [
    '50 lines',
    sampleClaim({
      lines: Array.from({ length: 50 }, (_, index) =>
        sampleLine({ chargeLineId: `L${index}`, chargeCents: cents(100) }),
      ),
      chargeCents: cents(5_000),
    }),
  ],
  ['GO on a line', line({ modifiers: ['GO'] })],
  ['GN on a line', line({ modifiers: ['GN'] })],
  ['no therapy modifier for another plan', insured({ filingIndicator: 'CI' }, line({ modifiers: [] }))],
  [
    'no therapy modifier of a physician',
    {
      ...renderedBy({ taxonomy: '207X00000X' }),
      billingProvider: { ...sampleClaim().billingProvider, taxonomy: '207X00000X' },
      lines: [sampleLine({ modifiers: [], chargeCents: cents(25_000) })],
    },
  ],
  [
    'no referring provider for another plan',
    { ...insured({ filingIndicator: 'CI' }), referringProvider: null },
  ],
  [
    'an organization that renders for another plan',
    { ...insured({ filingIndicator: 'CI' }), renderingProvider: null },
  ],
  [
    'a line with its own therapist',
    { ...line({ renderingProvider: sampleClaim().renderingProvider }), renderingProvider: null },
  ],
  [
    'the injury’s number said twice alike',
    insured({ propertyCasualtyClaimNumber: 'WC-2026-5521' }, sampleWorkersCompensationClaim()),
  ],
  [
    'the injury’s number with the employer',
    insured({ propertyCasualtyClaimNumber: 'WC-2026-5521' }, injured({ propertyCasualtyClaimNumber: null })),
  ],
  ['a turn unknown', insured({ responsibility: 'U' })],
  ['ten other payers', withPayers(9)],
  [
    'a later payer that has not decided',
    { ...sampleClaim(), otherPayers: withPayers(1).otherPayers.slice(1) },
  ],
  ['five remarks', other({ remarks: ['MA18', 'N1', 'N2', 'N3', 'N4'] })],
  ['five segments of six adjustments', adjusted(['CO', 'CR', 'OA', 'PI', 'PR'], 6)],
  [
    'a line in two pieces',
    {
      ...decided({ paidCents: cents(3_000) }),
      otherPayers: decided({ paidCents: cents(3_000) }).otherPayers.map((payer) => ({
        ...payer,
        lines: [
          ...payer.lines,
          ...payer.lines.slice(0, 1).map((piece) => ({ ...piece, paidCents: cents(3_400), adjustments: [] })),
        ],
      })),
    },
  ],
  ['a claim decision without lines', adjusted(['CO'], 1)],
]
it.each(allowed)('just allowed: %s', (_, claim) => {
  expect(problemsOf([claim])).toEqual([])
})

const physician = '207X00000X'
/** A physician's group bills a line without therapy modifier, rendered by somebody of this taxonomy. */
const therapyBy = (taxonomy: string) => ({
  ...renderedBy({ taxonomy }),
  billingProvider: { ...sampleClaim().billingProvider, taxonomy: physician },
  lines: [sampleLine({ modifiers: [], chargeCents: cents(25_000) })],
})
const beyond: [string, ClaimDocument, ...string[]][] = [
  [
    'care given up before it was taken over',
    sampleClaim({ assumedCareDate: day('2026-10-02'), relinquishedCareDate: day('2026-10-01') }),
    'relinquishedCareDate x12/date-order',
  ],
  ...['225100000X', '2251X0800X', '225X00000X', '235Z00000X'].map(
    (taxonomy): [string, ClaimDocument, string] => [
      `no therapy modifier of a ${taxonomy}`,
      therapyBy(taxonomy),
      'lines/0/modifiers x12/medicare-therapy-modifier',
    ],
  ),
  [
    'a pointer to one and a half',
    line({ diagnosisPointers: [1.5] }),
    'lines/0/diagnosisPointers/0 x12/diagnosis-pointer',
  ],
  ['one segment of adjustments too many', sixSegments(), 'otherPayers/0/adjustments x12/other-payer'],

  ['eleven other payers', withPayers(10), 'otherPayers x12/other-payer'],
  [
    'six segments of adjustments',
    adjusted(['CO', 'CR', 'OA', 'PI', 'PR'], 7),
    'otherPayers/0/adjustments x12/other-payer',
  ],
  [
    'two other payers of one id',
    {
      ...withPayers(2),
      otherPayers: withPayers(2).otherPayers.map((payer) => ({
        ...payer,
        payer: { id: 'SAME', name: 'X', address: null },
      })),
    },
    'otherPayers/1/payer/id x12/other-payer',
    'otherPayers/2/payer/id x12/other-payer',
  ],
  [
    'two other payers whose ids are written alike',
    {
      ...withPayers(2),
      otherPayers: withPayers(2).otherPayers.map((payer, index) => ({
        ...payer,
        payer: { id: ['one', 'same', ' SAME'][index] ?? '', name: 'X', address: null },
      })),
    },
    'otherPayers/2/payer/id x12/other-payer',
  ],
  [
    'a false reason',
    decided({ adjustments: [{ group: 'CO', reason: 'TOOLONG', amountCents: cents(3_600), quantity: null }] }),
    'otherPayers/0/lines/0/adjustments/0/reason x12/code',
  ],
  [
    'a false quantity',
    decided({ adjustments: [{ group: 'CO', reason: '45', amountCents: cents(3_600), quantity: -1 }] }),
    'otherPayers/0/lines/0/adjustments/0/quantity x12/units',
  ],
  [
    'a line number above 50',
    decided({ bundledInto: 51 }),
    'otherPayers/0/lines/0/bundledInto x12/other-payer',
  ],
  ['paid units below zero', decided({ units: -1 }), 'otherPayers/0/lines/0/units x12/units'],
  [
    'a false code as paid',
    decided({ procedureCode: 'X' }),
    'otherPayers/0/lines/0/procedureCode x12/procedure-code',
  ],
  [
    'a paid amount below zero',
    other({ paidCents: cents(-1) }),
    'otherPayers/0/paidCents x12/amount',
    'otherPayers/0/paidCents x12/other-payer-balance',
    'otherPayers/0/paidCents x12/other-payer-balance',
  ],
  ['a false remark', other({ remarks: ['18'] }), 'otherPayers/0/remarks/0 x12/code'],
  [
    'another payer without id',
    other({ payer: { id: '', name: 'X', address: null } }),
    'otherPayers/0/payer/id x12/missing',
  ],
  ['another plan without member id', other({ memberId: ' ' }), 'otherPayers/0/memberId x12/missing'],
  [
    'Medicare in another turn without reason',
    {
      ...sampleDependentClaim(),
      otherPayers: withPayers(1)
        .otherPayers.slice(1)
        .map((payer) => ({ ...payer, filingIndicator: 'MB' })),
    },
    'otherPayers/0/medicareSecondaryType x12/medicare-secondary-type',
  ],
  [
    'a false reason to be second',
    insured(
      { filingIndicator: 'MB', memberId: '1EG4TE5MK73', medicareSecondaryType: '99' },
      sampleSecondaryClaim(),
    ),
    'subscriber/medicareSecondaryType x12/medicare-secondary-type',
  ],
]
it.each(beyond)('beyond: %s', (_, claim, ...expected) => {
  const seen = problemsOf([claim]).map(({ pointer, rule }) => `${pointer.replace('/claims/0/', '')} ${rule}`)
  expect(seen.sort()).toEqual(expected.sort())
})

it('an attachment that is sent has a number, one that waits for a request needs none', () => {
  const attach = (transmission: string) => [{ reportType: 'OZ', transmission, controlNumber: null }]
  expect(problemsOf([sampleClaim({ attachments: attach('AA') })])).toEqual([])
  expect(problemsOf([sampleClaim({ attachments: attach('FX') })])).toMatchObject([
    { pointer: '/claims/0/attachments/0/controlNumber', rule: 'x12/attachment' },
  ])
  const unwritable = [{ reportType: 'OZ', transmission: 'FX', controlNumber: 'A*1' }]
  expect(problemsOf([sampleClaim({ attachments: unwritable })]).map(({ rule }) => rule)).toEqual([
    'x12/delimiter',
  ])
})

it('everything that is wrong is said at once, of every claim', () => {
  const wrong = sampleClaim({ placeOfService: '29', referringProvider: null, chargeCents: cents(1) })
  const pointers = problemsOf([wrong, sampleDependentClaim(), sampleClaim({ frequency: '7' })]).map(
    ({ pointer }) => pointer,
  )
  expect(pointers.sort()).toEqual([
    '/claims/0/chargeCents',
    '/claims/0/placeOfService',
    '/claims/0/referringProvider',
    '/claims/2/claimNumber',
    '/claims/2/payerClaimNumber',
  ])
})

it.each([
  ['interchange', { interchange: 0 }, '/control/interchange', 'x12/control-number'],
  [
    'interchange above nine digits',
    { interchange: 1_000_000_000 },
    '/control/interchange',
    'x12/control-number',
  ],
  ['group', { group: 1.5 }, '/control/group', 'x12/control-number'],
  ['batch id', { batchId: 'B*1' }, '/control/batchId', 'x12/delimiter'],
  ['no batch id', { batchId: '' }, '/control/batchId', 'x12/missing'],
])('control numbers: %s', (_, changes, pointer, rule) => {
  const control = { ...sampleSubmission().control, ...changes }
  expect(problemsOf([sampleClaim()], { control })).toMatchObject([{ pointer, rule }])
})

it.each([
  ['a long id', { id: 'A'.repeat(16) }, '/submitter/id', 'x12/too-long'],
  ['a short id', { id: 'A' }, '/submitter/id', 'x12/too-short'],
  ['an id that breaks the ISA', { id: 'A~B' }, '/submitter/id', 'x12/delimiter'],
  ['no name', { name: '' }, '/submitter/name', 'x12/missing'],
  ['no telephone', { contact: { name: 'DESK', phone: 'none' } }, '/submitter/contact/phone', 'x12/phone'],
])('the submitter: %s', (_, changes, pointer, rule) => {
  const submitter = { ...sampleSubmission().submitter, ...changes }
  expect(problemsOf([sampleClaim()], { submitter })).toMatchObject([{ pointer, rule }])
})

it('a batch without claims is none', () => {
  expect(problemsOf([])).toMatchObject([{ pointer: '/claims', rule: 'x12/batch-size' }])
})
