/** What differs, and the rule that says so. */
import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import { explainVariance, type PriceReason } from './explain-variance.ts'
import { findVariances } from './find-variances.ts'
import { type SampleAnswer, sampleLine } from './sample-line.ts'

const reason = (rule: string, says: string, facts: Record<string, unknown> = {}): PriceReason => ({
  ...{ rule, edition: '2026', says, facts, citation: `the citation of ${rule}` },
})
/** Two units of 29.06, one of them reduced to 22.21 (coding-rules.md 4.6, P1): 51.27. */
const schedule = reason('price/fee-schedule', '97110: 2906 cents a unit, 2221 reduced', {
  ...{ fullUnitCents: 2906, reducedUnitCents: 2221 },
})
const split = reason('price/multiple-procedures', '97110: 1 of 2 in full, 1 reduced', {
  ...{ units: 2, fullUnitCents: 2906, fullUnits: 1, reducedUnits: 1 },
})
const medicare = [schedule, split]

interface Case {
  readonly line: SampleAnswer
  readonly reasons?: readonly PriceReason[]
  readonly expected?: number
  readonly tolerance?: number
}

it.each<[string, Case, string, string | null, RegExp]>([
  [
    'both units reduced',
    { line: { paid: 4442, words: 'CO 45 5558', units: 2 } },
    'variance/multiple-procedures',
    'price/multiple-procedures',
    /as 0 of 2 units in full and 2 reduced; the rule: 97110: 1 of 2/,
  ],
  [
    'no unit reduced',
    { line: { paid: 5812, words: 'CO 45 4188', units: 2 } },
    'variance/multiple-procedures',
    'price/multiple-procedures',
    /as 2 of 2 units in full/,
  ],
  [
    'no unit reduced but for a cent that is tolerated',
    { line: { paid: 5811, words: 'CO 45 4189', units: 2 }, tolerance: 1 },
    'variance/multiple-procedures',
    'price/multiple-procedures',
    /as 2 of 2/,
  ],
  [
    'a reduction of its own, by CARC 59',
    { line: { paid: 4000, words: 'CO 59 1127, CO 45 4873', units: 2 } },
    'variance/multiple-procedures',
    'price/multiple-procedures',
    /reduced by \$11\.27 \(CARC 59\)/,
  ],
  [
    'one of two units',
    { line: { paid: 2906, words: 'CO 45 7094', units: 1 } },
    'variance/fewer-units',
    'price/multiple-procedures',
    /1 of 2 units were paid/,
  ],
  // 15 % of 51.27 is 7.69.
  [
    '85 % for an assistant, by a payer without that term',
    { line: { paid: 4358, words: 'CO 45 5642', units: 2, modifiers: ['CQ'] } },
    'variance/assistant',
    'price/payment-chain',
    /lacks \$7\.69, as for an assistant/,
  ],
  // 2 % of 51.27 is 1.03.
  [
    '2 % less without CARC 253',
    { line: { paid: 5024, words: 'CO 45 4976', units: 2 } },
    'variance/sequestration',
    'price/payment-chain',
    /lacks \$1\.03, as by sequestration/,
  ],
  [
    'its charge, which is below the price',
    { line: { paid: 5000, units: 2 } },
    'variance/lesser-of-charge',
    'price/lesser-of-charge',
    /its charge of \$50\.00/,
  ],
  [
    'less by another code',
    { line: { paid: 4600, words: 'CO 45 4873, CO 237 527', units: 2 } },
    'variance/payer-adjustment',
    null,
    /took CO 237 \$5\.27/,
  ],
  [
    'another price',
    { line: { paid: 4900, words: 'CO 45 5100', units: 2 } },
    'variance/price',
    'price/fee-schedule',
    /came to \$49\.00, expected \$51\.27: 97110: 2906 cents/,
  ],
  [
    'another price than the contract’s',
    {
      line: { paid: 4900, words: 'CO 45 5100', units: 2 },
      reasons: [reason('price/own-schedule', '97110: 5127 cents a unit by the schedule of the payer')],
    },
    'variance/price',
    'price/own-schedule',
    /by the schedule of the payer/,
  ],
  [
    'more than a contract says',
    { line: { paid: 9000, words: 'CO 45 1000', units: 2 }, reasons: [schedule] },
    'variance/price',
    'price/fee-schedule',
    /came to \$90\.00/,
  ],
  [
    'another price than nobody knows whose',
    { line: { paid: 4900, words: 'CO 45 5100', units: 2 }, reasons: [] },
    'variance/basis-unknown',
    null,
    /was not told/,
  ],
  [
    'nothing, and all of it is written off',
    { line: { paid: 0, words: 'CO 45 10000' }, reasons: [], expected: 10000 },
    'variance/whole-charge',
    null,
    /CO 45 took all of 97110’s charge of \$100\.00/,
  ],
  [
    'nothing, though a contract says otherwise',
    { line: { paid: 0, words: 'CO 45 10000' }, reasons: [schedule] },
    'variance/price',
    'price/fee-schedule',
    /came to \$0\.00/,
  ],
])(
  'paid %s',
  (_, { line: given, reasons = medicare, expected = 5127, tolerance = 0 }, because, rule, says) => {
    const line = sampleLine(given)
    const terms = { toleranceCents: cents(tolerance), assistantPercent: 0 }
    const [variance] = findVariances([line], () => cents(expected), terms)
    if (!variance) throw new Error('the case is no variance')
    const explained = explainVariance({ variance, line, reasons, toleranceCents: cents(tolerance) })
    expect([explained.because, explained.rule?.rule ?? null]).toEqual([because, rule])
    expect(explained.says).toMatch(says)
    // A rule is cited with its edition and source, never with its facts.
    if (explained.rule)
      expect(Object.keys(explained.rule).sort()).toEqual(['citation', 'edition', 'rule', 'says'])
  },
)
