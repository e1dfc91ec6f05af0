/** Each line of an answer with its verdict, whether anything differs or not. */
import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import { explainLine, type LineFacts } from './explain-line.ts'
import { type SampleAnswer, sampleLine } from './sample-line.ts'

const schedule = {
  ...{ rule: 'price/own-schedule', edition: '2026', says: '97110: 8000 cents a unit', facts: {} },
  citation: 'the fee schedule of the payer',
}

const facts = (more: Partial<LineFacts> = {}): LineFacts => ({
  ...{ coverageOrder: 1, expectedAllowedCents: cents(8000), reasons: [schedule] },
  isShareOfExpected: false,
  terms: { toleranceCents: cents(5), assistantPercent: 15 },
  ...more,
})

const asExpected = { paid: 6400, words: 'CO 45 2000, PR 2 1600' }

type Row = [string, SampleAnswer, Partial<LineFacts>, string, string | null, string]

const sequestered = { paid: 6272, words: 'CO 45 2000, PR 2 1600, CO 253 128' }
const byAssistant = { paid: 5440, words: 'CO 45 2960, PR 2 1600', modifiers: ['CQ'] }
const denied = { paid: 0, words: 'CO 197 10000', denied: true }
const later = { coverageOrder: 2 }
const share = { isShareOfExpected: true }
const unpriced = { expectedAllowedCents: null }

it.each<Row>([
  ['as expected', asExpected, {}, 'as-expected', null, 'came to what was expected'],
  ['a cent off', { paid: 7999, words: 'CO 45 2001' }, {}, 'within-tolerance', null, '-$0.01, within $0.05'],
  ['sequestered', sequestered, {}, 'explained', 'variance/sequestration', '$1.28 is sequestered (CARC 253)'],
  ['by an assistant', byAssistant, {}, 'explained', 'variance/assistant', 'paid at 85 %'],
  ['under', { paid: 7500, words: 'CO 45 2500' }, {}, 'under', 'variance/price', '8000 cents a unit'],
  ['over', { paid: 8500, words: 'CO 45 1500' }, {}, 'over', 'variance/price', 'came to $85.00'],
  ['a share', { paid: 7500, words: 'CO 45 2500' }, share, 'explained', 'variance/whole-claim', 'as a whole'],
  ['a share as expected', asExpected, share, 'as-expected', null, 'came to what was expected'],
  ['at a later payer', asExpected, later, 'not-compared', 'line/later-payer', 'no schedule prices that'],
  ['denied', denied, {}, 'not-compared', 'line/denied', 'no price'],
  ['without a schedule', asExpected, unpriced, 'not-compared', 'price/no-schedule', 'load one'],
  ['not said', { ...asExpected, b6: null }, {}, 'not-compared', 'line/allowed-unknown', 'does not say'],
])('a line that is %s', (_, line, more, verdict, because, says) => {
  const explained = explainLine(sampleLine(line), facts(more))
  expect([explained.verdict, explained.because]).toEqual([verdict, because])
  expect(explained.says).toContain(says)
  expect(explained.rule?.rule ?? null).toBe(because === 'variance/price' ? 'price/own-schedule' : null)
  expect(explained).toMatchObject({ chargeCents: 10000, paidCents: line.paid })
})
