import { expect, it } from 'vitest'
import { readReply } from './read-reply.ts'

const isa =
  'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260302*1201*^*00501*000000077*0*T*:'
const payer = ['HL*1**20*1', 'NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345']
const provider = ['HL*2*1*21*1', 'NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893']
const subscriber = ['HL*3*2*22*0', 'NM1*IL*1*DOE*JANE****MI*W123456789', 'EB*1**30']
const traced = (trace: string) => [
  ...subscriber.slice(0, 1),
  `TRN*2*${trace}*9TALLYSUB0`,
  ...subscriber.slice(1),
]

function bytesOf(functional: string, version: string, body: readonly string[]): Uint8Array {
  const segments = [isa, `GS*${functional}*CLEARHOUSE*TALLYSUB*20260302*1201*77*X*${version}`, ...body]
  return Buffer.from([...segments, 'GE*1*77', 'IEA*1*000000077'].map((each) => `${each}~`).join(''))
}
const a271 = (...body: string[]) =>
  bytesOf('HB', '005010X279A1', [
    ...['ST*271*0001*005010X279A1', 'BHT*0022*11*Q1*20260302*1201', ...body],
    `SE*${body.length + 3}*0001`,
  ])
const a999 = bytesOf('FA', '005010X231A1', [
  ...['ST*999*0001*005010X231A1', 'AK1*HS*1*005010X279A1', 'AK9*R*1*1*0', 'SE*4*0001'],
])
const aTa1 = Buffer.from(`${isa}~TA1*000000001*260302*1200*R*006~IEA*0*000000077~`)

it.each<[string, Uint8Array, string]>([
  ['our trace', a271(...payer, ...provider, ...traced('T1')), 'answered active'],
  ['no trace, on the connection that asked', a271(...payer, ...provider, ...subscriber), 'answered active'],
  [
    'ours among others',
    a271(...payer, ...provider, ...traced('T0').slice(0, 3), 'EB*6**30', ...traced('T1')),
    'answered active',
  ],
  [
    'ours behind the clearinghouse’s',
    a271(...payer, ...provider, ...traced('T1').toSpliced(1, 0, 'TRN*2*CLEARHOUSE1*9CLEARHOUS')),
    'answered active',
  ],
  [
    'what another transaction rejects is not said of ours',
    a271(
      ...[...payer, ...provider, 'AAA*N**51*C', 'SE*8*0001', 'ST*271*0002*005010X279A1'],
      ...['BHT*0022*11*Q2*20260302*1201', ...payer, ...provider, ...traced('T1')],
    ),
    'answered active',
  ],
  [
    'what is rejected above ours is',
    a271(...payer, ...provider, 'AAA*N**51*C', ...traced('T1')),
    'answered active 51',
  ],
  [
    'another trace',
    a271(...payer, ...provider, ...traced('T0')),
    'no-answer: the 271 answers another question',
  ],
  ['a payer that rejects above every person', a271(...payer, 'AAA*Y**42*R'), 'answered unknown 42'],
  ['nobody', a271(...payer, ...provider), 'no-answer: the 271 speaks of nobody'],
  ['a 999', a999, 'refused: the partner sent the 270 back with an acknowledgment'],
  ['a TA1', aTa1, 'refused: the partner sent the 270 back with an acknowledgment'],
  ['prose', Buffer.from('<html>try later</html>'), 'no-answer: the partner’s answer is no 271'],
  ['no bytes', new Uint8Array(), 'no-answer: the partner’s answer is no 271'],
])('%s', (_, bytes, words) => {
  const read = readReply(bytes, 'T1')
  const codes = read.kind === 'answered' ? read.benefits.rejections.map(({ code }) => code) : []
  expect(
    read.kind === 'answered'
      ? [read.kind, read.benefits.coverage, ...codes].join(' ')
      : `${read.kind}: ${read.says}`,
  ).toBe(words)
})
