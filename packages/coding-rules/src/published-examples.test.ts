/**
 * The worked examples of units and assistants published beside the repository, where they are; the numbers
 * also stand in units.test.ts, rules/timed-units.test.ts and assistant-and-modifiers.test.ts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { type Cents, cents, isServiceDate, payerFamilies } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { codeTreatmentDay } from './code-treatment-day.ts'

const file = new URL('../../../../shared/examples/coding-published.json', import.meta.url)
const line = z.object({ procedureCode: z.string(), units: z.int(), modifiers: z.array(z.string()) })
const block = z
  .string()
  .nullish()
  .transform((text) => {
    const [from, to] = text?.split('-') ?? []
    return from && to ? { from, to } : null
  })
const check = z.object({
  id: z.string(),
  input: z.object({
    serviceDate: z.string().refine(isServiceDate),
    payer: z.object({
      family: z.enum(payerFamilies),
      rules: z.record(z.string(), z.unknown()).optional().default({}),
    }),
    pricing: z.any(),
    diagnoses: z.array(z.string()),
    services: z.array(
      z.object({
        lineId: z.string(),
        procedureCode: z.string(),
        minutes: z.int(),
        assistantMinutes: z.int(),
        distinctBlock: block,
        unitChargeCents: z
          .int()
          .optional()
          .transform((amount): Cents => cents(amount ?? 9000)),
      }),
    ),
  }),
  expect: z.object({
    tie: z.boolean().optional(),
    lines: z.array(line).optional(),
    linesAnyOf: z.array(z.array(line)).optional(),
    units: z.record(z.string(), z.int()).optional(),
    findings: z.array(z.object({ rule: z.string(), severity: z.string() })).optional(),
  }),
})
const published = z.object({
  cases: z.array(z.object({ id: z.string(), checks: z.array(z.looseObject({ id: z.string() })) })),
})

const cases = existsSync(file) ? published.parse(JSON.parse(readFileSync(file, 'utf8'))).cases : []
const examples = cases
  .filter(({ id }) => /^[UCE]\d/.test(id))
  .flatMap(({ id, checks }) => checks.map((one) => ({ name: `${id} ${one.id}`, one })))

describe.skipIf(cases.length === 0)('published examples of units and assistants', () => {
  test('there are 83', () => expect(examples).toHaveLength(83))

  test.each(examples)('$name', ({ one }) => {
    const { input, expect: wanted } = check.parse(one)
    const coded = codeTreatmentDay({
      ...input,
      therapyAccrued: { ptSlpCents: cents(0), otCents: cents(0) },
      kxAttested: false,
      abn: null,
      services: input.services.map((service) => ({
        ...{ ...service, units: null, diagnosisPointers: [1], modifiers: [], discipline: 'PT' },
        ...{ modality: 'in-person', placeOfService: '11', renderingNpi: null },
      })),
    })
    const lines = coded.lines.map(({ procedureCode, units, modifiers }) => ({
      procedureCode,
      units,
      modifiers: modifiers.toSorted(),
    }))
    const anyOf = wanted.linesAnyOf ?? (wanted.lines ? [wanted.lines] : [])
    if (anyOf.length > 0) expect(anyOf.map(sorted)).toContainEqual(sorted(lines))
    if (wanted.units)
      expect(Object.fromEntries(lines.map((own) => [own.procedureCode, own.units]))).toEqual(wanted.units)
    if (wanted.tie !== undefined) expect(coded.tie).toBe(wanted.tie)
    const told = coded.findings.filter(({ severity }) => severity !== 'info')
    if (wanted.findings)
      expect(told.map(({ rule, severity }) => ({ rule, severity }))).toEqual(
        wanted.findings.map(({ rule, severity }) => ({ rule, severity })),
      )
  })
})

function sorted(lines: readonly z.output<typeof line>[]) {
  const key = ({ procedureCode, modifiers }: z.output<typeof line>) =>
    `${procedureCode} ${modifiers.join(' ')}`
  return [...lines].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
