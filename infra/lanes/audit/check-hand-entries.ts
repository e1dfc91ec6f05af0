/**
 * What people moved: each entry that is posted has its batch for its cents, line by line, each that is reversed the mirror
 * of all of it, and one that is only proposed or was rejected has moved nothing.
 */
import { type Finding, type Tell, wrong } from './finding.ts'
import { keyOf, mergeSorted } from './merge-sorted.ts'
import type { Snapshot } from './snapshot.ts'

interface Entry {
  readonly practice: string
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly cents: number
  readonly batch: string | null
  readonly reversal: string | null
  readonly remittance: string | null
  /** Of the remittance that a paper EOB became; null: there is none. */
  readonly remittanceCents: number | null
  readonly lines: readonly {
    readonly chargeLineId: string
    readonly order: number | null
    readonly amountCents: number
  }[]
}

interface EntryPosting {
  readonly practice: string
  readonly entry: string
  readonly id: number
  readonly key: string
  readonly cents: number
  readonly isMirror: boolean
  /** How many mirrors in the entry's own reversal it has. */
  readonly mirrors: number
}

const entries = `
  select e.practice_id as practice, e.id, e.kind, e.status, e.amount_cents as cents, e.batch_id as batch,
         e.reversal_batch_id as reversal, e.remittance_id as remittance, r.payment_cents as "remittanceCents", e.lines
  from hand_entry e left join remittance r on r.practice_id = e.practice_id and r.id = e.remittance_id
  order by e.practice_id collate "C", e.id collate "C"`

const postings = `
  select p.practice_id as practice, b.source_key as entry, p.id, p.source_key as key, p.amount_cents as cents,
         p.reverses is not null as "isMirror", coalesce(m.mirrors, 0) as mirrors
  from posting_batch b
  join posting p on p.practice_id = b.practice_id and p.batch_id = b.id
  left join (select m.practice_id, m.reverses, count(*)::integer as mirrors
             from posting m join posting_batch mb on mb.practice_id = m.practice_id and mb.id = m.batch_id
             where mb.source_type = 'hand-reversal' group by m.practice_id, m.reverses) m
    on m.practice_id = p.practice_id and m.reverses = p.id
  where b.source_type in ('hand', 'hand-reversal')
  order by p.practice_id collate "C", b.source_key collate "C", p.id`

export async function checkHandEntries(snapshot: Snapshot, tell: Tell): Promise<void> {
  const merged = mergeSorted<Entry, EntryPosting>(
    { rows: snapshot.rows(entries), keyOf: ({ practice, id }) => keyOf(practice, id) },
    { rows: snapshot.rows(postings), keyOf: ({ practice, entry }) => keyOf(practice, entry) },
  )
  for await (const { left, right } of merged) {
    const [entry] = left
    // That a batch has no entry, checkCauses tells.
    if (entry)
      for (const found of entry.kind === 'paper-eob' ? checkPaper(entry) : checkEntry(entry, right))
        tell(found)
  }
}

function told({ practice, id }: Entry, check: string, cents: number | null, says: string): Finding {
  return wrong(practice, check, `hand/${id}`, cents, says)
}

function checkEntry(entry: Entry, own: readonly EntryPosting[]): readonly Finding[] {
  const { kind, status, cents, batch, reversal } = entry
  const moved = own.filter(({ isMirror }) => !isMirror)
  if (status === 'proposed' || status === 'rejected') {
    const isNothing = own.length === 0 && batch === null && reversal === null
    return isNothing
      ? []
      : [told(entry, 'hand/not-posted', cents, `a ${kind} that is ${status} has moved money`)]
  }
  const found: Finding[] = []
  const total = sum(moved.map((each) => each.cents))
  if (total !== cents)
    found.push(told(entry, 'hand/amount', total - cents, `it says ${cents} cents, ${total} were moved`))
  for (const { chargeLineId, order, amountCents } of entry.lines) {
    const begins = `hand/${entry.id}/${chargeLineId}/${order ?? 'patient'}`
    const line = sum(
      moved.filter(({ key }) => key === begins || key.startsWith(`${begins}/`)).map((each) => each.cents),
    )
    const says = `it says ${amountCents} cents of charge line ${chargeLineId}, ${line} were moved`
    if (line !== amountCents) found.push(told(entry, 'hand/line', line - amountCents, says))
  }
  const left = moved.filter(({ mirrors }) => mirrors !== (status === 'reversed' ? 1 : 0))
  if (left.length > 0 || (status === 'reversed') !== (reversal !== null)) {
    const says = `it is ${status}, but ${left.length} of its ${moved.length} postings are not`
    found.push(told(entry, 'hand/reversal', sum(left.map((each) => each.cents)), says))
  }
  return found
}

/** What it moved is looked at as what its remittance moved. */
function checkPaper(entry: Entry): readonly Finding[] {
  const { cents, remittance, remittanceCents } = entry
  if (remittanceCents === cents) return []
  const says = `a paper EOB of ${cents} cents became remittance ${remittance} of ${remittanceCents ?? 'nothing'}`
  return [told(entry, 'hand/paper', (remittanceCents ?? 0) - cents, says)]
}

function sum(cents: readonly number[]): number {
  return cents.reduce((total, each) => total + each, 0)
}
