import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { answerInOrder, type DayAnswered, type DayToAnswer, type Ledger } from './answer-in-order.ts'
import { type Authorization, balanceOf, type Entry } from './authorization.ts'
import { sampleAuthorization } from './sample-authorization.ts'
import { sampleBenefits } from './sample-benefits.ts'

function day(id: string, changes: Partial<Omit<DayToAnswer, 'facts'>> = {}, facts: object = {}): DayToAnswer {
  const date = serviceDate(`2026-03-0${id}`)
  return {
    ...{ id, sent: false, payerId: 'P1', services: [{ code: '97110', units: 2 }] },
    ...changes,
    facts: {
      ...{
        serviceDate: date,
        governing: { kind: 'payer', payerId: 'P1' },
        family: 'commercial',
        asksPayer: true,
      },
      check: {
        checkId: 'C1',
        asOf: date,
        age: 'fresh',
        benefits: sampleBenefits({ authorizationRequired: 'yes' }),
      },
      ...{
        waiting: false,
        silence: '',
        visitsSince: 0,
        authorizationLearned: false,
        plan: null,
        treatedOn: [],
      },
      ...{ overridden: [], ...facts },
    },
  }
}

function ledger(visits: number, entries: Entry[] = [], changes: Partial<Authorization> = {}): Ledger {
  return {
    authorization: sampleAuthorization(changes),
    balance: balanceOf([{ kind: 'grant', quantity: visits, treatmentDayId: null }, ...entries]),
  }
}
const holds = (kind: Entry['kind'], treatmentDayId: string): Entry => ({ kind, quantity: 1, treatmentDayId })
const inWords = (answers: readonly DayAnswered[]) =>
  answers.map(({ clearance, takes }) => `${clearance.kind} ${takes?.authorizationId ?? '-'}`)

describe('a patient’s days', () => {
  it('get the last visits in the order of their dates', () => {
    expect(inWords(answerInOrder([day('2'), day('4'), day('6')], [ledger(2)]))).toEqual([
      'cleared A1',
      'cleared A1',
      'held -',
    ])
  })

  it('give way to an earlier day that is heard of late, while none has gone out', () => {
    const reserved = [ledger(2, [holds('reserve', '4'), holds('reserve', '6')])]
    expect(inWords(answerInOrder([day('2'), day('4'), day('6')], reserved))).toEqual([
      'cleared A1',
      'cleared A1',
      'held -',
    ])
  })

  it('keep what they went out with', () => {
    const used = [ledger(2, [holds('use', '6'), holds('reserve', '4')])]
    const days = [day('2'), day('4'), day('6', { sent: true })]
    expect(inWords(answerInOrder(days, used))).toEqual(['cleared A1', 'held -', 'cleared A1'])
  })

  it('keep their place while they wait for the payer, and take nothing yet', () => {
    expect(inWords(answerInOrder([day('2', {}, { waiting: true }), day('4')], [ledger(1)]))).toEqual([
      'waiting -',
      'held -',
    ])
  })

  it('leave to others what they are held without', () => {
    const inactive = {
      check: {
        checkId: 'C1',
        asOf: serviceDate('2026-03-02'),
        age: 'fresh',
        benefits: sampleBenefits({ coverage: 'inactive' }),
      },
    }
    expect(inWords(answerInOrder([day('2', {}, inactive), day('4')], [ledger(1)]))).toEqual([
      'held -',
      'cleared A1',
    ])
  })

  it('take from the authorization that ends first', () => {
    const later = ledger(5, [], { id: 'A0', to: serviceDate('2026-06-30') })
    const sooner = ledger(1, [], { id: 'A2', to: serviceDate('2026-03-31') })
    expect(inWords(answerInOrder([day('2'), day('4')], [later, sooner]))).toEqual([
      'cleared A2',
      'cleared A0',
    ])
  })

  it('need as many units as are billed where units are counted', () => {
    const units = [ledger(3, [], { countedIn: 'units' })]
    expect(inWords(answerInOrder([day('2'), day('4')], units))).toEqual(['cleared A1', 'held -'])
  })

  it('are never held for a number that nobody said', () => {
    const open = [ledger(0, [], { limited: false })]
    expect(inWords(answerInOrder([day('2'), day('4')], open))).toEqual(['cleared A1', 'cleared A1'])
  })

  it('of Part B take none, unless a denial taught that the payer wants one', () => {
    const partB = { family: 'medicare-b' }
    expect(inWords(answerInOrder([day('2', {}, partB)], [ledger(5)]))).toEqual(['cleared -'])
    const denied = { ...partB, authorizationLearned: true }
    expect(inWords(answerInOrder([day('2', {}, denied)], [ledger(5)]))).toEqual(['cleared A1'])
  })
})
