/** Hears every charge event: what the day asks of its first payer now. */
import { chargeCaptured, chargeCorrected, chargeHeld, chargeVoided, type DataOf } from '@tally/contracts'
import { cents, serviceDate } from '@tally/kernel'
import { hears, on, touchesDay, type Work } from '@tally/platform'
import type { ClaimPerson } from '../domain/claim.ts'
import { type ChargeEvent, type DayFacts, withCharges } from '../domain/take-in-charges.ts'
import { lockDay } from '../store/claims.ts'
import { advanceClaim } from './advance-claim.ts'

export const joinCharges = hears(
  'join-charges',
  [
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
  ],
  touchesDay,
)

async function join(work: Work, event: ChargeEvent, person: ClaimPerson | null): Promise<void> {
  const known = await lockDay(work, event.treatmentDayId)
  const claim = withCharges(known.claim, event, work.newId)
  if (!claim) return
  // What was captured stands through a hold, and so do the visits that it was captured from.
  const stored = event.kind === 'voided' || (event.kind === 'held' && claim.capturedVersion > 0)
  await advanceClaim(work, {
    claim: { ...claim, answer: known.answer, traceparent: claim.traceparent ?? work.traceparent ?? null },
    answerPerson: known.answerPerson,
    person: stored || !person ? known.person : { ...person, asked: known.person.asked ?? null },
    personChanged: !stored || known.claim === null,
  })
}

function captured(data: DataOf<typeof chargeCaptured>): ChargeEvent {
  const { billing, modality, responsibleParty, coverages, diagnoses, lines, patientPaidCents } = data
  return {
    ...dayOf(data),
    kind: 'captured',
    chargeCents: cents(data.chargeCents),
    timelyFilingDueOn: data.timelyFilingDueOn === null ? null : serviceDate(data.timelyFilingDueOn),
    charges: { billing, modality, responsibleParty, coverages, diagnoses, lines, patientPaidCents },
  }
}

function dayOf(data: Omit<DataOf<typeof chargeVoided>, 'reversedCents'>): DayFacts {
  const { treatmentDayId, version, patientId, billingNpi } = data
  return { treatmentDayId, version, patientId, billingNpi, serviceDate: serviceDate(data.serviceDate) }
}
