/**
 * What a charge event does to the ledger: each charge line is owed by the first payer, or by the patient who
 * pays for himself. Booked by captured, moved by the difference when corrected, taken back when voided; a hold
 * moves no money, since what was captured stands (DESIGN.md 2). A line's charge is booked once however often
 * it is said. Of a line that is charged no more the patient is asked nothing: see uncharged-line.ts.
 */
import { type Cents, cents, noCents } from '@tally/kernel'
import { cash, patientCredit, receivableOfPatient, receivableOfPayer, revenue } from './account.ts'
import { type Posting, post } from './posting.ts'
import { noLongerCharged } from './uncharged-line.ts'

export interface Coverage {
  readonly order: number
  readonly payerId: string
  readonly payerFamily: string
}

export interface BookedLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly expectedAllowedCents: Cents | null
  /** The receivable that holds it, and how much of it. */
  readonly account: string
  readonly bookedCents: Cents
}

/** What the visit is for: an injury may be for another to answer. */
export type TreatmentCase = 'health' | 'work-injury' | 'auto-injury'

export interface ChargeDay {
  readonly treatmentDayId: string
  readonly treatmentCase: TreatmentCase
  /** Somebody else answers for the visit, neither a plan nor the patient. */
  readonly thirdParty: boolean
  readonly version: number
  readonly patientId: string
  readonly serviceDate: string
  /** The first payer first; none when the patient or somebody else pays. */
  readonly coverages: readonly Coverage[]
  readonly patientPaidCents: Cents
  readonly lines: readonly BookedLine[]
}

interface ChargedLine {
  readonly chargeLineId: string
  readonly procedureCode: string
  readonly modifiers: readonly string[]
  readonly chargeCents: Cents
  readonly expectedAllowedCents: Cents | null
}

export type ChargeEvent = Pick<
  ChargeDay,
  'treatmentDayId' | 'treatmentCase' | 'version' | 'patientId' | 'serviceDate'
> &
  (
    | {
        readonly kind: 'captured'
        readonly responsibleParty: 'insurance' | 'self' | 'third-party'
        readonly coverages: readonly Coverage[]
        readonly lines: readonly ChargedLine[]
        readonly patientPaidCents: Cents
      }
    | { readonly kind: 'held' }
    /** `moved`: its visits stand in another day now, and what was paid for them with them. */
    | { readonly kind: 'voided'; readonly moved: boolean }
  )

export interface Booking {
  readonly day: ChargeDay
  readonly charges: readonly Posting[]
  readonly patientPayment: readonly Posting[]
  /** Lines that this one takes the charge of, and under which key what their payers left to others goes back. */
  readonly uncharged: readonly string[]
  readonly sharesKey: string
}

/** The day after `event`; null when it was taken in already or is older than what was. */
export function bookCharges(known: ChargeDay | null, event: ChargeEvent): Booking | null {
  if (known && event.version <= known.version) return null
  const before = known ?? emptyDay(event)
  const cause = `charge/${event.treatmentDayId}/${event.version}`
  const day = {
    ...{ ...before, ...stateAfter(before, event) },
    ...{ version: event.version, treatmentCase: event.treatmentCase },
  }
  return {
    day,
    charges: day.lines.flatMap((line) => rebook(lineIn(before, line), line, `${cause}/${line.chargeLineId}`)),
    patientPayment: post(
      cash,
      patientCredit(day.patientId),
      cents(day.patientPaidCents - before.patientPaidCents),
      `${cause}/patient-paid`,
    ),
    uncharged: noLongerCharged(before.lines, day.lines),
    sharesKey: `${cause}/reverses`,
  }
}

function stateAfter(before: ChargeDay, event: ChargeEvent): Partial<ChargeDay> {
  switch (event.kind) {
    case 'captured': {
      const coverages = payersOf(event)
      const [first] = coverages
      const accountOf = (id: string) =>
        first ? receivableOfPayer(id, first.order) : receivableOfPatient(event.patientId, id)
      const lines = event.lines.map(({ chargeCents, ...line }) => ({
        ...line,
        account: accountOf(line.chargeLineId),
        bookedCents: chargeCents,
      }))
      const gone = before.lines.filter((line) => !lineIn({ lines }, line)).map(emptied)
      const thirdParty = event.responsibleParty === 'third-party'
      return { coverages, thirdParty, lines: [...lines, ...gone], patientPaidCents: event.patientPaidCents }
    }
    case 'held':
      return {}
    case 'voided': {
      // Money taken at a visit that is void is still the patient's; what moved with its visit is booked there.
      const patientPaidCents = event.moved ? noCents : before.patientPaidCents
      return { lines: before.lines.map(emptied), patientPaidCents }
    }
  }
}

function payersOf({
  responsibleParty,
  coverages,
}: Extract<ChargeEvent, { readonly kind: 'captured' }>): readonly Coverage[] {
  // With the others no plan is asked, whatever card is on file.
  if (responsibleParty !== 'insurance') return []
  return coverages
    .filter(({ payerFamily }) => payerFamily !== 'self-pay')
    .sort((one, other) => one.order - other.order)
}

/**
 * The difference; where another one owes the line now, it is taken back from the one and booked to the other: between the two
 * nothing moves, which would look like a share that the one left to the other.
 */
function rebook(before: BookedLine | undefined, after: BookedLine, key: string): readonly Posting[] {
  if (!before || before.account === after.account) {
    return post(after.account, revenue, cents(after.bookedCents - (before?.bookedCents ?? 0)), key)
  }
  return [
    ...post(revenue, before.account, before.bookedCents, `${key}/moved`),
    ...post(after.account, revenue, after.bookedCents, key),
  ]
}

function lineIn({ lines }: Pick<ChargeDay, 'lines'>, { chargeLineId }: BookedLine): BookedLine | undefined {
  return lines.find((line) => line.chargeLineId === chargeLineId)
}

function emptied(line: BookedLine): BookedLine {
  return { ...line, bookedCents: noCents, expectedAllowedCents: null }
}

function emptyDay({ treatmentDayId, treatmentCase, patientId, serviceDate }: ChargeEvent): ChargeDay {
  const nothing = { version: 0, thirdParty: false, coverages: [], patientPaidCents: noCents, lines: [] }
  return { treatmentDayId, treatmentCase, patientId, serviceDate, ...nothing }
}
