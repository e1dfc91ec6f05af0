/** Hears what claim-submission says of its claims: the numbers by which a payer may name them, and how they stand. */
import {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimUnanswered,
  claimVoided,
  type DataOf,
  type Envelope,
  type SealedOf,
} from '@tally/contracts'
import { cents } from '@tally/kernel'
import { commit, hears, on, touchesDay, type Work } from '@tally/platform'
import type { Claim, Standing } from '../domain/claim.ts'
import { visitKey } from '../domain/visit-key.ts'
import { keysOf, keysOfVersion } from '../domain/waiting-keys.ts'
import { learnPayerNumbers, lockClaims, saveClaims, saveVersion } from '../store/claims.ts'
import { lookAgainForNumbers, lookAgainForPayerNumbers } from '../store/remittance-claims.ts'
import { lookAgainFor } from '../store/waiting-keys.ts'

export const knowClaims = hears(
  'know-claims',
  [
    on(claimSubmitted, (work, { envelope, data, person }) => submitted(work, envelope, data, person), {
      opens: true,
    }),
    on(
      claimAcknowledged,
      (work, { envelope, data, person }) =>
        stands(work, envelope, data.claimId, 'acknowledged', person?.payerClaimNumber ?? null),
      { opens: true },
    ),
    on(claimRejected, (work, { envelope, data }) => stands(work, envelope, data.claimId, 'rejected')),
    on(claimUnanswered, (work, { envelope, data }) => stands(work, envelope, data.claimId, 'unanswered')),
    on(claimVoided, (work, { envelope, data }) => stands(work, envelope, data.claimId, 'voided')),
  ],
  touchesDay,
)

async function submitted(
  work: Work,
  envelope: Envelope,
  data: DataOf<typeof claimSubmitted>,
  person: SealedOf<typeof claimSubmitted> | null,
): Promise<void> {
  const { claimId, claimNumber, claimVersion, chargeCents, lines } = data
  const [known] = await lockClaims(work, [claimId])
  if (known && envelope.sequence <= known.heard) return
  const { treatmentDayId, coverageOrder, patientId, payerId, payerFamily, serviceDate } = data
  const claim: Claim = {
    ...(known ?? { said: 0, adjudicatedAt: null, settledAt: null }),
    ...{ id: claimId, treatmentDayId, coverageOrder, patientId, payerId, payerFamily, serviceDate },
    ...{ standing: 'submitted', heard: envelope.sequence },
    // A payment days later is told in the trace of the visit that it is for.
    traceparent: known?.traceparent ?? envelope.traceparent ?? null,
  }
  const version = {
    ...{ claimNumber, version: claimVersion, chargeCents: cents(chargeCents) },
    lines: lines.map(
      ({ chargeLineId, procedureCode, modifiers, chargeCents: charge, expectedAllowedCents }) => ({
        ...{ chargeLineId, procedureCode, modifiers, chargeCents: cents(charge) },
        expectedAllowedCents: expectedAllowedCents === null ? null : cents(expectedAllowedCents),
      }),
    ),
  }
  const payerClaimNumber = person?.payerClaimNumber ?? null
  const record = person?.medicalRecordNumber ?? null
  const procedureCodes = lines.map(({ procedureCode }) => procedureCode)
  const visit = visitKey({
    memberId: person?.memberId ?? '',
    serviceDate,
    chargeCents: version.chargeCents,
    procedureCodes,
  })
  await commit(work, async () => {
    await saveClaims(work, [claim])
    await saveVersion(work, claimId, version, { visit, record })
    await learn(work, claimId, payerClaimNumber)
    await lookAgainForNumbers(work, [claimNumber])
    await lookAgainFor(work, keysOfVersion({ ...version, payerClaimNumber, visit, record }))
  }, [])
}

async function stands(
  work: Work,
  { sequence }: Envelope,
  claimId: string,
  standing: Standing,
  payerClaimNumber: string | null = null,
): Promise<void> {
  const [claim] = await lockClaims(work, [claimId])
  // One that was never sent has no number that a payer could answer to.
  if (!claim || sequence <= claim.heard) return
  await commit(work, async () => {
    await saveClaims(work, [{ ...claim, standing, heard: sequence }])
    await learn(work, claimId, payerClaimNumber)
  }, [])
}

async function learn(work: Work, claimId: string, payerClaimNumber: string | null): Promise<void> {
  if (payerClaimNumber === null || payerClaimNumber === '') return
  await learnPayerNumbers(work, [{ claimId, payerClaimNumber }])
  await lookAgainForPayerNumbers(work, [payerClaimNumber])
  await lookAgainFor(work, keysOf('payer', [payerClaimNumber]))
}
