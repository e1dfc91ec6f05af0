/**
 * The worked examples published beside the repository, where they are, all through the command line: a
 * document in, a document out, and what the text of coding-rules.md says of it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { ruleCards } from '@tally/coding-rules'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runOf } from './sample-run.ts'

const file = new URL('../../../../shared/examples/coding-published.json', import.meta.url)
const line = z.looseObject({ procedureCode: z.string(), units: z.int(), modifiers: z.array(z.string()) })
const finding = z.object({ rule: z.string(), severity: z.string(), code: z.string().optional() })
const check = z.object({
  id: z.string(),
  command: z.enum(['code', 'price']),
  input: z.unknown(),
  expect: z.strictObject({
    tie: z.boolean().optional(),
    lines: z.array(line).optional(),
    linesAnyOf: z.array(z.array(line)).optional(),
    units: z.record(z.string(), z.int()).optional(),
    expectedAllowedCents: z.int().optional(),
    therapyAccruedAfter: z.record(z.string(), z.unknown()).optional(),
    findings: z.array(finding).optional(),
    /** Only findings of these rules count. */
    findingsOf: z.array(z.string()).optional(),
    price: z
      .object({
        lines: z.record(z.string(), z.record(z.string(), z.int())),
        total: z.record(z.string(), z.int()),
      })
      .optional(),
  }),
})
const published = z.object({ cases: z.array(z.object({ id: z.string(), checks: z.array(check) })) })
const answered = z.looseObject({
  lines: z.array(z.looseObject({})),
  findings: z.array(z.looseObject({ rule: z.string(), severity: z.string(), says: z.string() })),
})

const cases = existsSync(file) ? published.parse(JSON.parse(readFileSync(file, 'utf8'))).cases : []
const cards = new Set(ruleCards.map(({ slug }) => slug))
const checks = cases.flatMap(({ id, checks: own }) =>
  own.map((one) => ({ name: `${id} ${one.id}`.trim(), ...one })),
)

describe.skipIf(cases.length === 0)('published examples', () => {
  test('there are 112', () => expect(checks).toHaveLength(112))

  test.for(checks)('$name', async ({ command, input, expect: wanted }, { skip }) => {
    const { exit, printed, said } = await runOf([command], JSON.stringify(input))
    expect({ exit, said }).toEqual({ exit: 0, said: [] })
    const answer = answered.parse(JSON.parse(printed))
    // A rule without a card cannot find anything yet.
    skip(wanted.findings?.some(({ rule }) => !cards.has(rule)) ?? false, 'its rule is not built yet')
    const { lines, linesAnyOf, units, findings, findingsOf, price, ...rest } = wanted
    expect(answer).toMatchObject(rest)
    const anyOf = linesAnyOf ?? (lines ? [lines] : [])
    if (anyOf.length > 0) {
      const own = sorted(z.array(line).parse(answer.lines))
      // Only the fields that an example names count.
      expect(anyOf.map((each) => sorted(each))).toContainEqual(
        own.map((one, place) => named(one, anyOf, place)),
      )
    }
    if (units) expect(unitsByCode(z.array(line).parse(answer.lines))).toEqual(units)
    if (findings) {
      const own = answer.findings.filter(({ rule, severity }) =>
        findingsOf
          ? findingsOf.includes(rule)
          : severity !== 'info' || findings.some((one) => one.rule === rule),
      )
      expect(own.map(({ rule, severity }) => ({ rule, severity }))).toEqual(
        findings.map(({ rule, severity }) => ({ rule, severity })),
      )
      for (const [place, { code = '' }] of findings.entries()) expect(own[place]?.says).toContain(code)
    }
    if (price) {
      expect(answer).toMatchObject({ total: price.total })
      const priced = Object.fromEntries(answer.lines.map((one) => [String(one.lineId), one]))
      expect(priced).toMatchObject(price.lines)
    }
  })
})

type Line = z.output<typeof line>

/** By code, then modifiers: the order of lines is not part of an example. */
function sorted(lines: readonly Line[]): Line[] {
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return lines
    .map((one) => ({ ...one, modifiers: [...one.modifiers].sort() }))
    .sort((a, b) =>
      byText(`${a.procedureCode} ${a.modifiers} ${a.units}`, `${b.procedureCode} ${b.modifiers} ${b.units}`),
    )
}

function named(own: Line, anyOf: readonly (readonly Line[])[], place: number): Line {
  const names = Object.keys(anyOf[0]?.[Math.min(place, anyOf[0].length - 1)] ?? {})
  return line.parse(Object.fromEntries(Object.entries(own).filter(([name]) => names.includes(name))))
}

function unitsByCode(lines: readonly Line[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { procedureCode, units } of lines) sums[procedureCode] = (sums[procedureCode] ?? 0) + units
  return sums
}
