/** Answers to questions for benefits, for properties (fast-check). All people and numbers are invented. */
import { cents, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { generatedDate, generatedText, maybe } from '../remittance/sample-generated-parts.ts'
import type { DatedAs } from './benefit.ts'
import type { BenefitAnswers } from './write-271.ts'
import type { BenefitToWrite } from './write-benefit.ts'
import type { PersonToAnswer } from './write-person.ts'

export const provider = { name: 'EXAMPLE PHYSICAL THERAPY LLC', npi: '1234567893' }
export const originator = '9EXCLINIC1'
export const transmission = {
  usage: 'T',
  submitter: { id: 'EXPAYER' },
  receiver: { id: 'EXCLINIC' },
  control: { interchange: 401, group: 401, writtenAt: { date: serviceDate('2026-11-21'), time: '09:45' } },
} as const

const quantity = maybe(fc.integer({ min: 0, max: 400 }).map((quarters) => quarters / 4))
const reference = fc.record({ qualifier: fc.constantFrom('18', '6P', '1L'), value: generatedText(20) })
/** A day under a qualifier that ends something is an end, under any other a beginning. */
const dated: fc.Arbitrary<DatedAs> = fc.oneof(
  fc.record({ qualifier: fc.constantFrom('291', '349', '346'), from: generatedDate, to: generatedDate }),
  fc.record({ qualifier: fc.constantFrom('346', '356', '472'), from: generatedDate, to: fc.constant(null) }),
  fc.record({ qualifier: fc.constantFrom('347', '349', '357'), from: fc.constant(null), to: generatedDate }),
)
const delivery = fc
  .record({
    quantityQualifier: fc.constantFrom('VS', ''),
    quantity,
    period: fc.constantFrom('23', '29', ''),
    periods: quantity,
  })
  .filter((one) => one.quantityQualifier + one.period !== '' || one.quantity !== null || one.periods !== null)

const benefit: fc.Arbitrary<BenefitToWrite> = fc.record({
  code: fc.constantFrom('1', '6', 'A', 'B', 'C', 'F', 'G', 'R', 'CB'),
  coverageLevel: maybe(fc.constantFrom('IND', 'FAM')),
  serviceTypes: fc.uniqueArray(fc.constantFrom('30', 'PT', '98', 'AD'), { maxLength: 4 }),
  insuranceType: maybe(fc.constantFrom('MB', 'HM')),
  planName: maybe(generatedText(40)),
  period: maybe(fc.constantFrom('23', '29', '27')),
  amountCents: maybe(fc.integer({ min: 0, max: 999_999 }).map(cents)),
  percent: maybe(fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0.5, 33.3333, 12.25))),
  quantityQualifier: maybe(fc.constant('VS')),
  quantity,
  authorizationRequired: fc.constantFrom('yes', 'no', 'unknown'),
  network: fc.constantFrom('in', 'out', 'either', 'unknown'),
  procedureCode: maybe(fc.constantFrom('97110', '97140')),
  deliveries: fc.array(delivery, { maxLength: 2 }),
  dates: fc.array(dated, { maxLength: 2 }),
  messages: fc.array(generatedText(60), { maxLength: 2 }),
  references: fc.array(reference, { maxLength: 2 }),
  entities: fc.array(
    fc.record({
      role: fc.constantFrom('PR', '1P', 'PRP'),
      name: generatedText(20),
      id: maybe(generatedText(10)),
    }),
    { maxLength: 2 },
  ),
})

const insured = fc.record({
  last: generatedText(20),
  first: fc.oneof(fc.constant(''), generatedText(12)),
  birthDate: maybe(generatedDate),
})
const reason = fc.record({
  code: fc.constantFrom('42', '72', '75', '80'),
  followUp: fc.constantFrom('C', 'R', 'N', ''),
})

const person: fc.Arbitrary<PersonToAnswer> = fc
  .record({
    said: fc.record({
      traceNumber: maybe(generatedText(20)),
      memberId: maybe(generatedText(12)),
      payer: maybe(fc.record({ name: generatedText(20), id: maybe(fc.constantFrom('12345', '67890')) })),
      subscriber: insured,
      dependent: maybe(insured),
      dates: fc.array(dated, { maxLength: 2 }),
      references: fc.array(reference, { maxLength: 2 }),
      benefits: fc.array(benefit, { maxLength: 4 }),
    }),
    reasons: fc.record({
      subscriber: fc.array(reason, { maxLength: 2 }),
      dependent: fc.array(reason, { maxLength: 2 }),
      benefit: fc.array(reason, { maxLength: 2 }),
    }),
  })
  .map(({ said, reasons: { subscriber, dependent, benefit: ofBenefit } }) => ({
    ...said,
    rejections: [
      ...subscriber.map((one) => ({ ...one, level: 'subscriber' as const })),
      ...(said.dependent ? dependent : []).map((one) => ({ ...one, level: 'dependent' as const })),
      ...(said.benefits.length > 0 ? ofBenefit : []).map((one) => ({ ...one, level: 'benefit' as const })),
    ],
  }))

export const generatedAnswers: fc.Arbitrary<BenefitAnswers> = fc
  .array(
    fc
      .record({
        number: generatedText(20),
        originator: fc.constant(originator),
        provider: fc.constant(provider),
        payer: fc.constant({ name: 'EXAMPLE HEALTH PLAN', id: '12345' }),
        source: fc.array(reason, { maxLength: 2 }),
        receiver: fc.array(reason, { maxLength: 2 }),
        subscribers: fc.array(person, { maxLength: 4 }),
      })
      .map(({ source, receiver, ...said }) => ({
        ...said,
        rejections: [
          ...source.map((one) => ({ ...one, level: 'source' as const })),
          ...receiver.map((one) => ({ ...one, level: 'receiver' as const })),
        ],
      })),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => ({ ...transmission, answers: all }))
