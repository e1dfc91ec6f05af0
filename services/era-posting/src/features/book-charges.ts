/** Hears every charge event and keeps what each charge line is owed, and by whom. */
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided, type DataOf } from '@tally/contracts'
import { cents } from '@tally/kernel'
import { commit, hears, on, touchesDay, type Work } from '@tally/platform'
import { bookCharges, type ChargeEvent } from '../domain/book-charges.ts'
import { keysOf } from '../domain/waiting-keys.ts'
import { savePrices } from '../store/charge-prices.ts'
import { lockDays, saveDay } from '../store/charges.ts'
import { numbersOfDay } from '../store/claims.ts'
import { writeBatch } from '../store/ledger.ts'
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
  const { day, charges, patientPayment } = booking
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
  if (!known || added.length > 0) {
    await lookAgainForNumbers(work, await numbersOfDay(work, treatmentDayId))
    await lookAgainFor(work, [...keysOf('day', [treatmentDayId]), ...keysOf('line', added)])
  }
  if (charges.length > 0) await settleClaims(work, day, 'charge/corrected')
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
