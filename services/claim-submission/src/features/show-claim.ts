/** GET /v1/claims/{id}: one claim with its lines, versions, answers and the person it is for. */
import { sealedVisit } from '@tally/contracts'
import { answer, notFound, route } from '@tally/platform'
import { z } from 'zod'
import { isWithdrawn } from '../domain/claim.ts'
import { acknowledgmentsOfClaim } from '../store/batches.ts'
import { decisionsOf } from '../store/claim-decisions.ts'
import { versionsOf } from '../store/claim-versions.ts'
import { findClaim } from '../store/claims.ts'
import { claimShown, claimState, shown } from './list-claims.ts'

const line = z.object({
  chargeLineId: z.string(),
  procedureCode: z.string(),
  units: z.int(),
  modifiers: z.array(z.string()),
  diagnosisPointers: z.array(z.int()),
  chargeCents: z.int(),
  expectedAllowedCents: z.int().nullable(),
})

const version = z.object({
  version: z.int(),
  claimNumber: z.string(),
  kind: z.enum(['original', 'replacement', 'void']),
  frequency: z.enum(['1', '7', '8']),
  dayVersion: z.int(),
  payerId: z.string(),
  status: claimState,
  chargeCents: z.int(),
  batchId: z.string().nullable(),
  sentAt: z.string().nullable(),
})

export const acknowledgmentShown = z.object({
  transmissionId: z.string(),
  content: z.string(),
  claimNumber: z.string().nullable(),
  verdict: z.string(),
  codes: z.array(z.unknown()),
  receivedAt: z.string(),
})

const decision = z.object({
  did: z.enum(['hold', 'release', 'void']),
  /** The label of the person's key. */
  by: z.string(),
  reason: z.string(),
  at: z.string(),
})

export const showClaim = route({
  method: 'GET',
  path: '/v1/claims/:id',
  summary: 'One claim with its lines, versions and answers, and the visits it is for as the EMR named them.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: {
    200: claimShown.extend({
      diagnoses: z.array(z.string()),
      lines: z.array(line),
      versions: z.array(version),
      acknowledgments: z.array(acknowledgmentShown),
      decisions: z.array(decision).meta({ description: 'What people decided on it, the oldest first.' }),
      clearance: z.unknown(),
      visits: z.array(sealedVisit),
      createdAt: z.string(),
      updatedAt: z.string(),
    }),
  },
  async handle({ params, work }) {
    const found = await findClaim(work, params.id)
    if (!found) return notFound('the claim')
    const { claim, person, createdAt, updatedAt } = found
    const live = isWithdrawn(claim) ? [] : (claim.charges?.lines ?? [])
    const versions = (await versionsOf(work, claim.id)).map(({ state, ...each }) => ({
      ...each,
      status: state,
    }))
    return answer(200, {
      ...shown(claim),
      diagnoses: claim.charges?.diagnoses ?? [],
      // A line that a later coding emptied stays in the ledger and is not billed; a voided day bills nothing.
      lines: z.array(line).parse(live.filter(({ units }) => units > 0)),
      versions: z.array(version).parse(versions),
      acknowledgments: z.array(acknowledgmentShown).parse(await acknowledgmentsOfClaim(work, claim.id)),
      decisions: [...(await decisionsOf(work, claim.id))],
      clearance: claim.answer,
      visits: person.visits,
      createdAt,
      updatedAt,
    })
  },
})
