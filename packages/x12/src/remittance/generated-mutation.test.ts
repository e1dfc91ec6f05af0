/**
 * A remittance that adds up passes, and one amount that is other than it was is seen at its level with its
 * cents: of a line, a claim or the whole transaction (x12.md 2.5). Amounts that take no part change nothing.
 */
import { cents } from '@tally/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { centsIn } from '../reader/amount.ts'
import { amountText } from '../writer/values.ts'
import { readRemittances } from './read-remittances.ts'
import { generatedRemittances } from './sample-generated-remittance.ts'
import { type RemittancesToWrite, write835 } from './write-835.ts'

/** What a mutation must break: each difference is left less right, in cents. */
interface Broken {
  readonly transaction: number
  readonly claim: { readonly equation: string; readonly differenceCents: number } | null
  readonly line: number | null
  /** CLP05 only warns. */
  readonly patient: boolean
}

/** Where an amount stands, and what it must break when it grows by `more`. */
interface Amount {
  readonly segment: number
  readonly element: number
  readonly transaction: number
  readonly claim: number
  readonly line: number
  readonly breaks: (more: number) => Broken
}

const nothing: Broken = { transaction: 0, claim: null, line: null, patient: false }

function textOf(file: RemittancesToWrite): string {
  const written = write835(file)
  if (!written.ok) throw new Error(JSON.stringify(written.problems, null, 2))
  return written.text
}

/** Every amount of a file, whichever segment it stands in. */
function amountsOf(segments: readonly string[]): Amount[] {
  const place = { transaction: 0, claim: 0, line: 0 }
  let [reversal, byLine] = [false, false]
  return segments.flatMap((text, segment): Amount[] => {
    const [tag = '', ...elements] = text.split('*')
    if (tag === 'ST') Object.assign(place, { transaction: place.transaction + 1, claim: 0, line: 0 })
    if (tag === 'CLP') {
      Object.assign(place, { claim: place.claim + 1, line: 0 })
      reversal = elements[1] === '22'
      byLine =
        segments
          .slice(segment + 1)
          .find((later) => /^(SVC|CLP|PLB|SE)\*/.test(later))
          ?.startsWith('SVC') ?? false
    }
    if (tag === 'SVC') place.line += 1
    const patientCounts = !reversal
    const at = (element: number, breaks: Amount['breaks']) =>
      (elements[element - 1] ?? '') === '' ? [] : [{ segment, element, ...place, breaks }]
    const claim = (equation: string, differenceCents: number) => ({ equation, differenceCents })
    if (tag === 'BPR') return at(2, (more) => ({ ...nothing, transaction: more }))
    if (tag === 'PLB')
      return [4, 6, 8, 10, 12, 14].flatMap((element) =>
        at(element, (more) => ({ ...nothing, transaction: more })),
      )
    if (tag === 'AMT') return at(2, () => nothing)
    if (tag === 'CLP')
      return [
        ...at(3, (more) => ({ ...nothing, claim: claim('claim', more) })),
        ...at(4, (more) => ({ ...nothing, transaction: -more, claim: claim('claim', -more) })),
        ...at(5, () => ({ ...nothing, patient: patientCounts })),
      ]
    if (tag === 'SVC')
      return [
        ...at(2, (more) => ({ ...nothing, line: more, claim: claim('claim-charges', more) })),
        ...at(3, (more) => ({ ...nothing, line: -more, claim: claim('claim-payments', more) })),
      ]
    if (tag !== 'CAS') return []
    const patient = elements[0] === 'PR' && patientCounts
    const ofLine = byLine && place.line > 0
    return [3, 6, 9, 12, 15, 18].flatMap((element) =>
      at(element, (more) => ({
        ...nothing,
        claim: claim('claim', -more),
        line: ofLine ? -more : null,
        patient,
      })),
    )
  })
}

function grown(text: string, element: number, more: number): string {
  const elements = text.split('*')
  const before = centsIn(elements[element] ?? '')
  if (before === null) throw new Error(`${text} has no amount at ${element}`)
  return elements.with(element, amountText(cents(before + more))).join('*')
}

const mutations = fc.record({
  file: generatedRemittances,
  pick: fc.nat(),
  more: fc.oneof(
    fc.constantFrom(1, -1),
    fc.integer({ min: -100_000, max: 100_000 }).filter((more) => more !== 0),
  ),
})

describe('generated remittances', () => {
  test('that add up pass: nothing is broken and nothing is doubted', () => {
    fc.assert(
      fc.property(generatedRemittances, (file) => {
        const { transactions, findings } = readRemittances(textOf(file))
        expect(transactions).toHaveLength(file.remittances.length)
        for (const [index, { proof, verdict, paymentCents }] of transactions.entries()) {
          expect(proof).toMatchObject(sound)
          expect(verdict).toBe(isMoved(file, { transaction: index + 1 }) ? 'post' : 'notification-only')
          expect(paymentCents).toBe(file.remittances[index]?.paymentCents)
        }
        expect(findings.map(({ rule }) => rule).filter((rule) => !tolerated.has(rule))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('of which one amount is other than it was fail at its level, with the cents shown', () => {
    const levels = new Map<string, number>()
    fc.assert(
      fc.property(mutations, ({ file, pick, more }) => {
        const segments = textOf(file).split('~')
        const amounts = amountsOf(segments)
        const amount = amounts[pick % amounts.length]
        if (!amount) throw new Error('a remittance has a payment')
        const level = expectSeen(file, segments, amount, more)
        levels.set(level, (levels.get(level) ?? 0) + 1)
      }),
      { numRuns: 300 },
    )
    for (const level of ['line', 'claim', 'transaction', 'none'])
      expect(levels.get(level) ?? 0, level).toBeGreaterThan(2)
  })

  test('whichever of all their amounts it is', () => {
    fc.assert(
      fc.property(generatedRemittances, (file) => {
        const segments = textOf(file).split('~')
        for (const amount of amountsOf(segments)) expectSeen(file, segments, amount, 1)
      }),
      { numRuns: 5 },
    )
  })
})

/** The level at which the amount, grown by `more`, is seen and nothing else. */
function expectSeen(
  file: RemittancesToWrite,
  segments: readonly string[],
  amount: Amount,
  more: number,
): string {
  const mutated = segments.with(amount.segment, grown(segments[amount.segment] ?? '', amount.element, more))
  const { transactions, findings } = readRemittances(mutated.join('~'))
  const read = transactions[amount.transaction - 1]
  if (!read) throw new Error('the transaction is there')
  const { claim, line, transaction, patient } = amount.breaks(more)
  const { differenceCents, claimsOutOfBalance, linesOutOfBalance } = read.proof
  expect(differenceCents).toBe(transaction)
  expect(claimsOutOfBalance.map(sides)).toEqual(claim ? [{ claim: amount.claim, ...claim }] : [])
  expect(linesOutOfBalance.map(sides)).toEqual(
    line === null ? [] : [{ claim: amount.claim, line: amount.line, differenceCents: line }],
  )
  expect(findings.some(({ rule }) => rule === 'claim/patient-share')).toBe(patient)
  expect(read.verdict).toBe(verdictOf(amount.breaks(more), read.paymentCents, isMoved(file, amount)))
  for (const { equation, leftCents, rightCents } of claimsOutOfBalance)
    expect(findings).toContainEqual(
      expect.objectContaining({ says: `${equation}: ${leftCents} and ${rightCents} cents differ` }),
    )
  for (const { proof } of transactions.filter((other) => other !== read)) expect(proof).toMatchObject(sound)
  return line !== null ? 'line' : claim ? 'claim' : transaction !== 0 ? 'transaction' : 'none'
}

const sound = { balanced: true, claimsOutOfBalance: [], linesOutOfBalance: [] }

/** Not of balance: a number not returned, a procedure that says little, signs that chance gave a claim. */
const tolerated = new Set(['claim/no-number', 'claim/negative', 'claim/reversal-not-negative'])

/** Without what both sides are, once they are seen to make the difference. */
function sides<Out extends { differenceCents: number; leftCents: number; rightCents: number }>(out: Out) {
  const { leftCents, rightCents, ...rest } = out
  expect(leftCents - rightCents).toBe(out.differenceCents)
  return rest
}

function verdictOf({ transaction, claim, line }: Broken, payment: number | null, moved: boolean): string {
  if (transaction !== 0 || payment === null || payment < 0) return 'quarantine'
  if (claim || line !== null) return 'post-in-part'
  return moved ? 'post' : 'notification-only'
}

/** Whether the ST says anything of money at all. */
function isMoved({ remittances }: RemittancesToWrite, { transaction }: Pick<Amount, 'transaction'>): boolean {
  const { paymentCents, claims = [], providerAdjustments = [] } = remittances[transaction - 1] ?? {}
  return (
    paymentCents !== 0 ||
    claims.some(({ paidCents }) => paidCents !== 0) ||
    providerAdjustments.some(({ amountCents }) => amountCents !== 0)
  )
}
