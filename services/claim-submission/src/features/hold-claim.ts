/** Hears every charge event and keeps the day's claim, held until eligibility answers. */
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided, type DataOf } from '@tally/contracts'
import { cents, serviceDate, startOfDayIn } from '@tally/kernel'
import { clearDeadline, commit, hears, on, setDeadline, type Work } from '@tally/platform'
import { filingAlarmOn } from '../domain/filing-deadline.ts'
import { type ChargeEvent, joinCharges } from '../domain/join-charges.ts'
import { lockClaimOfDay, saveClaim } from '../store/claims.ts'
import { practiceZone } from '../store/practice-zone.ts'

export const filingDeadline = 'filing-deadline'

export const holdClaim = hears('hold-claim', [
  on(chargeCaptured, (work, { data, person }) => join(work, captured(data), person), { opens: true }),
  on(chargeCorrected, (work, { data, person }) => join(work, captured(data), person), { opens: true }),
  on(
    chargeHeld,
    (work, { data, person }) => {
      const { payerId, timelyFilingDueOn, holds } = data
      const rules = [...new Set(holds.map(({ rule }) => rule))]
      const dueOn = timelyFilingDueOn === null ? null : serviceDate(timelyFilingDueOn)
      return join(work, { ...dayOf(data), kind: 'held', payerId, timelyFilingDueOn: dueOn, rules }, person)
    },
    { opens: true },
  ),
  on(chargeVoided, (work, { data }) => join(work, { ...dayOf(data), kind: 'voided' }, null)),
])

async function join(work: Work, event: ChargeEvent, person: unknown): Promise<void> {
  const known = await lockClaimOfDay(work, event.treatmentDayId)
  const claim = joinCharges(known, event, work.newId)
  if (!claim) return
  await commit(work, () => saveClaim(work, claim, person), [])
  if (claim.state === 'voided' || claim.timelyFilingDueOn === null) {
    await clearDeadline(work, filingDeadline, claim.id)
    return
  }
  const zone = await practiceZone(work)
  const alarm = filingAlarmOn(claim.timelyFilingDueOn)
  await setDeadline(work, filingDeadline, claim.id, startOfDayIn(zone, alarm))
}

function captured(data: DataOf<typeof chargeCaptured>): ChargeEvent {
  const { coverages, chargeCents, timelyFilingDueOn, diagnoses, lines } = data
  const first = [...coverages].sort((a, b) => a.order - b.order)[0]
  return {
    ...dayOf(data),
    kind: 'captured',
    payerId: first?.payerId ?? null,
    chargeCents: cents(chargeCents),
    timelyFilingDueOn: timelyFilingDueOn === null ? null : serviceDate(timelyFilingDueOn),
    charges: {
      diagnoses,
      lines: lines.map(
        ({ chargeLineId, procedureCode, units, modifiers, diagnosisPointers, chargeCents }) => {
          return {
            chargeLineId,
            procedureCode,
            units,
            modifiers,
            diagnosisPointers,
            chargeCents: cents(chargeCents),
          }
        },
      ),
    },
  }
}

function dayOf(data: Omit<DataOf<typeof chargeVoided>, 'reversedCents'>) {
  const { treatmentDayId, version, patientId, billingNpi } = data
  return { treatmentDayId, version, patientId, billingNpi, serviceDate: serviceDate(data.serviceDate) }
}
