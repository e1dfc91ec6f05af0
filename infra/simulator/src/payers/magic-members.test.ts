import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isMbi } from './answer-inquiry.ts'
import { scenarioOf } from './magic-members.ts'
import { acknowledgments, benefitShapes, denials, happenings } from './magic-tables.ts'

/** The denial categories of shared/reference/carc-categories.csv that a CARC has. */
const categories = [
  ...[
    'authorization',
    'benefit_max',
    'bundling',
    'cob',
    'coding',
    'contractual',
    'documentation',
    'duplicate',
  ],
  ...['eligibility_coverage', 'info_missing', 'medical_necessity', 'modifier', 'patient_responsibility'],
  ...['pending', 'provider_enrollment', 'timely_filing'],
]
const tables = { denials, acknowledgments, happenings, benefitShapes }
const numbers = Object.values(tables).flatMap((table) => [...table.keys()])

describe('magic member ids', () => {
  it('give every denial category', () => {
    const given = new Set([...denials.values()].map(({ category }) => category))
    expect(categories.filter((category) => !given.has(category))).toEqual([])
  })

  it('have one meaning each', () => {
    expect(numbers.length).toBe(new Set(numbers).size)
  })

  it.each(numbers)('%i is a well-formed MBI and no ordinary member', (number) => {
    for (const letter of 'QFEN') {
      expect(isMbi(`1EG4TE5X${letter}${number}`)).toBe(true)
      expect(scenarioOf(`W1234X${letter}${number}`).kind).not.toBe('ordinary')
    }
  })

  it.each([
    '1EG4TE5MK73',
    '9XX9XX9XX99',
    'W123456789',
    'EXH000000002',
    'POL000103',
    'XQ1',
    'XQ99',
    'XQ10A',
    '',
  ])('%s is an ordinary member', (id) => {
    expect(scenarioOf(id)).toEqual({ kind: 'ordinary' })
  })

  it('are listed in the README, each with what it does', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const listed = Object.values(tables).flatMap((table) =>
      [...table].map(([number, { says }]) => `| ${number} | ${says}`),
    )
    expect(listed.filter((row) => !readme.includes(row))).toEqual([])
  })
})

it.each([
  ['1EG4TE5MK73', true],
  ['1EG4-TE5-MK73', false],
  ['0EG4TE5MK73', false],
  ['1SG4TE5MK73', false],
  ['1EG4TE5MK7', false],
])('%s as an MBI', (id, holds) => {
  expect(isMbi(id)).toBe(holds)
})
