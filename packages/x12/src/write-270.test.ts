import { serviceDate } from '@tally/kernel'
import { expect, it } from 'vitest'
import { type Inquiry, type InquiryBatch, inquiryBatch } from './inquiry-document.ts'
import { sampleDependentInquiry, sampleInquiry, sampleInquiryBatch } from './sample-inquiry.ts'
import { type Written270, write270 } from './write-270.ts'

type Written = Extract<Written270, { ok: true }>

function written(batch: InquiryBatch): Written {
  const result = write270(batch)
  if (!result.ok) expect(result.problems).toEqual([])
  return result as Written
}

it('a subscriber and a dependent, byte for byte', () => {
  const expected = `
ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0700*^*00501*000000007*0*T*:~
GS*HS*CLINICSUB*CLEARHOUSE*20261121*0700*7*X*005010X279A1~
ST*270*0001*005010X279A1~
BHT*0022*13*Q0000007*20261121*0700~
HL*1**20*1~
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345~
HL*2*1*21*1~
NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893~
HL*3*2*22*0~
TRN*1*TRACE0001*9930000001~
NM1*IL*1*DOE*JANE****MI*W123456789~
DMG*D8*19500101*F~
DTP*291*D8*20261121~
EQ*30~
EQ*PT~
HL*4*2*22*1~
NM1*IL*1******MI*EXH000000002~
HL*5*4*23*0~
TRN*1*TRACE0002*9930000001~
NM1*03*1*TESTCASE*NINA~
DMG*D8*20120615*F~
INS*N*19~
DTP*291*RD8*20261101-20261130~
EQ*30~
EQ*PT~
SE*24*0001~
GE*1*7~
IEA*1*000000007~
`
  const { text, inquiries, controlNumbers } = written(
    sampleInquiryBatch([sampleInquiry(), sampleDependentInquiry()]),
  )
  expect(text).toBe(expected.replaceAll('\n', ''))
  expect(inquiries).toEqual([
    { trace: 'TRACE0001', stControl: '0001' },
    { trace: 'TRACE0002', stControl: '0001' },
  ])
  expect(controlNumbers).toEqual({
    interchange: '000000007',
    group: '7',
    transaction: '0001',
    batchId: 'Q0000007',
  })
})

it('one question in real time, of a person who practises alone', () => {
  const { text } = written({
    ...sampleInquiryBatch([
      sampleInquiry({
        trace: 'trace-a',
        provider: {
          kind: 'person',
          npi: '1861400004',
          last: 'Patel',
          first: 'Anita',
          middle: null,
          suffix: null,
        },
        subscriber: { ...sampleInquiry().subscriber, groupNumber: 'GRP7', sex: null },
        serviceDate: { from: serviceDate('2026-11-21'), to: serviceDate('2026-11-21') },
      }),
    ]),
    mode: 'real-time',
  })
  expect(text.split('~').slice(7, 14)).toEqual([
    'NM1*1P*1*PATEL*ANITA****XX*1861400004',
    'HL*3*2*22*0',
    'TRN*1*TRACE-A*9930000001',
    'NM1*IL*1*DOE*JANE****MI*W123456789',
    'REF*6P*GRP7',
    'DMG*D8*19500101',
    'DTP*291*D8*20261121',
  ])
})

it('a patient without a member id is asked for by name and birth date', () => {
  const { name, birthDate } = sampleInquiry().subscriber
  const subscriber = { memberId: null, name, birthDate, sex: null }
  const { text } = written(sampleInquiryBatch([sampleInquiry({ subscriber })]))
  expect(text).toContain('~NM1*IL*1*DOE*JANE~DMG*D8*19500101~DTP*')
})

it('payers and providers are opened once each', () => {
  const payer = { id: '60054', name: 'AETNA' }
  const batch = sampleInquiryBatch([
    sampleInquiry(),
    sampleInquiry({ trace: 'T2', payer }),
    sampleInquiry({ trace: 'T3' }),
  ])
  const { text } = written(batch)
  const levels = text.split('~').filter((segment) => /^(HL|TRN)\*/.test(segment))
  expect(levels.map((segment) => segment.replace('*9930000001', ''))).toEqual([
    'HL*1**20*1',
    'HL*2*1*21*1',
    'HL*3*2*22*0',
    'TRN*1*TRACE0001',
    'HL*4*2*22*0',
    'TRN*1*T3',
    'HL*5**20*1',
    'HL*6*5*21*1',
    'HL*7*6*22*0',
    'TRN*1*T2',
  ])
})

it.each([
  ['spouse', 'INS*N*01~'],
  ['child', 'INS*N*19~'],
  ['life-partner', 'INS*N*34~'],
  [null, 'DMG*D8*20120615*F~DTP*291'],
] as const)('a dependent who is the subscriber’s %s', (relationship, expected) => {
  const { dependent } = sampleDependentInquiry()
  const inquiry = sampleDependentInquiry({ dependent: dependent && { ...dependent, relationship } })
  expect(written(sampleInquiryBatch([inquiry])).text).toContain(expected)
})

const subscriber = sampleInquiry().subscriber
const refusals: [string, Inquiry, ...string[]][] = [
  ['a delimiter in the trace', sampleInquiry({ trace: 'A*B' }), 'trace x12/delimiter'],
  ['no trace', sampleInquiry({ trace: '' }), 'trace x12/missing'],
  [
    'a false NPI',
    sampleInquiry({ provider: { kind: 'organization', npi: '1', name: 'X' } }),
    'provider/npi x12/npi',
  ],
  [
    'nobody to be found',
    sampleInquiry({ subscriber: { ...subscriber, memberId: null, birthDate: null } }),
    'subscriber/memberId x12/missing',
  ],
  [
    'born tomorrow',
    sampleInquiry({ subscriber: { ...subscriber, birthDate: serviceDate('2026-11-22') } }),
    'subscriber/birthDate x12/date-in-future',
  ],
  ['a payer without id', sampleInquiry({ payer: { id: '', name: 'X' } }), 'payer/id x12/missing'],
  ['a payer without name', sampleInquiry({ payer: { id: '12', name: '' } }), 'payer/name x12/missing'],
  ['nothing asked', sampleInquiry({ serviceTypes: [] }), 'serviceTypes x12/missing'],
  ['a strange question', sampleInquiry({ serviceTypes: ['30', 'P*'] }), 'serviceTypes/1 x12/code'],
  [
    'dates that end before they begin',
    sampleInquiry({ serviceDate: { from: serviceDate('2026-11-21'), to: serviceDate('2026-11-20') } }),
    'serviceDate/to x12/date-order',
  ],
]
it.each(refusals)('%s', (_, inquiry, ...expected) => {
  const result = write270(sampleInquiryBatch([inquiry]))
  const problems = result.ok ? [] : result.problems
  expect(problems.map(({ pointer, rule }) => `${pointer.replace('/inquiries/0/', '')} ${rule}`)).toEqual(
    expected,
  )
})

it('real time takes one question, a batch 99, and no two the same trace', () => {
  const many = Array.from({ length: 100 }, (_, index) => sampleInquiry({ trace: `T${index}` }))
  const rulesOf = (batch: InquiryBatch) => {
    const result = write270(batch)
    return result.ok ? [] : result.problems.map(({ pointer, rule }) => `${pointer} ${rule}`)
  }
  expect(rulesOf(sampleInquiryBatch(many.slice(0, 99)))).toEqual([])
  expect(rulesOf(sampleInquiryBatch(many))).toEqual(['/inquiries x12/batch-size'])
  expect(rulesOf(sampleInquiryBatch([]))).toEqual(['/inquiries x12/batch-size'])
  expect(rulesOf({ ...sampleInquiryBatch(many.slice(0, 2)), mode: 'real-time' })).toEqual([
    '/inquiries x12/batch-size',
  ])
  expect(rulesOf(sampleInquiryBatch([sampleInquiry(), sampleInquiry()]))).toEqual([
    '/inquiries/1/trace x12/trace',
  ])
})

it('an originator has nine characters', () => {
  const batch = { ...sampleInquiryBatch(), submitter: { id: 'CLINICSUB', originator: '93-0000001' } }
  expect(write270(batch)).toMatchObject({
    problems: [{ pointer: '/submitter/originator', rule: 'x12/trace' }],
  })
})

it('accents are replaced and told', () => {
  const { name } = subscriber
  const inquiry = sampleInquiry({ subscriber: { ...subscriber, name: name && { ...name, last: 'Núñez' } } })
  const { text, replacements } = written(sampleInquiryBatch([inquiry]))
  expect(text).toContain('NM1*IL*1*NUNEZ*JANE')
  expect(replacements).toEqual([{ pointer: '/inquiries/0/subscriber/name/last', from: 'Núñez', to: 'NUNEZ' }])
})

it('the samples have the shape of the schema', () => {
  const batch = sampleInquiryBatch([sampleInquiry(), sampleDependentInquiry()])
  expect(inquiryBatch.parse(JSON.parse(JSON.stringify(batch)))).toEqual(batch)
})
