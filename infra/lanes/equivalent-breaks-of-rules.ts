/**
 * Breaks of single coding rules that change nothing anybody can see; see equivalent-breaks.ts.
 */
import type { Equivalent } from './mutation-result.ts'

export const ruleEquivalents: readonly Equivalent[] = [
  {
    path: 'src/rules/assistant-modifier.ts',
    line: 'return own + (p >= 8 ? 0 : a >= 8 || 10 * a > p + a ? 1 : 0)',
    breaks: ['a >= 8 → false', 'a >= 8 → a > 8', '10 * a > p + a → 10 * a >= p + a', 'p + a → p - a'],
    why: 'below 8 minutes of the therapist a single minute of the assistant is more than a tenth',
  },
  {
    path: 'src/rules/assistant-modifier.ts',
    line: 'if (minutes === 0) return false',
    breaks: ['false → true', 'minutes === 0 → false'],
    why: 'a service of no minutes has none by an assistant',
  },
  {
    path: 'src/rules/contract-price.ts',
    line: "if (unit.kind !== 'fee') return price?.kind === 'medicare' ? unit : { ...unit, kind: 'carrier-priced' }",
    breaks: ['price?.kind → price.kind', '\'carrier-priced\' → ""'],
    why: 'with Medicare’s basis there is a price; and whatever is neither a fee nor `not-paid` is unknown',
  },
  {
    path: 'src/rules/contract-price.ts',
    line: "if (price?.kind !== 'percent-of-medicare')",
    breaks: ['price?.kind → price.kind'],
    why: 'with Medicare’s basis there is a price',
  },
  {
    path: 'src/rules/contract-price.ts',
    line: "return { ...own, kind: 'fee', full, stale: false, reasons: [reasonOf(ownSchedule, says, facts)] }",
    breaks: ['false → true'],
    why: 'only Medicare’s basis is ever told to be old',
  },
  {
    path: 'src/rules/daily-cap.ts',
    line: 'if (least) units[least.place] = least.own - 1',
    breaks: ['least → true'],
    why: 'above a cap some code has a unit',
  },
  {
    path: 'src/rules/edit-pairs.ts',
    line: 'if (edits.length === 0) return { drafts, removed: [], findings: [] }',
    breaks: ['edits.length === 0 → false'],
    why: 'a short way: without edits the long way changes nothing',
  },
  {
    path: 'src/rules/edit-pairs.ts',
    line: "({ column1, column2, indicator }) => indicator === '1' && !gone.has(column1) && !gone.has(column2),",
    breaks: ["indicator === '1' → true"],
    why: 'of a pair with indicator 0 one line is always gone',
  },
  {
    path: 'src/rules/edit-pairs.ts',
    line: "if (source === 'none' || drafts.length < 2) return []",
    breaks: ['drafts.length < 2 → false', '[] → ["Stryker was here"]'],
    why: 'a short way: one line has no pair; and an edit without lines touches none',
  },
  {
    path: 'src/rules/edit-pairs.ts',
    line: 'const edits: Edit[] = []',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'an edit without lines touches none',
  },
  {
    path: 'src/rules/fee-schedule.ts',
    line: 'if (!found || reduction === undefined) return null',
    breaks: ['reduction === undefined → false'],
    why: 'no schedule is held for a date before the reduction',
  },
  {
    path: 'src/rules/fee-schedule.ts',
    line: 'const facility = placeOfService !== null && facilities().has(placeOfService)',
    breaks: ['placeOfService !== null → true'],
    why: 'null is among no facilities',
  },
  {
    path: 'src/rules/fee-schedule.ts',
    line: 'const valued = work + pe + mp > 0',
    breaks: ['work + pe + mp → work + pe - mp'],
    why: 'in no row of the tables does malpractice outweigh the rest',
  },
  {
    path: 'src/rules/line-modifiers.ts',
    line: "return classes().get(modifier) ?? 'other'",
    breaks: ['\'other\' → ""'],
    why: 'a modifier in no table was held before',
  },
  {
    path: 'src/rules/line-modifiers.ts',
    line: 'const unique = given.length > 1 ? [...new Set(given)] : given',
    breaks: ['given.length > 1 → true', 'given.length > 1 → given.length >= 1'],
    why: 'a short way: one modifier is no duplicate',
  },
  {
    path: 'src/rules/line-modifiers.ts',
    line: 'unique.length > 1',
    breaks: ['unique.length > 1 → true', 'unique.length > 1 → unique.length >= 1'],
    why: 'a short way: one modifier is in order',
  },
  {
    path: 'src/rules/line-modifiers.ts',
    line: 'if (modifiers.length <= 4) return { modifiers, dropped: [] }',
    breaks: ['modifiers.length <= 4 → modifiers.length < 4'],
    why: 'of four none is left off the long way either',
  },
  {
    path: 'src/rules/multiple-procedures.ts',
    line: 'if (line.practiceExpense !== top.practiceExpense) return line.practiceExpense > top.practiceExpense',
    breaks: ['line.practiceExpense > top.practiceExpense → line.practiceExpense >= top.practiceExpense'],
    why: 'they differ here',
  },
  {
    path: 'src/rules/not-yet.ts',
    line: "return { kind: 'counted', code }",
    breaks: ['\'counted\' → ""'],
    why: 'asked for is `not-yet` alone',
  },
  {
    path: 'src/rules/payment-chain.ts',
    line: 'if (coinsurance === undefined || assistant === undefined || sequestration === undefined) return null',
    breaks: [
      'coinsurance === undefined || assistant === … → false',
      'coinsurance === undefined || assistant === … → coinsurance === undefined && assistant === …',
      'coinsurance === undefined → false',
      'assistant === undefined → false',
    ],
    why: 'sequestration is the only rate that is not held for every date',
  },
  {
    path: 'src/rules/procedures.ts',
    line: 'export const initialEvaluation = /^9716[123567]$/',
    breaks: ['/^9716[123567]$/ → /9716[123567]$/', '/^9716[123567]$/ → /^9716[123567]/'],
    why: 'codes have five characters',
  },
  {
    path: 'src/rules/therapy-threshold.ts',
    line: 'if (sent.length === 0 || !kxAttested) return []',
    breaks: ['sent.length === 0 → false'],
    why: 'a short way: where nothing was sent no line has it',
  },
  {
    path: 'src/rules/therapy-threshold.ts',
    line: 'return { usedAfter: null, overReview: false, findings, kx: new Map() }',
    breaks: ['false → true'],
    why: 'the flag counts only where both sums are known',
  },
  {
    path: 'src/rules/therapy-threshold.ts',
    line: 'const overReview = threshold !== undefined && before > threshold.row.review_cents',
    breaks: ['threshold !== undefined → true'],
    why: 'without a threshold it was answered before',
  },
  {
    path: 'src/rules/timed-units.ts',
    line: 'return minutes < 8 ? 0 : Math.floor((minutes + 7) / 15)',
    breaks: ['minutes < 8 → false'],
    why: 'the formula makes 0 of 7 minutes too',
  },
  {
    path: 'src/rules/timed-units.ts',
    line: '.sort((a, b) => b.left - a.left || b.of.minutes - a.of.minutes || a.place - b.place)',
    breaks: ['a.place - b.place → a.place + b.place'],
    why: 'sorting keeps the order of equals',
  },
  {
    path: 'src/rules/timed-units.ts',
    line: 'const tie = !!last && !!next && last.left === next.left && last.of.minutes === next.of.minutes',
    breaks: ['last.left === next.left → true'],
    why: 'equal minutes leave equal leftovers',
  },
  {
    path: 'src/rules/units-by-code.ts',
    line: ': minutes < midpoint',
    breaks: ['minutes < midpoint → false'],
    why: 'the formula makes 0 of fewer minutes too',
  },
  {
    path: 'src/rules/units-by-code.ts',
    line: 'const once = /^989(66|67|68|70|71|72)$/',
    breaks: [
      '/^989(66|67|68|70|71|72)$/ → /989(66|67|68|70|71|72)$/',
      '/^989(66|67|68|70|71|72)$/ → /^989(66|67|68|70|71|72)/',
    ],
    why: 'codes have five characters',
  },
  {
    path: 'src/rules/assistant-modifier.ts',
    line: 'const evaluations = /^9716[1-8]$/',
    breaks: ['/^9716[1-8]$/ → /9716[1-8]$/', '/^9716[1-8]$/ → /^9716[1-8]/'],
    why: 'codes have five characters',
  },
]
