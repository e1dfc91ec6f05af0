/** Where each segment stands, and what is told where a level begins or ends without its header or trailer. */
import { describe, expect, test } from 'vitest'
import { EnvelopeWalk, endsProperly, envelopesOf, type Interchange } from './envelope.ts'
import { collectFindings } from './finding.ts'
import { identityOf } from './identity-of.ts'
import { segmentsIn } from './read-segments.ts'

const isa =
  'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261120*0815*^*00501*000000211*0*T*:~'
const gs = (version = '005010X221A1', kind = 'HP') =>
  `GS*${kind}*GSENDER*GRECEIVER*20261120*0815*7*X*${version}~`

function walked(text: string) {
  const { findings, report } = collectFindings()
  const envelopes = envelopesOf(segmentsIn(text, report), report)
  const parts = [...envelopes.parts]
  const told = findings
    .filter(({ rule }) => rule !== 'envelope/missing')
    .map((one) => `${one.severity} ${one.rule} ${one.tag}${one.element ?? ''}`)
  return { parts, told, interchanges: envelopes.interchanges }
}
const shapeOf = (interchanges: readonly Interchange[]) =>
  interchanges.map(({ header, groups }) =>
    [
      header ? 'ISA' : '-',
      ...groups.map((one) => `${one.header ? 'GS' : '-'}${one.transactions.length}`),
    ].join(' '),
  )

describe('a level without its header', () => {
  test.each([
    ['an IEA without an ISA', 'ST*835*1~SE*2*1~IEA*1*1~', ['error envelope/no-isa IEA'], ['- -1']],
    ['an IEA alone', `${isa}IEA*0*211~IEA*0*211~`, ['error envelope/no-isa IEA'], ['ISA']],
    ['a GE without a GS', 'ST*835*1~SE*2*1~GE*1*1~', ['error envelope/no-gs GE'], ['- -1']],
    ['a GS without an ISA', `${gs()}ST*835*1~SE*2*1~GE*1*7~`, [], ['- GS1']],
    ['a GS behind an IEA', `${isa}IEA*0*211~${gs()}GE*0*7~`, [], ['ISA', '- GS0']],
    [
      'a GS within a group',
      `${isa}${gs()}${gs()}GE*0*7~IEA*2*211~`,
      ['error envelope/no-ge GS'],
      ['ISA GS0 GS0'],
    ],
    ['an ST behind a GE', `${isa}${gs()}GE*0*7~ST*835*1~SE*2*1~IEA*1*211~`, [], ['ISA GS0 -1']],
    ['an SE without an ST', `${isa}SE*2*1~IEA*0*211~`, ['error envelope/no-st SE'], ['ISA']],
  ])('%s', (_, text, told, shape) => {
    const read = walked(text)
    expect(read.told).toEqual(told)
    expect(shapeOf(read.interchanges)).toEqual(shape)
  })
})

test.each([
  ['004010X091A1', ['warn envelope/version GS8']],
  ['003070', ['warn envelope/version GS8']],
  ['005010X221A1', []],
  ['006020', []],
  ['', []],
])('a group of version %j', (version, told) => {
  expect(walked(`${isa}${gs(version)}GE*0*7~IEA*1*211~`).told).toEqual(told)
})

describe('a wrong trailer weighs as what the interchange holds', () => {
  test.each([
    ['an 835 in a group that names claims', gs('005010', 'HC'), 'ST*835*1~SE*2*1~', 'error'],
    ['claims', gs('005010', 'HC'), 'ST*837*1~SE*2*1~', 'warn'],
    ['a group that says remittances', gs(), 'ST*837*1~SE*2*1~', 'error'],
  ])('%s', (_, group, body, severity) => {
    expect(walked(`${isa}${group}${body}GE*1*7~IEA*9*211~`).told).toEqual([`${severity} envelope/count IEA1`])
    expect(walked(`${isa}${group}${body}GE*1*7~IEA**211~`).told).toEqual([`${severity} envelope/count IEA1`])
    expect(walked(`${isa}${group}${body}GE*1*7~IEA*1*~`).told).toEqual([
      `${severity} envelope/control-number IEA2`,
    ])
  })

  test('and the next interchange is judged by itself', () => {
    const claims = `${isa}${gs('005010', 'HC')}GE*0*7~IEA*9*211~`
    expect(walked(`${isa}${gs()}GE*0*7~IEA*1*211~${claims}`).told).toEqual(['warn envelope/count IEA1'])
  })
})

test('what stands between the levels is handed on as loose, or left out where nobody asks', () => {
  const text = `${isa}TA1*1*2*3*A*000~${gs()}REF*A*B~GE*0*7~IEA*1*211~`
  const { parts } = walked(text)
  expect(parts.map((part) => part.kind === 'loose' && part.segment.tag)).toEqual(['TA1', 'REF'])

  const { report } = collectFindings()
  const unheard = () => undefined
  const walk = new EnvelopeWalk({ begins: unheard, holds: unheard, ends: unheard }, report)
  expect(() => {
    for (const segment of segmentsIn(text, report)) walk.take(segment)
    walk.finish()
  }).not.toThrow()
})

test('a transaction ends properly when no trailer above it is missing', () => {
  const properly = (text: string) =>
    walked(text).parts.map((part) => part.kind === 'transaction' && endsProperly(part, part.closed))
  const body = 'ST*835*1~SE*2*1~'
  expect(properly(`${isa}${gs()}${body}GE*1*7~IEA*1*211~`)).toEqual([true])
  expect(properly(`${isa}${gs()}${body}GE*1*7~`)).toEqual([false])
  expect(properly(`${isa}${gs()}${body}IEA*1*211~`)).toEqual([false])
  expect(properly(`${isa}${gs()}ST*835*1~GE*1*7~IEA*1*211~`)).toEqual([false])
  expect(properly(body)).toEqual([true])
})

describe('who sent it, to whom, and its numbers', () => {
  const identities = (text: string) =>
    walked(text).parts.map((part) => part.kind === 'transaction' && identityOf(part))

  test('of a whole envelope', () => {
    expect(identities(`${isa}${gs()}ST*835*0001~SE*2*0001~GE*1*7~IEA*1*211~`)).toEqual([
      {
        ...{ sender: 'EXPAYER', receiver: 'EXCLINIC', interchangeControl: '000000211', usage: 'T' },
        ...{ groupSender: 'GSENDER', groupReceiver: 'GRECEIVER', groupControl: '7' },
        ...{ controlNumber: '0001', version: '005010X221A1' },
      },
    ])
  })

  test('of none: null, not empty', () => {
    const nobody = { sender: null, receiver: null, interchangeControl: null, usage: null }
    const noGroup = { groupSender: null, groupReceiver: null, groupControl: null }
    expect(identities('BPR*I*1~TRN*1*2~')).toEqual([
      { ...nobody, ...noGroup, controlNumber: null, version: null },
    ])
  })
})
