import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cents, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BenefitsAnswer, SubscriberBenefits } from './benefit.ts'
import { readBenefits } from './read-benefits.ts'
import { inactiveAndRetryLater, inDeliverySegments, totalAndRemaining } from './sample-benefits.ts'
import { generatedAnswers, originator, provider, transmission } from './sample-generated-benefits.ts'
import { type AnswerToWrite, type BenefitAnswers, write271 } from './write-271.ts'
import type { BenefitToWrite } from './write-benefit.ts'
import type { PersonToAnswer } from './write-person.ts'

const answering = (answer: Partial<AnswerToWrite>): BenefitAnswers => ({
  ...transmission,
  answers: [
    { number: 'Q0000401', originator, provider, payer: null, rejections: [], subscribers: [], ...answer },
  ],
})

function textOf(file: BenefitAnswers): string {
  const written = write271(file)
  if (!written.ok) throw new Error(JSON.stringify(written.problems, null, 2))
  return written.text
}

/** As they were read: what is said above nobody stands in a transaction of its own. */
function answeringAgain({ subscribers, rejections }: Pick<BenefitsAnswer, 'subscribers' | 'rejections'>) {
  const together = subscribers.some(({ rejectionsAbove }) => rejectionsAbove.length > 0)
  if (together || rejections.length === 0 || subscribers.length === 0)
    return answering({ subscribers, rejections })
  const [alone, people] = [answering({ rejections }), answering({ subscribers })]
  return { ...people, answers: [...people.answers, ...alone.answers] }
}

/** A person as read, without what is reckoned from it. */
function saidOf(read: SubscriberBenefits): PersonToAnswer {
  const { traceNumber, memberId, payer, subscriber, dependent, dates, references } = read
  return {
    ...{ traceNumber, memberId, payer, subscriber, dependent, dates, references },
    rejections: read.rejections.map(({ code, followUp, level }) => ({ code, followUp, level })),
    benefits: read.benefits.map(({ segment: _, ...benefit }) => benefit),
  }
}

describe('the law: reading gives back what was written', () => {
  test('for any answers', () => {
    fc.assert(
      fc.property(generatedAnswers, (file) => {
        const { subscribers, rejections, findings } = readBenefits(textOf(file))
        expect(subscribers.map(saidOf)).toEqual(file.answers.flatMap((answer) => answer.subscribers))
        expect(rejections.map(({ code, followUp, level }) => ({ code, followUp, level }))).toEqual(
          file.answers.flatMap((answer) => answer.rejections),
        )
        expect(findings).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['visits in EB', totalAndRemaining],
    ['visits in HSD', inDeliverySegments],
    ['a payer that is busy', inactiveAndRetryLater],
  ])('for the answers of the corpus, %s: what is reckoned is reckoned again', (_, text) => {
    const { subscribers, rejections } = readBenefits(text)
    const again = readBenefits(textOf(answeringAgain({ subscribers, rejections })))
    expect(again.subscribers.map(unplaced)).toEqual(subscribers.map(unplaced))
    expect(again.rejections.map(unplaced)).toEqual(rejections.map(unplaced))
  })
})

/** Without the places in the file, and the traces beside the one that is written, at any depth. */
function unplaced(read: object): unknown {
  const left = ['segment', 'traceNumbers']
  return JSON.parse(JSON.stringify(read, (key, value: unknown) => (left.includes(key) ? undefined : value)))
}

const benefit: BenefitToWrite = {
  ...{ code: 'F', coverageLevel: null, serviceTypes: [], insuranceType: null, planName: null, period: null },
  ...{ amountCents: null, percent: null, quantityQualifier: null, quantity: null, procedureCode: null },
  ...{ authorizationRequired: 'unknown', network: 'unknown', deliveries: [], dates: [], messages: [] },
  ...{ references: [], entities: [] },
}
const person: PersonToAnswer = {
  traceNumber: 'TRACE0000001',
  memberId: 'EXH000000001',
  payer: { name: 'EXAMPLE HEALTH PLAN', id: '12345' },
  subscriber: { last: 'SAMPLE', first: 'ALMA', birthDate: serviceDate('1980-02-29') },
  dependent: null,
  dates: [],
  references: [],
  rejections: [],
  benefits: [benefit],
}
const day = serviceDate('2026-01-01')

describe('what is written', () => {
  test('the answer of the corpus, without address and sex', () => {
    const { subscribers } = readBenefits(totalAndRemaining)
    const text = textOf(answering({ subscribers }))
    const expected = totalAndRemaining
      .trim()
      .replaceAll('~\n', '~')
      .replace(/N3\*[^~]*~N4[^~]*~/, '')
      .replace('*19800229*F~', '*19800229~')
      .replace('SE*25*', 'SE*23*')
      .replaceAll('**.4', '**0.4')
    expect(text).toBe(expected)
  })

  test.each<[string, Partial<BenefitToWrite>, string]>([
    ['service types repeat', { serviceTypes: ['30', 'PT', '98'] }, 'EB*F**30^PT^98'],
    [
      'and something may follow them',
      { serviceTypes: ['30', 'PT'], network: 'either' },
      'EB*F**30^PT*********W',
    ],
    ['a share of 20 percent', { percent: 20 }, 'EB*F*******0.2'],
    ['of 100', { percent: 100 }, 'EB*F*******1'],
    ['of none', { percent: 0 }, 'EB*F*******0'],
    ['of 33.3333', { percent: 33.3333 }, 'EB*F*******0.333333'],
    ['of a half of a hundredth', { percent: 0.5 }, 'EB*F*******0.005'],
    ['a procedure', { procedureCode: '97110', authorizationRequired: 'no' }, 'EB*F**********N**HC:97110'],
    [
      'what follows, in order',
      {
        deliveries: [{ quantityQualifier: 'VS', quantity: 35, period: '23', periods: 1 }],
        references: [{ qualifier: '18', value: 'P1' }],
        dates: [
          { qualifier: '291', from: day, to: day },
          { qualifier: '346', from: day, to: null },
          { qualifier: '347', from: null, to: day },
        ],
        messages: ['Combined limit'],
        entities: [{ role: 'PRP', name: 'OTHER PLAN', id: '99' }],
      },
      'EB*F~HSD*VS*35***23*1~REF*18*P1~DTP*291*RD8*20260101-20260101~DTP*346*D8*20260101~DTP*347*D8*20260101' +
        '~MSG*Combined limit~LS*2120~NM1*PRP*2*OTHER PLAN*****PI*99~LE*2120',
    ],
  ])('%s', (_, changes, expected) => {
    const text = textOf(answering({ subscribers: [{ ...person, benefits: [{ ...benefit, ...changes }] }] }))
    expect(text.slice(text.indexOf('EB*'), text.indexOf('~SE*'))).toBe(expected)
  })

  test('people of one payer stand under it; a dependent under its subscriber; a busy payer alone', () => {
    const child = { last: 'SAMPLE', first: 'NINA', birthDate: null }
    const other = { name: 'OTHER PLAN', id: null }
    const subscribers = [person, { ...person, dependent: child }, { ...person, payer: other }]
    const levels = (text: string) => text.split('~').filter((segment) => /^(HL|AAA)\*/.test(segment))
    expect(levels(textOf(answering({ subscribers })))).toEqual([
      ...['HL*1**20*1', 'HL*2*1*21*1', 'HL*3*2*22*0', 'HL*4*2*22*1', 'HL*5*4*23*0'],
      ...['HL*6**20*1', 'HL*7*6*21*1', 'HL*8*7*22*0'],
    ])
    const busy = answering({ rejections: [{ code: '42', followUp: 'R', level: 'source' }] })
    expect(levels(textOf(busy))).toEqual(['HL*1**20*0', 'AAA*Y**42*R'])
  })

  const corpus = new URL('../../../../../shared/corpus/271/', import.meta.url)
  test.skipIf(!existsSync(corpus))('every 271 of ../shared/corpus comes back', () => {
    for (const file of readdirSync(corpus)) {
      const { subscribers, rejections } = readBenefits(readFileSync(new URL(file, corpus)))
      const again = readBenefits(textOf(answeringAgain({ subscribers, rejections })))
      expect(unplaced({ ...again, findings: [] }), file).toEqual(
        unplaced({ subscribers, rejections, findings: [] }),
      )
    }
  })
})

describe('what cannot come back as it is, is refused where it stands', () => {
  const withBenefit = (changes: Partial<BenefitToWrite>) =>
    answering({ subscribers: [{ ...person, benefits: [{ ...benefit, ...changes }] }] })
  const withPerson = (changes: Partial<PersonToAnswer>) =>
    answering({ subscribers: [{ ...person, ...changes }] })
  const dates = (date: { from?: typeof day; to?: typeof day }, qualifier: string) => [
    { qualifier, from: null, to: null, ...date },
  ]
  const [one, of] = ['/answers/0/subscribers/0', '/answers/0/subscribers/0/benefits/0']

  test.each<[string, BenefitAnswers, string, string]>([
    ['no answer', { ...transmission, answers: [] }, '/answers', 'x12/batch-size'],
    [
      'a bad number of the interchange',
      { ...answering({}), control: { ...transmission.control, interchange: 0 } },
      '/control/interchange',
      'x12/control-number',
    ],
    ['a short originator', answering({ originator: '9EX' }), '/answers/0/originator', 'x12/too-short'],
    ['no number', answering({ number: '' }), '/answers/0/number', 'x12/missing'],
    [
      'a delimiter',
      withPerson({ subscriber: { last: 'A*B', first: '', birthDate: null } }),
      `${one}/subscriber/last`,
      'x12/delimiter',
    ],
    [
      'a member id without a subscriber',
      withPerson({ subscriber: null }),
      `${one}/subscriber`,
      'x12/missing',
    ],
    ['an empty member id', withPerson({ memberId: '' }), `${one}/memberId`, 'x12/missing'],
    [
      'a dependent’s rejection without one',
      withPerson({ rejections: [{ code: '75', followUp: 'C', level: 'dependent' }] }),
      `${one}/rejections/0/level`,
      'x12/code',
    ],
    [
      'a benefit’s rejection without one',
      withPerson({ benefits: [], rejections: [{ code: '75', followUp: 'C', level: 'benefit' }] }),
      `${one}/rejections/0/level`,
      'x12/code',
    ],
    [
      'rejections out of order',
      withPerson({
        rejections: [
          { code: '75', followUp: '', level: 'benefit' },
          { code: '75', followUp: '', level: 'subscriber' },
        ],
      }),
      `${one}/rejections/1/level`,
      'x12/code',
    ],
    [
      'a subscriber’s rejection above it',
      answering({ rejections: [{ code: '75', followUp: '', level: 'subscriber' }] }),
      '/answers/0/rejections/0/level',
      'x12/code',
    ],
    [
      'a payer’s delimiter',
      withPerson({ payer: { name: 'A~B', id: null } }),
      `${one}/payer/name`,
      'x12/delimiter',
    ],
    [
      'that of a payer alone',
      answering({ payer: { name: 'A~B', id: null } }),
      '/answers/0/payer/name',
      'x12/delimiter',
    ],
    ['no code', withBenefit({ code: '' }), `${of}/code`, 'x12/missing'],
    [
      'a repetition inside a type',
      withBenefit({ serviceTypes: ['30', '^'] }),
      `${of}/serviceTypes/1`,
      'x12/delimiter',
    ],
    ['a share above everything', withBenefit({ percent: 101 }), `${of}/percent`, 'x12/amount'],
    [
      'a delivery of nothing',
      withBenefit({ deliveries: [{ quantityQualifier: '', quantity: null, period: '', periods: null }] }),
      `${of}/deliveries/0/quantity`,
      'x12/missing',
    ],
    [
      'a day that ends nothing',
      withBenefit({ dates: dates({ to: day }, '346') }),
      `${of}/dates/0`,
      'x12/date-order',
    ],
    [
      'a day that begins nothing',
      withBenefit({ dates: dates({ from: day }, '347') }),
      `${of}/dates/0`,
      'x12/date-order',
    ],
    ['no day', withBenefit({ dates: dates({}, '346') }), `${of}/dates/0`, 'x12/date-order'],
    ['a message too long', withBenefit({ messages: ['A'.repeat(265)] }), `${of}/messages/0`, 'x12/too-long'],
    [
      'an amount too large',
      withBenefit({ amountCents: cents(10_000_000_000) }),
      `${of}/amountCents`,
      'x12/amount',
    ],
  ])('%s', (_, file, pointer, rule) => {
    expect(write271(file)).toMatchObject({ ok: false, problems: [{ pointer, rule }] })
  })
})
