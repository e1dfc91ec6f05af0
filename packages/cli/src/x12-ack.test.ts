/** `tally x12 ack`: the fields that command-line.md fixes, for a TA1, a 999 and a 277CA. */
import { describe, expect, test } from 'vitest'
import { corpusFile, corpusIsThere } from './sample-corpus.ts'
import { claimsAcknowledged, interchangeRefused, partAccepted } from './sample-interchanges.ts'
import { runOf } from './sample-run.ts'

async function answerTo(input: string | Uint8Array[]) {
  const { exit, printed, said } = await runOf(['x12', 'ack'], input)
  expect({ exit, said }).toEqual({ exit: 0, said: [] })
  return JSON.parse(printed)
}

const nothing = { interchanges: [], groups: [], providers: [], claims: [], batch: null }

test('a TA1 gives an interchange', async () => {
  expect(await answerTo(interchangeRefused)).toMatchObject({
    ...nothing,
    interchanges: [{ controlNumber: '000000301', status: 'R', note: '025', verdict: 'rejected' }],
    findings: [],
  })
})

test('a 999 gives a group with its transactions and their errors', async () => {
  const place = { tag: 'SV1', position: 31, loop: '2400', clm01: 'PCN2' }
  expect(await answerTo(partAccepted)).toMatchObject({
    ...nothing,
    groups: [
      {
        ...{ controlNumber: '301', status: 'P', included: 2, received: 2, accepted: 1, verdict: 'received' },
        transactions: [
          { controlNumber: '0001', status: 'A', verdict: 'accepted', errors: [] },
          {
            ...{ controlNumber: '0002', status: 'R', verdict: 'rejected' },
            errors: [
              { level: 'segment', code: '8', ...place },
              { level: 'element', code: '7', ...place, element: 1, component: 2 },
              { level: 'transaction', code: '5' },
            ],
          },
        ],
      },
    ],
    findings: [],
  })
})

test('a 277CA gives the batch, its providers and its claims', async () => {
  expect(await answerTo(claimsAcknowledged)).toMatchObject({
    ...nothing,
    batch: { id: 'B1', verdict: 'received' },
    providers: [{ id: '1234567893', category: 'A1', statusCode: '19', entity: '85', verdict: 'received' }],
    claims: [
      {
        ...{
          clm01: 'PCN1',
          category: 'A2',
          statusCode: '20',
          entity: 'PR',
          action: 'WQ',
          verdict: 'accepted',
        },
        ...{ payerClaimNumber: '202611211', lines: [] },
      },
      {
        ...{
          clm01: 'PCN2',
          category: 'A7',
          statusCode: '562',
          entity: '82',
          action: 'U',
          verdict: 'rejected',
        },
        payerClaimNumber: null,
        lines: [{ procedureCode: '97110', category: 'A7', statusCode: '21', verdict: 'rejected' }],
      },
    ],
    findings: [],
  })
})

test('several answers in one file stand side by side', async () => {
  const { interchanges, groups, claims } = await answerTo(
    interchangeRefused + partAccepted + claimsAcknowledged,
  )
  expect([interchanges.length, groups.length, claims.length]).toEqual([1, 1, 2])
})

test('--text shows a table for each level that the file has', async () => {
  const shown = await runOf(['x12', 'ack', '--text'], interchangeRefused + partAccepted + claimsAcknowledged)
  expect(shown.exit).toBe(0)
  for (const line of [
    /^Interchanges\n {2}number +status +note +verdict\n {2}000000301 +R +025 +rejected\n\n/,
    /^Groups\n.*\n {2}301 +P +received +2 +1\n {9}0001 +A +accepted\n/m,
    /^ +0002 +R +rejected +SV1 31 of claim PCN2: 8, SV1 31\.1\.2 of claim PCN2: 7, 5$/m,
    /^Batches\n.*\n {2}B1 +A1:19:PR +received +1 +1$/m,
    /^ {2}1234567893 +A1:19:85 +received$/m,
    /^ {2}PCN1 +A2:20:PR +accepted +202611211\n {2}PCN2 +A7:562:82 +rejected +-\n {4}97110 +A7:21:82 +rejected$/m,
  ])
    expect(shown.printed).toMatch(line)
  expect((await runOf(['x12', 'ack', '--text'], interchangeRefused)).printed).not.toMatch(/Groups|Claims/)
})

describe.skipIf(!corpusIsThere)('the samples of the corpus', () => {
  test.each<[string, object]>([
    ['TA1/tally-accepted.edi', { interchanges: [{ controlNumber: '000000301', status: 'A', note: '000' }] }],
    [
      'TA1/tally-duplicate-number-other-separators.edi',
      { interchanges: [{ controlNumber: '000000301', status: 'R', note: '025' }] },
    ],
    [
      '999/tally-accepted-with-errors-and-rejected-groups.edi',
      {
        groups: [
          {
            ...{ controlNumber: '302', status: 'E', included: 1, received: 1, accepted: 1 },
            transactions: [{ controlNumber: '0001', status: 'E' }],
          },
          { controlNumber: '303', status: 'R', included: 1, received: 1, accepted: 0, transactions: [] },
        ],
      },
    ],
    [
      '277CA/tally-accepted-and-rejected.edi',
      {
        batch: { id: 'B0000301', verdict: 'received' },
        claims: [
          { clm01: 'EVAL0000000000101', verdict: 'accepted', payerClaimNumber: '202611210000101' },
          { clm01: 'CHILD000000000102', verdict: 'accepted', payerClaimNumber: '202611210000102' },
          {
            clm01: 'WORK0000000000103',
            verdict: 'rejected',
            category: 'A7',
            statusCode: '562',
            entity: '82',
          },
        ],
      },
    ],
    ['277CA/tally-batch-refused.edi', { batch: { id: 'B0000304', verdict: 'rejected' }, claims: [] }],
    [
      '277CA/tally-forwarded-by-clearinghouse-bom.edi',
      {
        batch: { id: 'B0000301', verdict: 'received' },
        claims: [{ verdict: 'forwarded' }, { verdict: 'forwarded' }],
      },
    ],
  ])('%s', async (file, wanted) => {
    expect(await answerTo([corpusFile(file)])).toMatchObject({ ...wanted, findings: [] })
  })
})
