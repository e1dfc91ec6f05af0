import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRemittances } from './read-remittances.ts'
import type { Remittance } from './remittance.ts'
import { generatedRemittances } from './sample-generated-remittance.ts'
import { fileOf, recounted, workedRemittance } from './sample-remittance.ts'
import { type RemittancesToWrite, type RemittanceToWrite, write835 } from './write-835.ts'

const transmission: Omit<RemittancesToWrite, 'remittances'> = {
  usage: 'T',
  submitter: { id: 'EXPAYER' },
  receiver: { id: 'EXCLINIC' },
  control: { interchange: 201, group: 201, writtenAt: { date: serviceDate('2026-11-20'), time: '08:15' } },
  remitter: {
    address: { line1: '1 PAYER PLAZA', line2: null, city: 'SALEM', state: 'OR', zip: '973010000' },
    contact: { name: 'PROVIDER SERVICES', phone: '8005550100' },
  },
}

const worked = (): RemittancesToWrite => ({
  ...transmission,
  remittances: readRemittances(fileOf(workedRemittance)).transactions,
})

function textOf(file: RemittancesToWrite): string {
  const written = write835(file)
  if (!written.ok) throw new Error(JSON.stringify(written.problems, null, 2))
  return written.text
}

/** A remittance as read, without its places and what is reckoned from it. */
function saidOf(read: Remittance): RemittanceToWrite {
  const { controlNumber, handling, method, paymentCents, paidOn, traceNumber, originatorId } = read
  const { producedOn, payer, payee, payeeId } = read
  return {
    ...{ controlNumber, handling, method, paymentCents, paidOn, traceNumber, originatorId },
    ...{ producedOn, payer, payee, payeeId },
    claims: read.claims.map(
      ({ position: _, segment: _s, denied: _d, medicalRecordNumber: _m, ...claim }) => ({
        ...claim,
        lines: claim.lines.map(
          ({ position: _p, segment: _t, denied: _e, lineControlNumber: _l, ...line }) => line,
        ),
      }),
    ),
    providerAdjustments: read.providerAdjustments.map(({ segment: _, ...said }) => said),
  }
}

describe('the law: reading gives back what was written', () => {
  test('for any remittances that add up', () => {
    fc.assert(
      fc.property(generatedRemittances, (file) => {
        const { transactions, findings } = readRemittances(textOf(file))
        expect(transactions.map(saidOf)).toEqual(file.remittances)
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('and what was read is written as it was, to the letter', () => {
    fc.assert(
      fc.property(generatedRemittances, (file) => {
        const text = textOf(file)
        expect(textOf({ ...file, remittances: readRemittances(text).transactions })).toBe(text)
      }),
      { numRuns: 30 },
    )
  })

  const corpus = new URL('../../../../../shared/corpus/835/', import.meta.url)
  test.skipIf(!existsSync(corpus))(
    'for every 835 of ../shared/corpus: what is reckoned is reckoned again',
    () => {
      for (const file of readdirSync(corpus)) {
        const whole = readRemittances(readFileSync(new URL(file, corpus))).transactions.filter(
          ({ complete }) => complete,
        )
        for (const one of whole) {
          const [again] = readRemittances(textOf({ ...transmission, remittances: [one] })).transactions
          expect(again && unplaced(again), file).toEqual(unplaced(one))
        }
      }
    },
  )
})

/** Without its places in the file, and whether the file holds it twice. */
function unplaced(read: Remittance): unknown {
  const places = new Set(['ordinal', 'segment', 'segments', 'verdict', 'duplicateOf'])
  return JSON.parse(JSON.stringify(read, (key, value: unknown) => (places.has(key) ? undefined : value)))
}

describe('what is written', () => {
  test('the worked remittance (x12.md 2.12) without what no Remittance carries', () => {
    const lost: readonly (readonly [RegExp, string])[] = [
      [/\nNM1\*82.*/g, ''],
      [/CCP\*.*\*20261120/, 'CCP*****1512345678******20261120'],
      [/(CLP\*.*\*20261\d+)\*11\*/g, '$1**'],
    ]
    const expected = lost.reduce((text, [from, to]) => text.replace(from, to), workedRemittance)
    // A reversal has no AMT*B6, as a payer would send it; the others have.
    expect(textOf(worked())).toBe(
      fileOf(recounted(expected.trim().split('\n')))
        .replaceAll('~\n', '~')
        .trim(),
    )
  })

  type Claim = RemittanceToWrite['claims'][number]
  const segmentsOf = (changes: Partial<Claim>) => {
    const [remittance] = worked().remittances
    const [claim] = remittance?.claims ?? []
    if (!remittance || !claim) throw new Error('the sample has a claim')
    return textOf({
      ...transmission,
      remittances: [{ ...remittance, claims: [{ ...claim, lines: [], ...changes }] }],
    }).split('~')
  }
  const adjustment = (group: string, reason: string, amountCents: number, quantity: number | null = null) =>
    ({ group, reason, amountCents, quantity }) as Claim['adjustments'][number]

  test.each<[string, Partial<Claim>, string[]]>([
    [
      'a quantity left out leaves its place empty',
      { adjustments: [adjustment('PR', '2', 1250), adjustment('PR', '1', 4000)] },
      ['CAS*PR*2*12.5**1*40'],
    ],
    [
      'six triples share a segment, a seventh does not',
      { adjustments: [1, 2, 3, 4, 5, 6, 7].map((cents) => adjustment('CO', '45', cents, cents)) },
      [
        `CAS*CO*${[1, 2, 3, 4, 5, 6].map((cents) => `45*0.0${cents}*${cents}`).join('*')}`,
        'CAS*CO*45*0.07*7',
      ],
    ],
    [
      'the order of groups stays',
      { adjustments: [adjustment('CO', '45', 1), adjustment('PR', '1', 2), adjustment('CO', '97', -3)] },
      ['CAS*CO*45*0.01', 'CAS*PR*1*0.02', 'CAS*CO*97*-0.03'],
    ],
    ['five remarks stand in MOA', { remarks: ['M1', 'M2', 'M3', 'M4', 'M5'] }, ['MOA***M1*M2*M3*M4*M5']],
    [
      'what is more stands in MIA before it',
      { remarks: ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7'] },
      ['MIA*0****M1***************M2', 'MOA***M3*M4*M5*M6*M7'],
    ],
    [
      'people',
      {
        patient: { last: 'Sample', first: '', memberId: 'w1' },
        correctedInsured: { last: '', first: '', memberId: 'X2' },
        crossoverTo: { name: 'NEXT', id: '99' },
      },
      ['NM1*QC*1*Sample*****MI*w1', 'NM1*74*1******C*X2', 'NM1*TT*2*NEXT*****PI*99'],
    ],
  ])('%s', (_, changes, expected) => {
    const segments = segmentsOf(changes)
    expect(segments).toEqual(expect.arrayContaining(expected))
    expect(expected.map((one) => segments.indexOf(one))).toEqual(
      expected.map((_one, index) => segments.indexOf(expected[0] ?? '') + index),
    )
  })
})
