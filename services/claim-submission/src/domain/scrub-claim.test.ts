import { serviceDate } from '@tally/kernel'
import type { ClaimDocument } from '@tally/x12'
import { expect, it } from 'vitest'
import { assembleClaim } from './assemble-claim.ts'
import { sampleCharges, sampleClaim, sampleVisit } from './sample-claim.ts'
import { type ScrubFacts, scrubClaim } from './scrub-claim.ts'

const toSend = {
  claimNumber: 'T1',
  frequency: '1',
  payerClaimNumber: null,
  priorAuthorization: null,
} as const
const document = assembleClaim(sampleClaim, sampleCharges, [sampleVisit], toSend)
const facts: ScrubFacts = {
  ...{ family: 'medicare-b', today: serviceDate('2026-03-03') },
  timelyFilingDueOn: serviceDate('2027-03-02'),
}
const lines = (change: Partial<ClaimDocument['lines'][number]>) => ({
  lines: document.lines.map((line) => ({ ...line, ...change })),
})
const outcomes = (claim: ClaimDocument, given: ScrubFacts = facts) =>
  scrubClaim(claim, given)
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ outcome, rule }) => `${outcome} ${rule}`)

it('a clean Medicare claim passes every rule, and each says so', () => {
  expect(outcomes(document)).toEqual([])
  expect(scrubClaim(document, facts).every(({ says, citation }) => says !== '' && citation !== '')).toBe(true)
})

it.each<[string, Partial<ClaimDocument>]>([
  ['scrub/member-id', { subscriber: { ...document.subscriber, memberId: null } }],
  ['scrub/diagnosis', { diagnoses: [] }],
  ['scrub/diagnosis', { diagnoses: Array.from({ length: 13 }, () => 'M5459') }],
  ['scrub/pointer', lines({ diagnosisPointers: [] })],
  ['scrub/discipline-modifier', lines({ modifiers: ['KX'] })],
  ['scrub/certifying-physician', { referringProvider: null }],
  ['scrub/assignment', { acceptAssignment: false }],
])('%s holds it', (rule, change) => {
  expect(outcomes({ ...document, ...change })).toEqual([`hold ${rule}`])
})

it('asks an employer for no member id, who may have none (subscriber/member-id)', () => {
  const party = { kind: 'organization', name: 'INVENTED FREIGHT INC', address: null } as const
  expect(outcomes({ ...document, subscriber: { ...document.subscriber, memberId: null, party } })).toEqual([])
})

it('asks a commercial plan for neither GP nor the certifying physician', () => {
  const bare = { ...document, referringProvider: null, acceptAssignment: false, ...lines({ modifiers: [] }) }
  expect(outcomes(bare, { ...facts, family: 'commercial' })).toEqual([])
})

it('warns when the window is past, and sends all the same', () => {
  expect(outcomes(document, { ...facts, today: serviceDate('2027-03-02') })).toEqual([])
  expect(outcomes(document, { ...facts, today: serviceDate('2027-03-03') })).toEqual([
    'warn scrub/timely-filing',
  ])
})
