/** What must hold of every treatment day, whatever was documented. */
import { cents, type Finding } from '@tally/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from './code-treatment-day.ts'
import type { CodedDay } from './coded-day.ts'
import { priceTreatmentDay } from './price-treatment-day.ts'
import { ruleCards } from './rule-cards.ts'
import { paymentChain } from './rules/payment-chain.ts'
import { day } from './sample-day.ts'
import { services, treatmentDays } from './sample-days.ts'
import type { DocumentedService } from './treatment-day-input.ts'

const pooled = new Set(['97110', '97112', '97116', '97140', '97530', '97535', '97035', '97750'])
const code = (given: readonly DocumentedService[], unitRule = 'cms-pooled') =>
  codeTreatmentDay({
    ...day,
    payer: { family: 'auto', rules: { unitRule, assistantModifiers: true } },
    services: given,
  })
const unitsBy = ({ lines }: CodedDay) => {
  const units: Record<string, number> = {}
  for (const { procedureCode, discipline, units: own } of lines)
    units[`${discipline} ${procedureCode}`] = (units[`${discipline} ${procedureCode}`] ?? 0) + own
  return units
}
const sum = (amounts: readonly number[]) => amounts.reduce((total, own) => total + own, 0)
const slugsOf = (findings: readonly Finding[]) =>
  findings.map(({ rule, says }) => `${rule} ${says}`).toSorted()

describe('units', () => {
  test('pooled units of a discipline are floor((T + 7) / 15), each code with its full 15 minutes or one more', () => {
    fc.assert(
      fc.property(services, (given) => {
        const units = unitsBy(code(given))
        for (const discipline of ['PT', 'OT']) {
          const own = given.filter((one) => one.discipline === discipline && pooled.has(one.procedureCode))
          const total = sum(own.map(({ minutes }) => minutes ?? 0))
          const codes = [...new Set(own.map(({ procedureCode }) => procedureCode))]
          const billed = codes.map((one) => units[`${discipline} ${one}`] ?? 0)
          // OT knows no gait training: such minutes are held, and no pool's.
          if (discipline === 'OT' && codes.includes('97116')) continue
          expect(sum(billed)).toBe(total < 8 ? 0 : Math.floor((total + 7) / 15))
          codes.forEach((one, place) => {
            const minutes = sum(
              own.filter(({ procedureCode }) => procedureCode === one).map((of) => of.minutes ?? 0),
            )
            const extra = (billed[place] ?? 0) - Math.floor(minutes / 15)
            expect([0, 1]).toContain(extra)
          })
        }
      }),
    )
  })

  test('a minute more never makes fewer pooled units', () => {
    fc.assert(
      fc.property(services, fc.nat(5), (given, at) => {
        const more = given.map((one, index) =>
          index === at ? { ...one, minutes: (one.minutes ?? 0) + 1 } : one,
        )
        expect(sum(Object.values(unitsBy(code(more))))).toBeGreaterThanOrEqual(
          sum(Object.values(unitsBy(code(given)))),
        )
      }),
    )
  })

  test('a day of one code has the same units by the pool and by the midpoint', () => {
    fc.assert(
      fc.property(services, ([first]) => {
        if (!first) return
        expect(unitsBy(code([first], 'per-code'))).toEqual(unitsBy(code([first])))
      }),
    )
  })

  test('the order of documentation changes ties alone', () => {
    fc.assert(
      fc.property(services, (given) => {
        const [forth, back] = [code(given), code(given.toReversed())]
        expect(back.tie).toBe(forth.tie)
        if (!forth.tie) expect(unitsBy(back)).toEqual(unitsBy(forth))
      }),
    )
  })

  test('a split for an assistant keeps units and charges, and names no line twice', () => {
    fc.assert(
      fc.property(services, (given) => {
        const split = code(given)
        const whole = code(given.map((one) => ({ ...one, assistantMinutes: 0 })))
        expect(unitsBy(split)).toEqual(unitsBy(whole))
        expect(sum(split.lines.map((line) => line.chargeCents ?? 0))).toBe(
          sum(whole.lines.map((line) => line.chargeCents ?? 0)),
        )
        const names = split.lines.map(({ lineId }) => lineId)
        expect(new Set(names).size).toBe(names.length)
      }),
    )
  })

  test('two encounters coded together are one encounter with the services of both', () => {
    fc.assert(
      fc.property(services, fc.nat(5), (given, at) => {
        const named = given.map((one, index) => ({ ...one, lineId: index < at ? `a${index}` : `b${index}` }))
        const [one, two] = [code(given), code(named)]
        expect(unitsBy(two)).toEqual(unitsBy(one))
        expect(two.lines.map(({ modifiers, chargeCents }) => [modifiers, chargeCents])).toEqual(
          one.lines.map(({ modifiers, chargeCents }) => [modifiers, chargeCents]),
        )
        expect(slugsOf(two.findings)).toEqual(slugsOf(one.findings))
      }),
    )
  })
})

describe('a whole day', () => {
  test('is answered in Latin-1, which JSON writes a byte a character', () => {
    fc.assert(
      fc.property(treatmentDays, (given) => {
        expect(JSON.stringify(codeTreatmentDay(given))).not.toMatch(/[\u0100-\uffff]/)
      }),
    )
    expect(ruleCards.map(({ citation }) => citation).join()).not.toMatch(/[\u0100-\uffff]/)
  })

  const known = new Set(ruleCards.map(({ slug }) => slug))

  test('every service is on a line or listed with the reason, once', () => {
    fc.assert(
      fc.property(treatmentDays, (given) => {
        const { lines, unbilled } = codeTreatmentDay(given)
        const first = lines.filter((line, place) => lines[place - 1]?.sourceLineId !== line.sourceLineId)
        const named = [...first, ...unbilled].flatMap(({ sourceLineIds }) => sourceLineIds)
        expect(named.toSorted()).toEqual(given.services.map(({ lineId }) => lineId).toSorted())
      }),
    )
  })

  test('every reason and finding has a card; every line has units, four modifiers at most, none twice', () => {
    fc.assert(
      fc.property(treatmentDays, (given) => {
        const { lines, findings } = codeTreatmentDay(given)
        for (const { rule } of [...findings, ...lines.flatMap(({ reasons }) => reasons)])
          expect(known).toContain(rule)
        for (const { units, modifiers } of lines) {
          expect(units).toBeGreaterThan(0)
          expect(modifiers.length).toBeLessThanOrEqual(4)
          expect(new Set(modifiers).size).toBe(modifiers.length)
        }
      }),
    )
  })

  test('totals are sums of lines, and what accrues is what is allowed', () => {
    fc.assert(
      fc.property(treatmentDays, (given) => {
        const { lines, expectedAllowedCents, therapyAccruedAfter: after } = codeTreatmentDay(given)
        const known = lines.flatMap((line) => line.expectedAllowedCents ?? [])
        if (expectedAllowedCents !== null) expect(sum(known)).toBe(expectedAllowedCents)
        const before = given.therapyAccrued
        if (after && before)
          expect(after.ptSlpCents + after.otCents).toBe(before.ptSlpCents + before.otCents + sum(known))
      }),
    )
  })

  test('the same day has the same answer', () => {
    fc.assert(
      fc.property(treatmentDays, (given) => {
        expect(codeTreatmentDay(given)).toEqual(codeTreatmentDay(structuredClone(given)))
      }),
    )
  })

  test('no cent is lost between what is allowed and what is paid', () => {
    fc.assert(
      fc.property(treatmentDays, fc.nat(30_000), (given, deductible) => {
        const { lines } = codeTreatmentDay(given)
        const priced = priceTreatmentDay({
          ...{
            serviceDate: given.serviceDate,
            payer: { family: 'medicare-b' },
            pricing: given.pricing ?? null,
          },
          ...{ deductibleRemainingCents: cents(deductible), lines },
        })
        for (const line of priced.lines) {
          const { allowedCents, paidCents, patientCents, assistantReductionCents, sequestrationCents } = line
          if (allowedCents === null) continue
          const parts = [paidCents, patientCents, assistantReductionCents, sequestrationCents]
          expect(sum(parts.map((part) => part ?? 0))).toBe(allowedCents)
          expect(line.reasons.some(({ rule }) => rule === paymentChain.slug)).toBe(true)
        }
      }),
    )
  })
})
