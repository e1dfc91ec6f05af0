import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sideBySide } from './side-by-side.ts'

/** What began and what ended, in this order; each takes a turn of the event loop. */
async function happens(items: readonly string[], touches: (item: string) => string | undefined) {
  const happened: string[] = []
  const ended = await sideBySide(items, touches, async (item) => {
    happened.push(`${item}…`)
    await turn()
    if (item.endsWith('!')) throw new Error(item)
    happened.push(item)
  }).catch((error: unknown) => error)
  return { happened, ended }
}

const first = (item: string) => item[0]

it('what touches different things goes side by side', async () => {
  expect((await happens(['a1', 'b1'], first)).happened).toEqual(['a1…', 'b1…', 'a1', 'b1'])
})

it('what touches the same thing goes one after the other, in its order', async () => {
  expect((await happens(['a1', 'b1', 'a2'], first)).happened).toEqual([
    ...['a1…', 'b1…', 'a1'],
    ...['a2…', 'b1', 'a2'],
  ])
})

it('all go one after the other where one may touch anything', async () => {
  const { happened } = await happens(['a1', 'b1', '?'], (item) => (item === '?' ? undefined : item))
  expect(happened).toEqual(['a1…', 'a1', 'b1…', 'b1', '?…', '?'])
})

it('tells what failed first, begins nothing after it, and not before the others have ended', async () => {
  const { happened, ended } = await happens(['a!', 'b!', 'c1', 'c2', 'a2'], first)
  expect(ended).toEqual(new Error('a!'))
  expect(happened).toEqual(['a!…', 'b!…', 'c1…', 'c1'])
})
