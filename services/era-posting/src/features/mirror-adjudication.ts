/** The mirror of an earlier adjudication of a claim, with what people decided on its denials. */
import { clearing, deniedOpen, receivableOfPayer, unmatched, unmatchedLegacy } from '../domain/account.ts'
import type { Claim } from '../domain/claim.ts'
import type { Posting } from '../domain/posting.ts'
import { type Original, reverseClaim } from '../domain/reverse-claim.ts'
import { postingsOfClaim, resolutionsOn } from '../store/ledger.ts'
import type { PostingSession } from './posting-session.ts'

/** As postings of claim `position` of the session's remittance. */
export async function mirrorAdjudication(
  { work, days, paidFrom, keyOf }: PostingSession,
  { treatmentDayId, coverageOrder }: Claim,
  { remittanceId, position: mirrored }: Pick<Original, 'remittanceId' | 'position'>,
  position: number,
): Promise<readonly Posting[]> {
  const ids = days.get(treatmentDayId)?.lines.map(({ chargeLineId }) => chargeLineId) ?? []
  const receivables = ids.map((id) => receivableOfPayer(id, coverageOrder))
  const written = await postingsOfClaim(work, remittanceId, mirrored, receivables)
  const standing = written.filter(({ reverses }) => reverses === undefined)
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
