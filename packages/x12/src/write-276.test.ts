/**
 * The 276. No second voice reads it: pyx12 has no map of a 276 (x12.md 5.1), and the x12-parser of imsweb has that
 * of 4010 alone. What stands in its place is the reader of answers (write-276-answered.property.test.ts).
 */
import { cents, serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { contentsOf } from './reader/content-of.ts'
import {
  sampleDependentStatusInquiry,
  sampleStatusBatch,
  sampleStatusInquiry,
} from './sample-status-inquiry.ts'
import { type StatusInquiry, type StatusInquiryBatch, statusInquiryBatch } from './status-inquiry-document.ts'
import { type Written276, write276 } from './write-276.ts'

type Written = Extract<Written276, { ok: true }>

function written(batch: StatusInquiryBatch): Written {
  const result = write276(batch)
  if (!result.ok) expect(result.problems).toEqual([])
  return result as Written
}

function problemsOf(batch: StatusInquiryBatch): string[] {
  const result = write276(batch)
  return result.ok ? [] : result.problems.map(({ pointer, rule, x12 }) => `${pointer} ${rule} ${x12}`)
}

it('a subscriber and a dependent, byte for byte', () => {
  const expected = `
ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0700*^*00501*000000009*0*T*:~
GS*HR*CLINICSUB*CLEARHOUSE*20261121*0700*9*X*005010X212~
ST*276*0001*005010X212~
BHT*0010*13*S0000009*20261121*0700~
HL*1**20*1~
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345~
HL*2*1*21*1~
NM1*41*2*EXAMPLE PT LLC*****46*CLINICSUB~
HL*3*2*19*1~
NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893~
HL*4*3*22*0~
DMG*D8*19500101*F~
NM1*IL*1*DOE*JANE****MI*W123456789~
TRN*1*STATUS0001~
REF*1K*ICN0001~
REF*EJ*PCN0000000000000001~
AMT*T3*250~
DTP*472*D8*20261016~
HL*5*3*22*1~
NM1*IL*1*TESTCASE*BRUNO****MI*EXH000000002~
HL*6*5*23~
DMG*D8*20120615*F~
NM1*QC*1*TESTCASE*NINA~
TRN*1*STATUS0002~
REF*6P*GRP7~
REF*EJ*PCN0000000000000002~
REF*D9*CH0002~
AMT*T3*120.5~
DTP*472*RD8*20261016-20261020~
SE*28*0001~
GE*1*9~
IEA*1*000000009~
`
  const { text, inquiries, controlNumbers, unsent } = written(
    sampleStatusBatch([sampleStatusInquiry(), sampleDependentStatusInquiry()]),
  )
  expect(text).toBe(expected.replaceAll('\n', ''))
  expect(contentsOf(text)).toEqual(['276'])
  expect(inquiries).toEqual([
    { trace: 'STATUS0001', stControl: '0001' },
    { trace: 'STATUS0002', stControl: '0001' },
  ])
  expect(controlNumbers).toEqual({
    interchange: '000000009',
    group: '9',
    transaction: '0001',
    batchId: 'S0000009',
  })
  expect(unsent).toEqual([])
})

it('one question in real time, of a person who practises alone, with what is known alone', () => {
  const provider: StatusInquiry['provider'] = {
    kind: 'person',
    ...{ npi: '1861400004', last: 'Patel', first: 'Anita', middle: null, suffix: null },
  }
  const bare = { payerClaimNumber: null, claimNumber: null, chargeCents: null }
  const serviceDates = { from: serviceDate('2026-11-21'), to: serviceDate('2026-11-21') }
  const { text } = written(
    sampleStatusBatch([sampleStatusInquiry({ trace: 's-1', provider, ...bare, serviceDate: serviceDates })], {
      mode: 'real-time',
    }),
  )
  expect(text.split('~').slice(9, 15)).toEqual([
    'NM1*1P*1*PATEL*ANITA****XX*1861400004',
    'HL*4*3*22*0',
    'DMG*D8*19500101*F',
    'NM1*IL*1*DOE*JANE****MI*W123456789',
    'TRN*1*S-1',
    'DTP*472*D8*20261121',
  ])
})

it('every party is opened once, and its claims follow one another', () => {
  const alone = { ...sampleStatusInquiry().provider, npi: '1861400004' }
  const batch = sampleStatusBatch([
    sampleStatusInquiry(),
    sampleDependentStatusInquiry({ trace: 'C1' }),
    sampleStatusInquiry({ trace: 'T3', payer: { id: '60054', name: 'AETNA' } }),
    sampleStatusInquiry({ trace: 'T4' }),
    sampleDependentStatusInquiry({ trace: 'C2' }),
    sampleStatusInquiry({ trace: 'T5', provider: alone }),
  ])
  const levels = written(batch)
    .text.split('~')
    .filter((segment) => /^(HL|TRN)\*/.test(segment))
  expect(levels).toEqual([
    ...['HL*1**20*1', 'HL*2*1*21*1', 'HL*3*2*19*1', 'HL*4*3*22*0', 'TRN*1*STATUS0001', 'TRN*1*T4'],
    ...['HL*5*3*22*1', 'HL*6*5*23', 'TRN*1*C1', 'TRN*1*C2'],
    ...['HL*7*2*19*1', 'HL*8*7*22*0', 'TRN*1*T5'],
    ...['HL*9**20*1', 'HL*10*9*21*1', 'HL*11*10*19*1', 'HL*12*11*22*0', 'TRN*1*T3'],
  ])
})

it('two children of one subscriber stand below one level', () => {
  const { dependent } = sampleDependentStatusInquiry()
  const twin = dependent && { ...dependent, name: { ...dependent.name, first: 'MAX' } }
  const batch = sampleStatusBatch([
    sampleDependentStatusInquiry(),
    sampleDependentStatusInquiry({ trace: 'C2', dependent: twin }),
  ])
  const levels = written(batch)
    .text.split('~')
    .filter((segment) => segment.startsWith('HL*'))
  expect(levels.slice(3)).toEqual(['HL*4*3*22*1', 'HL*5*4*23', 'HL*6*4*23'])
})

it('the employer of workers’ compensation is a subscriber', () => {
  const party = { kind: 'organization', name: 'INVENTED FREIGHT INC' } as const
  const { text } = written(
    sampleStatusBatch([sampleDependentStatusInquiry({ subscriber: { memberId: 'WC77', party } })]),
  )
  expect(text).toContain('~NM1*IL*2*INVENTED FREIGHT INC*****MI*WC77~HL*5*4*23~')
})

it('what has no place in a 276 is told, not dropped in silence', () => {
  const { subscriber, dependent } = sampleDependentStatusInquiry()
  const party = { ...sampleStatusInquiry().subscriber.party }
  const { text, unsent } = written(
    sampleStatusBatch([
      sampleDependentStatusInquiry({
        subscriber: { ...subscriber, party },
        dependent: dependent && { ...dependent, sex: 'U' },
      }),
    ]),
  )
  expect(text).toContain('~HL*4*3*22*1~NM1*IL*1*DOE*JANE****MI*EXH000000002~HL*5*4*23~DMG*D8*20120615~NM1*QC')
  expect(unsent.map(({ pointer }) => pointer).sort()).toEqual([
    '/inquiries/0/dependent/sex',
    '/inquiries/0/subscriber/party',
  ])
})

const { subscriber } = sampleStatusInquiry()
const person = subscriber.party
const born = (birthDate: string | null) => ({
  ...subscriber,
  party: { ...person, birthDate: birthDate === null ? null : serviceDate(birthDate) } as typeof person,
})
const days = (from: string, to: string | null) => ({
  from: serviceDate(from),
  to: to === null ? null : serviceDate(to),
})
const refusals: [string, Partial<StatusInquiry>, ...string[]][] = [
  ['a delimiter in the trace', { trace: 'A*B' }, 'trace x12/delimiter 2200D TRN02'],
  ['no trace', { trace: ' ' }, 'trace x12/missing 2200D TRN02'],
  ['a trace of 51', { trace: 'T'.repeat(51) }, 'trace x12/too-long 2200D TRN02'],
  [
    'a false NPI',
    { provider: { kind: 'organization', npi: '1', name: 'X' } },
    'provider/npi x12/npi 2100C NM109',
  ],
  [
    'no member id',
    { subscriber: { ...subscriber, memberId: null } },
    'subscriber/memberId x12/missing 2100D NM109',
  ],
  [
    'a delimiter in the group number',
    { subscriber: { ...subscriber, groupNumber: 'A^B' } },
    'subscriber/groupNumber x12/delimiter 2200D REF02',
  ],
  [
    'a patient who is an organization',
    { subscriber: { ...subscriber, party: { kind: 'organization', name: 'X' } } },
    'dependent x12/patient-is-organization 2100E NM103',
  ],
  ['no birth date', { subscriber: born(null) }, 'subscriber/party/birthDate x12/missing 2000D DMG02'],
  [
    'born tomorrow',
    { subscriber: born('2026-11-22') },
    'subscriber/party/birthDate x12/date-in-future 2000D DMG02',
  ],
  ['a payer without id', { payer: { id: '', name: 'X' } }, 'payer/id x12/missing 2100A NM109'],
  ['a payer without name', { payer: { id: '12', name: '' } }, 'payer/name x12/missing 2100A NM103'],
  [
    'a delimiter in the payer’s number',
    { payerClaimNumber: 'A:B' },
    'payerClaimNumber x12/delimiter 2200D REF02',
  ],
  ['a delimiter in our number', { claimNumber: 'A~B' }, 'claimNumber x12/delimiter 2200D REF02'],
  ['a charge below zero', { chargeCents: cents(-1) }, 'chargeCents x12/amount 2200D AMT02'],
  [
    'dates that end before they begin',
    { serviceDate: days('2026-11-20', '2026-11-19') },
    'serviceDate/to x12/date-order 2200D DTP03',
  ],
  [
    'served tomorrow',
    { serviceDate: days('2026-11-22', null) },
    'serviceDate/from x12/date-in-future 2200D DTP03',
  ],
  [
    'served until tomorrow',
    { serviceDate: days('2026-11-20', '2026-11-22') },
    'serviceDate/to x12/date-in-future 2200D DTP03',
  ],
  [
    'several at once',
    { trace: '', chargeCents: cents(-1), payer: { id: '', name: 'X' } },
    ...[
      'payer/id x12/missing 2100A NM109',
      'trace x12/missing 2200D TRN02',
      'chargeCents x12/amount 2200D AMT02',
    ],
  ],
]
it.each(refusals)('refused: %s', (_, changes, ...expected) => {
  const found = problemsOf(sampleStatusBatch([sampleStatusInquiry(changes)]))
  expect(found.map((each) => each.replace('/inquiries/0/', ''))).toEqual(expected)
})

it('of a dependent too, at its own place', () => {
  const { dependent } = sampleDependentStatusInquiry()
  const unborn = dependent && { ...dependent, birthDate: null }
  expect(
    problemsOf(sampleStatusBatch([sampleDependentStatusInquiry({ trace: '', dependent: unborn })])),
  ).toEqual([
    '/inquiries/0/trace x12/missing 2200E TRN02',
    '/inquiries/0/dependent/birthDate x12/missing 2000E DMG02',
  ])
})

it('real time takes one question, a batch 99, and no two the same trace as it is written', () => {
  const many = Array.from({ length: 100 }, (_, index) => sampleStatusInquiry({ trace: `T${index}` }))
  const tooMany = ['/inquiries x12/batch-size ST']
  expect(problemsOf(sampleStatusBatch(many.slice(0, 99)))).toEqual([])
  expect(problemsOf(sampleStatusBatch(many))).toEqual(tooMany)
  expect(problemsOf(sampleStatusBatch([]))).toEqual(tooMany)
  expect(problemsOf(sampleStatusBatch(many.slice(0, 2), { mode: 'real-time' }))).toEqual(tooMany)
  const twice = [sampleStatusInquiry({ trace: 'a' }), sampleStatusInquiry({ trace: 'A ' })]
  expect(problemsOf(sampleStatusBatch(twice))).toEqual(['/inquiries/1/trace x12/trace 2200D TRN02'])
})

it('who asks, and the numbers of the envelope, are handed in and checked', () => {
  const { control } = sampleStatusBatch()
  const wrong = { submitter: { id: 'A', name: '' }, control: { ...control, interchange: 0, batchId: '' } }
  expect(problemsOf(sampleStatusBatch([sampleStatusInquiry()], wrong))).toEqual([
    '/control/interchange x12/control-number ISA13',
    '/submitter/id x12/too-short ISA06',
    '/control/batchId x12/missing BHT03',
    '/submitter/name x12/missing 2100B NM103',
  ])
})

it('accents are replaced and told', () => {
  const name = { last: 'Núñez', first: 'JANE', middle: null, suffix: null }
  const party = { kind: 'person', name, birthDate: serviceDate('1950-01-01'), sex: 'F' } as const
  const { text, replacements } = written(
    sampleStatusBatch([sampleStatusInquiry({ subscriber: { ...subscriber, party } })]),
  )
  expect(text).toContain('NM1*IL*1*NUNEZ*JANE')
  expect(replacements).toEqual([
    { pointer: '/inquiries/0/subscriber/party/name/last', from: 'Núñez', to: 'NUNEZ' },
  ])
})

it('the samples have the shape of the schema', () => {
  const batch = sampleStatusBatch([sampleStatusInquiry(), sampleDependentStatusInquiry()])
  expect(statusInquiryBatch.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch)
})
