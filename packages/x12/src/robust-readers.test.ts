import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAcknowledgments } from './acknowledgment/read-acknowledgments.ts'
import { acceptedAndRejected, partAccepted } from './acknowledgment/sample-acknowledgments.ts'
import { readBenefits } from './benefits/read-benefits.ts'
import { answering, totalAndRemaining } from './benefits/sample-benefits.ts'
import { contentsOf } from './reader/content-of.ts'
import { readInterchanges } from './reader/read-interchanges.ts'
import { equalitiesOf } from './remittance/prove.ts'
import { readRemittances } from './remittance/read-remittances.ts'
import { fileOf, workedRemittance } from './remittance/sample-remittance.ts'
import { mangledOf } from './sample-mangled.ts'

const readers = { readInterchanges, contentsOf, readRemittances, readAcknowledgments, readBenefits }
const samples = [fileOf(workedRemittance), acceptedAndRejected, partAccepted, totalAndRemaining]

const mangled = mangledOf(samples, ['ST*835*1~', 'CLP*1*1*1*1~', 'EB*1~', 'STC*A7~', 'LX'])

describe('no file makes a reader fall over', () => {
  test.each(Object.entries(readers))('%s, a mangled file', (_, read) => {
    fc.assert(
      fc.property(mangled, (text) => {
        expect(read(text)).toBeDefined()
        expect(read(new TextEncoder().encode(text))).toBeDefined()
      }),
      { numRuns: 100 },
    )
  })

  test.each(Object.entries(readers))('%s, any bytes', (_, read) => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(read(bytes)).toBeDefined()
      }),
    )
  })

  test('what is posted adds up, is complete and was read to the last segment', () => {
    fc.assert(
      fc.property(mangled, (text) => {
        const { transactions, findings } = readRemittances(text)
        for (const one of transactions) {
          const { verdict, proof, complete, claims, totals } = one
          if (verdict !== 'post' && verdict !== 'notification-only') continue
          expect(complete).toBe(true)
          expect(proof.balanced).toBe(true)
          expect(
            equalitiesOf(one)
              .filter(({ equation }) => equation !== 'claim-patient')
              .every(({ holds }) => holds),
          ).toBe(true)
          expect(claims).toHaveLength(totals.claims)
          expect(claims.flatMap(({ lines }) => lines)).toHaveLength(totals.lines)
          expect(findings.map(({ rule }) => rule)).not.toContain('amount/missing')
        }
      }),
      { numRuns: 500 },
    )
  })
})

/** A quadratic step would take minutes for any of these. */
describe('time grows with the size alone', () => {
  const many = (count: number, segment: string) => `${segment}~`.repeat(count)
  test.each([
    ['an ISA after an ISA', fileOf('').slice(0, 106).repeat(5000)],
    ['no terminator', `${fileOf('').slice(0, 106)}${'A*'.repeat(250_000)}`],
    ['nothing but terminators', `${fileOf('').slice(0, 106)}${'~'.repeat(500_000)}`],
    ['an ST after an ST', `ST*835*1~${many(20_000, 'ST*835*1')}`],
    [
      'a claim of lines that are all out',
      `ST*835*1~BPR*I*1~LX*1~CLP*1*1*1*1~${many(20_000, 'SVC*HC:97110*2*1')}`,
    ],
    ['a patient of many claims', `ST*277*1*005010X214~HL*1**PT~${many(30_000, 'TRN*2*1')}`],
    ['many acknowledged transactions', `ST*999*1~AK1*HC*1~${many(30_000, 'AK2*837*1')}`],
    ['many subscribers', `ST*271*1~${many(20_000, 'HL*1**22*0')}`],
    [
      'a subscriber of many benefits',
      answering(...Array.from({ length: 20_000 }, () => 'EB*F**PT***23***VS*30')),
    ],
    ['characters of several bytes', `${fileOf('').slice(0, 106)}${many(20_000, 'N1*PR*Ärzte')}`],
  ])('%s', (_, text) => {
    for (const read of Object.values(readers)) expect(read(text)).toBeDefined()
  })
})
