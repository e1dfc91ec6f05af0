/** No file makes the checker fall over, what is cut is never clean, and time grows with size alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedBytesOf, mangledOf } from '../sample-mangled.ts'
import { checkClaims } from './check-claims.ts'
import { checkRules } from './check-rules.ts'
import { facts, workedClaim, workedClaims } from './sample-worked-claims.ts'

const samples = workedClaims.map((name) => workedClaim(name))
const slugs: ReadonlySet<string> = new Set(checkRules.map(({ slug }) => slug))

const mangled = mangledOf(samples, [
  ...['ST*837*1~', 'CLM*1~', 'SBR~', 'NM1*85~', 'SVD~', 'CAS*CO~', 'PAT*19~', 'SV1~', 'OI~', 'HI~'],
])
const changedBytes = changedBytesOf(samples)

/** Every finding is one of a known rule and of a place in the file. */
function expectSound(input: string | Uint8Array): void {
  const { claims, findings } = checkClaims(input, facts)
  for (const one of [...findings, ...claims.flatMap((claim) => claim.findings)]) {
    expect(slugs).toContain(one.rule)
    expect(one.says.length).toBeLessThan(120)
    expect(
      one.segment === 0 ? one.offset === null : one.offset !== null && one.offset < input.length * 4,
    ).toBe(true)
  }
}

describe('no file makes the checker fall over', () => {
  test('a mangled one', () => {
    fc.assert(fc.property(mangled, expectSound), { numRuns: 500 })
  })
  test('one with changed bytes', () => {
    fc.assert(fc.property(changedBytes, expectSound), { numRuns: 500 })
  })
  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), expectSound))
  })
})

test('a person’s data stands in no finding', () => {
  const secret = 'ZQXJWV'
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.nat(), fc.nat(), (sample, place, element) => {
      const segments = sample.split('~')
      const at = 4 + (place % (segments.length - 8))
      const elements = (segments[at] ?? '').split('*')
      elements[1 + (element % elements.length)] = secret
      const text = segments.map((segment, index) => (index === at ? elements.join('*') : segment)).join('~')
      const { claims, findings } = checkClaims(text, facts)
      const said = JSON.stringify([findings, claims.map((claim) => claim.findings)])
      expect(said).not.toContain(secret)
    }),
    { numRuns: 1000 },
  )
})

test('a file cut at any byte is not clean', () => {
  for (const sample of samples) {
    const bytes = new TextEncoder().encode(sample)
    for (let at = 0; at < bytes.length; at += 3) {
      const { claims, findings } = checkClaims(bytes.subarray(0, at), facts)
      const all = [...findings, ...claims.flatMap((claim) => claim.findings)]
      expect(
        all.some(({ severity }) => severity === 'reject'),
        `cut at ${at}`,
      ).toBe(true)
    }
  }
})

/** A quadratic step would take minutes for any of these. */
describe('time grows with the size alone', () => {
  const many = (count: number, segments: string) => `${segments}~`.repeat(count)
  const levels = 'HL*1**20*1~NM1*85*2*A*****XX*1~HL*2*1*22*0~SBR*P*18*******WC~NM1*IL*1*A'
  const claim = 'CLM*1*1***11:B:1~HI*ABK:M542~LX*1~SV1*HC:97110*1*UN*1***1'
  test.each([
    ['claims', many(20_000, claim)],
    ['claims under a level of garbage', `${many(20_000, 'REF*Y1*é')}${many(20_000, claim)}`],
    [
      'patients under a level of many references',
      `${many(10_000, 'REF*Y1*1')}${many(5_000, `HL*3*2*23*0~PAT*19~NM1*QC*1*A~${claim}`)}`,
    ],
    ['lines', `CLM*1*1~${many(50_000, 'LX*1~SV1*HC:97110*1')}`],
    ['diagnoses', `CLM*1*1~${many(20_000, 'HI*ABK:M542*ABF:M542')}LX*1~SV1*HC:97110*1`],
    ['dates to come', `CLM*1*1~${many(50_000, 'DTP*431*D8*20991231')}`],
    ['pointers of a line', `CLM*1*1~LX*1~SV1*HC:97110*1*UN*1***${'1:'.repeat(4_000)}1~`],
    ['decisions on a line', `${claim}~${many(50_000, 'SVD*1*1')}`],
    [
      'decisions of other payers',
      `CLM*1*1~${many(5_000, 'SBR*S~NM1*PR*2*A*****PI*1')}${many(20_000, 'LX*1~SV1*HC:97110*1~SVD*2*1')}`,
    ],
    ['parties of a claim', `${claim}~${many(50_000, 'NM1*82*1')}`],
    ['levels', many(50_000, 'HL*1**20*1')],
    ['references', `CLM*1*1~${many(50_000, 'REF*G1*1')}`],
    ['small transactions', `SE*1*1~${many(10_000, `ST*837*1~${claim}~SE*1*1`)}ST*837*1~`],
  ])('%s', (_, body) => {
    expect(checkClaims(`ST*837*1~${levels}~${body}SE*1*1~`, facts)).toBeDefined()
  })
})
