/** A denial as the API shows it. */
import { remedies } from '@tally/contracts'
import { daysBetween, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'
import { bandOf, bands, type Denial } from '../domain/denial.ts'
import { governing } from '../domain/two-clocks.ts'

export const denialStatus = z.enum(['open', 'waiting', 'resolved'])

export const denialShown = z
  .object({
    id: z.string(),
    version: z.int(),
    status: denialStatus,
    waitsFor: z.enum(['charge-capture', 'claim-submission', 'payer']).nullable(),
    source: z.enum(['payment', 'rejection', 'takeback']),
    claimId: z.string(),
    claimVersion: z.int(),
    claimNumber: z.string(),
    treatmentDayId: z.string(),
    coverageOrder: z.int(),
    payerId: z.string(),
    patientId: z.string(),
    serviceDate: z.string().nullable(),
    chargeLineId: z.string().nullable(),
    procedureCode: z.string().nullable(),
    amountCents: z.int(),
    recoverableCents: z.int(),
    groupCode: z.string().nullable(),
    reasonCode: z.string(),
    remarks: z.array(z.string()),
    category: z.string(),
    cause: z.string(),
    rootService: z.string(),
    remedy: z.enum(remedies).nullable(),
    dueOn: z.string(),
    dueSource: z.string(),
    dueConfidence: z.enum(['verified', 'practice', 'unverified']),
    daysLeft: z.int(),
    band: z.enum(bands),
    openedAt: z.string(),
    resolution: z.string().nullable(),
    resolvedBecause: z.string().nullable(),
    /** Written off once an owner who did not propose it posts the same action. */
    proposed: z.object({ action: z.literal('write-off'), keyId: z.string(), at: z.string() }).nullable(),
  })
  .meta({ id: 'Denial', description: 'Why an amount was not paid, what is proposed, and until when.' })

export function shown(denial: Denial, today: ServiceDate): z.infer<typeof denialShown> {
  const { id, version, status, waitsFor, source, claimId, claimVersion, claimNumber, treatmentDayId } = denial
  const { coverageOrder, payerId, patientId, serviceDate, chargeLineId, procedureCode, proposed } = denial
  const { amountCents, recoverableCents, groupCode, reasonCode, classified, remedy } = denial
  const due = governing(denial)
  const daysLeft = daysBetween(today, due.dueOn)
  return {
    ...{ id, version, status, waitsFor, source, claimId, claimVersion, claimNumber, treatmentDayId },
    ...{ coverageOrder, payerId, patientId, serviceDate, chargeLineId, procedureCode },
    ...{ amountCents, recoverableCents, groupCode, reasonCode, remarks: [...denial.remarks] },
    ...{ category: classified.category, cause: classified.label, rootService: classified.root, remedy },
    ...{ dueOn: due.dueOn, dueSource: due.source, dueConfidence: due.confidence, daysLeft },
    ...{ band: bandOf(daysLeft), openedAt: denial.openedAt },
    ...{ resolution: denial.resolution, resolvedBecause: denial.resolvedBecause },
    proposed: proposed && { action: 'write-off', keyId: proposed.by, at: proposed.at },
  }
}
