/**
 * A claim's adjudication as postings (reliability-security.md 3.1): the payment and every adjustment leave the
 * payer's receivable of their charge line. What is the patient's goes to the next payer where the visit names
 * one, else to the patient; what a denied line was refused stays open, the patient's part too, until a person
 * decided (x12.md 2.4).
 */
import { type Cents, sumOf } from '@tally/kernel'
import type { Adjustment } from '@tally/x12'
import { adjustment, deniedOpen, receivableOfPatient, receivableOfPayer } from './account.ts'
import type { AdjudicatedLine } from './adjudicate-lines.ts'
import type { ChargeDay } from './book-charges.ts'
import { denies } from './denying.ts'
import { type Posting, post } from './posting.ts'

export interface PostingPlace {
  /** Unique for ever: `remittance/<id>/<position>`, or that of a person's match. */
  readonly key: string
  readonly position: number
  /** Where its payment waits: the remittance's clearing account, or that of a claim not known then. */
  readonly paidFrom: string
  readonly patientId: string
  readonly coverageOrder: number
  /** Of the next payer of the visit; null when the patient is next. */
  readonly nextOrder: number | null
  /** Lines that nothing is charged for: what would be the patient's of them stays with their payer (uncharged-line.ts). */
  readonly uncharged: ReadonlySet<string>
}

/** The order of the payer after `order`; null when the patient is next. */
export function nextOrderOf({ coverages }: Pick<ChargeDay, 'coverages'>, order: number): number | null {
  return coverages.find((coverage) => coverage.order > order)?.order ?? null
}

export function postClaim(lines: readonly AdjudicatedLine[], place: PostingPlace): readonly Posting[] {
  const { position, coverageOrder, paidFrom } = place
  return lines.flatMap((line) => {
    const receivable = receivableOfPayer(line.chargeLineId, coverageOrder)
    const key = `${place.key}/${line.chargeLineId}`
    return [
      ...post(paidFrom, receivable, line.paidCents, `${key}/paid`, position),
      ...line.adjustments.flatMap((each, index) => {
        const to = accountOf(each, line, place)
        return to === null ? [] : post(to, receivable, each.amountCents, `${key}/${index + 1}`, position)
      }),
    ]
  })
}

/** What a line leaves to the patient himself, not to a next payer. In cents. */
export function toPatientOf(line: AdjudicatedLine, place: PostingPlace): Cents {
  const patient = receivableOfPatient(place.patientId, line.chargeLineId)
  const his = line.adjustments.filter((each) => accountOf(each, line, place) === patient)
  return sumOf(his.map(({ amountCents }) => amountCents))
}

/** null: it is no change of this payer's receivable. */
function accountOf(
  each: Adjustment,
  { chargeLineId, denied }: AdjudicatedLine,
  { patientId, coverageOrder, nextOrder, uncharged }: PostingPlace,
): string | null {
  const { group, reason } = each
  // What a payer before paid or adjusted was posted from that payer's own remittance; this receivable began without it.
  if (coverageOrder > 1 && group === 'OA' && (reason === '23' || reason === '94')) return null
  if (denied && denies(each)) return deniedOpen(chargeLineId, coverageOrder)
  if (group === 'PR') {
    if (uncharged.has(chargeLineId)) return null
    return nextOrder === null
      ? receivableOfPatient(patientId, chargeLineId)
      : receivableOfPayer(chargeLineId, nextOrder)
  }
  if (reason === '253') return adjustment('sequestration')
  if (reason === '59') return adjustment('mppr')
  if (group === 'PI') return adjustment('payer-initiated')
  // CR stood beside CO until 5010 (RFI 1147).
  return adjustment(group === 'CO' || group === 'CR' ? 'contractual' : 'other')
}
