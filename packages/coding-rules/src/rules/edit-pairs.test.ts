/** What is evidence of a distinct block, and what is none: 3.5 and 0.2 of the coding rules. */
import { describe, expect, test } from 'vitest'
import { codeTreatmentDay } from '../code-treatment-day.ts'
import { blocking, day, linesOf, services } from '../sample-day.ts'
import type { DocumentedService } from '../treatment-day-input.ts'

type Blocks = readonly DocumentedService['distinctBlock'][]
const code = (given: string, blocks: Blocks, modifiers: readonly string[] = []) =>
  codeTreatmentDay({
    ...day,
    services: services(given).map((service, place) => ({
      ...{ ...service, distinctBlock: blocks[place] ?? null },
      modifiers: place === 1 ? modifiers : [],
    })),
  })
const span = (from: string, to: string) => ({ from, to })
const group = span('10:08', '10:48')

describe('column 2 of a pair', () => {
  test.each<[string, Blocks]>([
    ['a block that ends when column 1 begins', [group, span('10:00', '10:08')]],
    ['a block that begins when column 1 ends', [group, span('10:48', '10:56')]],
    ['a block long before', [group, span('08:00', '08:08')]],
    ['a described block beside a span', [group, 'described']],
    ['a described block beside another', ['described', 'described']],
  ])('%s is evidence: 59', (_, blocks) => {
    const coded = code('97150 40, 97110 8', blocks)
    expect(linesOf(coded)).toBe('97150 GP x1 6000, 97110 GP 59 x1 6000')
    expect(blocking(coded)).toEqual([])
  })

  test.each<[string, Blocks]>([
    ['a block that ends a minute into column 1', [group, span('10:01', '10:09')]],
    ['a block within column 1', [group, span('10:20', '10:28')]],
    ['a block around column 1', [span('10:20', '10:28'), group]],
    ['none', [null, null]],
    ['column 1 described alone', ['described', null]],
  ])('%s is no evidence: held, no 59', (_, blocks) => {
    const coded = code('97150 40, 97110 8', blocks)
    expect(linesOf(coded)).toBe('97150 GP x1 6000, 97110 GP x1 6000')
    expect(blocking(coded)).toHaveLength(1)
  })

  test('of two services merged into one line the block of either counts', () => {
    const given = '97150 40, 97110 8, 97110 8'
    expect(linesOf(code(given, [null, null, 'described']))).toBe('97150 GP x1 6000, 97110 GP 59 x1 6000')
    expect(linesOf(code(given, [group, span('10:50', '10:58'), span('10:20', '10:28')]))).toBe(
      '97150 GP x1 6000, 97110 GP x1 6000',
    )
  })

  test('a modifier that says something else is no evidence', () => {
    expect(blocking(code('97150 40, 97110 8', [], ['RT', '76']))).toEqual([
      'hold ncci/pair-needs-modifier 97110 is column 2 of 97150, indicator 1, on 2026-03-02',
    ])
  })

  test('59 of the clinic’s own is not joined by ours', () => {
    expect(linesOf(code('97150 40, 97110 8', [null, 'described'], ['XU']))).toBe(
      '97150 GP x1 6000, 97110 GP XU x1 6000',
    )
  })

  test('the other way round is no pair', () => {
    expect(blocking(code('97110 8, 97140 8', []))).toEqual([])
    expect(blocking(code('97110 8, 97150 40', []))).toHaveLength(1)
  })
})
