/** What a 270 asks: one patient at one payer, by the card and the person as the visit or the front desk gave them. */
import type { SealedVisit } from '@tally/contracts'
import { type ServiceDate, serviceDate } from '@tally/kernel'
import type { Inquiry as Question } from '@tally/x12'

export type Card = SealedVisit['coverages'][number]

export interface Insured {
  readonly patient: Pick<SealedVisit['patient'], 'name' | 'birthDate' | 'sex'>
  readonly card: Card
}

/** Who asks: the billing provider; a person who bills for himself is "LAST, FIRST". */
export interface Asker {
  readonly kind: 'organization' | 'person'
  readonly npi: string
  readonly name: string
}

/** The plan as a whole, and therapy by name, since an answer to the first need not mention it (RFI 1911). */
const serviceTypes = ['30', 'PT']

export function composeInquiry(
  { patient, card }: Insured,
  asked: {
    readonly trace: string
    readonly payerId: string
    readonly asOf: ServiceDate
    readonly asker: Asker
  },
): Question {
  const { trace, payerId, asOf, asker } = asked
  const self = card.relationshipToSubscriber === 'self'
  const person = { name: patient.name, birthDate: serviceDate(patient.birthDate), sex: sexOf(patient.sex) }
  return {
    trace,
    payer: { id: payerId, name: card.payerName },
    provider: providerOf(asker),
    subscriber: {
      memberId: card.memberId,
      groupNumber: card.groupNumber,
      ...(self ? person : subscriberOf(card)),
    },
    dependent: self ? null : { relationship: relationshipOf(card.relationshipToSubscriber), ...person },
    serviceDate: { from: asOf, to: null },
    serviceTypes: [...serviceTypes],
  }
}

/** Everything by which a payer finds the person, a dependent by the subscriber too, in one text to make a keyed digest of. */
export function questionText({ patient, card }: Insured, payerId: string): string {
  const { memberId, relationshipToSubscriber: relationship } = card
  const { name, birthDate } = patient
  const subscriber = relationship === 'self' ? null : subscriberOf(card)
  return JSON.stringify([
    ...[payerId, memberId, relationship, name.last, name.first, birthDate],
    ...(subscriber ? [subscriber.name?.last, subscriber.name?.first, subscriber.birthDate] : []),
  ])
}

function providerOf({ kind, npi, name }: Asker): Question['provider'] {
  if (kind === 'organization') return { kind, npi, name }
  const [last = name, first] = name.split(',').map((part) => part.trim())
  return { kind, npi, last, first: first ?? null, middle: null, suffix: null }
}

function subscriberOf({ subscriber }: Card): Pick<Question['subscriber'], 'name' | 'birthDate' | 'sex'> {
  if (subscriber?.kind !== 'person') return { name: null, birthDate: null, sex: null }
  const { last, first, middle, suffix, birthDate, sex } = subscriber
  return {
    name: { last, first, middle, suffix },
    birthDate: birthDate === null ? null : serviceDate(birthDate),
    sex: sex === null ? null : sexOf(sex),
  }
}

function sexOf(text: string): 'F' | 'M' | 'U' {
  return text === 'F' || text === 'M' ? text : 'U'
}

type Relationship = NonNullable<NonNullable<Question['dependent']>['relationship']>
const related: readonly Relationship[] = [
  'spouse',
  'child',
  'employee',
  'life-partner',
  'organ-donor',
  'cadaver-donor',
  'unknown',
]

function relationshipOf(text: string): Relationship {
  return related.find((each) => each === text) ?? 'other'
}
