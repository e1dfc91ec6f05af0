import { expect, it } from 'vitest'
import { withSection } from './recorded-result.ts'

const kernel = (value: string) => ({
  name: 'kernel',
  command: 'npm run mutate -- kernel',
  rows: [['score', value]] as const,
})

it('a first result follows the title', () => {
  expect(withSection('# Mutation tests\n', kernel('90 %'), '2026-11-24, commit abc1234')).toBe(
    [
      '# Mutation tests',
      '',
      '## kernel',
      '',
      '`npm run mutate -- kernel`, 2026-11-24, commit abc1234',
      '',
      '| Figure | Value |',
      '|---|---|',
      '| score | 90 % |',
      '',
    ].join('\n'),
  )
})

it('a second run replaces its own section and leaves the others where they are', () => {
  const first = withSection('# Mutation tests\n\nWhat it means.\n', kernel('90 %'), 'then')
  const other = withSection(first, { ...kernel('50 %'), name: 'x12' }, 'then')
  const again = withSection(other, kernel('95 %'), 'now')
  expect(again).toBe(other.replace('90 %', '95 %').replace('`, then', '`, now'))
})
