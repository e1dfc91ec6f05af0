/**
 * A payer that says back what a 276 asked, and no more, is understood: `readStatus` finds every question by its trace,
 * with its claim and its patient.
 */
import { cents, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  sampleDependentStatusInquiry,
  sampleStatusBatch,
  sampleStatusInquiry,
} from './sample-status-inquiry.ts'
import { readStatus } from './status/read-status.ts'
import type { StatusInquiry } from './status-inquiry-document.ts'
import { write276 } from './write-276.ts'

/** The 277 in which the asked payer says of every claim that it is pending. */
function answerTo(text: string): string {
  const asked = text.split('~').slice(0, -1)
  const said = asked.flatMap((segment) => {
    if (segment.startsWith('GS*')) return [segment.replace('GS*HR', 'GS*HN')]
    if (segment.startsWith('ST*')) return [segment.replace('ST*276', 'ST*277')]
    if (segment.startsWith('BHT*')) return [`${segment.replace('*13*', '*08*')}*DG`]
    if (segment.startsWith('TRN*1*')) return [segment.replace('TRN*1', 'TRN*2'), 'STC*P1:20*20261122']
    return /^(AMT|DMG)\*/.test(segment) ? [] : [segment]
  })
  const body = said.slice(
    said.findIndex((segment) => segment.startsWith('ST*')),
    -2,
  )
  const counted = said.map((segment) => (segment.startsWith('SE*') ? `SE*${body.length}*0001` : segment))
  return counted.map((segment) => `${segment}~`).join('')
}

const number = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z /#.-]{0,12}[0-9A-Za-z]$/)
const words = fc.stringMatching(/^[A-Za-zÀ-ÿ*~:^🙂'. -]{0,20}$/u).map((text) => `Aa ${text} z`)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const day = fc.integer({ min: 10, max: 19 }).map((date) => serviceDate(`2026-10-${date}`))
const later = fc.integer({ min: 20, max: 29 }).map((date) => serviceDate(`2026-10-${date}`))
const child = fc.constantFrom('ANNA', 'MAX')
const name = fc.record({
  last: words,
  first: maybe(words),
  middle: maybe(words),
  suffix: maybe(fc.constant('Jr.')),
})
const nameOfChild = fc.record({
  ...{ last: words, middle: maybe(words), suffix: maybe(fc.constant('Jr.')) },
  first: child,
})
const birthDate = fc.constantFrom(serviceDate('1950-01-01'), serviceDate('2012-06-15'))
const sex = fc.constantFrom('F' as const, 'M' as const, 'U' as const, null)
const facts = fc.record({
  payer: fc.record({ id: fc.constantFrom('12345', '60054'), name: words }),
  memberId: fc.constantFrom('W1', 'W2'),
  groupNumber: maybe(number),
  name,
  birthDate,
  sex,
  dependent: maybe(fc.record({ name: nameOfChild, birthDate, sex })),
  payerClaimNumber: maybe(number),
  claimNumber: maybe(number),
  clearinghouseNumber: maybe(number),
  chargeCents: maybe(fc.integer({ min: 0, max: 1_000_000 }).map(cents)),
  serviceDate: fc.record({ from: day, to: maybe(later) }),
})
const inquiries = fc.array(facts, { minLength: 1, maxLength: 8 }).map((drawn) =>
  drawn.map(
    ({ memberId, groupNumber, name: last, birthDate: born, sex: known, ...own }, index): StatusInquiry => {
      const party = { kind: 'person', name: last, birthDate: born, sex: known } as const
      return sampleStatusInquiry({ ...own, trace: `T${index}`, subscriber: { memberId, groupNumber, party } })
    },
  ),
)

it('each question is found again by its trace, with its claim', () => {
  fc.assert(
    fc.property(inquiries, (asked) => {
      const result = write276(sampleStatusBatch(asked))
      if (!result.ok) throw new Error(JSON.stringify(result.problems))
      const { transactions, findings } = readStatus(answerTo(result.text))
      expect(findings).toEqual([])
      const claims = transactions.flatMap((one) => one.claims)
      const answers = new Map(claims.map((claim) => [claim.traceNumber, claim]))
      expect([claims.length, answers.size]).toEqual([asked.length, asked.length])
      result.inquiries.forEach(({ trace }, index) => {
        const {
          payer,
          provider,
          subscriber,
          dependent,
          serviceDate: served,
          ...claim
        } = asked[index] ?? never()
        expect(answers.get(trace)).toMatchObject({
          verdict: 'pending',
          payerClaimNumber: written(claim.payerClaimNumber),
          patientControlNumber: written(claim.claimNumber),
          clearinghouseNumber: written(claim.clearinghouseNumber ?? null),
          serviceFrom: served.from,
          serviceTo: served.to ?? served.from,
          payer: { id: payer.id },
          receiver: { id: 'CLINICSUB' },
          provider: { id: provider.npi },
          subscriber: { id: subscriber.memberId },
          patient: dependent === null ? null : { role: 'QC', first: dependent.name.first },
        })
      })
    }),
    { numRuns: 300 },
  )
})

it('the samples too, whose answer is of the transaction that asked', () => {
  const result = write276(sampleStatusBatch([sampleStatusInquiry(), sampleDependentStatusInquiry()]))
  const { transactions } = readStatus(answerTo(result.ok ? result.text : ''))
  expect(transactions).toMatchObject([
    { referenceId: 'S0000009', transactionType: 'DG', complete: true, levels: [] },
  ])
})

function written(text: string | null): string | null {
  return text === null ? null : text.toUpperCase()
}

function never(): never {
  throw new Error('every question was written')
}
