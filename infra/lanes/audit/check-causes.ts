/**
 * Each cause posted once, and something (I10): a batch has postings, a key of its own, and what it says it comes from is
 * there and says the same.
 */
import { type Finding, type Tell, wrong } from './finding.ts'
import { knownCauses } from './movements.ts'
import type { Snapshot } from './snapshot.ts'

interface Cause {
  readonly practice: string
  readonly id: string
  readonly type: string
  readonly key: string
  readonly remittance: string | null
  /** The day that it was for, where that was closed, else from which it counts. */
  readonly wasFor: string
  readonly postings: number
  readonly cents: number
  /** Batches of this type and key. */
  readonly copies: number
  /** Of its remittance; null: there is none. */
  readonly status: string | null
  readonly because: string | null
  /** What the remittance's own columns make of its key, how often the same paper was taken back, and when it was paid. */
  readonly remittanceKey: string | null
  readonly timesTakenBack: number
  readonly paidOn: string | null
  /** Version of the charged day; null: it is not known. */
  readonly dayVersion: number | null
  readonly serviceDate: string | null
  readonly denialVersion: number | null
  readonly isMatchThere: boolean
  /** Of the entry by hand that names it. */
  readonly entry: string | null
  readonly isEntrys: boolean
  readonly isDeposits: boolean
  /** Of the import of a former system's claims that names it. */
  readonly openedOn: string | null
  readonly openedCents: number | null
}

const sql = `
  select b.practice_id as practice, b.id, b.source_type as type, b.source_key as key, b.remittance_id as remittance,
         coalesce(b.original_on, b.effective_on) as "wasFor", coalesce(p.postings, 0) as postings, coalesce(p.cents, 0) as cents,
         count(*) over (partition by b.practice_id, b.source_type, b.source_key)::integer as copies, r.status, r.because,
         concat_ws('/', r.trace, coalesce(r.paid_on::text, ''), r.payment_cents, r.digest) as "remittanceKey",
         coalesce(t.times, 0) as "timesTakenBack", r.paid_on as "paidOn", d.version as "dayVersion",
         d.service_date as "serviceDate", n.version as "denialVersion",
         a.position is not null as "isMatchThere", h.id as entry,
         coalesce(case b.source_type when 'hand' then h.batch_id else h.reversal_batch_id end = b.id, false) as "isEntrys",
         shown.batch_id is not null as "isDeposits",
         i.effective_on as "openedOn", i.payer_cents + i.patient_cents + i.credit_cents as "openedCents"
  from posting_batch b
  left join (select practice_id, batch_id, count(*)::integer as postings, sum(amount_cents)::bigint as cents
             from posting group by practice_id, batch_id) p on p.practice_id = b.practice_id and p.batch_id = b.id
  left join remittance r on r.practice_id = b.practice_id and r.id = b.remittance_id
  left join (select practice_id, digest, count(*)::integer as times from remittance where because = 'remittance/taken-back'
             group by practice_id, digest) t on t.practice_id = r.practice_id and t.digest = r.digest
  left join charge_day d on d.practice_id = b.practice_id and d.treatment_day_id = split_part(b.source_key, '/', 1)
    and b.source_type in ('charge', 'patient-payment')
  left join denial n on n.practice_id = b.practice_id and n.id = split_part(b.source_key, '/', 1) and b.source_type = 'denial'
  left join remittance_claim a on a.practice_id = b.practice_id and a.remittance_id = b.remittance_id
    and a.position::text = split_part(b.source_key, '/', 2) and b.source_type = 'match'
  left join hand_entry h on h.practice_id = b.practice_id and h.id = b.source_key
    and b.source_type in ('hand', 'hand-reversal')
  left join (select practice_id, batch_id from deposit_match union
             select practice_id, undone_batch_id from deposit_match) shown
    on shown.practice_id = b.practice_id and shown.batch_id = b.id
    and b.source_type in ('deposit', 'hand-reversal')
  left join opening_import i on i.practice_id = b.practice_id and b.source_type = 'opening'
    and i.system || '/' || i.file_digest = b.source_key`

export async function checkCauses(snapshot: Snapshot, tell: Tell): Promise<void> {
  const unknown = new Map<string, number>()
  for await (const cause of snapshot.rows<Cause>(sql)) {
    const kind = `${cause.practice}\n${cause.type}`
    if (!knownCauses.includes(cause.type)) unknown.set(kind, (unknown.get(kind) ?? 0) + 1)
    for (const found of checkCause(cause)) tell(found)
  }
  for (const [kind, count] of unknown) {
    const [practice = '', type = ''] = kind.split('\n')
    const says = `this audit knows no cause of this kind (${count} batches): enter its movements in movements.ts`
    tell(wrong(practice, 'cause/unknown-kind', `cause/${type}`, null, says))
  }
}

function checkCause(cause: Cause): readonly Finding[] {
  const { practice, id, type, key, postings, copies, cents } = cause
  const tell = (check: string, off: number | null, says: string) =>
    wrong(practice, check, `batch/${id}`, off, says)
  const found: Finding[] = []
  if (postings === 0) found.push(tell('cause/without-postings', null, `${type} ${key} has no posting`))
  if (copies > 1) found.push(tell('cause/twice', cents, `${type} ${key} is posted ${copies} times`))
  const says = objection(cause)
  if (says !== null) found.push(tell('cause/wrong-origin', cents, says))
  return found
}

function objection(cause: Cause): string | null {
  switch (cause.type) {
    case 'remittance':
      return ofRemittance(cause)
    case 'match':
      return ofMatch(cause)
    case 'charge':
    case 'patient-payment':
      return ofCharge(cause)
    case 'denial':
      return ofDenial(cause)
    case 'hand':
    case 'hand-reversal':
      return cause.isDeposits ? null : ofHand(cause)
    case 'deposit':
      return cause.isDeposits ? null : `no deposit was matched as ${cause.key}`
    case 'opening':
      return ofOpening(cause)
    default:
      return null
  }
}

function ofRemittance(cause: Cause): string | null {
  const { key, remittance, status, remittanceKey, timesTakenBack, paidOn, wasFor } = cause
  if (!wasPosted(cause)) return `remittance ${remittance} is ${status ?? 'not there'}`
  // Typed in again after it was taken back, the same paper is another cause.
  const keys = Array.from({ length: timesTakenBack + 1 }, (_, times) => (times === 0 ? '' : `/${times}`))
  if (!keys.some((again) => key === `${remittanceKey}${again}`))
    return `it posted ${key}, remittance ${remittance} is ${remittanceKey}`
  return paidOn !== null && wasFor !== paidOn ? `it is for ${wasFor}, its money was paid on ${paidOn}` : null
}

/** And is, or its paper was taken back. */
function wasPosted({ status, because }: Cause): boolean {
  return status === 'posted' || status === 'posted-in-part' || because === 'remittance/taken-back'
}

function ofMatch(cause: Cause): string | null {
  const { key, remittance, status, isMatchThere } = cause
  if (!wasPosted(cause)) return `remittance ${remittance} is ${status ?? 'not there'}`
  return key.startsWith(`${remittance}/`) && isMatchThere
    ? null
    : `remittance ${remittance} has no claim for match ${key}`
}

function ofCharge({ key, remittance, dayVersion, serviceDate, wasFor }: Cause): string | null {
  if (remittance !== null) return `a charge is of no remittance, and it names ${remittance}`
  if (dayVersion === null) return `the treatment day of charge ${key} is not there`
  if (Number(key.split('/')[1]) > dayVersion)
    return `charge ${key} is newer than its day, which is at ${dayVersion}`
  return wasFor === serviceDate ? null : `it is for ${wasFor}, its day was ${serviceDate}`
}

function ofDenial({ key, remittance, denialVersion }: Cause): string | null {
  if (remittance !== null) return `the resolution of a denial is of no remittance, and it names ${remittance}`
  return denialVersion !== null && Number(key.split('/')[1]) <= denialVersion
    ? null
    : `no denial was resolved as ${key}`
}

function ofOpening({ key, remittance, openedOn, openedCents, cents, wasFor }: Cause): string | null {
  if (remittance !== null) return `an opening balance is of no remittance, and it names ${remittance}`
  if (openedOn === null) return `nothing was brought over as ${key}`
  if (openedCents !== cents) return `it moves ${cents} cents, ${openedCents} were brought over`
  return wasFor === openedOn ? null : `it is for ${wasFor}, its import says ${openedOn}`
}

function ofHand({ key, remittance, entry, isEntrys }: Cause): string | null {
  if (remittance !== null) return `what a person enters is of no remittance, and it names ${remittance}`
  if (entry === null) return `nobody made the entry ${key}`
  return isEntrys ? null : `entry ${key} names another batch`
}
