/**
 * Hears where claims stand, because after sending a hold touches no claim any more, and hears when a person answers for a hold:
 * the day is answered anew. All of a claim's events share one sequence, so one feature hears them all.
 */
import {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimUnanswered,
  claimVoided,
  clearanceOverridden,
  type DataOf,
  type Envelope,
} from '@tally/contracts'
import { hears, on, type Work } from '@tally/platform'
import { type ClaimStanding, lockStanding, type Standing, saveStanding } from '../store/claims.ts'
import { lockPatient } from '../store/patients.ts'
import { findDay, saveAnswered } from '../store/treatment-days.ts'
import { closeWork } from '../store/work-items.ts'
import { answerPatient } from './answer-patient.ts'
import { touchesPatient } from './hear-charges.ts'
import { releaseOfDay, useAgain, useOfDay } from './move-ledgers.ts'

interface OfDay {
  readonly claimId: string
  readonly treatmentDayId: string
  readonly coverageOrder: number
  /** Absent in events of earlier versions. */
  readonly patientId?: string | undefined
}

export const hearClaims = hears(
  'hear-claims',
  [
    // A void that went out asks the payer for nothing any more.
    on(claimSubmitted, (work, { envelope, data }) =>
      stands(work, envelope, data, data.kind === 'void' ? 'voided' : 'submitted', servicesOf(data)),
    ),
    on(claimAcknowledged, (work, { envelope, data }) => stands(work, envelope, data, 'acknowledged')),
    on(claimRejected, (work, { envelope, data }) =>
      data.stands
        ? standsAgain(work, envelope, data, data.stands.version)
        : stands(work, envelope, data, 'rejected'),
    ),
    on(claimUnanswered, (work, { envelope, data }) => stands(work, envelope, data, 'unanswered')),
    on(claimVoided, (work, { envelope, data }) => stands(work, envelope, data, 'voided')),
    on(clearanceOverridden, async (work, { envelope, data }) => {
      const { claimId, treatmentDayId, version, overrides } = data
      const day = await findDay(work, treatmentDayId)
      if (!day) return
      const patient = await lockPatient(work, day.patientId)
      const before = await lockStanding(work, claimId)
      if (before && envelope.sequence <= before.sequence) return
      if (before) saveStanding(work, { ...before, sequence: envelope.sequence })
      const locked = await findDay(work, treatmentDayId)
      if (!locked || locked.version !== version || locked.standing !== 'captured') return
      const rules = locked.overridden?.version === version ? locked.overridden.rules : []
      saveAnswered(work, {
        ...locked,
        overridden: { version, rules: [...new Set([...rules, overrides])] },
      })
      await answerPatient(work, patient)
    }),
  ],
  touchesPatient,
)

const isOut: Readonly<Record<Standing, boolean>> = {
  submitted: true,
  acknowledged: true,
  unanswered: true,
  rejected: false,
  voided: false,
}

function servicesOf({ lines }: DataOf<typeof claimSubmitted>): ClaimStanding['services'] {
  return lines.length === 0 ? null : lines.map(({ procedureCode: code, units }) => ({ code, units }))
}

async function stands(
  work: Work,
  { sequence }: Envelope,
  claim: OfDay & { readonly claimVersion?: number },
  said: Standing,
  sent: ClaimStanding['services'] = null,
): Promise<void> {
  const { patient, day, before } = await heardOf(work, claim)
  if (before && sequence <= before.sequence) return
  // Whoever takes a void in has the void, and no claim to pay.
  const isOfVoid = before?.standing === 'voided' && (said === 'acknowledged' || said === 'unanswered')
  const standing = isOfVoid ? 'voided' : said
  const services = sent ?? before?.services ?? null
  const { claimId, treatmentDayId, coverageOrder, claimVersion } = claim
  const isSent = said === 'submitted' && sent !== null && claimVersion !== undefined
  const wentOut = { ...before?.wentOut, ...(isSent ? { [claimVersion]: sent } : {}) }
  saveStanding(work, { claimId, treatmentDayId, coverageOrder, sequence, standing, services, wentOut })
  // A claim that is heard of before its charges waits for them: they are answered with its standing.
  if (!day || !patient || coverageOrder !== 1) return
  const wasOut = before !== null && isOut[before.standing]
  if (isOut[standing]) {
    const differs = (!wasOut || sent !== null) && (await useOfDay(work, day, services))
    // More or less is left for the days that wait.
    if (differs) await answerPatient(work, patient)
    return
  }
  await releaseOfDay(work, day)
  closeWork(work, 'after-sending', day.id, `the claim is ${standing}`)
  await answerPatient(work, patient)
}

/** What should have replaced or voided it came back: the version before is out as it was, with what it took and whatever is open of it. */
async function standsAgain(
  work: Work,
  { sequence }: Envelope,
  claim: OfDay & { readonly payerId: string },
  version: number,
): Promise<void> {
  const { patient, day, before } = await heardOf(work, claim)
  if (before && sequence <= before.sequence) return
  const { claimId, treatmentDayId, coverageOrder, payerId } = claim
  const wentOut = before?.wentOut ?? {}
  const services = wentOut[version] ?? null
  const standing = 'acknowledged'
  saveStanding(work, { claimId, treatmentDayId, coverageOrder, sequence, standing, services, wentOut })
  if (!day || !patient || coverageOrder !== 1) return
  await useAgain(work, day, payerId, services)
  // A void had ended what was open of it. Of a day that is another payer's by now its claim says nothing.
  const { serviceDate: date } = day
  await answerPatient(work, patient, day.payerId === payerId ? { from: date, to: date } : null)
}

/** Sent together: the day is read once the patient is locked. */
async function heardOf(work: Work, { claimId, treatmentDayId, patientId: told }: OfDay) {
  const patientId = told ?? (await findDay(work, treatmentDayId))?.patientId ?? null
  const [patient, day, before] = await Promise.all([
    patientId === null ? null : lockPatient(work, patientId),
    findDay(work, treatmentDayId),
    lockStanding(work, claimId),
  ])
  return { patient, day, before }
}
