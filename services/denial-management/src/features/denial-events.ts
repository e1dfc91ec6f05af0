/** What is said of a denial, in the words of the contract. */
import {
  appealFiled,
  denialOpened,
  denialRecodeRequested,
  denialResolved,
  denialResubmissionRequested,
  denialRootCauseFound,
} from '@tally/contracts'
import { assert } from '@tally/kernel'
import { saying } from '@tally/platform'
import type { Denial } from '../domain/denial.ts'
import { goesAsNew } from '../domain/refuse-remedy.ts'
import type { Appeal } from '../store/appeals.ts'

type Saying = ReturnType<typeof saying>

function headOf(denial: Denial, sequence: number) {
  return { subject: denial.id, sequence, correlationId: denial.treatmentDayId }
}

function subjectOf({ id, claimId, treatmentDayId, coverageOrder, payerId }: Denial, version: number) {
  return { denialId: id, version, claimId, treatmentDayId, coverageOrder, payerId }
}

/** Two things where the cause's service is known, and the denial was made with a version for each. */
export function openedSayings(denial: Denial): Saying[] {
  const { classified, chargeLineId, source, groupCode, reasonCode, remarks, remedy, amountCents, due } =
    denial
  const { claimId, treatmentDayId, coverageOrder, claimVersion, claimNumber, payerId, patientId } = denial
  const opened = saying(denialOpened, {
    ...headOf(denial, 1),
    data: {
      ...{ claimId, treatmentDayId, coverageOrder, claimVersion, claimNumber, payerId, patientId },
      ...{ denialId: denial.id, version: 1, chargeLineId, source, groupCode, reasonCode },
      ...{
        remarks: [...remarks],
        category: classified.category,
        cause: classified.label,
        remedy,
        amountCents,
      },
      ...{ dueOn: due.dueOn, dueSource: due.source },
    },
  })
  const { root, category } = classified
  if (root === 'none' || root === 'denial-management') return [opened]
  const found = saying(denialRootCauseFound, {
    ...headOf(denial, 2),
    data: { ...subjectOf(denial, 2), patientId, category, rootService: root, reasonCode },
  })
  return [opened, found]
}

export function resolvedSaying(denial: Denial): Saying {
  const { version, patientId, chargeLineId, amountCents, resolution, resolvedBecause } = denial
  assert(resolution !== null && resolvedBecause !== null, `denial ${denial.id} is not resolved`)
  return saying(denialResolved, {
    ...headOf(denial, version),
    data: {
      ...subjectOf(denial, version),
      ...{ patientId, chargeLineId, resolution, amountCents, because: resolvedBecause },
    },
  })
}

export function recodeSaying(denial: Denial, chargeLineIds: readonly string[], because: string): Saying {
  const { version, classified, reasonCode } = denial
  return saying(denialRecodeRequested, {
    ...headOf(denial, version),
    data: {
      ...subjectOf(denial, version),
      ...{ chargeLineIds: [...chargeLineIds], category: classified.category, reasonCode },
    },
    sealed: { because },
  })
}

export interface SentAgain {
  readonly because: string
  readonly memberId: string | null
  readonly priorAuthorization: string | null
}

export function resubmissionSaying(denial: Denial, sealed: SentAgain): Saying {
  const { version, classified, reasonCode } = denial
  const { category } = classified
  return saying(denialResubmissionRequested, {
    ...headOf(denial, version),
    data: { ...subjectOf(denial, version), category, reasonCode, neverAdjudicated: goesAsNew(denial) },
    sealed,
  })
}

export function appealSaying(denial: Denial, { id, level, filedOn }: Appeal, because: string): Saying {
  return saying(appealFiled, {
    ...headOf(denial, denial.version),
    data: { ...subjectOf(denial, denial.version), appealId: id, level, filedOn },
    sealed: { because },
  })
}
