/** Breaks of how the checker judges that change nothing anybody can see, each with why no test can notice it. */
import type { Equivalent } from './mutation-result.ts'

const compiler = 'the fallback pleases the compiler: any text that is no code does'
const nullCompare = 'null comes neither before nor after any day: the question is the compiler’s'
const equalDays = 'of two equal days either is the right one'

const ofDates: readonly Equivalent[] = [
  {
    line: "const day = (to ?? '') > (from ?? '') ? to : from",
    breaks: ["(to ?? '') > (from ?? '') → (to ?? '') >= (from ?? '')"],
    why: equalDays,
  },
  {
    line: 'if (day !== null && day > last)',
    breaks: ['day !== null → true'],
    why: nullCompare,
  },
  {
    line: 'if (born === null) return',
    breaks: ['born === null → false'],
    why: nullCompare,
  },
  {
    line: 'if (line.serviceFrom !== null && line.serviceFrom < born)',
    breaks: ['line.serviceFrom !== null → true'],
    why: nullCompare,
  },
  {
    line: 'if (from !== null && to !== null && to < from)',
    breaks: [
      ...[
        'from !== null && to !== null → true',
        'from !== null && to !== null → from !== null || to !== null',
      ],
      ...['from !== null → true', 'to !== null → true'],
    ],
    why: nullCompare,
  },
  {
    line: 'if (from !== null && from > last && pastOnly.has(qualifier))',
    breaks: ['from !== null → true'],
    why: nullCompare,
  },
  {
    line: "for (const { serviceFrom: from } of claim.lines) if (from !== null && from > (served ?? '')) served = from",
    breaks: ['from !== null → true'],
    why: nullCompare,
  },
  {
    line: "for (const { serviceFrom: from } of claim.lines) if (from !== null && from > (served ?? '')) served = from",
    breaks: ["from > (served ?? '') → from >= (served ?? '')"],
    why: equalDays,
  },
  {
    line: 'if (served === null) return',
    breaks: ['served === null → false'],
    why: nullCompare,
  },
  {
    line: 'if (from !== null && from > served && from <= last && leadsToCare.has(qualifier))',
    breaks: ['from !== null → true'],
    why: nullCompare,
  },
  {
    line: 'return writtenOn !== null && writtenOn < today ? writtenOn : today',
    breaks: ['writtenOn !== null → true'],
    why: nullCompare,
  },
  {
    line: 'return writtenOn !== null && writtenOn < today ? writtenOn : today',
    breaks: ['writtenOn < today → writtenOn <= today'],
    why: equalDays,
  },
].map((one) => ({ path: 'src/check/date-rules.ts', ...one }))

const ofHeadings: readonly Equivalent[] = [
  {
    line: 'if (number !== null && /^[1-9]\\d{0,8}$/.test(number)) expected = Number(number)',
    breaks: ['number !== null → true'],
    why: 'null is tested as the word null, which is no number',
  },
  {
    line: "if (!['CH', 'RP', '31'].includes(batch.transactionType ?? '')) fault(bht, 6, 'BHT06 is not CH, RP or 31')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    line: "const depth = levelCodes.indexOf(level.code ?? '')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    line: "const next = levelCodes.indexOf(batch.levels[index + 1]?.code ?? '')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    line: "const below = levelCodes.indexOf(levels[index + 1]?.code ?? '') > depth",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    line: 'while ((claimPlaces[claim] ?? endless) < level.segment) claim += 1',
    breaks: ['(claimPlaces[claim] ?? endless) < level.seg… → (claimPlaces[claim] ?? endless) <= level.se…'],
    why: 'a CLM and an HL never stand at one place',
  },
].map((one) => ({ path: 'src/check/heading-rules.ts', ...one }))

export const checkingEquivalents: readonly Equivalent[] = [
  ...ofDates,
  ...ofHeadings,
  {
    path: 'src/check/claim-answer-rules.ts',
    line: 'const right = own !== null && (first === null ? isPlaceOfService(own) : isPlaceOn(own, first))',
    breaks: ['own !== null → true'],
    why: 'null is no place of any list: the question is the compiler’s',
  },
  {
    path: 'src/check/claim-number-rules.ts',
    line: 'if (claimNumber !== null && facts.seenControlNumbers?.claims?.has(claimNumber))',
    breaks: ['claimNumber !== null → true'],
    why: 'null is no number that was used: the question is the compiler’s',
  },
  {
    path: 'src/check/claim-number-rules.ts',
    line: "if (!frequencies.has(claim.frequency ?? '')) fault(headOf(claim), 5, 'CLM05-3 is none of 1, 7, 8')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/check/claim-number-rules.ts',
    line: "return claim.frequency === '8' ? payer.takesVoid : 'yes'",
    breaks: ['\'yes\' → ""'],
    why: 'it is asked for no and for unclear alone',
  },
  {
    path: 'src/check/check-claims.ts',
    line: "return !/^00[1-4]/.test(version ?? '')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/check/judged-reading.ts',
    line: 'const unjudged: { readonly first: number; readonly last: number }[] = []',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'a text is no stretch of a file, so nothing lies in it',
  },
  {
    path: 'src/check/judged-reading.ts',
    line: 'if (read.length === 0) return []',
    breaks: ['read.length === 0 → false'],
    why: 'where nothing was read none waits: the question saves time',
  },
  {
    path: 'src/check/run-rules.ts',
    line: '#sink: CheckFinding[] = []',
    breaks: ['[] → ["Stryker was here"]'],
    why: 'each claim, level and batch begins a list of its own before a rule runs',
  },
  {
    path: 'src/check/run-rules.ts',
    line: 'if (!found) {',
    breaks: ['!found → true'],
    why: 'judging a level again finds the same again: what is kept saves time',
  },
  {
    path: 'src/check/run-rules.ts',
    line: 'judged.set(level, found)',
    breaks: ['judged.set(level, found) → ;'],
    why: 'judging a level again finds the same again: what is kept saves time',
  },
  {
    path: 'src/check/subscriber-rules.ts',
    line: "if (plan && !turns.has(plan.responsibility ?? ''))",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/check/subscriber-rules.ts',
    line: "else if (!relationships.has(level.relationship ?? '')) fault(pat, 1, 'PAT01 is no relationship')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/check/subscriber-rules.ts',
    line: "if (!sexes.has(party.sex ?? '')) fault(dmg, 3, 'DMG03 is none of F, M, U')",
    breaks: ['\'\' → "Stryker was here!"'],
    why: compiler,
  },
  {
    path: 'src/check/under-check.ts',
    line: 'for (let at = ordinal - (segments[0]?.ordinal ?? 0); at >= 0; at--) {',
    breaks: [
      'ordinal - (segments[0]?.ordinal ?? 0) → ordinal + (segments[0]?.ordinal ?? 0)',
      'segments[0]?.ordinal ?? 0 → segments[0]?.ordinal && 0',
    ],
    why: 'where the walk down begins too far behind it comes to the same segment: the distance saves time',
  },
  {
    path: 'src/check/under-check.ts',
    line: 'for (let at = ordinal - (segments[0]?.ordinal ?? 0); at >= 0; at--) {',
    breaks: ['segments[0]?.ordinal → segments[0].ordinal', 'at >= 0 → true', 'at >= 0 → at > 0'],
    why: 'a claim has its CLM, and what is asked for stands behind it: the question is the compiler’s',
  },
]
