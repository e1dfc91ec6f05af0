import { describe, expect, it } from 'vitest'
import { type SampleClaim, type SampleRemittance, sampleRead } from './sample-remittance.ts'
import { contentOfClaim, unorderedDigest } from './unordered-content.ts'

const plain = (text: string) => text
const digest = (sample: SampleRemittance) => {
  const read = sampleRead(sample)
  return unorderedDigest(read, read.claims.map(contentOfClaim), plain)
}

const line = (code: string, more = {}) => ({
  ...{ code, charge: 10000, paid: 7000, remarks: ['N130', 'M15'] },
  adjustments: [
    ['CO', '45', 2000],
    ['PR', '2', 1000],
  ] as const,
  ...more,
})
const claim = (number: string, more: Partial<SampleClaim> = {}): SampleClaim => ({
  ...{ number, charge: 20000, paid: 14000, lines: [line('97110'), line('97530')], remarks: ['MA01', 'MA18'] },
  ...{
    references: [
      ['EA', 'M1'],
      ['F8', 'I1'],
    ] as const,
  },
  ...more,
})
const sample: SampleRemittance = {
  claims: [claim('A'), claim('B')],
  provider: [
    ['WO', 'ONE', 100],
    ['L6', 'TWO', -50],
  ],
}

describe('what an ST says is the same with', () => {
  it.each<[string, SampleRemittance]>([
    ['its claims', { ...sample, claims: [claim('B'), claim('A')] }],
    ['lines', { ...sample, claims: [claim('A', { lines: [line('97530'), line('97110')] }), claim('B')] }],
    ['remarks of a claim', { ...sample, claims: [claim('A', { remarks: ['MA18', 'MA01'] }), claim('B')] }],
    [
      'references',
      {
        ...sample,
        claims: [
          claim('A', {
            references: [
              ['F8', 'I1'],
              ['EA', 'M1'],
            ],
          }),
          claim('B'),
        ],
      },
    ],
    [
      'adjustments and remarks of a line',
      {
        ...sample,
        claims: [
          claim('A', {
            lines: [
              line('97110', {
                remarks: ['M15', 'N130'],
                adjustments: [
                  ['PR', '2', 1000],
                  ['CO', '45', 2000],
                ],
              }),
              line('97530'),
            ],
          }),
          claim('B'),
        ],
      },
    ],
    [
      'provider adjustments',
      {
        ...sample,
        provider: [
          ['L6', 'TWO', -50],
          ['WO', 'ONE', 100],
        ],
      },
    ],
  ])('%s in another order', (_, other) => {
    expect(digest(other)).toBe(digest(sample))
  })

  it.each<[string, SampleRemittance]>([
    ['another claim', { ...sample, claims: [claim('A'), claim('C')] }],
    ['one claim twice', { ...sample, claims: [claim('A'), claim('A')] }],
    [
      'lines that changed claims',
      {
        ...sample,
        claims: [
          claim('A', { lines: [line('97110'), line('97110')] }),
          claim('B', { lines: [line('97530'), line('97530')] }),
        ],
      },
    ],
    ['another trace', { ...sample, trace: 'OTHER' }],
    ['another day', { ...sample, paidOn: '20261121' }],
    [
      'another reference',
      {
        ...sample,
        provider: [
          ['WO', 'ONE', 100],
          ['L6', 'THREE', -50],
        ],
      },
    ],
  ])('and another one with %s', (_, other) => {
    expect(digest(other)).not.toBe(digest(sample))
  })
})
