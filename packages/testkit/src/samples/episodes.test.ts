import { createHash } from 'node:crypto'
import { isNpi, isServiceDate, isWeekday } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { episodes } from './episodes.ts'

const many = episodes(1, { count: 400 })
const visits = many.flatMap((one) => one.visits)
const days = many.flatMap((one) => one.days)
const digestOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

describe('generated episodes', () => {
  test('are the same bytes for the same seed, on every machine', () => {
    expect(digestOf(episodes(7, { count: 50 }))).toBe('d831a5c8c329ef24')
  })

  test('are others for another seed, and an episode does not hang on how many are drawn', () => {
    expect(digestOf(episodes(8, { count: 50 }))).not.toBe(digestOf(episodes(7, { count: 50 })))
    expect(episodes(7, { count: 3 })).toEqual(episodes(7, { count: 50 }).slice(0, 3))
  })

  test('have 6 to 14 visits each, on weekdays of one year, in order', () => {
    for (const { visits: own } of many) {
      expect(own.length).toBeGreaterThanOrEqual(6)
      expect(own.length).toBeLessThanOrEqual(14)
      expect(own.map(({ startAt }) => startAt)).toEqual(own.map(({ startAt }) => startAt).sort())
    }
    expect(
      visits.filter(({ serviceDate }) => !isServiceDate(serviceDate) || !isWeekday(serviceDate)),
    ).toEqual([])
    expect(new Set(visits.map(({ serviceDate }) => serviceDate.slice(0, 4)))).toEqual(new Set(['2025']))
  })

  test('have every kind of payer, Medicare most', () => {
    const byFamily = Map.groupBy(many, ({ family }) => family)
    expect(byFamily.size).toBe(9)
    const sizes = [...byFamily].sort(([, a], [, b]) => b.length - a.length)
    expect(sizes[0]?.[0]).toBe('medicare-b')
  })

  test('have three to six services a visit, an evaluation in the first alone, never by an assistant', () => {
    for (const { services, metadata } of visits) {
      expect(services.length).toBeGreaterThanOrEqual(3)
      expect(services.length).toBeLessThanOrEqual(6)
      const evaluation = services.filter(({ procedureCode }) => procedureCode.startsWith('9716'))
      expect(evaluation).toHaveLength(metadata.visitType === 'evaluation' ? 1 : 0)
      expect(evaluation.filter((one) => one.assistant !== null)).toEqual([])
    }
  })

  test('have assistants, second visits of a day, KX in autumn and a code that changed in October', () => {
    const services = visits.flatMap((one) => one.services)
    expect(services.filter(({ assistant }) => assistant !== null).length).toBeGreaterThan(
      services.length / 10,
    )
    expect(services.filter(({ assistant, minutes }) => (assistant?.minutes ?? 0) > minutes)).toEqual([])
    expect(days.length).toBeLessThan(visits.length)
    const attested = visits.filter(({ kxAttestation }) => kxAttestation !== null)
    expect(attested.length).toBeGreaterThan(20)
    expect(attested.filter(({ serviceDate }) => serviceDate < '2025-08-15')).toEqual([])
    const codesFrom = (code: string) =>
      visits.filter((one) => one.diagnoses[0]?.code === code).map(({ serviceDate }) => serviceDate)
    expect(codesFrom('G35').filter((date) => date >= '2025-10-01')).toEqual([])
    expect(codesFrom('G35.D').length).toBeGreaterThan(0)
    expect(codesFrom('G35.D').filter((date) => date < '2025-10-01')).toEqual([])
    const changed = many.filter(
      (one) => new Set(one.visits.map(({ diagnoses }) => diagnoses[0]?.code)).size > 1,
    )
    expect(changed.length).toBeGreaterThan(0)
  })

  test('say the same of a visit in its body and in its treatment day', () => {
    for (const { visits: own, days: coded } of many) {
      const bodies = own.flatMap((one) =>
        one.services.map(({ procedureCode, minutes, assistant }) => [
          one.serviceDate,
          procedureCode,
          minutes,
          assistant?.minutes ?? 0,
        ]),
      )
      const inputs = coded.flatMap((one) =>
        one.services.map((service) => [
          one.serviceDate,
          service.procedureCode,
          service.minutes,
          service.assistantMinutes,
        ]),
      )
      expect(inputs).toEqual(bodies)
      expect(new Set(coded.map(({ serviceDate }) => serviceDate)).size).toBe(coded.length)
    }
  })

  test('name nobody and no provider that cannot be', () => {
    const npis = visits.flatMap((one) => [
      one.billingProvider.npi,
      one.renderingProvider.npi,
      one.referringProvider.npi,
    ])
    const assistants = visits.flatMap((one) => one.services.flatMap(({ assistant }) => assistant?.npi ?? []))
    expect([...new Set([...npis, ...assistants])].filter((npi) => !isNpi(npi))).toEqual([])
  })
})
