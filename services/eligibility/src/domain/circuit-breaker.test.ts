import { plusMilliseconds } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { afterOutcome, type Circuit, closedCircuit, isOpen, roomFor } from './circuit-breaker.ts'

const now = '2026-03-02T18:00:00Z'
const later = plusMilliseconds(now, 30_000)
const after = (outcomes: string, from: Circuit = closedCircuit, at = now) =>
  [...outcomes].reduce((circuit, each) => afterOutcome(circuit, each === '1' ? 'well' : 'wrong', at), from)

describe('a circuit', () => {
  it.each<[string, string, boolean]>([
    ['four failures in a row', '0000', false],
    ['five failures in a row', '00000', true],
    ['four failures, then well', '00001', false],
    ['one in four of few', '1110111', false],
    ['five of ten', '1010101010', true],
    ['three hang of ten', '1101101101', false],
    ['five of the last twenty', '11011101110111011010', true],
    ['four of the last twenty', '11111011110111101110', false],
  ])('%s', (_, outcomes, opens) => {
    expect(isOpen(after(outcomes), now)).toBe(opens)
  })

  it('asks nothing while it is open, then one to probe', () => {
    const open = after('00000')
    expect([roomFor(closedCircuit, 50, now), roomFor(open, 50, now), roomFor(open, 50, later)]).toEqual([
      50, 0, 1,
    ])
  })

  it('closes when the probe went well, and opens again when not', () => {
    const open = after('00000')
    expect(after('1', open, later)).toEqual(closedCircuit)
    expect(isOpen(after('0', open, later), later)).toBe(true)
  })

  it('is not closed by what was on its way when it opened', () => {
    expect(isOpen(after('111', after('00000')), now)).toBe(true)
  })
})
