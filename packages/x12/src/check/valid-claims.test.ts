/** Right claims give no finding: the worked ones, those of the corpus, and whatever our writer writes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClaimDocument } from '../claim-document.ts'
import { batches } from '../claims/sample-claim-documents.ts'
import { fileOfClaims } from '../claims/sample-files.ts'
import {
  sampleAutoClaim,
  sampleClaim,
  sampleDependentClaim,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from '../sample-claim.ts'
import { write837p } from '../write-837p.ts'
import { checkClaims } from './check-claims.ts'
import { rulesByDefault } from './payer-rules.ts'
import { facts, workedClaim, workedClaims } from './sample-worked-claims.ts'

/** Beyond info. */
function found(input: string | Uint8Array, told = facts): string[] {
  const { claims, findings } = checkClaims(input, told)
  expect(claims.length).toBeGreaterThan(0)
  return [...findings, ...claims.flatMap((claim) => claim.findings)]
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, segment, tag, element, says }) => `${rule} at ${tag}${element ?? ''} (${segment}): ${says}`)
}

describe('the worked claims', () => {
  test.each(workedClaims)('%s', (name) => expect(found(workedClaim(name))).toEqual([]))

  test('a replacement, which Medicare Part B may not take', () => {
    const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
    const text = workedClaim('medicare', [
      [clm, clm.replace(':1*', ':7*')],
      ['REF*EA*MRN001', 'REF*F8*1234567890ABC', 'REF*EA*MRN001'],
    ])
    expect(found(text)).toEqual([])
    const [claim] = checkClaims(text, facts).claims
    expect(claim?.findings.map(({ rule, severity }) => ({ rule, severity }))).toEqual([
      { rule: 'payer/frequency-unclear', severity: 'info' },
    ])
  })

  test('is answered in short', () => {
    const { claims, findings } = checkClaims(workedClaim('medicare'), facts)
    expect({ claims, findings }).toEqual({
      claims: [
        {
          clm01: 'PCN0000000000000001',
          frequency: '1',
          chargeCents: 25_000,
          lineChargeCents: 25_000,
          lines: 3,
          findings: [],
        },
      ],
      findings: [],
    })
  })
})

const corpus = new URL('../../../../../shared/corpus/837P/', import.meta.url)
const files = existsSync(corpus) ? readdirSync(corpus).filter((file) => file.startsWith('tally-')) : []

describe.skipIf(files.length === 0)('the 837P of ../shared/corpus that were written for this project', () => {
  test.each(files)('%s', (file) => expect(found(readFileSync(new URL(file, corpus)))).toEqual([]))
})

describe('what our writer writes', () => {
  const samples: Readonly<Record<string, ClaimDocument>> = {
    'Medicare first': sampleClaim(),
    'a child': sampleDependentClaim(),
    'workers’ compensation': sampleWorkersCompensationClaim(),
    'an automobile accident': sampleAutoClaim(),
    'the second payer': sampleSecondaryClaim(),
    'a void': sampleClaim({ frequency: '8', payerClaimNumber: '1234567890ABC' }),
  }
  test.each(Object.keys(samples))('%s', (name) =>
    expect(found(fileOfClaims([samples[name] ?? sampleClaim()]))).toEqual([]),
  )
  test('all in one file', () => expect(found(fileOfClaims(Object.values(samples).slice(0, 5)))).toEqual([]))

  /** Generated member ids have no payer's form, and a description of two characters is taken for a modifier. */
  const told = {
    ...facts,
    payer: (payer: Parameters<typeof rulesByDefault>[0]) => ({ ...rulesByDefault(payer), memberIds: [] }),
  }
  const described = (claim: ClaimDocument): ClaimDocument => ({
    ...claim,
    lines: claim.lines.map((line) => ({
      ...line,
      description: line.description && `${line.description}/UNLISTED`.slice(-80),
    })),
  })

  test('any claim', () => {
    fc.assert(
      fc.property(batches, (claims) => {
        expect(found(fileOfClaims(claims.map(described)), told)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('any text in its names, notes and numbers', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary-ascii', maxLength: 60 }),
      fc.constantFrom(' a', 'b ', 'É*:~^', 'x'.repeat(60), '  ', 'two  spaces'),
    )
    let [tried, written] = [0, 0]
    fc.assert(
      fc.property(text, text, text, text, (last, line1, note, number) => {
        tried += 1
        const claim = sampleClaim()
        const { subscriber } = claim
        const file = write837p(
          sampleSubmission([
            {
              ...claim,
              claimNote: note,
              referralNumber: number,
              subscriber: {
                ...subscriber,
                party: {
                  kind: 'person',
                  name: { last: `Q ${last}`, first: null, middle: null, suffix: null },
                  birthDate: claim.lines[0]?.serviceDate ?? null,
                  sex: 'U',
                  address: { line1: `1 ${line1}`, line2: null, city: 'PORTLAND', state: 'OR', zip: '97201' },
                },
              },
            },
          ]),
        )
        if (!file.ok) return
        written += 1
        expect(found(file.text)).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(written).toBeGreaterThan(tried / 25)
  })
})
