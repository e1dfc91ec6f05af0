/** The mirror of an earlier adjudication of a claim, with what people decided on its denials. */
import { clearing, deniedOpen, receivableOfPayer, unmatched, unmatchedLegacy } from '../domain/account.ts'
import type { Claim } from '../domain/claim.ts'
import type { Posting, StoredPosting } from '../domain/posting.ts'
import { type Original, reverseClaim } from '../domain/reverse-claim.ts'
import { postingsOfClaim, resolutionsOn } from '../store/ledger.ts'
import type { PostingSession } from './posting-session.ts'

/** What of the answer at `position` of a remittance stands, as it was posted. */
export async function standingPostings(
  { work, days }: Pick<PostingSession, 'work' | 'days'>,
  { treatmentDayId, coverageOrder }: Pick<Claim, 'treatmentDayId' | 'coverageOrder'>,
  { remittanceId, position }: Pick<Original, 'remittanceId' | 'position'>,
): Promise<readonly StoredPosting[]> {
  const ids = days.get(treatmentDayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
  const receivables = ids.map((id) => receivableOfPayer(id, coverageOrder))
  const written = await postingsOfClaim(work, remittanceId, position, receivables)
  return written.filter(({ reverses }) => reverses === undefined)
}

/** As postings of claim `position` of the session's remittance. */
export async function mirrorAdjudication(
  { work, days, paidFrom, keyOf }: PostingSession,
  { treatmentDayId, coverageOrder }: Claim,
  { remittanceId, position: mirrored }: Pick<Original, 'remittanceId' | 'position'>,
  position: number,
): Promise<readonly Posting[]> {
  const ids = days.get(treatmentDayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
  const place = { remittanceId, position: mirrored }
  const standing = await standingPostings({ work, days }, { treatmentDayId, coverageOrder }, place)
  const refused = ids
    .map((id) => deniedOpen(id, coverageOrder))
    .filter((account) => standing.some(({ debit }) => debit === account))
  return reverseClaim([...standing, ...(await resolutionsOn(work, refused))], {
    paidFrom: [clearing(remittanceId), unmatched(remittanceId, mirrored), unmatchedLegacy],
    paidTo: paidFrom,
    key: keyOf(position),
    position,
  })
}
