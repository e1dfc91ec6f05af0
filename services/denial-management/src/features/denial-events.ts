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

/** That it was opened and, where a service of ours can mend the cause, the cause: the denial's version counts both. */
export function openedSayings(denial: Denial): Saying[] {
  const { patientId, reasonCode } = denial
  const opened = openedSaying(denial, 1)
  const { root, category } = denial.classified
  if (root === 'none' || root === 'denial-management') return [opened]
  const found = saying(denialRootCauseFound, {
    ...headOf(denial, 2),
    data: { ...subjectOf(denial, 2), patientId, category, rootService: root, reasonCode },
  })
  return [opened, found]
}

/** One that was resolved is open after all. Its cause was told when it was opened first. */
export function reopenedSaying(denial: Denial): Saying {
  return openedSaying(denial, denial.version)
}

function openedSaying(denial: Denial, version: number): Saying {
  const { classified, chargeLineId, source, groupCode, reasonCode, remedy, amountCents, due } = denial
  const { claimVersion, claimNumber, patientId } = denial
  return saying(denialOpened, {
    ...headOf(denial, version),
    data: {
      ...{ ...subjectOf(denial, version), claimVersion, claimNumber, patientId, chargeLineId, source },
      ...{ groupCode, reasonCode, remarks: [...denial.remarks], category: classified.category },
      ...{ cause: classified.label, remedy, amountCents, dueOn: due.dueOn, dueSource: due.source },
    },
  })
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
