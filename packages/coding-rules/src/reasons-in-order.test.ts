/** Which reasons stand on a line or on what stays off the claim, and in which order. */
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import type { CodedDay } from './coded-day.ts'
import { day, services } from './sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

const code = (
  given: string,
  changed: Partial<TreatmentDayInput> = {},
  sent: Partial<DocumentedService> = {},
): CodedDay =>
  codeTreatmentDay({
    ...day,
    services: services(given).map((service) => ({ ...service, ...sent })),
    ...changed,
  })

describe('the way of reasons', () => {
  const slugs = (reasons: CodedDay['lines'][number]['reasons'] | undefined) =>
    reasons?.map(({ rule }) => rule)

  test('what came off says how it was coded and why it may not stay', () => {
    expect(slugs(code('97161 30, 97750 15').unbilled[0]?.reasons)).toEqual([
      ...['units/eight-minute', 'modifier/discipline', 'ncci/never-together'],
    ])
  })

  test('a code that goes as another says so first', () => {
    expect(slugs(code('97014 15').lines[0]?.reasons)?.slice(0, 2)).toEqual([
      ...['procedure/replaced', 'units/untimed-once'],
    ])
  })

  test('beside a voluntary ABN: never covered, and each modifier why', () => {
    const [line] = code('20560 15', { abn: 'voluntary' }).lines
    expect(
      line?.reasons.filter(({ rule }) => rule === 'procedure/not-payable').map(({ says }) => says),
    ).toEqual([
      '20560 is not covered under a PT plan',
      'GX on 20560: never covered, with a voluntary ABN',
      'GY on 20560: never covered, with a voluntary ABN',
    ])
  })

  test('a payer without a plan of care has no reason for one, nor a modifier of ours twice', () => {
    const auto = code('97110 15', { payer: { family: 'auto' } })
    expect(slugs(auto.lines[0]?.reasons)).toEqual(['units/midpoint', 'price/no-schedule'])
    const sent = code('97110 15', {}, { modifiers: ['GP'] })
    expect(slugs(sent.lines[0]?.reasons)).not.toContain('modifier/of-the-clinic')
  })

  test('minutes that cannot be keep their finding’s reason', () => {
    const coded = code('97110 -1')
    expect(coded.unbilled[0]?.reasons).toEqual([
      {
        ...{ rule: 'input/impossible', edition: '1', citation: 'command-line.md: tally code' },
        ...{ says: '/services/0/minutes is below zero', facts: { pointer: '/services/0/minutes' } },
      },
    ])
  })
})
