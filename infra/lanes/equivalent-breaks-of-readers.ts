/** Breaks of packages/x12/src/reader that change nothing anybody can see, each with why no test can notice it. */
import type { Equivalent } from './mutation-result.ts'

const compiler = 'the fallback pleases the compiler: any text that names nothing does'

export const readerEquivalents: readonly Equivalent[] = [
  {
    path: 'src/reader/guide-of.ts',
    line: 'return ofGroup !== null && /X\\d{3}/.test(ofGroup) ? ofGroup : (ofSet ?? ofGroup)',
    breaks: ['ofGroup !== null → true'],
    why: 'null is tested as the word null, which names no guide',
  },
  {
    path: 'src/reader/guide-of.ts',
    line: "const number = /X\\d{3}/.exec(guideOf(transaction) ?? '')?.[0] ?? ''",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/reader/hierarchy.ts',
    line: "return at < 1 ? null : (latest.get(order[at - 1] ?? '') ?? null)",
    breaks: ['at < 1 → false', '\'\' → "Stryker was here!"'],
    why: 'above the top and above an unknown level stands no place of the order, and so no level',
  },
  {
    path: 'src/reader/hierarchy.ts',
    line: "const code = given(hl, 3) ?? ''",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/reader/hierarchy.ts',
    line: "const named = byNumber.get(given(hl, 2) ?? '')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/reader/hierarchy.ts',
    line: 'if (number !== null) byNumber.set(number, { level, code })',
    breaks: ['number !== null → true'],
    why: 'what stands under no number is never asked for: HL02 is looked up as text',
  },
  {
    path: 'src/reader/kind-of-277.ts',
    line: "const purpose = (bht && given(bht, 6)) ?? ''",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/reader/kind-of-277.ts',
    line: "const number = /X\\d{3}/.exec(guideOf(transaction) ?? '')?.[0]",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/reader/kind-of-277.ts',
    line: 'const named = number === undefined ? undefined : byGuide.get(number)',
    breaks: ['number === undefined → false'],
    why: 'no guide stands under undefined: the question is the compiler’s',
  },
  {
    path: 'src/reader/value-at.ts',
    line: "const [first = '', last = first] = textsOf(text)",
    breaks: ['\'\' → "Stryker was here!"'],
    why: 'a format of days gives one text at least',
  },
]
