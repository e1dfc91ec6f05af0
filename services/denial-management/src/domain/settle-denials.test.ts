import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { denialCodes } from '../store/load-denial-codes.ts'
import { newStanding, recoverable } from './claim-standing.ts'
import { classifyDenial } from './classify-denial.ts'
import { bandOf, type Denial, type DenialSource } from './denial.ts'
import { settleDenials } from './settle-denials.ts'
import type { DeniedPart } from './what-counts-as-denied.ts'

/** `L1 CO 50 N115` is line, group, reason and remarks; `-` the whole claim. */
function part(text: string): DeniedPart {
  const [line = '', groupCode = '', reasonCode = '', ...remarks] = text.split(' ')
  const amountCents = cents(100)
  return {
    chargeLineId: line === '-' ? null : line,
    procedureCode: null,
    groupCode,
    reasonCode,
    remarks,
    amountCents,
  }
}

function denial(text: string, source: DenialSource = 'payment', claimVersion = 1): Denial {
  const { amountCents, ...key } = part(text)
  const classified = classifyDenial({ ...key, family: null }, denialCodes)
  const day = serviceDate('2026-03-02')
  return {
    ...{
      ...key,
      id: text,
      version: 1,
      source,
      standsDecided: false,
      claimId: 'C',
      treatmentDayId: 'd',
      coverageOrder: 1,
      payerId: 'P',
    },
    ...{ patientId: 'p', claimVersion, claimNumber: 'N', serviceDate: day, remittanceId: 'R', amountCents },
    ...{
      recoverableCents: amountCents,
      classified,
      remedy: null,
      because: [classified.because],
      receivedOn: day,
    },
    due: { kind: 'appeal', dueOn: day, source: 's', confidence: 'unverified', citation: 'c' },
    ...{ appeals: 0, status: 'open', waitsFor: null, resolution: null, resolvedBecause: null, openedAt: 'o' },
    ...{ answer: null, proposed: null, before: null },
  }
}

/** What becomes of each denial, and what is new, when lines are decided so. */
function settle(
  denials: readonly Denial[],
  lines: readonly string[],
  parts: readonly string[],
  claimVersion = 1,
) {
  const paid = lines.map((chargeLineId) => {
    return { chargeLineId, procedureCode: '', chargeCents: 1, paidCents: 1, adjustments: [], remarks: [] }
  })
  const { settled, fresh } = settleDenials(
    denials,
    { lines: paid, claimVersion, remittanceId: 'R' },
    parts.map(part),
  )
  return [
    ...settled.map(({ how, denial: { id, resolution, resolvedBecause } }) =>
      how === 'resolved' ? `${id}: ${resolution} ${resolvedBecause}` : `${id}: ${how}`,
    ),
    ...fresh.map(({ chargeLineId, reasonCode }) => `new ${chargeLineId ?? '-'} ${reasonCode}`),
  ]
}

const anew = 'payment/decided-anew'
const gone = 'paid payment/no-longer-denied'
const other = 'closed payment/denied-for-another-reason'

describe('a decision on lines with open denials', () => {
  it.each<[string, string[], string[], string[], string[]]>([
    // what it is, open denials, lines decided, parts denied, what becomes of them
    ['nothing was open', [], ['L1'], ['L1 CO 50'], ['new L1 50']],
    ['the line is paid', ['L1 CO 50'], ['L1'], [], [`L1 CO 50: ${gone}`]],
    ['another line is paid', ['L1 CO 50'], ['L2'], [], []],
    ['another line is denied', ['L1 CO 50'], ['L2'], ['L2 CO 50'], ['new L2 50']],
    ['the same again', ['L1 CO 50'], ['L1'], ['L1 CO 50'], ['L1 CO 50: denied-again']],
    ['another group', ['L1 CO 50'], ['L1'], ['L1 PR 50'], [`L1 CO 50: ${other}`, 'new L1 50']],
    ['another remark', ['L1 CO 50'], ['L1'], ['L1 CO 50 N115'], [`L1 CO 50: ${other}`, 'new L1 50']],
    ['the same remarks', ['L1 CO 50 M1 N2'], ['L1'], ['L1 CO 50 M1 N2'], ['L1 CO 50 M1 N2: denied-again']],
    ['fewer remarks', ['L1 CO 50 M1 N2'], ['L1'], ['L1 CO 50 M1'], [`L1 CO 50 M1 N2: ${other}`, 'new L1 50']],
    ['upheld', ['L1 CO 50'], ['L1'], ['L1 CO 193'], ['L1 CO 50: denied-again']],
    ['upheld with nothing open', [], ['L1'], ['L1 CO 193'], ['new L1 193']],
    [
      'one of two reasons is left',
      ['L1 CO 50', 'L1 CO 97'],
      ['L1'],
      ['L1 CO 97'],
      [`L1 CO 50: ${other}`, 'L1 CO 97: denied-again'],
    ],
    ['the claim is denied as a whole', ['L1 CO 50'], ['L1'], ['- CO 31'], [`L1 CO 50: ${other}`, 'new - 31']],
    ['the whole is denied again', ['- CO 31'], [], ['- CO 31'], ['- CO 31: denied-again']],
    ['the whole comes down to a line', ['- CO 31'], ['L1'], ['L1 CO 50'], [`- CO 31: ${other}`, 'new L1 50']],
    ['the whole is paid', ['- CO 31'], ['L1'], [], [`- CO 31: ${gone}`]],
  ])('%s', (_, open, lines, parts, expected) => {
    expect(
      settle(
        open.map((text) => denial(text)),
        lines,
        parts,
      ),
    ).toEqual(expected)
  })

  it.each<[string, DenialSource, number, string[], string[]]>([
    ['a takeback that is paid anew', 'takeback', 1, [], [`- CO 1: paid ${anew}`]],
    ['a takeback that is denied', 'takeback', 1, ['L1 CO 50'], [`- CO 1: closed ${anew}`, 'new L1 50']],
    ['a rejection of the version that was decided', 'rejection', 1, [], [`- CO 1: paid ${anew}`]],
    ['a rejection of a later version', 'rejection', 2, [], []],
  ])('%s', (_, source, claimVersion, parts, expected) => {
    expect(settle([denial('- CO 1', source, claimVersion)], ['L1'], parts)).toEqual(expected)
  })
})

describe('what winning should bring', () => {
  const named = {
    claimId: 'C',
    treatmentDayId: 'd',
    coverageOrder: 1,
    claimVersion: 1,
    claimNumber: 'N',
    payerId: 'P',
  }
  it.each<[string, Record<string, number | null>, string | null, number]>([
    ['nothing is expected of any line', {}, 'L1', 100],
    ['no schedule tells', { L1: null }, 'L1', 100],
    ['the line’s expected amount', { L1: 60, L2: 30 }, 'L1', 60],
    ['never more than was denied', { L1: 600 }, 'L1', 100],
    ['all lines of a claim', { L1: 60, L2: 30 }, null, 90],
    ['all lines but one that nobody tells', { L1: 60, L2: null }, null, 100],
  ])('%s', (_, expected, line, cents) => {
    expect(recoverable({ ...newStanding(named), expected }, line, 100)).toBe(cents)
  })
})

it.each<[number, string]>([
  [-1, 'overdue'],
  [0, '<=2'],
  [2, '<=2'],
  [3, '<=7'],
  [7, '<=7'],
  [8, '<=14'],
  [14, '<=14'],
  [15, '<=30'],
  [30, '<=30'],
  [31, 'later'],
])('%i days left is the band %s', (days, band) => {
  expect(bandOf(days)).toBe(band)
})
