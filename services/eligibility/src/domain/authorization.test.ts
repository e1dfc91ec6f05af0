import { serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { alarmsOf, balanceOf, type Entry, neededOf } from './authorization.ts'
import { sampleAuthorization } from './sample-authorization.ts'

const grant = (quantity: number): Entry => ({ kind: 'grant', quantity, treatmentDayId: null })
const of = (kind: Entry['kind'], day: string, quantity = 1): Entry => ({
  kind,
  quantity,
  treatmentDayId: day,
})
const numbers = (entries: Entry[]) => {
  const { granted, reserved, used, remaining } = balanceOf(entries)
  return [granted, reserved, used, remaining]
}

describe('the ledger of an authorization', () => {
  it.each<[string, Entry[], number[]]>([
    ['nothing yet', [], [0, 0, 0, 0]],
    ['granted', [grant(12)], [12, 0, 0, 12]],
    ['reserved', [grant(12), of('reserve', 'a'), of('reserve', 'b')], [12, 2, 0, 10]],
    ['used', [grant(12), of('reserve', 'a'), of('use', 'a')], [12, 0, 1, 11]],
    ['the same twice', [grant(12), of('reserve', 'a'), of('use', 'a'), of('use', 'a')], [12, 0, 1, 11]],
    ['given back', [grant(12), of('reserve', 'a'), of('use', 'a'), of('release', 'a')], [12, 0, 0, 12]],
    ['given back twice', [grant(12), of('release', 'a'), of('release', 'a')], [12, 0, 0, 12]],
    ['reserved anew with more', [grant(40), of('reserve', 'a', 3), of('reserve', 'a', 4)], [40, 4, 0, 36]],
    ['granted less later', [grant(12), of('use', 'a'), grant(-4)], [8, 0, 1, 7]],
  ])('%s', (_, entries, expected) => {
    expect(numbers(entries)).toEqual(expected)
  })
})

describe('whether it is for a day', () => {
  const day = {
    payerId: 'P1',
    serviceDate: serviceDate('2026-03-02'),
    services: [
      { code: '97110', units: 2 },
      { code: '97530', units: 1 },
    ],
  }
  const evaluation = { ...day, services: [{ code: '97161', units: 1 }] }
  it.each<[string, Parameters<typeof sampleAuthorization>[0], typeof day, number | null]>([
    ['approved, for every code', {}, day, 1],
    ['partly approved', { status: 'partly-approved' }, day, 1],
    ['asked for', { status: 'requested' }, day, null],
    ['pended', { status: 'pended' }, day, null],
    ['denied', { status: 'denied' }, day, null],
    ['of another payer', { payerId: 'P2' }, day, null],
    ['begins tomorrow', { from: serviceDate('2026-03-03') }, day, null],
    ['ended yesterday', { to: serviceDate('2026-03-01') }, day, null],
    ['its last day', { to: serviceDate('2026-03-02') }, day, 1],
    ['for one code of two', { codes: ['97110'] }, day, null],
    ['for both', { codes: ['97110', '97530', '97140'] }, day, 1],
    ['counted in units', { countedIn: 'units' }, day, 3],
    ['an evaluation that needs none', { evaluationExempt: true }, evaluation, 0],
    ['an evaluation that needs one', {}, evaluation, 1],
  ])('%s', (_, changes, asked, needed) => {
    expect(neededOf(sampleAuthorization(changes), asked)).toBe(needed)
  })
})

describe('what presses', () => {
  const today = serviceDate('2026-03-02')
  const taken = (count: number, of: number) =>
    balanceOf([
      grant(of),
      ...Array.from({ length: count }, (_, day) => ({ ...reserved, treatmentDayId: `d${day}` })),
    ])
  const reserved: Entry = { kind: 'reserve', quantity: 1, treatmentDayId: null }
  it.each<[string, Parameters<typeof sampleAuthorization>[0], number, number, string]>([
    ['four left', {}, 8, 12, 'nothing'],
    ['three left', {}, 9, 12, 'low'],
    ['none left', {}, 12, 12, 'exhausted'],
    ['few granted, none taken', {}, 0, 2, 'nothing'],
    ['ends in fifteen days', { to: serviceDate('2026-03-17') }, 1, 12, 'nothing'],
    ['ends in fourteen', { to: serviceDate('2026-03-16') }, 1, 12, 'low'],
    ['has ended', { to: serviceDate('2026-03-01') }, 1, 12, 'nothing'],
    ['thirteen units left', { countedIn: 'units' }, 7, 20, 'nothing'],
    ['twelve units left', { countedIn: 'units' }, 8, 20, 'low'],
    ['nobody said how many', { limited: false }, 12, 0, 'nothing'],
    ['cancelled', { status: 'cancelled' }, 12, 12, 'nothing'],
  ])('%s', (_, changes, days, granted, presses) => {
    const { low, exhausted } = alarmsOf(sampleAuthorization(changes), taken(days, granted), today)
    expect(exhausted ? 'exhausted' : low ? 'low' : 'nothing').toBe(presses)
  })
})
