import type { CodedLine } from '@tally/coding-rules'
import { cents } from '@tally/kernel'
import { expect, test } from 'vitest'
import { withSlotsFor } from './treatment-day.ts'

const line: CodedLine = {
  lineId: 'enc_1/1',
  sourceLineId: 'enc_1/1',
  sourceLineIds: ['enc_1/1'],
  procedureCode: '97110',
  discipline: 'PT',
  assistant: false,
  renderingNpi: '1861400004',
  placeOfService: '11',
  units: 1,
  modifiers: ['GP'],
  diagnosisPointers: [1],
  chargeCents: cents(6000),
  expectedAllowedCents: null,
  reasons: [],
}

test('two lines of one kind have a slot each, matched in order ever after', () => {
  let made = 0
  const newId = () => `L${++made}`
  const [one, two] = [{ ...line }, { ...line }]
  const first = withSlotsFor([], [one, two], newId)
  expect(first.lines.map(({ id, slot }) => `${id} ${slot.ordinal}`)).toEqual(['L1 1', 'L2 2'])
  const again = withSlotsFor(first.lines, [two, one], newId)
  expect([again.slotOf.get(two), again.slotOf.get(one), again.lines.length]).toEqual(['L1', 'L2', 2])
})

test('disciplines have slots of their own, and so have assistants', () => {
  let made = 0
  const three = [line, { ...line, discipline: 'OT' as const }, { ...line, assistant: true }]
  const { lines } = withSlotsFor([], three, () => `L${++made}`)
  expect(lines.map(({ id, slot }) => `${id} ${slot.discipline} ${slot.assistant} ${slot.ordinal}`)).toEqual([
    'L1 PT false 1',
    'L2 OT false 1',
    'L3 PT true 1',
  ])
})
