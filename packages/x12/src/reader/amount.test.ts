import { cents } from '@tally/kernel'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { centsIn, countIn, quantityIn } from './amount.ts'

test.each([
  ['541', 54100],
  ['541.00', 54100],
  ['-1008.1', -100810],
  ['.4', 40],
  ['0', 0],
  ['-0', 0],
  ['1.15', 115],
  ['16.1', 1610],
  [' 34.00 ', 3400],
  ['0001', 100],
  ['99999999.99', 9999999999],
])('%j is %i cents', (text, expected) => {
  expect(centsIn(text)).toBe(cents(expected))
})

test.each([
  '',
  ' ',
  '-',
  '.',
  '-.',
  '5.',
  '1.005',
  '1.150',
  '12,50',
  '1e3',
  '+5',
  '--5',
  '5-',
  '1.2.3',
  '$5',
  '٣',
  '1 2',
  '9007199254740993',
  '90071992547409.93',
])('%j is no amount: it is refused, not rounded', (text) => {
  expect(centsIn(text)).toBeNull()
})

test('any whole cents, written as dollars, are read to the cent', () => {
  const written = (amount: number, decimals: number) => {
    const digits = String(Math.abs(amount)).padStart(3, '0')
    const fraction = digits.slice(-2)
    const sign = amount < 0 ? '-' : ''
    const whole = `${sign}${digits.slice(0, -2)}`
    if (decimals === 2 || !fraction.endsWith('0')) return `${whole}.${fraction}`
    return fraction === '00' ? whole : `${whole}.${fraction.charAt(0)}`
  }
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      fc.constantFrom(0, 2),
      (amount, decimals) => {
        expect(centsIn(written(amount, decimals))).toBe(cents(amount))
      },
    ),
  )
})

test.each([
  ['2', 2],
  ['0', 0],
  ['9', 9],
  ['12', 12],
  ['.25', 0.25],
  ['2.', 2],
  ['1.5', 1.5],
  [' 2 ', 2],
  ['.5', 0.5],
  ['-1', -1],
  ['', null],
  ['x', null],
  ['/', null],
  [':', null],
  [' ', null],
  ['2x', null],
  ['1e3', null],
  ['Infinity', null],
])('%j is the quantity %j', (text, expected) => {
  expect(quantityIn(text)).toBe(expected)
})

test.each([
  ['34', 34],
  ['0034', 34],
  ['0', 0],
  ['-1', null],
  ['1.0', null],
  ['', null],
  ['9999999999', null],
])('%j is the count %j', (text, expected) => {
  expect(countIn(text)).toBe(expected)
})
