/** Codes counted by themselves: which are, by what length, and which by the clinic's own number. */
import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { therapyCodes } from '../tables/therapy-tables.ts'
import { assistantShare } from './assistant-modifier.ts'
import { multipleProcedures } from './multiple-procedures.ts'
import { countsItself, pooledByTime, unitsByLength } from './units-by-code.ts'

const on = serviceDate('2026-03-02')
const row = (code: string) => {
  const found = therapyCodes.on(code, on)
  if (!found) throw new Error(`${code} is in the table`)
  return found
}

describe('a code', () => {
  test.each([
    ['97110', true, false],
    ['97129', false, false],
    ['97150', false, false],
    ['96125', false, false],
    ['98980', false, false],
    ['98966', false, false],
    ['98970', false, false],
    ['97597', false, true],
    ['97598', false, true],
    ['95851', false, true],
    ['95852', false, true],
  ])('%s shares a pool: %s; is counted by the clinic: %s', (code, pooled, itself) => {
    expect([pooledByTime(row(code)), countsItself(row(code))]).toEqual([pooled, itself])
  })

  test.each([
    ['97150', null],
    ['97597', null],
    ['95851', null],
    ['97110', 2],
    ['97550', 1],
    ['98967', 1],
  ])('%s makes %s of 30 minutes', (code, units) => {
    expect(unitsByLength(row(code), 30, 'midpoint')?.units ?? null).toBe(units)
  })

  test.each(['N', 'area'] as const)(
    'whose time is %s has none by its length, whatever the table holds',
    (timed) => {
      expect(unitsByLength({ ...row('97110'), timed }, 30, 'midpoint')).toBeNull()
      expect(unitsByLength({ ...row('97110'), minutes_per_unit: null }, 30, 'midpoint')).toBeNull()
    },
  )
})

test('without an assistant’s minute, or a payer that asks, there is no share', () => {
  const service = {
    ...{ procedureCode: '97110', discipline: 'PT' as const, minutes: 30, units: 2, byUnit: true },
    assistantMinutes: 0,
  }
  const rules = { assistantModifiers: true, untimedAssistantMethod: 1 as const }
  expect(assistantShare(service, on, rules)).toEqual({ kind: 'none' })
  const unasked = { ...rules, assistantModifiers: false }
  expect(assistantShare({ ...service, assistantMinutes: 15 }, on, unasked)).toEqual({ kind: 'none' })
})

test('where nothing else is said one unit of the highest line is paid in full', () => {
  const line = { procedureCode: '97110', units: 3, reducible: true, practiceExpense: 41 }
  const own = { ...line, fullUnitCents: cents(2906) }
  expect(multipleProcedures.decide({ line: own, highest: own })).toMatchObject({
    fullUnits: 1,
    reducedUnits: 2,
  })
})
