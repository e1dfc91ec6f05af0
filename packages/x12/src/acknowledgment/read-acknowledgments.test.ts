import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readAcknowledgments } from './read-acknowledgments.ts'
import {
  acceptedAndRejected,
  batchRefused,
  duplicateNumber,
  forwarded,
  partAccepted,
  withErrorsAndRejected,
} from './sample-acknowledgments.ts'

describe('TA1: a whole interchange', () => {
  test('rejected as a duplicate number', () => {
    expect(readAcknowledgments(duplicateNumber)).toMatchObject({
      interchanges: [{ controlNumber: '000000301', status: 'R', note: '025', verdict: 'rejected' }],
      groups: [],
      batch: null,
      findings: [],
    })
  })

  test.each([
    ['A', 'accepted'],
    ['E', 'accepted'],
    ['R', 'rejected'],
    ['?', 'unknown'],
  ])('%s is %s', (status, verdict) => {
    const [interchange] = readAcknowledgments(duplicateNumber.replace('|R|', `|${status}|`)).interchanges
    expect(interchange?.verdict).toBe(verdict)
  })
})

describe('999: groups and transactions', () => {
  test('of a group in part accepted only the rejected transaction comes back, with its claim', () => {
    const [group] = readAcknowledgments(partAccepted).groups
    expect(group).toMatchObject({
      controlNumber: '301',
      functionalId: 'HC',
      status: 'P',
      verdict: 'received',
      included: 2,
      received: 2,
      accepted: 1,
      errorCodes: [],
    })
    expect(
      group?.transactions.map(({ controlNumber, status, verdict }) => [controlNumber, status, verdict]),
    ).toEqual([
      ['0001', 'A', 'accepted'],
      ['0002', 'R', 'rejected'],
    ])
    const nowhere = { element: null, component: null, repetition: null, value: null }
    const place = { tag: 'SV1', position: 31, loop: '2400', clm01: 'CHILD000000000102' }
    expect(group?.transactions[1]?.errors).toEqual([
      { level: 'segment', code: '8', ...place, ...nowhere, segment: 8 },
      {
        level: 'element',
        code: '7',
        ...place,
        element: 1,
        component: 2,
        repetition: null,
        value: '9753Q',
        segment: 10,
      },
      {
        level: 'transaction',
        code: '5',
        tag: null,
        position: null,
        loop: null,
        clm01: null,
        ...nowhere,
        segment: 11,
      },
    ])
  })

  test('E is accepted with remarks; a group R without any transaction comes back whole', () => {
    const [withRemarks, rejected] = readAcknowledgments(withErrorsAndRejected).groups
    expect(withRemarks).toMatchObject({
      status: 'E',
      verdict: 'accepted',
      transactions: [{ status: 'E', verdict: 'accepted' }],
    })
    expect(withRemarks?.transactions[0]?.errors).toHaveLength(3)
    expect(rejected).toMatchObject({
      controlNumber: '303',
      status: 'R',
      verdict: 'rejected',
      accepted: 0,
      errorCodes: ['4'],
      transactions: [],
    })
  })

  test.each([
    ['M', 'rejected'],
    ['W', 'rejected'],
    ['X', 'rejected'],
    ['', 'unknown'],
  ])('IK5 %j is %s', (status, verdict) => {
    const [group] = readAcknowledgments(partAccepted.replace('IK5*R*5', `IK5*${status}*5`)).groups
    expect(group?.transactions[1]?.verdict).toBe(verdict)
  })

  test('a 997 says the same in other tags', () => {
    const as997 = partAccepted
      .replaceAll('IK', 'AK')
      .replaceAll('ST*999', 'ST*997')
      .replace(/CTX.*\n/, '')
      .replace('SE*11', 'SE*10')
    const [group] = readAcknowledgments(as997).groups
    expect(group?.transactions.map(({ status, errors }) => [status, errors.length])).toEqual([
      ['A', 0],
      ['R', 3],
    ])
  })

  test('every reason against a group or a transaction is kept', () => {
    const codes = withErrorsAndRejected
      .replace('AK9*R*1*1*0*4', 'AK9*R*1*1*0*1*2*3*4*5')
      .replace('IK5*E*5', 'IK5*E*1*2*3*4*5')
    const [first, second] = readAcknowledgments(codes).groups
    expect(second?.errorCodes).toEqual(['1', '2', '3', '4', '5'])
    expect(
      first?.transactions[0]?.errors.filter(({ level }) => level === 'transaction').map(({ code }) => code),
    ).toEqual(['1', '2', '3', '4', '5'])
  })

  test('an element error names its repetition', () => {
    const [group] = readAcknowledgments(partAccepted.replace('IK4*1:2*', 'IK4*1:2:3*')).groups
    expect(group?.transactions[1]?.errors[1]).toMatchObject({ element: 1, component: 2, repetition: 3 })
  })

  test('a group whose AK9 is missing is unknown', () => {
    const [group] = readAcknowledgments(partAccepted.replace(/AK9.*\n/, '')).groups
    expect(group).toMatchObject({ status: '', verdict: 'unknown', accepted: null })
  })
})

describe('277CA: batch, providers, claims', () => {
  const { batch, providers, claims, sources, findings } = readAcknowledgments(acceptedAndRejected)

  test('the batch is received, not accepted, and named by our BHT03', () => {
    expect(batch).toMatchObject({
      id: 'B0000301',
      verdict: 'received',
      category: 'A1',
      statusCode: '19',
      entity: 'PR',
      action: 'WQ',
      acceptedClaims: 2,
      rejectedClaims: 1,
    })
    expect(sources).toEqual([{ entity: 'PR', name: 'EXAMPLE HEALTH PLAN', id: '12345' }])
    expect(providers).toMatchObject([
      { id: '1234567893', batchId: 'B0000301', category: 'A1', entity: '85', verdict: 'received' },
    ])
  })

  test('each claim by its CLM01', () => {
    expect(
      claims.map(({ clm01, category, statusCode, entity, action, verdict, payerClaimNumber }) =>
        [clm01, category, statusCode, entity, action, verdict, payerClaimNumber].join(' '),
      ),
    ).toEqual([
      'EVAL0000000000101 A2 20 PR WQ accepted 202611210000101',
      'CHILD000000000102 A2 20 PR WQ accepted 202611210000102',
      'WORK0000000000103 A7 562 82 U rejected ',
    ])
    expect(claims[0]).toMatchObject({
      chargeCents: 31000,
      statusOn: '2026-11-21',
      serviceDate: '2026-11-16',
      batchId: 'B0000301',
      lines: [],
    })
    expect(claims[2]?.payerClaimNumber).toBeNull()
    expect(findings).toEqual([])
  })

  test('a batch refused as a whole names no claim', () => {
    expect(readAcknowledgments(batchRefused)).toMatchObject({
      batch: {
        id: 'B0000304',
        verdict: 'rejected',
        category: 'A3',
        statusCode: '24',
        entity: '41',
        rejectedClaims: 2,
      },
      claims: [],
      providers: [],
    })
  })

  test('a clearinghouse that passed claims on has not accepted them', () => {
    const read = readAcknowledgments(`\ufeff${forwarded.trim().replaceAll('\n', '\r\n')}`)
    expect(read.claims.map(({ verdict, payerClaimNumber }) => [verdict, payerClaimNumber])).toEqual([
      ['forwarded', null],
      ['forwarded', null],
    ])
    expect(read.sources[0]?.entity).toBe('AY')
  })

  const stcOf = (...stc: string[]) =>
    readAcknowledgments(
      acceptedAndRejected.replace('STC*A7:562:82*20261121*U*190~', stc.map((one) => `${one}~`).join('\n')),
    )
  test.each([
    [['STC*A0:16:PR*20261121*WQ*1'], 'forwarded', 'A0'],
    [['STC*A1:19:PR*20261121*WQ*1'], 'received', 'A1'],
    [['STC*A2:20:PR*20261121*WQ*1'], 'accepted', 'A2'],
    [['STC*A5:20:PR*20261121*WQ*1'], 'accepted', 'A5'],
    [['STC*A3:21*20261121*U*1'], 'rejected', 'A3'],
    [['STC*A4:35*20261121*U*1'], 'rejected', 'A4'],
    [['STC*A6:21*20261121*U*1'], 'rejected', 'A6'],
    [['STC*A8:21*20261121*U*1'], 'rejected', 'A8'],
    [['STC*P1:20*20261121*WQ*1'], 'unknown', 'P1'],
    [['STC*E3:20*20261121**1'], 'unknown', 'E3'],
    [[], 'unknown', ''],
    // Any that rejects rejects; of acceptances the furthest counts.
    [['STC*A2:20:PR*20261121*WQ*1', 'STC*A7:562:85*20261121*U*1'], 'rejected', 'A7'],
    [['STC*A1:19*20261121*WQ*1', 'STC*A2:20*20261121*WQ*1', 'STC*A0:16*20261121*WQ*1'], 'accepted', 'A2'],
    [['STC*A2:20*20261121*WQ*1******A6:21'], 'rejected', 'A6'],
    [['STC*A2:20*20261121*WQ*1*******A8:187'], 'rejected', 'A8'],
  ])('%j is %s by %s', (stc, verdict, category) => {
    expect(stcOf(...stc).claims[2]).toMatchObject({ verdict, category })
  })

  test.each([
    ['STC*A7:562:82*20261121*WQ*190', 'rejected'],
    ['STC*A2:20:PR*20261121*U*190', 'rejected'],
  ])('category and action disagree in %s: rejected, and said', (stc, verdict) => {
    const read = stcOf(stc)
    expect(read.claims[2]?.verdict).toBe(verdict)
    expect(read.findings.filter(({ rule }) => rule === 'acknowledgment/action-disagrees')).toHaveLength(1)
  })

  test('every status is kept', () => {
    const [, , claim] = stcOf('STC*A7:562:82*20261121*U*190******A7:187*A6:21').claims
    expect(claim?.statuses).toEqual([
      { category: 'A7', statusCode: '562', entity: '82' },
      { category: 'A7', statusCode: '187', entity: null },
      { category: 'A6', statusCode: '21', entity: null },
    ])
  })

  test('a patient may have several claims', () => {
    const second = acceptedAndRejected.replace('HL*5*3*PT~\nNM1*QC*1*TESTCASE*NINA****MI*EXH000000002~\n', '')
    expect(
      readAcknowledgments(second).claims.map(({ clm01, payerClaimNumber }) => `${clm01} ${payerClaimNumber}`),
    ).toEqual([
      'EVAL0000000000101 202611210000101',
      'CHILD000000000102 202611210000102',
      'WORK0000000000103 null',
    ])
  })

  test('a rejected claim names its lines', () => {
    const lines =
      'SVC*HC:97110:GP*100*****2~\nSTC*A7:476*20261121*U~\nREF*FJ*L00000001~\nDTP*050*D8*20261121~\nDTP*472*D8*20261116~'
    const read = readAcknowledgments(
      acceptedAndRejected.replace(
        'STC*A7:562:82*20261121*U*190~',
        `STC*A7:562:82*20261121*U*190~\nREF*D9*CH1~\n${lines}`,
      ),
    )
    expect(read.claims[2]).toMatchObject({
      category: 'A7',
      statusCode: '562',
      clearinghouseNumber: 'CH1',
      lines: [
        {
          procedureCode: '97110',
          modifiers: ['GP'],
          chargeCents: 10000,
          lineControlNumber: 'L00000001',
          serviceDate: '2026-11-16',
          statusCode: '476',
          verdict: 'rejected',
        },
      ],
    })
  })

  test('a provider refused with all its claims', () => {
    const [provider] = readAcknowledgments(
      acceptedAndRejected.replace('STC*A1:19:85**WQ*640', 'STC*A3:24:85**U*640'),
    ).providers
    expect(provider?.verdict).toBe('rejected')
  })

  test('several batches in one file', () => {
    const read = readAcknowledgments(`${acceptedAndRejected}${batchRefused}`)
    expect(read.batches.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'B0000301 received',
      'B0000304 rejected',
    ])
    expect(read.batch?.id).toBe('B0000301')
  })
})

test('another kind is left to its own reader', () => {
  expect(readAcknowledgments('ST*835*1~SE*2*1~').findings.map(({ rule }) => rule)).toEqual([
    'envelope/missing',
    'file/other-content',
    'file/no-acknowledgment',
  ])
})

const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
describe.skipIf(!existsSync(corpus))('every acknowledgment of ../shared/corpus is read', () => {
  const kinds = existsSync(corpus) ? ['999', '997', 'TA1', '277CA'] : []
  const files = kinds.flatMap((kind) =>
    readdirSync(new URL(`${kind}/`, corpus)).map((file) => `${kind}/${file}`),
  )
  test.each(files)('%s', (file) => {
    const read = readAcknowledgments(readFileSync(new URL(file, corpus)))
    expect(read.interchanges.length + read.groups.length + read.batches.length).toBeGreaterThan(0)
    expect(read.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('a TA1 behind a 997', () => {
    expect(
      readAcknowledgments(readFileSync(new URL('TA1/pyx12-rejected-after-997.edi', corpus))),
    ).toMatchObject({
      interchanges: [{ controlNumber: '000484950', status: 'R', note: '018', verdict: 'rejected' }],
      groups: [{ status: 'R', transactions: [{ verdict: 'rejected' }, { verdict: 'accepted' }] }],
    })
  })
})
