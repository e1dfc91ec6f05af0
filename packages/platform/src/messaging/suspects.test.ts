import { expect, it } from 'vitest'
import { suspects } from './suspects.ts'

/** An attempt that says when it begins, and ends when it is let go. */
function held(began: string[], name: string) {
  const gate = Promise.withResolvers<string>()
  const attempt = () => {
    began.push(name)
    return gate.promise
  }
  return { attempt, end: () => gate.resolve(name), fail: () => gate.reject(new Error(name)) }
}

it('one at a time, the least tried first, those alike in the order they came', async () => {
  const [began, turns] = [[] as string[], suspects()]
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => held(began, name))
  if (!(a && b && c && d)) throw new Error('four were made')
  const results = [turns.turn(2, a.attempt), turns.turn(1, b.attempt), turns.turn(0, c.attempt)]
  results.push(turns.turn(0, d.attempt))
  const order: string[][] = []
  for (const one of [a, c, d, b]) {
    await expect.poll(() => began.length).toBe(order.length + 1)
    order.push([...began])
    one.end()
  }
  expect(order.at(-1)).toEqual(['a', 'c', 'd', 'b'])
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd'])
})

it('one that fails gives its turn on, and a later one begins at once', async () => {
  const [began, turns] = [[] as string[], suspects()]
  const [bad, good, late] = ['bad', 'good', 'late'].map((name) => held(began, name))
  if (!(bad && good && late)) throw new Error('three were made')
  const failed = expect(turns.turn(0, bad.attempt)).rejects.toThrow('bad')
  const went = turns.turn(0, good.attempt)
  bad.fail()
  await failed
  good.end()
  expect(await went).toBe('good')
  const last = turns.turn(2, late.attempt)
  late.end()
  expect(await last).toBe('late')
  expect(began).toEqual(['bad', 'good', 'late'])
})
