import { describe, expect, test } from 'vitest'
import { fileOf, workedRemittance } from '../remittance/sample-remittance.ts'
import { readInterchanges } from './read-interchanges.ts'

const worked = fileOf(workedRemittance)
const twoSt = fileOf('ST*835*0001\nSE*2*0001\nST*835*0002\nSE*2*0002')
const claimFile = fileOf('ST*837*0001\nSE*2*0001').replace('GS*HP', 'GS*HC')
const rulesOf = (text: string) =>
  readInterchanges(text).findings.map(({ severity, rule, segment }) => `${severity} ${rule} ${segment}`)

test('the envelope as it stands', () => {
  expect(readInterchanges(worked)).toEqual({
    interchanges: [
      {
        sender: 'EXPAYER',
        senderQualifier: 'ZZ',
        receiver: 'EXCLINIC',
        receiverQualifier: 'ZZ',
        controlNumber: '000000201',
        separators: { element: '*', component: ':', repetition: '^', terminator: '~' },
        groups: [
          {
            functionalId: 'HP',
            version: '005010X221A1',
            controlNumber: '201',
            transactions: [{ set: '835', controlNumber: '0001', segments: 67, firstSegment: 3 }],
          },
        ],
      },
    ],
    findings: [],
  })
})

test('several transactions, groups and interchanges', () => {
  const groups = claimFile.replace(
    'IEA*1',
    'GS*FA*A*B*20261120*0815*9*X*005010X231A1~ST*999*1~SE*2*1~GE*1*9~IEA*2',
  )
  const { interchanges, findings } = readInterchanges(`${groups}\n${twoSt}`)
  const shape = interchanges.map((one) =>
    one.groups.map(
      ({ functionalId, transactions }) => `${functionalId} ${transactions.map(({ set }) => set)}`,
    ),
  )
  expect(shape).toEqual([['HC 837', 'FA 999'], ['HP 835,835']])
  expect(findings).toEqual([])
})

test('without an envelope its names are null', () => {
  const { interchanges } = readInterchanges(workedRemittance.trim().replaceAll('\n', '~\n'))
  expect(interchanges).toMatchObject([
    {
      sender: null,
      controlNumber: null,
      groups: [{ functionalId: null, version: null, transactions: [{ set: '835' }] }],
    },
  ])
})

test('a group that says HP holds money even when its ST are lost', () => {
  const lost = claimFile.replace(/ST\*.*\n/, '').replace(/SE\*.*\n/, '')
  expect(rulesOf(lost)).toEqual(['warn envelope/count 3'])
  expect(rulesOf(lost.replace('GS*HC', 'GS*HP'))).toEqual(['error envelope/count 3'])
})

test('a finding names the element', () => {
  const wrong = claimFile.replace('SE*2*0001', 'SE*3*0009').replace('GE*1*201', 'GE*2*202')
  expect(readInterchanges(wrong).findings.map(({ tag, element }) => `${tag}${element}`)).toEqual([
    'SE1',
    'SE2',
    'GE1',
    'GE2',
  ])
})

describe('a trailer that says something else is an error on an 835 and a warning elsewhere', () => {
  test.each([
    ['GE01', 'GE*1', 'GE*2', 'envelope/count 5'],
    ['GE02', '*201~\nIEA', '*202~\nIEA', 'envelope/control-number 5'],
    ['IEA01', 'IEA*1', 'IEA*3', 'envelope/count 6'],
    ['IEA02', 'IEA*1*000000201', 'IEA*1*000000999', 'envelope/control-number 6'],
    ['SE01', 'SE*2', 'SE*3', 'envelope/segment-count 4'],
    ['SE02', 'SE*2*0001', 'SE*2*0009', 'envelope/control-number 4'],
    ['no number', 'SE*2', 'SE*two', 'envelope/segment-count 4'],
  ])('%s', (_, from, to, finding) => {
    expect(rulesOf(claimFile.replace(from, to))).toEqual([`warn ${finding}`])
    const remittance = claimFile.replace('GS*HC', 'GS*HP').replace('ST*837', 'ST*835')
    expect(rulesOf(remittance.replace(from, to))).toEqual([`error ${finding}`])
  })

  test('zeros before a number are no difference', () => {
    expect(
      rulesOf(claimFile.replace('GE*1*201', 'GE*1*000201').replace('IEA*1*000000201', 'IEA*1*201')),
    ).toEqual([])
  })
})

describe('a missing trailer is an error everywhere: the file may be cut', () => {
  test.each([
    ['SE', 'SE*2*0001~', ['error envelope/no-se 3']],
    ['GE', 'GE*1*201~', ['error envelope/no-ge 2']],
    ['IEA', 'IEA*1*000000201~', ['error envelope/no-iea 1']],
  ])('%s', (_, trailer, expected) => {
    expect(rulesOf(claimFile.replace(trailer, ''))).toEqual(expected)
  })

  test.each([
    ['SE', 'ST*837*0001~\n', ['error envelope/no-st 3', 'warn envelope/count 4']],
    ['GE', /GS[^~]*~/, ['error envelope/no-gs 4', 'warn envelope/count 5']],
  ])('and a header missing before %s is one too', (_, header, expected) => {
    expect(rulesOf(claimFile.replace(header, '')).filter((rule) => expected.includes(rule))).toEqual(expected)
  })
})

test('a segment between the levels is said, TA1, ISB and ISE belong there', () => {
  const between = claimFile.replace('~\nST', '~\nISB*1~\nISE*1~\nTA1*1*2*3*A*000~\nREF*A*B~\nST')
  expect(rulesOf(between)).toEqual(['warn envelope/outside 6'])
  // In a group of remittances it may be money that lost its ST.
  expect(rulesOf(between.replace('GS*HC', 'GS*HP'))).toEqual(['error envelope/outside 6'])
})

test('a second ISA before the IEA ends the first interchange', () => {
  const cut = claimFile.slice(0, claimFile.indexOf('SE*'))
  const { interchanges } = readInterchanges(`${cut}${twoSt}`)
  expect(interchanges.map(({ groups }) => groups[0]?.transactions.length)).toEqual([1, 2])
  expect(rulesOf(`${cut}${twoSt}`)).toEqual([
    'error envelope/no-se 3',
    'error envelope/no-ge 2',
    'error envelope/no-iea 1',
  ])
})
