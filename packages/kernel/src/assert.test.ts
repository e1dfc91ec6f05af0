import { expect, it } from 'vitest'
import { assert, Defect, unreachable } from './assert.ts'

it('lets pass what holds', () => {
  expect(assert(1 < 2, 'one is less than two')).toBeUndefined()
})

it.each([false, 0, '', null, undefined])('%j is a defect that says what should hold', (condition) => {
  expect(() => assert(condition, 'a claim has a line')).toThrow(new Defect('a claim has a line'))
})

it('a defect names itself, so that a log tells it from a fault', () => {
  expect(new Defect('a claim has a line')).toMatchObject({ name: 'Defect', message: 'a claim has a line' })
  expect(new Defect('')).toBeInstanceOf(Error)
})

it.each([
  ['voided', 'a charge cannot be: voided'],
  [{ patient: 'Ada' }, 'a charge cannot be: object'],
  [undefined, 'a charge cannot be: undefined'],
])('the impossible case %j is a defect that names a slug, never a person', (value, says) => {
  expect(() => Reflect.apply(unreachable, undefined, [value, 'a charge cannot be'])).toThrow(new Defect(says))
})
