import { describe, expect, it } from 'vitest'
import { commercial, type SampleClaim, sampleFile } from '../sample-claims.ts'
import { readSubmission } from '../state/read-submission.ts'
import { type CheckFacts, checkClaim, hasCheckDigit } from './check-claim.ts'

const known = 'ICN1'
const facts: CheckFacts = { knowsClaim: (n) => n === known, medicareTakesReplacements: false, again: false }

function verdictOn(text: string, with_: CheckFacts = facts): string | null {
  const read = readSubmission(text)
  const claim = typeof read === 'string' ? undefined : read.batches[0]?.batch.claims[0]
  if (!claim) throw new Error('the sample has a claim')
  const verdict = checkClaim(claim, with_)
  return verdict && `${verdict.stage} ${verdict.status?.join(':') ?? ''}`.trim()
}

describe('before adjudication', () => {
  it.each<[string, SampleClaim, string | null]>([
    ['an ordinary claim goes on', {}, null],
    ['total and lines differ', { dollars: '250.01' }, 'clearinghouse A7:400:'],
    ['an amount that is none', { dollars: 'X' }, 'clearinghouse A7:178:'],
    ['a wrong check digit', { npi: '1234567890' }, 'clearinghouse A7:562:85'],
    ['no member id', { memberId: '' }, 'clearinghouse A7:164:IL'],
    ['workers’ comp needs none', { memberId: '', payer: ['SCF01', 'FUND', 'WC'] }, null],
    ['half a unit', { lines: [{ units: 0.5 }] }, 'clearinghouse A7:476:'],
    ['no date', { lines: [{ on: '20261301' }] }, 'clearinghouse A7:187:'],
    ['no lines', { lines: [] }, 'clearinghouse A6:454:'],
    ['frequency 2', { frequency: '2' }, 'clearinghouse A7:535:'],
    ['a replacement without number', { payer: commercial, frequency: '7' }, 'payer A6:464:'],
    ['of a claim never seen', { payer: commercial, frequency: '7', original: 'ICN9' }, 'payer A7:464:'],
    ['of a claim it knows', { payer: commercial, frequency: '7', original: known }, null],
    ['of Medicare', { frequency: '7', original: known }, 'payer A7:535:'],
    ['magic: TA1', { memberId: '1EG4TE5XQ40' }, 'interchange'],
    ['magic: clearinghouse', { memberId: '1EG4TE5XQ44' }, 'clearinghouse A7:164:IL'],
    ['magic: payer', { memberId: '1EG4TE5XQ49' }, 'payer A3:97:IL'],
  ])('%s', (_, claim, verdict) => {
    expect(verdictOn(sampleFile({ claims: [claim] }))).toBe(verdict)
  })

  it.each([
    ['a five-digit billing ZIP', sampleFile().replace('972011234', '97201'), 'clearinghouse A7:500:85'],
    ['a pointer to no diagnosis', sampleFile().replace('***1:2', '***1:3'), 'clearinghouse A7:255:'],
  ])('%s', (_, text, verdict) => {
    expect(verdictOn(text)).toBe(verdict)
  })

  it('Medicare takes replacements where the setting says so', () => {
    const text = sampleFile({ claims: [{ frequency: '7', original: known }] })
    expect(verdictOn(text, { ...facts, medicareTakesReplacements: true })).toBeNull()
  })

  it('an XN member is refused the first time alone', () => {
    const text = sampleFile({ claims: [{ memberId: '1EG4TE5XN44' }] })
    expect([verdictOn(text), verdictOn(text, { ...facts, again: true })]).toEqual([
      'clearinghouse A7:164:IL',
      null,
    ])
  })
})

it.each([
  ['1234567893', true],
  ['1861400004', true],
  ['1467560003', true],
  ['1548293012', true],
  ['1234567894', false],
  ['123456789', false],
])('check digit of %s', (npi, holds) => {
  expect(hasCheckDigit(npi)).toBe(holds)
})
