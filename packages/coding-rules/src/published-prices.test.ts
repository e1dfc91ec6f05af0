/**
 * The worked prices published beside the repository, where they are; the numbers also stand in
 * price-treatment-day.test.ts and priced-coding.test.ts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { type Cents, cents, isServiceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { codeTreatmentDay } from './code-treatment-day.ts'
import { priceTreatmentDay } from './price-treatment-day.ts'

const file = new URL('../../../../shared/examples/coding-published.json', import.meta.url)
const amount = z.int().transform((whole): Cents => cents(whole))
const common = {
  serviceDate: z.string().refine(isServiceDate),
  payer: z.object({ family: z.literal('medicare-b') }),
  pricing: z.object({
    gpci: z.object({ work: z.number(), practiceExpense: z.number(), malpractice: z.number() }),
    conversionFactor: z.enum(['non-qp', 'qp']),
  }),
}
const procedure = { lineId: z.string(), procedureCode: z.string(), modifiers: z.array(z.string()) }
const priceCheck = z.object({
  command: z.literal('price'),
  input: z.object({
    ...common,
    deductibleRemainingCents: amount,
    lines: z.array(
      z.object({
        ...procedure,
        units: z.int(),
        discipline: z.enum(['PT', 'OT', 'SLP']),
        allowedCents: amount.optional().transform((given): Cents | null => given ?? null),
      }),
    ),
  }),
  expect: z.object({
    price: z.object({
      lines: z.record(z.string(), z.record(z.string(), z.int())),
      total: z.record(z.string(), z.int()),
    }),
  }),
})
const codeCheck = z.object({
  command: z.literal('code'),
  input: z.object({
    ...common,
    diagnoses: z.array(z.string()),
    services: z.array(z.object({ ...procedure, minutes: z.int(), assistantMinutes: z.int() })),
    therapyAccrued: z.object({ ptSlpCents: amount, otCents: amount }),
    kxAttestation: z.unknown(),
  }),
  expect: z.looseObject({ findings: z.array(z.object({ rule: z.string(), severity: z.string() })) }),
})
const published = z.object({
  cases: z.array(z.object({ id: z.string(), checks: z.array(z.looseObject({ id: z.string() })) })),
})

const cases = existsSync(file) ? published.parse(JSON.parse(readFileSync(file, 'utf8'))).cases : []
const checks = cases
  .filter(({ id }) => /^P\d/.test(id))
  .flatMap(({ id, checks }) => checks.map((one) => ({ name: `${id} ${one.id}`, one })))

describe.skipIf(cases.length === 0)('published prices', () => {
  test('there are 21', () => expect(checks).toHaveLength(21))

  test.each(checks.filter(({ one }) => one.command === 'price'))('$name', ({ one }) => {
    const { input, expect: wanted } = priceCheck.parse(one)
    const { lines, total } = priceTreatmentDay(input)
    expect(Object.fromEntries(lines.map((line) => [line.lineId, line]))).toMatchObject(wanted.price.lines)
    expect(total).toMatchObject(wanted.price.total)
  })

  test.each(checks.filter(({ one }) => one.command === 'code'))('$name', ({ one }) => {
    const { input, expect: wanted } = codeCheck.parse(one)
    const coded = codeTreatmentDay({
      ...input,
      kxAttested: input.kxAttestation !== null,
      abn: null,
      services: input.services.map((service) => ({
        ...{ ...service, units: null, unitChargeCents: null, diagnosisPointers: [1], discipline: 'PT' },
        ...{ modality: 'in-person', placeOfService: '11', renderingNpi: null, distinctBlock: null },
      })),
    })
    const { findings, ...rest } = wanted
    expect(coded).toMatchObject(rest)
    expect(coded.findings.map(({ rule, severity }) => ({ rule, severity }))).toEqual(findings)
  })
})
