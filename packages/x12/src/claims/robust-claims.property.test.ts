/** No file makes the reader fall over, a cut file is never taken for a whole one, and time grows with size alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleSecondaryClaim,
  sampleWorkersCompensationClaim,
} from '../sample-claim.ts'
import { changedBytesOf, mangledOf } from '../sample-mangled.ts'
import type { ClaimsRead } from './claims-read.ts'
import { readClaims } from './read-claims.ts'
import { fileOf837, fileOfClaims, inSigns } from './sample-files.ts'

const samples = [
  fileOfClaims([sampleClaim(), sampleDependentClaim(), sampleSecondaryClaim()]),
  fileOfClaims([sampleWorkersCompensationClaim(), sampleAutoClaim()]),
  inSigns(fileOfClaims([sampleSecondaryClaim()]), {
    element: '|',
    component: '>',
    repetition: '{',
    terminator: '\r',
  }),
  fileOf837('NM1*85*2*A*****XX*1\nNM1*IL*1*B*C****MI*1\nCLM*C1*10\nHI*ABK:M542\nLX*1\nSV1*HC:97110*10*UN*1'),
  'ST*837*1~CLM*C1*10~LX*1~SV1*HC:97110*10~SE*5*1~',
]

const mangled = mangledOf(samples, [
  ...[
    'ST*837*1~',
    'CLM*1~',
    'SBR~',
    'NM1*85~',
    'SVD~',
    'CAS*CO~',
    'PAT*19~',
    'SV1*HC:1~',
    'DTP*472*RD8*2-2-2~',
  ],
])
const changedBytes = changedBytesOf(samples)

/** Everything said in it is of the file, and every segment of a claim lies between its first and its last. */
function expectSound({ batches, findings }: ClaimsRead): void {
  for (const claim of batches.flatMap((batch) => batch.claims)) {
    const ordinals = claim.segments.map(({ ordinal }) => ordinal)
    expect(ordinals.toSorted((one, other) => one - other)).toEqual(ordinals)
    expect([ordinals[0], ordinals.at(-1)]).toEqual([claim.segment, claim.lastSegment])
    for (const amount of [claim.chargeCents, ...claim.lines.map((line) => line.chargeCents)])
      expect(amount === null || Number.isSafeInteger(amount)).toBe(true)
    if (claim.chargeCents === null)
      expect(findings.map(({ rule }) => rule)).toContainEqual(expect.stringMatching(/^(amount|file)\//))
  }
  for (const { says } of findings) expect(says.length).toBeLessThan(120)
}

describe('no file makes the reader fall over', () => {
  test('a mangled one', () => {
    fc.assert(
      fc.property(mangled, (text) => expectSound(readClaims(text))),
      { numRuns: 500 },
    )
  })

  test('one with changed bytes', () => {
    fc.assert(
      fc.property(changedBytes, (bytes) => expectSound(readClaims(bytes))),
      { numRuns: 500 },
    )
  })

  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expectSound(readClaims(bytes))))
  })
})

describe('a file cut at any byte', () => {
  test.each(samples.map((sample, index) => [index, sample] as const))(
    'sample %i has an error',
    (_, whole) => {
      const bytes = new TextEncoder().encode(whole)
      const errors = (input: Uint8Array) =>
        readClaims(input).findings.filter(({ severity }) => severity === 'error')
      const before = errors(bytes).map(({ rule }) => rule)
      const end = whole.trimEnd().length
      for (let at = 0; at < end; at++) {
        // Behind a line break that an editor took away nothing is missing; see read-segments.
        if (at === end - 1 && whole.endsWith('\r')) continue
        const read = readClaims(bytes.subarray(0, at))
        const found = read.findings.filter(
          ({ severity, rule }) => severity === 'error' && !before.includes(rule),
        )
        expect(found.length, `cut at ${at}`).toBeGreaterThan(0)
        expect(
          read.batches.every(({ complete }) => !complete),
          `cut at ${at}`,
        ).toBe(true)
      }
    },
  )
})

/** A quadratic step would take minutes for any of these. */
describe('time grows with the size alone', () => {
  const many = (count: number, segments: string) => `${segments}~`.repeat(count)
  const claim = 'CLM*1*1~LX*1~SV1*HC:97110*1'
  test.each([
    ['claims', many(20_000, claim)],
    ['lines', `CLM*1*1~${many(50_000, 'LX*1~SV1*HC:97110*1')}`],
    ['decisions on a line', `${claim}~${many(50_000, 'SVD*1*1')}`],
    ['parties of a claim', `${claim}~${many(50_000, 'NM1*82*1')}`],
    ['subscribers without HL', many(20_000, `NM1*IL*1*A~${claim}`)],
    ['parties before any claim', many(50_000, 'NM1*PR*1')],
    ['levels', many(50_000, 'HL*1**20*1')],
    ['levels below each other', many(50_000, 'HL*1*1*22*1')],
    ['other payers', `CLM*1*1~${many(50_000, 'SBR*S~NM1*PR*2')}`],
    ['references', `CLM*1*1~${many(50_000, 'REF*G1*1')}`],
  ])('%s', (_, body) => {
    expect(readClaims(`ST*837*1~${body}SE*1*1~`)).toBeDefined()
  })
})
