import { expect, it } from 'vitest'
import { behind } from './behind.ts'

const at = (moment: { now: number }) => behind(() => moment.now)

it('is as far behind as the oldest message of those handed last', () => {
  const moment = { now: 1_000_000 }
  const told = at(moment)
  expect(told.ms()).toBe(0)
  told.handed('charges/0', moment.now - 7_000)
  told.handed('claims/0', moment.now - 300)
  expect(told.ms()).toBe(7_000)
  told.handed('charges/0', moment.now - 200)
  expect(told.ms()).toBe(300)
})

it('forgets what was handed more than five seconds ago', () => {
  const moment = { now: 1_000_000 }
  const told = at(moment)
  told.handed('charges/0', moment.now - 7_000)
  moment.now += 5_000
  expect(told.ms()).toBe(7_000)
  moment.now += 1
  expect(told.ms()).toBe(0)
})

it('takes what is older than ten minutes for history that is caught up with', () => {
  const moment = { now: 1_000_000 }
  const told = at(moment)
  told.handed('charges/0', moment.now - 600_001)
  told.handed('claims/0', moment.now - 40)
  expect(told.ms()).toBe(40)
})

it('knows since when the broker has not taken what was said, service by service', () => {
  const moment = { now: 1_000_000 }
  const told = at(moment)
  told.unpublished('charge-capture', moment.now - 500)
  told.unpublished('eligibility', moment.now - 300)
  expect(told.unpublishedMs()).toBe(500)
  told.unpublished('charge-capture', null)
  expect(told.unpublishedMs()).toBe(300)
  told.unpublished('eligibility', null)
  expect(told.unpublishedMs()).toBe(0)
})
