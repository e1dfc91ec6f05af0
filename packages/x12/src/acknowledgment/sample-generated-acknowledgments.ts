/** Acknowledgments of any kind, for properties (fast-check): such as a reader can give. All numbers are invented. */
import { cents, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { generatedDate, generatedText, maybe } from '../remittance/sample-generated-parts.ts'
import { readBack } from '../writer/write-as-it-is.ts'
import { decideStatus } from './decide-status.ts'
import type { BatchToAcknowledge, ClaimAcknowledgments, ProviderToAcknowledge } from './write-277ca.ts'
import type { GroupAcknowledgments, SyntaxErrorToWrite, TransactionToAcknowledge } from './write-999.ts'
import type { ClaimToAcknowledge, LineToAcknowledge } from './write-claim-status.ts'
import type { StatusToWrite } from './write-status.ts'
import type { InterchangeAcknowledgments } from './write-ta1.ts'

export const transmission = {
  usage: 'T',
  submitter: { id: 'EXPAYER' },
  receiver: { id: 'EXCLINIC', name: 'EXAMPLE PHYSICAL THERAPY LLC' },
  control: { interchange: 601, group: 601, writtenAt: { date: serviceDate('2026-11-21'), time: '10:00' } },
} as const

const count = fc.integer({ min: 0, max: 9999 })

export const generatedTa1: fc.Arbitrary<InterchangeAcknowledgments> = fc
  .array(
    fc.record({
      controlNumber: fc.stringMatching(/^\d{9}$/),
      status: fc.constantFrom('A', 'E', 'R'),
      note: fc.constantFrom('000', '025', ''),
      answeredAt: fc.record({ date: generatedDate, time: fc.constantFrom('00:00', '09:30', '23:59') }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((interchanges) => ({ ...transmission, interchanges }))

/** A segment's error with those of its elements behind it. */
function errorsOfSegment(kind: Kind): fc.Arbitrary<SyntaxErrorToWrite[]> {
  const place = fc.record({
    tag: known(kind, fc.constantFrom('SV1', 'N4', 'CLM', 'HI')),
    position: known(kind, fc.integer({ min: 1, max: 999 })),
    loop: maybe(fc.constantFrom('2400', '2010', '2300')),
    clm01: maybe(generatedText(20)),
  })
  const ofElement = fc.record({
    code: fc.constantFrom('1', '7', 'I12'),
    element: known(kind, fc.integer({ min: 1, max: 30 })),
    component: maybe(fc.integer({ min: 1, max: 9 })),
    repetition: maybe(fc.integer({ min: 1, max: 9 })),
    value: maybe(generatedText(20)),
  })
  return fc
    .record({ place, code: fc.constantFrom('3', '8', 'I6'), elements: fc.array(ofElement, { maxLength: 3 }) })
    .map(({ place: where, code, elements }) => [
      { level: 'segment', code, ...where, element: null, component: null, repetition: null, value: null },
      ...elements.map((own) => ({ level: 'element' as const, ...where, ...own })),
    ])
}
const errorOfTransaction = fc.constantFrom('1', '5', 'I6').map(
  (code): SyntaxErrorToWrite => ({
    ...{ level: 'transaction', code, tag: null, position: null, loop: null, element: null },
    ...{ component: null, repetition: null, value: null, clm01: null },
  }),
)
const transaction = (kind: Kind): fc.Arbitrary<TransactionToAcknowledge> =>
  fc
    .record({
      set: fc.constantFrom('837', '270'),
      controlNumber: fc.stringMatching(/^\d{4,9}$/),
      status: fc.constantFrom('A', 'E', 'R', 'M', 'W', 'X'),
      ofSegments: fc.array(errorsOfSegment(kind), { maxLength: 3 }),
      ofTransaction: fc.array(errorOfTransaction, { maxLength: 5 }),
    })
    .map(({ ofSegments, ofTransaction, ...said }) => ({
      ...said,
      errors: [...ofSegments.flat(), ...ofTransaction],
    }))

export function generated999(kind: Kind): fc.Arbitrary<GroupAcknowledgments> {
  const group = fc.record({
    controlNumber: fc.stringMatching(/^[1-9]\d{0,8}$/),
    functionalId: fc.constantFrom('HC', 'HS'),
    status: fc.constantFrom('A', 'E', 'P', 'R'),
    included: count,
    received: count,
    accepted: count,
    errorCodes: fc.array(fc.constantFrom('1', '4', '17'), { maxLength: 5 }),
    transactions: fc.array(transaction(kind), { maxLength: 3 }),
  })
  return fc
    .array(group, { minLength: 1, maxLength: 3 })
    .map((groups) => ({ ...transmission, answeredGuide: '005010X222A1', groups }))
}

/** `any` is whatever a reader can give; `in full` has all that the guide wants. */
type Kind = 'any' | 'in full'

/** What a reader makes of up to `most` STC, whoever mixed categories and actions in them. */
function statusOf(
  kind: Kind,
  most: number,
  entity: string,
  actions = ['WQ', 'U'],
): fc.Arbitrary<StatusToWrite> {
  const status = fc
    .record({
      category: fc.constantFrom(
        'A0',
        'A1',
        'A2',
        'A3',
        'A5',
        'A6',
        'A7',
        'A8',
        ...(kind === 'any' ? ['E1'] : []),
      ),
      code: fc.constantFrom('19', '20', '21', '562'),
      entity: kind === 'any' ? fc.constantFrom('PR', '85', 'IL', '') : fc.constantFrom(entity, ''),
    })
    .map(({ category, code, entity }) => [category, code, entity].join(':'))
  const stc = fc
    .record({
      action: fc.constantFrom(...actions, ...(kind === 'any' ? [''] : [])),
      statuses: fc.array(status, { minLength: 1, maxLength: 3 }),
    })
    .map(({ action, statuses: [first, ...others] }) => `STC*${first}**${action}*******${others.join('*')}~`)
  return fc.array(stc, { minLength: kind === 'any' ? 0 : 1, maxLength: most }).map((texts) => {
    const segments = texts.flatMap((text) => readBack(text) ?? [])
    const { verdict: _, ...said } = decideStatus(segments, () => undefined)
    return said
  })
}

const amount = fc.integer({ min: 0, max: 999_999 }).map(cents)

const line = (kind: Kind): fc.Arbitrary<LineToAcknowledge> =>
  fc
    .record({
      status: statusOf(kind, 1, '85', ['U']),
      procedureCode: fc.constantFrom('97110', '97140'),
      modifiers: fc.subarray<string>(['GP', 'KX', 'CQ', '59']),
      chargeCents: known(kind, amount),
      lineControlNumber: maybe(generatedText(20)),
      serviceDate: maybe(generatedDate),
    })
    .map(({ status, ...said }) => ({ ...said, ...status }))

const claim = (kind: Kind): fc.Arbitrary<ClaimToAcknowledge> =>
  fc
    .record({
      status: statusOf(kind, 3, '85'),
      clm01: generatedText(20),
      payerClaimNumber: maybe(generatedText(20)),
      clearinghouseNumber: maybe(generatedText(20)),
      chargeCents: known(kind, amount),
      statusOn: known(kind, generatedDate),
      serviceDate: known(kind, generatedDate),
      lines: fc.array(line(kind), { maxLength: 3 }),
    })
    .map(({ status, ...said }) => {
      // The day and the charge stand in a status.
      const without = status.statuses.length === 0 ? { chargeCents: null, statusOn: null } : {}
      return { ...said, ...without, ...status, ...(kind === 'any' ? {} : { patient }) }
    })

const patient = { last: 'SAMPLE', first: 'ALMA', memberId: 'EXH000000001' }

const provider = (kind: Kind): fc.Arbitrary<ProviderToAcknowledge> =>
  fc
    .record({
      status: statusOf(kind, 2, '85'),
      id: fc.stringMatching(/^1\d{9}$/),
      claims: fc.array(claim(kind), { minLength: kind === 'any' ? 0 : 1, maxLength: 4 }),
    })
    .map(({ status, ...said }) => ({
      ...said,
      ...status,
      ...(kind === 'any' ? {} : { name: 'EXAMPLE PHYSICAL THERAPY LLC' }),
    }))

const batch = (kind: Kind): fc.Arbitrary<BatchToAcknowledge> =>
  fc
    .record({
      status: statusOf(kind, 2, '41'),
      number: fc.stringMatching(/^CA\d{7}$/),
      id: kind === 'any' ? fc.oneof(fc.constant(''), generatedText(20)) : generatedText(20),
      source: fc.record({
        entity: fc.constantFrom('PR', 'AY'),
        name: generatedText(20),
        id: known(kind, generatedText(10)),
      }),
      acceptedClaims: maybe(count),
      rejectedClaims: maybe(count),
      providers: fc.array(provider(kind), { minLength: kind === 'any' ? 0 : 1, maxLength: 3 }),
    })
    .map(({ status, ...said }) => ({ ...said, ...status }))

export function generated277ca(kind: Kind): fc.Arbitrary<ClaimAcknowledgments> {
  return fc
    .array(batch(kind), { minLength: 1, maxLength: 3 })
    .map((batches) => ({ ...transmission, batches }))
}

function known<Value>(kind: Kind, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return kind === 'any' ? maybe(value) : value
}
