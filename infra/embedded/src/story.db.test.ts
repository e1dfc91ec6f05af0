import { expect, it } from 'vitest'
import { tellStory } from './story.ts'

it('a visit becomes cash: every exit, on the in-process broker', { timeout: 120_000 }, async () => {
  expect(await tellStory()).toEqual([])
})
