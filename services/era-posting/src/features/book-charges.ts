/** Hears every charge event and keeps what each charge line is owed, and by whom. */
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided, type DataOf } from '@tally/contracts'
import { cents, coverageOrderMax } from '@tally/kernel'
import { commit, hears, on, touchesDay, type Work } from '@tally/platform'
import { receivableOfPatient } from '../domain/account.ts'
import { type Booking, bookCharges, type ChargeEvent } from '../domain/book-charges.ts'
import { accountsAt } from '../domain/open-balance.ts'
import { mirrorOf, type Posting } from '../domain/posting.ts'
import { sharesLeft } from '../domain/uncharged-line.ts'
import { keysOf } from '../domain/waiting-keys.ts'
import { lists } from '../domain/whose-turn.ts'
import { savePrices } from '../store/charge-prices.ts'
import { lockDays, saveDay } from '../store/charges.ts'
import { numbersOfDay } from '../store/claims.ts'
import { standingOnLines, writeBatch } from '../store/ledger.ts'
import { lookAgainForNumbers } from '../store/remittance-claims.ts'
import { lookAgainFor } from '../store/waiting-keys.ts'
import { settleClaims } from './settle-claims.ts'

export const bookTheCharges = hears(
  'book-charges',
  [
    on(chargeCaptured, (work, { data }) => book(work, captured(data), pricesOf(data))),
    on(chargeCorrected, (work, { data }) => book(work, captured(data), pricesOf(data))),
    on(chargeHeld, (work, { data }) => book(work, { ...dayOf(data), kind: 'held' })),
    on(chargeVoided, (work, { data }) =>
      // A day keeps its void visits and loses those that moved to another day.
      book(work, { ...dayOf(data), kind: 'voided', moved: data.encounterIds.length === 0 }),
    ),
  ],
  touchesDay,
)

async function book(
  work: Work,
  event: ChargeEvent,
  prices: Parameters<typeof savePrices>[1] = [],
): Promise<void> {
  const { treatmentDayId, version } = event
  const known = (await lockDays(work, [treatmentDayId])).get(treatmentDayId) ?? null
  const booking = bookCharges(known, event)
  if (!booking) return
  const { day, patientPayment } = booking
  const charges = [...booking.charges, ...(await sharesBack(work, booking))]
  const cause = { key: `${treatmentDayId}/${version}`, effectiveOn: day.serviceDate }
  await commit(work, async () => {
    await saveDay(work, day)
    await savePrices(work, prices)
    await writeBatch(work, { type: 'charge', ...cause }, charges)
    await writeBatch(work, { type: 'patient-payment', ...cause }, patientPayment)
  }, [])
  // A payment may have come before the charge did: topics do not wait for each other.
  const before = new Set(known?.lines.map(({ chargeLineId }) => chargeLineId))
  const added = day.lines.flatMap(({ chargeLineId }) => (before.has(chargeLineId) ? [] : [chargeLineId]))
  // Or a later payer answered what was handed on to it before the visit listed that coverage.
  const covered = day.coverages.some(({ order }) => known && !lists(known, order))
  if (!known || added.length > 0 || covered) {
    await lookAgainForNumbers(work, await numbersOfDay(work, treatmentDayId))
    await lookAgainFor(work, [...keysOf('day', [treatmentDayId]), ...keysOf('line', added)])
  }
  if (charges.length > 0) await settleClaims(work, day, 'charge/corrected')
}

/** What the payers of lines that are charged no more left to others. */
async function sharesBack(work: Work, { day, uncharged, sharesKey }: Booking): Promise<readonly Posting[]> {
  if (uncharged.length === 0) return []
  const accounts = uncharged.flatMap((id) => [
    receivableOfPatient(day.patientId, id),
    ...Array.from({ length: coverageOrderMax }, (_, index) => accountsAt([id], index + 1)).flat(),
  ])
  const standing = await standingOnLines(work, accounts)
  return mirrorOf(
    uncharged.flatMap((id) => sharesLeft(id, standing)),
    sharesKey,
  )
}

function captured(data: DataOf<typeof chargeCaptured>): ChargeEvent {
  const { responsibleParty, coverages, lines, patientPaidCents } = data
  return {
    ...{ ...dayOf(data), kind: 'captured', responsibleParty, patientPaidCents: cents(patientPaidCents) },
    coverages: coverages.map(({ order, payerId, payerFamily }) => ({ order, payerId, payerFamily })),
    lines: lines.map(({ chargeLineId, procedureCode, modifiers, chargeCents, expectedAllowedCents }) => ({
      ...{ chargeLineId, procedureCode, modifiers, chargeCents: cents(chargeCents) },
      expectedAllowedCents: expectedAllowedCents === null ? null : cents(expectedAllowedCents),
    })),
  }
}

/** By which rules each line is expected to bring what it is. */
function pricesOf({ lines }: DataOf<typeof chargeCaptured>) {
  return lines.flatMap(({ chargeLineId, expectedAllowedCents, reasons }) => {
    const priced = reasons.filter(({ rule }) => rule.startsWith('price/'))
    if (expectedAllowedCents === null || priced.length === 0) return []
    return [{ chargeLineId, expectedAllowedCents: cents(expectedAllowedCents), reasons: priced }]
  })
}

function dayOf(
  data: Pick<DataOf<typeof chargeHeld>, 'treatmentDayId' | 'version' | 'patientId' | 'serviceDate' | 'case'>,
) {
  const { treatmentDayId, version, patientId, serviceDate, case: treatmentCase } = data
  return { treatmentDayId, treatmentCase, version, patientId, serviceDate }
}
