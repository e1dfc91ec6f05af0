import { codeTreatmentDay } from '@tally/coding-rules'
import { episodes } from '@tally/testkit/episodes'
import { describe, expect, test } from 'vitest'
import { encounterBody } from './encounter-body.ts'

describe('generated episodes', () => {
  const generated = [2024, 2025, 2026].flatMap((year) => episodes(3, { count: 60, year }))

  test('are visits as an EMR posts them', () => {
    const refused = generated
      .flatMap(({ visits }) => visits)
      .flatMap((visit) => encounterBody.safeParse(visit).error?.issues ?? [])
    expect(refused).toEqual([])
  })

  test('are treatment days that can be coded: every service ends on a line or off the claim', () => {
    for (const day of generated.flatMap(({ days }) => days)) {
      const coded = codeTreatmentDay(day)
      const ended = [...coded.lines, ...coded.unbilled].flatMap(({ sourceLineIds }) => sourceLineIds)
      expect(new Set(ended)).toEqual(new Set(day.services.map(({ lineId }) => lineId)))
    }
  })
})
