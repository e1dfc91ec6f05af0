/**
 * Each remittance against what it brought (I5, I6, I7): one that is posted has its payment on its due account, all its
 * claims and provider-level adjustments, and as many postings as it says; any other has nothing.
 */
import { type Finding, type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface RemittanceTotals {
  readonly practice: string
  readonly id: string
  readonly status: string
  readonly because: string | null
  readonly verdict: string
  readonly due: string
  readonly isTraceWhole: boolean
  readonly paymentCents: number
  readonly differenceCents: number
  readonly claims: number
  readonly matched: number
  readonly unmatchedCents: number
  readonly providerLevelCents: number
  readonly postings: number
  readonly isDated: boolean
  readonly duplicateOf: string | null
  /** A person typed it from paper, and has taken it back. */
  readonly isTypedByHand: boolean
  /** Of remittance_claim. */
  readonly claimRows: number
  readonly lastClaim: number
  readonly claimPaidCents: number
  readonly claimsMatched: number
  readonly claimsUnmatchedCents: number
  /** Of provider_adjustment. */
  readonly levelRows: number
  readonly levelCents: number
  /** Of the batches of its own type, and of all postings in its batches. */
  readonly ownBatches: number
  readonly postingRows: number
  readonly dueCents: number
  readonly dueAccounts: readonly string[] | null
}

const sql = `
  select r.practice_id as practice, r.id, r.status, r.because, r.verdict,
         'due:' || coalesce(nullif(regexp_replace(r.trace, '[\\s:]+', '-', 'g'), ''), 'none') as due,
         right(r.trace, length(r.trace_number)) = r.trace_number as "isTraceWhole",
         r.payment_cents as "paymentCents", r.difference_cents as "differenceCents", r.claims, r.matched,
         r.unmatched_cents as "unmatchedCents", r.provider_level_cents as "providerLevelCents", r.postings,
         r.posted_at is not null as "isDated", r.duplicate_of as "duplicateOf",
         h.remittance_id is not null as "isTypedByHand",
         coalesce(a.rows, 0) as "claimRows", coalesce(a.last, 0) as "lastClaim", coalesce(a.paid, 0) as "claimPaidCents",
         coalesce(a.matched, 0) as "claimsMatched", coalesce(a.unmatched, 0) as "claimsUnmatchedCents",
         coalesce(l.rows, 0) as "levelRows", coalesce(l.cents, 0) as "levelCents",
         coalesce(p.batches, 0) as "ownBatches", coalesce(p.rows, 0) as "postingRows", coalesce(p.due, 0) as "dueCents",
         p.accounts as "dueAccounts"
  from remittance r
  left join (select practice_id, remittance_id, count(*)::integer as rows,
                    max(position) as last, sum(paid_cents)::bigint as paid,
                    count(*) filter (where outcome in ('posted', 'reversed'))::integer as matched,
                    coalesce(sum(paid_cents) filter (where outcome = 'unmatched'), 0)::bigint as unmatched
             from remittance_claim group by practice_id, remittance_id) a on a.practice_id = r.practice_id and a.remittance_id = r.id
  left join (select practice_id, remittance_id, count(*)::integer as rows, sum(amount_cents)::bigint as cents
             from provider_adjustment group by practice_id, remittance_id) l
    on l.practice_id = r.practice_id and l.remittance_id = r.id
  left join (select b.practice_id, b.remittance_id, count(p.id)::integer as rows,
                    count(distinct b.id) filter (where b.source_type = 'remittance')::integer as batches,
                    coalesce(sum(p.amount_cents) filter (where p.debit_account like 'due:%'), 0)::bigint
                      - coalesce(sum(p.amount_cents) filter (where p.credit_account like 'due:%'), 0)::bigint as due,
                    array_agg(distinct p.debit_account) filter (where p.debit_account like 'due:%') as accounts
             from posting_batch b left join posting p on p.practice_id = b.practice_id and p.batch_id = b.id
             where b.remittance_id is not null group by b.practice_id, b.remittance_id) p
    on p.practice_id = r.practice_id and p.remittance_id = r.id
  left join (select distinct practice_id, remittance_id from hand_entry where kind = 'paper-eob' and status = 'reversed') h
    on h.practice_id = r.practice_id and h.remittance_id = r.id`

export async function checkRemittances(snapshot: Snapshot, tell: Tell): Promise<void> {
  for await (const each of snapshot.rows<RemittanceTotals>(sql)) {
    const isPosted = each.status === 'posted' || each.status === 'posted-in-part'
    for (const found of isPosted ? checkPosted(each) : checkNotPosted(each)) tell(found)
  }
}

function checkPosted(each: RemittanceTotals): readonly Finding[] {
  const { practice, id, paymentCents, levelCents, claimPaidCents } = each
  const tell = (check: string, off: number | null, says: string) =>
    wrong(practice, check, `remittance/${id}`, off, says)
  const compare = (check: string, is: number, should: number, says: string) =>
    is === should ? [] : [tell(check, is - should, `${says}: ${is}, not ${should}`)]
  const isInPart = each.status === 'posted-in-part'
  return [
    ...compare(
      'remittance/payment',
      each.dueCents,
      paymentCents,
      'cents on its due account against its payment',
    ),
    ...(each.dueAccounts ?? [])
      .filter((account) => account !== each.due)
      .map((account) =>
        tell('remittance/trace', null, `its payment is on ${account}, its trace says ${each.due}`),
      ),
    ...compare(
      'remittance/transaction',
      claimPaidCents - levelCents,
      paymentCents,
      'its claims less its adjustments pay',
    ),
    ...compare('remittance/claims', each.claimRows, each.claims, 'claims of it that are stored'),
    ...compare('remittance/claims', each.lastClaim, each.claims, 'the place of its last claim'),
    ...compare('remittance/matched', each.matched, each.claimsMatched, 'it counts claims as matched'),
    ...compare(
      'remittance/unmatched',
      each.unmatchedCents,
      each.claimsUnmatchedCents,
      'it counts cents as unmatched',
    ),
    ...compare(
      'remittance/provider-level',
      each.providerLevelCents,
      levelCents,
      'it counts cents as provider-level',
    ),
    ...compare(
      'remittance/postings',
      each.postingRows,
      each.postings,
      'postings in its batches against its count',
    ),
    ...(each.ownBatches <= 1
      ? []
      : [tell('remittance/posted-twice', paymentCents, `${each.ownBatches} batches post it`)]),
    ...compare('remittance/out-of-balance', each.differenceCents, 0, 'it was posted with a difference'),
    ...(each.isTraceWhole
      ? []
      : [tell('remittance/trace', null, 'its trace does not end with its trace number')]),
    ...((each.verdict === 'post-in-part') === isInPart
      ? []
      : [tell('remittance/verdict', null, `it is ${each.status} by the verdict ${each.verdict}`)]),
    ...(each.isDated && each.because === null && each.duplicateOf === null
      ? []
      : [
          tell('remittance/state', null, `it is ${each.status} without a moment, or with a reason not to be`),
        ]),
  ]
}

/** Received, quarantined or a duplicate: no cent of it may have moved. */
function checkNotPosted(each: RemittanceTotals): readonly Finding[] {
  // Of an EOB typed wrongly all is kept; that nothing is left of it, checkAccounts and checkAnsweredClaim tell.
  if (each.because === 'remittance/taken-back') return checkTakenBack(each)
  const { practice, id, status, postingRows, claimRows, levelRows, paymentCents } = each
  const tell = (check: string, off: number | null, says: string) =>
    wrong(practice, check, `remittance/${id}`, off, says)
  const has = (count: number, what: string) =>
    count === 0
      ? []
      : [tell('remittance/not-posted', paymentCents, `it is ${status} but has ${count} ${what}`)]
  const reasons = { quarantined: each.because !== null, duplicate: each.duplicateOf !== null }
  const isReasoned = status === 'received' || reasons[status as keyof typeof reasons] === true
  return [
    ...has(postingRows, 'postings'),
    ...has(claimRows, 'claims that were posted or kept'),
    ...has(levelRows, 'provider-level adjustments'),
    ...(each.isDated
      ? [tell('remittance/not-posted', paymentCents, `it is ${status} but has a moment of posting`)]
      : []),
    ...(isReasoned ? [] : [tell('remittance/state', null, `it is ${status} without a reason`)]),
  ]
}

function checkTakenBack({
  practice,
  id,
  claimRows,
  claims,
  levelRows,
  isTypedByHand,
}: RemittanceTotals): readonly Finding[] {
  const tell = (says: string) => [wrong(practice, 'remittance/taken-back', `remittance/${id}`, null, says)]
  return [
    ...(isTypedByHand ? [] : tell('nobody who typed it in has taken it back')),
    ...(claimRows === claims ? [] : tell(`it had ${claims} claims, ${claimRows} are stored`)),
    ...(levelRows === 0 ? [] : tell(`${levelRows} provider-level adjustments stand`)),
  ]
}
