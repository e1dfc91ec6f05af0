import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import { type AgedAmount, agedByKey, agedOf, bucketNames, bucketStarts } from './aging.ts'

const amount = (key: string, bucket: number, owed: number, credit = 0, denied = 0): AgedAmount => ({
  ...{ key, bucket, owedCents: cents(owed), creditCents: cents(credit), deniedCents: cents(denied) },
})

it('each bucket but the first begins the day after the one before it ends', () => {
  expect(bucketNames.slice(1).map((name) => Number(/\d+/.exec(name)?.[0]))).toEqual(
    bucketStarts.map((start) => (start === 121 ? 120 : start)),
  )
  expect(bucketNames).toHaveLength(bucketStarts.length + 1)
})

it('credit lowers the receivable and hides nothing that is owed', () => {
  const aged = agedOf([amount('A', 0, 500, -200), amount('A', 4, 300, 0, 100), amount('B', 0, 50)])
  expect(aged.buckets.map((bucket) => bucket.cents)).toEqual([550, 0, 0, 0, 300])
  expect(aged).toMatchObject({ owedCents: 850, creditCents: -200, receivableCents: 650, deniedCents: 100 })
})

it('each key has its own, in order, and together they are the whole', () => {
  const amounts = [amount('B', 1, 70), amount('A', 0, 500, -200), amount('B', 0, 50)]
  const keys = agedByKey(amounts)
  expect(keys.map(({ key, receivableCents }) => [key, receivableCents])).toEqual([
    ['A', 300],
    ['B', 120],
  ])
  expect(keys.reduce((sum, { receivableCents }) => sum + receivableCents, 0)).toBe(
    agedOf(amounts).receivableCents,
  )
})
