import { describe, expect, test } from 'vitest'
import { equalitiesOf } from './prove.ts'
import { readRemittances } from './read-remittances.ts'
import { fileOf, workedRemittance } from './sample-remittance.ts'

const segments = workedRemittance.trim().split('\n')

/** Every element that is an amount, and the level at which a cent more must be seen. */
const amounts: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  BPR: { 2: 'quarantine: transaction' },
  CLP: {
    3: 'post-in-part: claim, claim-charges',
    4: 'quarantine: claim, claim-payments, transaction',
    5: 'post: claim-patient',
  },
  SVC: { 2: 'post-in-part: line, claim-charges', 3: 'post-in-part: line, claim-payments' },
  CAS: { 3: 'post-in-part: line, claim' },
  PLB: { 4: 'quarantine: transaction' },
  AMT: { 2: 'post: ' },
}

const places = segments.flatMap((segment, index) => {
  const [tag = '', ...elements] = segment.split('*')
  return Object.entries(amounts[tag] ?? {})
    .filter(([position]) => elements[Number(position) - 1])
    .map(([position, expected]) => ({ index, segment, tag, position: Number(position), expected }))
})

/** The segment with a cent more at `position`. */
function oneCentMore(segment: string, position: number): string {
  const elements = segment.split('*')
  const [whole = '0', decimals = ''] = (elements[position] ?? '').split('.')
  const amount = Number(`${whole}${decimals.padEnd(2, '0')}`) + 1
  const digits = String(Math.abs(amount)).padStart(3, '0')
  elements[position] = `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
  return elements.join('*')
}

describe('a cent more anywhere is seen at its level', () => {
  test('all amounts of the sample are tried', () => {
    const tried = Map.groupBy(places, ({ tag }) => tag)
    expect(Object.fromEntries([...tried].map(([tag, { length }]) => [tag, length]))).toEqual({
      BPR: 1,
      CLP: 11,
      SVC: 14,
      CAS: 10,
      AMT: 5,
      PLB: 1,
    })
  })

  test.each(places)('$segment at $position', ({ index, segment, position, expected }) => {
    const mutated = segments.with(index, oneCentMore(segment, position)).join('\n')
    expect(mutated).not.toBe(segments.join('\n'))
    const [remittance] = readRemittances(fileOf(mutated)).transactions
    const broken = remittance ? equalitiesOf(remittance).filter(({ holds }) => !holds) : []
    const equations = [...new Set(broken.map(({ equation }) => equation))]
    // A PR adjustment breaks CLP05 too, where the claim has one.
    const patient = segment.startsWith('CAS*PR') ? ', claim-patient' : ''
    expect(`${remittance?.verdict}: ${equations.join(', ')}`).toBe(`${expected}${patient}`)
  })
})
