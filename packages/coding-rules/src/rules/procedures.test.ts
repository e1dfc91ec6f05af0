/** Why a procedure is not paid and by whom instead, and which added codes need which base: 1.1 and 1.4. */
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from '../code-treatment-day.ts'
import { day, services } from '../sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from '../treatment-day-input.ts'

const code = (
  given: string,
  changed: Partial<TreatmentDayInput> = {},
  sent: Partial<DocumentedService> = {},
) =>
  codeTreatmentDay({
    ...{ ...day, pricing: { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } } },
    services: services(given).map((service) => ({ ...service, ...sent })),
    ...changed,
  })

describe('a procedure', () => {
  test.each([
    [
      '97010 15',
      '97010 is bundled: never paid by itself',
      'nothing: it may not be billed to the patient either',
    ],
    ['20560 15', '20560 is not covered under a PT plan', 'bill the patient'],
  ])('%s: why it is not paid, and whose it is to pay', (given, says, fix) => {
    expect(code(given).findings).toMatchObject([{ says, fix }])
  })

  test('a payer that wants 97014 itself gets it, and nothing is told', () => {
    const coded = code('97014 15', {
      payer: { family: 'commercial', rules: { unattendedStimulationAs: '97014' } },
    })
    expect(coded.lines[0]?.procedureCode).toBe('97014')
    expect(coded.findings.map(({ rule }) => rule)).toEqual(['price/no-schedule'])
  })

  test.each([
    ['97039', 'procedure/unlisted'],
    ['97139', 'procedure/unlisted'],
    ['97799', 'procedure/unlisted'],
    ['97598', 'procedure/add-on-without-base'],
    ['90913', 'procedure/add-on-without-base'],
    ['96113', 'procedure/add-on-without-base'],
    ['SLP 92608', 'procedure/add-on-without-base'],
  ])('%s raises %s', (given, rule) => {
    const coded = code(`${given} 30`, {}, { units: 1 })
    expect(coded.findings.map((finding) => finding.rule)).toContain(rule)
  })

  test.each(['97597 20, 97598 20', '90912 15, 90913 15', '96112 60, 96113 30', 'SLP 92607 60, SLP 92608 30'])(
    '%s: beside its base an added code raises nothing',
    (given) => {
      const rules = code(given, {}, { units: 1 }).findings.map(({ rule }) => rule)
      expect(rules).not.toContain('procedure/add-on-without-base')
    },
  )
})
