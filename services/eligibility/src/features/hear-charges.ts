/** Hears every charge event: keeps what the day now says, and answers its version. A held day is not answered. */
import {
  chargeCaptured,
  chargeCorrected,
  chargeHeld,
  chargeVoided,
  type DataOf,
  type Envelope,
  type SealedVisit,
} from '@tally/contracts'
import { compareInstants, plusMilliseconds, type ServiceDate, serviceDate } from '@tally/kernel'
import { clearDeadline, hears, on, type Touches, type Work } from '@tally/platform'
import type { PlanSeen, TreatmentDay } from '../domain/treatment-day.ts'
import { saveSeen } from '../store/episodes.ts'
import { lockPatient } from '../store/patients.ts'
import { type DayPerson, findDay, saveAnswered, saveHeard } from '../store/treatment-days.ts'
import { closeWork } from '../store/work-items.ts'
import { answerDue, answerPatient } from './answer-patient.ts'
import { memberKeyOf, questionKeyOf } from './ask-payer.ts'
import { answerMs } from './gather-facts.ts'
import { learnAuthorizations } from './learn-authorizations.ts'
import { releaseOfDay } from './move-ledgers.ts'
import { watchCertification } from './watch-certification.ts'

type Captured = DataOf<typeof chargeCaptured>
type DayNamed = Omit<DataOf<typeof chargeVoided>, 'reversedCents'>

/** A patient's days are answered together. */
export const touchesPatient: Touches = ({ data }) =>
  typeof data.patientId === 'string' ? data.patientId : undefined

export const hearCharges = hears(
  'hear-charges',
  [
    on(
      chargeCaptured,
      (work, { envelope, data, person }) => captured(work, envelope, data, person?.visits ?? []),
      {
        opens: true,
      },
    ),
    on(
      chargeCorrected,
      (work, { envelope, data, person }) => captured(work, envelope, data, person?.visits ?? []),
      {
        opens: true,
      },
    ),
    on(chargeHeld, (work, { data }) => stands(work, data, 'held')),
    on(chargeVoided, (work, { data }) => stands(work, data, 'voided')),
  ],
  touchesPatient,
)

/** When a message comes long after it was said, a payer still gets this much. */
const leastMs = 10_000

async function captured(
  work: Work,
  { time }: Envelope,
  data: Captured,
  visits: readonly SealedVisit[],
): Promise<void> {
  const [patient, known] = await patientAndDay(work, data)
  if (known && data.version <= known.version) return
  const person = personOf(data, visits)
  const { payerId, payerFamily } = firstPayer(data) ?? { payerId: null, payerFamily: null }
  const { patient: insured, card } = person
  const due = [plusMilliseconds(time, answerMs), plusMilliseconds(work.now, leastMs)]
  const day: TreatmentDay = {
    ...(known ?? newDay(work, data)),
    ...{ version: data.version, standing: 'captured', capturedVersion: data.version, payerId, payerFamily },
    memberKey: memberKeyOf(work, card?.memberId ?? null),
    questionKey:
      insured && card && payerId !== null ? questionKeyOf(work, { patient: insured, card }, payerId) : null,
    episodeId: data.billing?.episodeId ?? null,
    services: data.lines.flatMap(({ procedureCode, units }) =>
      units > 0 ? [{ code: procedureCode, units }] : [],
    ),
    plan: planOf(data),
    progressReportsOn: reportsOf(visits),
    therapyAllowedCents: therapyAllowed(data),
    answerDueAt: due.reduce((later, each) => (compareInstants(each, later) > 0 ? each : later)),
  }
  saveHeard(work, day, person)
  await learnAuthorizations(work, data, visits)
  if (day.episodeId !== null && day.plan) {
    saveSeen(work, day.episodeId, day.patientId, day.plan, day.serviceDate)
    await watchCertification(work, day.episodeId)
  }
  await answerPatient(work, patient)
}

/** What was captured stands through a hold, and with it its answer; of a voided day nothing stands. */
async function stands(work: Work, data: DayNamed, standing: 'held' | 'voided'): Promise<void> {
  const [patient, known] = await patientAndDay(work, data)
  if (known && data.version <= known.version) return
  const day: TreatmentDay = { ...(known ?? newDay(work, data)), version: data.version, standing }
  saveHeard(work, day, known ? null : { patient: null, card: null, asker: null })
  if (day.waiting) {
    await clearDeadline(work, answerDue, day.id)
    saveAnswered(work, { ...day, waiting: false })
  }
  if (standing === 'held') return
  await releaseOfDay(work, day)
  closeWork(work, 'after-sending', day.id, 'the visit was voided')
  // What it gave back may be another day's now.
  await answerPatient(work, patient)
}

/** Sent together: the day is read once the patient is locked. */
function patientAndDay(work: Work, { patientId, treatmentDayId }: DayNamed) {
  return Promise.all([lockPatient(work, patientId), findDay(work, treatmentDayId)])
}

function newDay(work: Work, data: DayNamed): TreatmentDay {
  const { treatmentDayId, patientId, billingNpi, version } = data
  return {
    ...{ id: treatmentDayId, patientId, billingNpi, serviceDate: serviceDate(data.serviceDate), version },
    ...{ standing: 'held', capturedVersion: 0, payerId: null, payerFamily: null, memberKey: null },
    ...{ questionKey: null, episodeId: null, services: [], plan: null, progressReportsOn: [] },
    ...{
      therapyAllowedCents: null,
      heardAt: work.now,
      askedKey: null,
      answerDueAt: work.now,
      waiting: false,
    },
    ...{ decision: 0, answeredVersion: 0, answer: null, overridden: null },
    traceparent: work.traceparent ?? null,
  }
}

/** Null: no plan is billed for the day. Where the patient or a third party pays, none is, whatever cards are on file. */
function firstPayer({ coverages, responsibleParty }: Pick<Captured, 'coverages' | 'responsibleParty'>) {
  if (responsibleParty !== 'insurance') return null
  return [...coverages].sort((a, b) => a.order - b.order)[0] ?? null
}

function personOf(data: Captured, [visit]: readonly SealedVisit[]): DayPerson {
  const first = firstPayer(data)
  if (!visit) return { patient: null, card: null, asker: null }
  const { name, birthDate, sex } = visit.patient
  return {
    patient: { name, birthDate, sex },
    card: visit.coverages.find(({ order }) => order === first?.order) ?? null,
    asker: {
      kind: data.billing?.billingKind ?? 'organization',
      npi: data.billingNpi,
      name: visit.billingProvider.name,
    },
  }
}

function planOf({ billing }: Captured): PlanSeen | null {
  if (!billing || (billing.planOfCare === null && billing.initialTreatmentOn === null)) return null
  const { planOfCare: plan, initialTreatmentOn } = billing
  return {
    initialTreatmentOn: dateOrNull(initialTreatmentOn),
    from: dateOrNull(plan?.from),
    to: dateOrNull(plan?.to),
    signedOn: dateOrNull(plan?.signedOn),
    orderSignedOn: dateOrNull(plan?.orderSignedOn),
    transmittedOn: dateOrNull(plan?.transmittedOn),
  }
}

function reportsOf(visits: readonly SealedVisit[]): ServiceDate[] {
  return visits
    .flatMap(({ documents }) => documents)
    .flatMap(({ kind, on: written }) =>
      kind === 'progress-report' && written !== null ? [serviceDate(written)] : [],
    )
}

/** Physical and speech therapy share a threshold; null where a line's allowed amount is not known. */
function therapyAllowed({ lines }: Captured): number | null {
  const amounts = lines
    .filter(({ discipline, units }) => discipline !== 'OT' && units > 0)
    .map(({ expectedAllowedCents }) => expectedAllowedCents)
  const known = amounts.filter((each) => each !== null)
  return known.length < amounts.length ? null : known.reduce((sum, each) => sum + each, 0)
}

function dateOrNull(text: string | null | undefined): ServiceDate | null {
  return text == null ? null : serviceDate(text)
}
