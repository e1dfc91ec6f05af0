/** KX where something is unknown or nobody asks for it: 3.2 and 0.2 of the coding rules. */
import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from '../code-treatment-day.ts'
import { blocking, day, services } from '../sample-day.ts'
import type { TreatmentDayInput } from '../treatment-day-input.ts'

const national = { gpci: { work: 1, practiceExpense: 1, malpractice: 1 } }
const accrued = (ptSlp: number, ot = 0) => ({ ptSlpCents: cents(ptSlp), otCents: cents(ot) })
const code = (given: string, changed: Partial<TreatmentDayInput>, kx: readonly number[] = []) =>
  codeTreatmentDay({
    ...{ ...day, pricing: national },
    services: services(given).map((service, place) => ({
      ...service,
      modifiers: kx.includes(place) ? ['KX'] : [],
    })),
    ...changed,
  })
const rulesOf = ({ findings }: ReturnType<typeof codeTreatmentDay>) => findings.map(({ rule }) => rule)

describe('a payer that knows no threshold', () => {
  test.each([accrued(248000), null])('is not watched, with %j used', (therapyAccrued) => {
    const coded = code('97110 30', { payer: { family: 'medicare-advantage' }, therapyAccrued })
    expect(rulesOf(coded)).toEqual(['price/no-schedule'])
    expect(coded.therapyAccruedAfter).toBeNull()
    expect(coded.lines[0]?.modifiers).toEqual(['GP'])
  })
})

describe('KX that the clinic sent', () => {
  test('without a price nobody can call it early, nor put it on', () => {
    const coded = code('97110 30', { pricing: null, kxAttested: true }, [0])
    expect(rulesOf(coded)).toEqual(['price/no-schedule'])
    expect(coded.lines[0]?.modifiers).toEqual(['GP'])
  })

  test('while nobody attests it is held, and no more is told', () => {
    expect(rulesOf(code('97110 30', {}, [0]))).toEqual(['modifier/contradiction'])
  })

  test('on one of the services merged into a line is the line’s', () => {
    const coded = code('97110 15, 97110 15', { kxAttested: true }, [1])
    expect(coded.findings).toMatchObject([{ rule: 'modifier/kx-early', lineIds: ['1', '2'] }])
  })

  test('on another line is not this one’s', () => {
    const coded = code('97110 15, 97140 15', { kxAttested: true }, [1])
    expect(coded.findings).toMatchObject([{ rule: 'modifier/kx-early', lineIds: ['2'] }])
  })
})

describe('a bucket without lines', () => {
  test('has nothing to tell, even where no threshold is held', () => {
    const coded = code('97110 30', { serviceDate: serviceDate('2020-12-31') })
    expect(rulesOf(coded)).toEqual(['coding/not-yet', 'price/no-schedule'])
    expect(coded.findings[0]?.lineIds).toEqual(['1'])
  })

  test('keeps what was used in it', () => {
    const coded = code('OT 97110 15', { therapyAccrued: accrued(1000, 2000) })
    expect(coded.therapyAccruedAfter).toEqual({ ptSlpCents: 1000, otCents: 4906, reviewFlag: false })
    expect(blocking(coded)).toEqual([])
  })
})

describe('a payer that knows KX and no ABN', () => {
  const payer = { family: 'medicare-advantage', rules: { kx: true, price: { kind: 'medicare' } } } as const
  const above = { payer, abn: 'required', therapyAccrued: accrued(248000) } as const

  test('has KX on a line above the threshold whatever notice the patient signed', () => {
    const coded = code('97110 15', { ...above, kxAttested: true })
    expect(coded.lines[0]?.modifiers).toEqual(['GP', 'KX'])
    expect(blocking(coded)).toEqual([])
  })

  test('holds the line while nobody attests it', () => {
    const coded = code('97110 15', above)
    expect(coded.lines[0]?.modifiers).toEqual(['GP'])
    expect(rulesOf(coded)).toContain('modifier/kx-required')
  })
})
