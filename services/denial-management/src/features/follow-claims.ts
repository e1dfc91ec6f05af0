/**
 * Hears where claims stand: a rejected one opens a denial, a later version that goes out resolves those of the earlier, a
 * voided claim ends them.
 */
import {
  claimAcknowledged,
  claimRejected,
  claimSubmitted,
  claimUnanswered,
  claimVoided,
  type DataOf,
} from '@tally/contracts'
import { dayIn, serviceDate } from '@tally/kernel'
import { hears, on, touchesDay, type Work } from '@tally/platform'
import { endedWithDay } from '../domain/asks-nobody.ts'
import { type ClaimStanding, hearing, named } from '../domain/claim-standing.ts'
import { openForRejection } from '../domain/open-denial.ts'
import { lockClaim, lockKnownClaim, saveClaim } from '../store/claims.ts'
import { unresolvedOf } from '../store/denials.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { findDay } from '../store/treatment-days.ts'
import { dateAll } from './date-anew.ts'
import { byEvent, keepOpened, keepResolved, resolveAll } from './keep-denial.ts'
import { surroundingsOf } from './surroundings.ts'

export const followClaims = hears(
  'follow-claims',
  [
    on(claimSubmitted, async (work, { envelope, data }) => {
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (!claim) return
      const isVoid = data.kind === 'void'
      const sent = isVoid ? claim : submitted(claim, data)
      await saveClaim(work, sent)
      const unresolved = await unresolvedOf(work, claim.id)
      if (unresolved.length === 0) return
      const zone = await practiceZone(work)
      // A void asks for nothing: it only takes the place of what was rejected, and claim.voided says what ends with the claim.
      const earlier = unresolved.filter(
        ({ claimVersion, source }) => claimVersion < data.claimVersion && (!isVoid || source === 'rejection'),
      )
      await resolveAll(work, earlier, 'resubmitted', 'claim/sent-again', zone)
      await dateAll(work, sent, zone)
    }),
    on(claimAcknowledged, async (work, { envelope, data }) => {
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (!claim) return
      // A1 is a receipt of the file, no acceptance of the claim (x12 note 3.4).
      if (data.state !== 'accepted') return saveClaim(work, claim)
      const isNewest = data.claimVersion >= claim.claimVersion
      const standing = isNewest && claim.standing === 'sent' ? 'accepted' : claim.standing
      await saveClaim(work, { ...named(claim, data), standing, wasAccepted: true, unansweredFor: null })
    }),
    on(claimRejected, async (work, { envelope, data }) => {
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (claim) await reject(work, claim, data, envelope.time)
    }),
    on(claimUnanswered, async (work, { envelope, data }) => {
      const claim = hearing(await lockClaim(work, data), envelope.type, envelope.sequence)
      if (claim) await saveClaim(work, { ...named(claim, data), unansweredFor: data.waitsFor })
    }),
    on(claimVoided, async (work, { envelope, data }) => {
      const known = await lockKnownClaim(work, data.claimId)
      const claim = known && hearing(known, envelope.type, envelope.sequence)
      if (!claim) return
      await saveClaim(work, { ...claim, standing: 'voided' })
      await resolveAll(
        work,
        await unresolvedOf(work, claim.id),
        'closed',
        'claim/voided',
        await practiceZone(work),
      )
    }),
  ],
  touchesDay,
)

function submitted(claim: ClaimStanding, data: DataOf<typeof claimSubmitted>): ClaimStanding {
  const { payerFamily, patientId, timelyFilingDueOn, lines } = data
  if (data.claimVersion < claim.claimVersion) return claim
  // Its answer may have been heard before it: events of two topics come in any order.
  const isNew = data.claimVersion > claim.claimVersion
  return {
    ...{ ...named(claim, data), payerFamily, patientId, serviceDate: serviceDate(data.serviceDate) },
    standing: isNew ? 'sent' : claim.standing,
    unansweredFor: isNew ? null : claim.unansweredFor,
    filingDueOn: timelyFilingDueOn === null ? claim.filingDueOn : serviceDate(timelyFilingDueOn),
    expected: Object.fromEntries(lines.map((line) => [line.chargeLineId, line.expectedAllowedCents])),
  }
}

/** One denial for a rejected version, however many files say so; none once a later version is out. */
async function reject(
  work: Work,
  claim: ClaimStanding,
  data: DataOf<typeof claimRejected>,
  at: string,
): Promise<void> {
  if (data.claimVersion < claim.claimVersion) return saveClaim(work, claim)
  const { timelyFilingDueOn, claimVersion, claimNumber, treatmentDayId } = data
  const day = await findDay(work, treatmentDayId)
  const patientId = claim.patientId ?? day?.patientId ?? null
  const filing = timelyFilingDueOn === null ? claim.filingDueOn : serviceDate(timelyFilingDueOn)
  const rejected: ClaimStanding = {
    ...named(claim, data),
    ...{ standing: 'rejected', unansweredFor: null, patientId, filingDueOn: filing },
  }
  await saveClaim(work, rejected)
  const known = await unresolvedOf(work, claim.id)
  if (known.some((each) => each.source === 'rejection' && each.claimVersion === claimVersion)) return
  const zone = await practiceZone(work)
  const around = await surroundingsOf(work, rejected, zone)
  const received = { remittanceId: null, receivedOn: dayIn(zone, at), claimVersion, claimNumber }
  const stands = data.stands?.decided === true
  const denial = openForRejection(data.codes, data.chargeCents, stands, rejected, received, around)
  await keepOpened(work, denial, zone)
  // The day was corrected while the claim was on its way, or that was heard first: it is recorded, and asks for nothing.
  const ended = endedWithDay(denial, day?.asksNobody ?? null)
  if (ended) await keepResolved(work, ended, byEvent(ended.resolvedBecause ?? ended.status), zone)
}
