/**
 * Hears what stands captured for each treatment day. A corrected day is on its way to the payer: its denials wait for the
 * claim that carries it. A line that vanished, a day that was voided and one that asks no payer any more end theirs.
 */
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided, type DataOf } from '@tally/contracts'
import { serviceDate } from '@tally/kernel'
import { hears, on, touchesDay, type Work } from '@tally/platform'
import { asksNobody, endedWithDay } from '../domain/asks-nobody.ts'
import { type Denial, resolved, waiting } from '../domain/denial.ts'
import { lockClaimsOfDay } from '../store/claims.ts'
import { unresolvedOf } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { saveDay } from '../store/treatment-days.ts'
import { dateAll } from './date-anew.ts'
import { byEvent, keepChanged, keepResolved, resolveAll } from './keep-denial.ts'

type Captured = DataOf<typeof chargeCaptured>

export const followCharges = hears(
  'follow-charges',
  [
    on(chargeCaptured, async (work, { data }) => {
      if (await saveCaptured(work, data)) await dateAnew(work, data.treatmentDayId)
    }),
    on(chargeCorrected, async (work, { data }) => {
      if (!(await saveCaptured(work, data))) return
      await correct(work, data)
      await dateAnew(work, data.treatmentDayId)
    }),
    on(chargeHeld, async (work, { data }) => {
      await saveDay(work, { ...dayOf(data), status: 'held', ...untold })
    }),
    on(chargeVoided, async (work, { data }) => {
      if (!(await saveDay(work, { ...dayOf(data), status: 'voided', ...untold }))) return
      for (const denials of await unresolvedOfDay(work, data.treatmentDayId)) {
        await resolveAll(work, denials, 'closed', 'charge/voided', await practiceZone(work))
      }
    }),
  ],
  touchesDay,
)

function saveCaptured(work: Work, data: Captured): Promise<boolean> {
  const coverages = data.coverages.map(({ order, payerId, payerFamily }) => {
    return { order, payerId, family: payerFamily }
  })
  return saveDay(work, { ...dayOf(data), status: 'captured', coverages, asksNobody: asksNobody(data) })
}

/** Of a hold and a void. */
const untold = { coverages: null, asksNobody: null }

function dayOf(data: Pick<Captured, 'treatmentDayId' | 'version' | 'patientId' | 'serviceDate'>) {
  const { treatmentDayId: id, version, patientId } = data
  return { id, version, patientId, serviceDate: serviceDate(data.serviceDate) }
}

async function correct(work: Work, day: Captured): Promise<void> {
  const { treatmentDayId, lines, claimChanged } = day
  const units = new Map(lines.map((line) => [line.chargeLineId, line.units]))
  const closed = asksNobody(day)
  for (const denials of await unresolvedOfDay(work, treatmentDayId)) {
    const zone = await practiceZone(work)
    for (const denial of denials) {
      const ended = endedWithDay(denial, closed)
      if (ended) {
        await keepResolved(work, ended, byEvent(ended.resolvedBecause ?? ended.status), zone)
      } else if (denial.chargeLineId !== null && (units.get(denial.chargeLineId) ?? 0) === 0) {
        const gone = resolved(denial, 'closed', 'charge/line-removed')
        await keepResolved(work, gone, byEvent('charge/line-removed'), zone)
      } else if (claimChanged !== false && isMended(denial)) {
        await keepChanged(work, waiting(denial, 'claim-submission'), byEvent('day-corrected'), zone)
      }
    }
  }
}

/** A corrected day answers no takeback, and nothing that the payer is looking at already. */
function isMended({ source, waitsFor }: Denial): boolean {
  return source !== 'takeback' && (waitsFor === null || waitsFor === 'charge-capture')
}

/** The day tells which payers there are; a denial that came before the day was dated without knowing them. */
async function dateAnew(work: Work, treatmentDayId: string): Promise<void> {
  for (const claim of await lockClaimsOfDay(work, treatmentDayId)) {
    await dateAll(work, claim, await practiceZone(work))
  }
}

/** Of each claim of the day that has any; the claims are locked. */
async function unresolvedOfDay(work: Work, dayId: string): Promise<Denial[][]> {
  const found: Denial[][] = []
  for (const claim of await lockClaimsOfDay(work, dayId)) found.push(await unresolvedOf(work, claim.id))
  return found.filter((denials) => denials.length > 0)
}
