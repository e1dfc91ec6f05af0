/** Reads the ST of a 270 into what is asked of whom for whom. */
import type { ReceivedName } from './claim.ts'
import type { ReceivedTransaction } from './envelope.ts'
import { dateIn, type Mutable, nameIn } from './read-elements.ts'
import { elementOf, type Segment, type Separators } from './segments.ts'

export interface Inquiry {
  /** BHT03, said back. */
  readonly reference: string
  readonly payer: { readonly id: string; readonly name: string }
  readonly provider: { readonly npi: string; readonly name: string; readonly organization: boolean }
  /** TRN of the asker, said back. */
  readonly trace: string
  readonly originator: string
  readonly member: ReceivedName & { readonly id: string }
  /** Who is asked about, when not the member. */
  readonly dependent: ReceivedName | null
  readonly birthDate: string
  readonly sex: string
  /** The day asked about; `''` when the inquiry names none. */
  readonly on: string
  /** EQ01. */
  readonly services: readonly string[]
}

export function readInquiry(transaction: ReceivedTransaction, separators: Separators): Inquiry {
  const inquiry: Mutable<Inquiry> = {
    ...{ reference: '', payer: { id: '', name: '' }, provider: { npi: '', name: '', organization: true } },
    ...{ trace: '', originator: '', member: { id: '', last: '', first: '', organization: false } },
    ...{ dependent: null, birthDate: '', sex: '', on: '', services: [] },
  }
  for (const segment of transaction.segments) read(inquiry, segment, separators)
  return inquiry
}

function read(inquiry: Mutable<Inquiry>, segment: Segment, { repetition }: Separators): void {
  const at = (position: number) => elementOf(segment, position)
  switch (segment[0]) {
    case 'BHT':
      inquiry.reference = at(3)
      return
    case 'NM1':
      party(inquiry, segment)
      return
    case 'TRN':
      inquiry.trace = at(2)
      inquiry.originator = at(3)
      return
    case 'DMG':
      inquiry.birthDate = dateIn(at(2))
      inquiry.sex = at(3)
      return
    case 'DTP':
      if (at(1) === '291') inquiry.on = dateIn(at(3))
      return
    case 'EQ':
      inquiry.services = [...inquiry.services, ...(repetition ? at(1).split(repetition) : [at(1)])]
      return
  }
}

function party(inquiry: Mutable<Inquiry>, segment: Segment): void {
  const name = nameIn(segment)
  const id = elementOf(segment, 9)
  switch (elementOf(segment, 1)) {
    case 'PR':
      inquiry.payer = { id, name: name.last }
      return
    case '1P':
      inquiry.provider = { npi: id, name: name.last, organization: name.organization }
      return
    case 'IL':
      inquiry.member = { ...name, id }
      return
    case '03':
      inquiry.dependent = name
      return
  }
}
