import { serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../writer/problem.ts'
import { readAcknowledgments } from './read-acknowledgments.ts'
import { acceptedAndRejected, partAccepted } from './sample-acknowledgments.ts'
import { transmission } from './sample-generated-acknowledgments.ts'
import { write277ca } from './write-277ca.ts'
import { write999 } from './write-999.ts'
import { writeTa1 } from './write-ta1.ts'

const { groups } = readAcknowledgments(partAccepted)
const { batch, sources, providers, claims } = readAcknowledgments(acceptedAndRejected)

const answeredAt = { date: serviceDate('2026-11-21'), time: '09:30' }
const ta1 = {
  ...transmission,
  interchanges: [{ controlNumber: '000000301', status: 'A', note: '000', answeredAt }],
}
const ofGroups = { ...transmission, answeredGuide: '005010X222A1', groups }
const ofClaims = {
  ...transmission,
  batches: [
    { ...batch, source: sources[0], number: 'CA1', providers: providers.map((one) => ({ ...one, claims })) },
  ],
}

/** The sample with another value at a pointer. */
function withValue<File extends object>(sample: File, pointer: string, value: unknown): never {
  const file = structuredClone(sample)
  const path = pointer.slice(1).split('/')
  const last = path.pop() ?? ''
  const holder = path.reduce<Record<string, unknown>>(
    (at, key) => at[key] as Record<string, unknown>,
    file as never,
  )
  if (!(last in holder)) throw new Error(`the sample holds no ${pointer}`)
  holder[last] = value
  return file as never
}

type Written = { readonly ok: true } | { readonly ok: false; readonly problems: readonly Problem[] }
const problemsOf = (written: Written) =>
  written.ok ? [] : written.problems.map(({ pointer, rule, x12 }) => [pointer, rule, x12])

const errors = '/groups/0/transactions/1/errors'
const [segmentError, elementError, ofTransaction] = groups[0]?.transactions[1]?.errors ?? []
const claim = '/batches/0/providers/0/claims/2'

describe('what cannot come back as it is, is refused where it stands', () => {
  test('the samples are written', () => {
    expect([
      writeTa1(ta1).ok,
      write999(ofGroups).ok,
      write277ca(withValue(ofClaims, '/usage', 'T')).ok,
    ]).toEqual([true, true, true])
  })

  test.each<[pointer: string, value: unknown, rule: string, x12: string]>([
    ['/interchanges', [], 'x12/batch-size', 'TA1'],
    ['/interchanges/0/controlNumber', '0000003011', 'x12/too-long', 'TA101'],
    ['/interchanges/0/status', '', 'x12/missing', 'TA104'],
    ['/interchanges/0/note', '25', 'x12/too-short', 'TA105'],
    ['/control/interchange', 0, 'x12/control-number', 'ISA13'],
  ])('TA1: %s as %j: %s at %s', (pointer, value, rule, x12) => {
    expect(problemsOf(writeTa1(withValue(ta1, pointer, value)))).toEqual([[pointer, rule, x12]])
  })

  test.each<[pointer: string, value: unknown, rule: string, x12: string, at?: string]>([
    ['/groups', [], 'x12/batch-size', 'ST'],
    ['/answeredGuide', '', 'x12/missing', 'AK103'],
    ['/groups/0/status', '', 'x12/missing', 'AK901'],
    ['/groups/0/accepted', null, 'x12/missing', 'AK904'],
    ['/groups/0/received', 1.5, 'x12/units', 'AK903'],
    ['/groups/0/errorCodes', ['1', '2', '3', '4', '5', '6'], 'x12/batch-size', 'AK905'],
    ['/groups/0/transactions/0/controlNumber', '1', 'x12/too-short', 'AK202'],
    ['/groups/0/transactions/0/status', '', 'x12/missing', 'IK501'],
    [`${errors}/0/code`, '', 'x12/missing', 'IK304'],
    [`${errors}/0/element`, 2, 'x12/code', 'IK3'],
    [`${errors}/1/value`, 'A*B', 'x12/delimiter', 'IK404'],
    [`${errors}/1/position`, 32, 'x12/code', 'IK4', `${errors}/1/level`],
    [errors, [elementError], 'x12/code', 'IK4', `${errors}/0/level`],
    [errors, [ofTransaction, segmentError], 'x12/code', 'IK502', `${errors}/1`],
    [errors, [ofTransaction, { ...ofTransaction, level: 'segment' }], 'x12/code', 'IK502', `${errors}/1`],
    [errors, Array(6).fill(ofTransaction), 'x12/batch-size', 'IK502'],
  ])('999: %s as %j: %s at %s', (pointer, value, rule, x12, at = pointer) => {
    expect(problemsOf(write999(withValue(ofGroups, pointer, value)))).toEqual([[at, rule, x12]])
  })

  test.each<[pointer: string, value: unknown, rule: string, x12: string, at?: string]>([
    ['/batches', [], 'x12/batch-size', 'ST'],
    ['/receiver/name', '', 'x12/missing', '2100B NM103'],
    ['/batches/0/number', '', 'x12/missing', 'BHT03'],
    ['/batches/0/id', 'A:B', 'x12/delimiter', '2200B TRN02'],
    ['/batches/0/acceptedClaims', -1, 'x12/units', '2200B QTY02'],
    ['/batches/0/source/entity', '', 'x12/missing', '2100A NM101'],
    ['/batches/0/providers/0/id', '1', 'x12/too-short', '2100C NM109'],
    [`${claim}/clm01`, '', 'x12/missing', '2200D TRN02'],
    [`${claim}/payerClaimNumber`, '', 'x12/missing', '2200D REF02'],
    [`${claim}/category`, 'A2', 'x12/code', '2200D STC01'],
    [`${claim}/action`, 'WQ,', 'x12/too-long', '2200D STC03'],
    [`${claim}/statuses/0/category`, '', 'x12/missing', '2200D STC01'],
  ])('277CA: %s as %j: %s at %s', (pointer, value, rule, x12, at = pointer) => {
    expect(problemsOf(write277ca(withValue(ofClaims, pointer, value)))).toContainEqual([at, rule, x12])
  })

  test('277CA: a day and a charge without any status', () => {
    const claimOf = claims[2]
    const bare = { ...claimOf, category: '', statusCode: '', entity: null, action: null, statuses: [] }
    expect(problemsOf(write277ca(withValue(ofClaims, claim, bare)))).toEqual([
      [`${claim}/statuses`, 'x12/missing', '2200D STC'],
    ])
  })
})
