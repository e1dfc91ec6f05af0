/**
 * What was stored of files and remittances, as far as it can be told without keys: every stored copy is there and sealed
 * under a key of its practice, every ST of a file is in the tables, the same content is posted once, and a duplicate is one.
 * That a copy still has its digest, and says what the tables say of it, only who holds the keys can tell.
 */
import { type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface Objection {
  readonly practice: string
  readonly subject: string
  readonly cents: number | null
  readonly says: string
}

const copies = `
  select r.practice_id as practice, 'remittance/' || r.id as subject, r.payment_cents as cents,
         'its stored copy ' || r.blob_digest || ' is not there' as says
  from remittance r where platform.get_blob(r.practice_id, r.blob_digest) is null
  union all
  select f.practice_id, 'file/' || f.id, null, 'it is not there under its digest ' || f.digest
  from remittance_file f where platform.get_blob(f.practice_id, f.digest) is null`

/** Those whose payee was nobody's came with the installation's file, and were taken over into a practice. */
const files = `
  select f.practice_id as practice, 'file/' || f.id as subject, null::bigint as cents,
         'it held ' || f.transactions || ' remittances, ' || coalesce(r.count, 0) || ' are stored' as says
  from remittance_file f
  left join (select file_id, count(distinct ordinal) as count from remittance group by file_id) r on r.file_id = f.id
  where coalesce(r.count, 0) <> f.transactions
  union all
  select r.practice_id, 'remittance/' || r.id, r.payment_cents, 'its file ' || r.file_id || ' is not there'
  from remittance r left join remittance_file f on f.id = r.file_id and f.practice_id in (r.practice_id, '')
  where f.id is null`

const duplicates = `
  select r.practice_id as practice, 'remittance/' || r.id as subject, r.payment_cents as cents,
         case when o.id is null then 'it is a duplicate of ' || coalesce(r.duplicate_of, 'nothing') || ', which is not there'
              when o.status = 'duplicate' then 'it is a duplicate of ' || o.id || ', which is one itself'
              else 'it is a duplicate of ' || o.id || ', which has other content' end as says
  from remittance r
  left join remittance o on o.id = r.duplicate_of and (o.practice_id = r.practice_id or r.practice_id = '')
  where r.status = 'duplicate'
    and (o.id is null or (o.status = 'duplicate' and r.practice_id <> '')
         or (o.digest <> r.digest and o.unordered_digest is distinct from r.unordered_digest))`

/** Without money a trace names no payment, and payers use one placeholder again and again. */
const twice = `
  select practice_id as practice, 'remittance/' || min(id) as subject, sum(payment_cents)::bigint - max(payment_cents) as cents,
         'its content is posted ' || count(*) || ' times, up to ' || max(id) as says
  from remittance where status in ('posted', 'posted-in-part') group by practice_id, digest having count(*) > 1
  union all
  select practice_id, 'remittance/' || min(id), sum(payment_cents)::bigint - max(payment_cents),
         'its content is posted ' || count(*) || ' times in another order, up to ' || max(id)
  from remittance where status in ('posted', 'posted-in-part') and unordered_digest is not null
  group by practice_id, unordered_digest having count(distinct digest) > 1
  union all
  select practice_id, 'remittance/' || min(id), sum(payment_cents)::bigint - max(payment_cents),
         'its payment ' || trace || ' is posted ' || count(*) || ' times, up to ' || max(id)
  from remittance
  where status in ('posted', 'posted-in-part') and method <> 'NON' and payment_cents <> 0 and trace_number !~ '^[A-Z]*0+$'
  group by practice_id, trace having count(*) > 1`

/** A sealed column begins with the id of its key. */
const sealed = `
  select s.practice_id as practice, s.subject, null::bigint as cents,
         s.what || ' of ' || s.count || ' rows are sealed under the key ' || s.kid || ', which the practice has not' as says
  from (select practice_id, 'the numbers' as what, min('remittance/' || remittance_id || '/claim/' || position) as subject,
               encode(substring(numbers from 1 for 26), 'escape') as kid, count(*) as count
        from remittance_claim group by practice_id, encode(substring(numbers from 1 for 26), 'escape')
        union all
        select practice_id, 'the references', min('remittance/' || remittance_id || '/provider-level/' || position),
               encode(substring(reference from 1 for 26), 'escape'), count(*)
        from provider_adjustment group by practice_id, encode(substring(reference from 1 for 26), 'escape')
        union all
        select practice_id, 'the reasons', min('hand-match/' || id), encode(substring(reason from 1 for 26), 'escape'), count(*)
        from hand_match group by practice_id, encode(substring(reason from 1 for 26), 'escape')
        union all
        select practice_id, 'the words', min('hand/' || id), encode(substring(words from 1 for 26), 'escape'), count(*)
        from hand_entry group by practice_id, encode(substring(words from 1 for 26), 'escape')
        union all
        select practice_id, 'the words', min('deposit/' || id), encode(substring(words from 1 for 26), 'escape'), count(*)
        from deposit group by practice_id, encode(substring(words from 1 for 26), 'escape')
        union all
        select practice_id, 'the reasons', min('closing/' || closed_through), encode(substring(reason from 1 for 26), 'escape'), count(*)
        from ledger_closing group by practice_id, encode(substring(reason from 1 for 26), 'escape')) s
  where not exists (select from platform.data_key(s.practice_id) k where k.kid = s.kid)`

const checks: readonly (readonly [check: string, sql: string])[] = [
  ['content/not-there', copies],
  ['content/incomplete', files],
  ['content/duplicate', duplicates],
  ['content/posted-twice', twice],
  ['content/sealed', sealed],
]

export async function checkContent(snapshot: Snapshot, tell: Tell): Promise<void> {
  for (const [check, sql] of checks) {
    for await (const { practice, subject, cents, says } of snapshot.rows<Objection>(sql)) {
      tell(wrong(practice, check, subject, cents, says))
    }
  }
}
