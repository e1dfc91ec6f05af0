import { cents } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { BilledLine } from './claim.ts'
import { matchLines } from './match-lines.ts'
import { type SampleLine, sampleRead } from './sample-remittance.ts'

/** `97110 GP 10000`: procedure, modifiers joined by a plus, cents. */
const billed = (...lines: readonly string[]): BilledLine[] =>
  lines.map((line, index) => {
    const [procedureCode = '', modifiers = '', charge = '0'] = line.split(' ')
    return {
      ...{ chargeLineId: `L${index + 1}`, procedureCode, modifiers: modifiers.split('+') },
      ...{ chargeCents: cents(Number(charge)), expectedAllowedCents: null },
    }
  })

/** The same, with REF*6R as a fourth word where it came back. */
const answered = (...lines: readonly string[]): SampleLine[] =>
  lines.map((line) => {
    const [code = '', modifiers = '', charge = '0', control] = line.split(' ')
    const sent = { code, modifiers: modifiers.split('+'), charge: Number(charge), paid: Number(charge) }
    return control === undefined ? sent : { ...sent, control }
  })

function told(given: readonly BilledLine[], lines: readonly SampleLine[]) {
  const charge = lines.reduce((sum, line) => sum + line.charge, 0)
  const [claim] = sampleRead({ claims: [{ number: 'X', charge, paid: charge, lines }] }).claims
  return matchLines(claim?.lines ?? [], given)?.join(' ') ?? 'none'
}

const three = billed('97110 GP 10000', '97140 GP 6000', '97530 GP 9000')

describe('the lines of a claim answer charge lines', () => {
  it.each<[string, readonly BilledLine[], readonly SampleLine[], string]>([
    [
      'by REF*6R, in any order',
      three,
      answered('97530 GP 9000 L3', '97110 GP 10000 L1', '97140 GP 6000 L2'),
      'L3 L1 L2',
    ],
    [
      'by REF*6R whatever was paid instead',
      three,
      answered('97150 GP 10000 L1', '97140 GP 6000 L2', '97530 GP 9000 L3'),
      'L1 L2 L3',
    ],
    [
      'two pieces of one line, by REF*6R',
      billed('97110 GP 10000'),
      answered('97110 GP 5000 L1', '97110 GP+59 5000 L1'),
      'L1 L1',
    ],
    [
      'two pieces of the only line of their procedure',
      billed('97110 GP 10000', '97140 GP 6000'),
      answered('97110 GP 5000', '97110 GP 5000', '97140 GP 6000'),
      'L1 L1 L2',
    ],
    [
      'by procedure, modifiers and charge',
      billed('97110 GP 6000', '97110 GP+CQ 6000'),
      answered('97110 GP+CQ 6000', '97110 GP 6000'),
      'L2 L1',
    ],
    [
      'by procedure and charge where modifiers were changed',
      billed('97110 GP 6000', '97110 GP 3000'),
      answered('97110 GP+KX 3000', '97110 GP+KX 6000'),
      'L2 L1',
    ],
    [
      'by their order where procedure and charge are equal',
      billed('97110 GP 6000', '97110 GP 6000'),
      answered('97110 GP 6000', '97110 GP 6000'),
      'L1 L2',
    ],
    [
      'by their place where nothing else tells and all are there',
      three,
      answered('G0283 GP 10000', '97140 GP 6000', '97530 GP 9000'),
      'L1 L2 L3',
    ],
    [
      'not, where one is of none and the numbers differ',
      three,
      answered('97110 GP 10000', 'G0283 GP 9000'),
      'none',
    ],
  ])('%s', (_, given, lines, expected) => {
    expect(told(given, lines)).toBe(expected)
  })
})
