/**
 * What the kills left behind, by independent books: what the front desk was told, the services' tables, the outside's
 * journal and the remittances it wrote. Each sentence in `wrong` is something lost, doubled or out of balance.
 */
import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'

export interface Verdict {
  readonly paid: number
  readonly denied: number
  readonly rejected: number
  readonly parked: number
  readonly wrong: readonly string[]
}

interface Evidence {
  readonly pool: pg.Pool
  readonly outside: string
  readonly told: number
}

const patienceMs = 90_000
const services = [
  ...['eligibility', 'charge_capture', 'claim_submission', 'era_posting', 'denial_management', 'insight'],
]

export async function judgeKills({ pool, outside, told }: Evidence): Promise<Verdict> {
  const stand = await atRest(pool, told)
  const journal = await listOf<{ claimNumber: string; frequency: string }>(`${outside}/journal`)
  const paidOutCents = await remitted(outside)
  const ledger = await ledgerOf(pool)
  const parked = await parkedIn(pool)
  const sent = journal.map(({ claimNumber, frequency }) => `${claimNumber} ${frequency}`)
  return {
    ...{ paid: stand.paid, denied: stand.denied, rejected: stand.rejected, parked: parked.length },
    wrong: [
      ...differs('encounters of those told', stand.encounters, told),
      ...differs('claims of those told', stand.claims, told),
      ...differs(
        'claims paid, or in the lists of denied and rejected',
        stand.paid + stand.denied + stand.rejected,
        told,
      ),
      ...(stand.paid + stand.denied + stand.rejected < told ? await strandedClaims(pool) : []),
      ...differs('claim versions in the journal', sent.length, told),
      ...differs('different claim versions in the journal', new Set(sent).size, told),
      ...differs('visits with a fact of their charge', stand.facts, told),
      ...differs('cents in the ledger as a whole', ledger.difference_cents, 0),
      ...differs('answers given to a claim by less than its number', ledger.guessed, 0),
      ...differs('remittances whose clearing is not at zero', ledger.uncleared, 0),
      ...differs('cents due from the payers', ledger.due_cents, paidOutCents),
      ...differs('rows in outboxes', stand.unsent, 0),
      ...parked.map((what) => `parked: ${what}`),
    ],
  }
}

function differs(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${what}: ${found}, not ${expected}`]
}

/** Where the claims stand that have not ended, and what waits in their stead: what a person has to look at first. */
async function strandedClaims(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ says: string }>(
    `select concat_ws(' ', 'claim', c.id, 'is', c.state, c.held_because, 'and in era-posting', e.standing) as says
     from claim_submission.claim c left join era_posting.claim e on e.id = c.id
     where c.state not in ('closed', 'rejected', 'adjudicated')
     union all
     select concat_ws(' ', 'file', file_id, 'did not come in', tries, 'tries:', said)
     from claim_submission.expected_file where fetched_at is null
     union all
     select concat_ws(' ', 'remittance', trace, 'is', status, because) from era_posting.remittance
     where status not in ('posted', 'duplicate')
     union all
     select concat_ws(' ', 'a claim of remittance', remittance_id, 'is unmatched:', because) from era_posting.remittance_claim
     where outcome = 'unmatched'`,
  )
  return rows.slice(0, 20).map(({ says }) => says)
}

interface Stand {
  readonly encounters: number
  readonly claims: number
  readonly paid: number
  readonly denied: number
  readonly rejected: number
  readonly facts: number
  readonly unsent: number
}

const standing = `
  select (select count(*)::int from charge_capture.encounter) as encounters,
         (select count(*)::int from claim_submission.claim) as claims,
         (select count(*)::int from claim_submission.claim where state = 'closed') as paid,
         (select count(*)::int from claim_submission.claim c where state = 'adjudicated' and exists (
            select from denial_management.denial d where d.claim_id = c.id and d.status <> 'resolved')) as denied,
         (select count(*)::int from claim_submission.claim c where state = 'rejected' and exists (
            select from denial_management.denial d where d.claim_id = c.id and d.status <> 'resolved')) as rejected,
         (select count(distinct subject)::int from insight.fact where type = 'charge.captured.v1') as facts,
         (${services.map((schema) => `(select count(*)::int from ${schema}.outbox where published_at is null)`).join(' + ')}) as unsent`

/** Waits until every claim is where it ends, or nothing moves any more: then the verdict says what lacks. */
async function atRest(pool: pg.Pool, told: number): Promise<Stand> {
  let [last, moved] = ['', performance.now()]
  for (;;) {
    const { rows } = await pool.query<Stand>(standing)
    const stand = rows[0]
    if (!stand) throw new Error('a count is one row')
    const { paid, denied, rejected, facts, unsent } = stand
    if (paid + denied + rejected >= told && facts >= told && unsent === 0) return stand
    const now = JSON.stringify(stand)
    if (now !== last) [last, moved] = [now, performance.now()]
    if (performance.now() - moved > patienceMs) return stand
    await setTimeout(100)
  }
}

/** Debits less credits of every account as one, each remittance's clearing, and what payers say they pay. */
async function ledgerOf(pool: pg.Pool) {
  const { rows } = await pool.query<{
    difference_cents: number
    uncleared: number
    due_cents: number
    guessed: number
  }>(
    `with side as (select debit_account as account, amount_cents as cents from era_posting.posting
                   union all select credit_account, -amount_cents from era_posting.posting),
          balance as (select account, sum(cents)::int as cents from side group by account)
     select coalesce(sum(cents), 0)::int as difference_cents,
            count(*) filter (where account like 'clearing:%' and cents <> 0)::int as uncleared,
            coalesce(sum(cents) filter (where account like 'due:%'), 0)::int as due_cents,
            (select count(*)::int from era_posting.remittance_claim where tier > 1) as guessed
     from balance`,
  )
  const row = rows[0]
  if (!row) throw new Error('a sum is one row')
  return row
}

/** Messages and deadlines, each with who set it aside and why. */
async function parkedIn(pool: pg.Pool): Promise<readonly string[]> {
  const each = services.flatMap((schema) => [
    `select '${schema} ' || consumer || ' ' || coalesce(type, '') || ': ' || code || ', ' || says as what
     from ${schema}.parked_message`,
    `select '${schema} ' || process || ': ' || code || ', ' || says from ${schema}.deadline where parked_at is not null`,
  ])
  const { rows } = await pool.query<{ what: string }>(each.join(' union all '))
  return rows.map(({ what }) => what)
}

/** The sum of BPR02 over the remittances the outside wrote, each payment (TRN02) once, in cents; by a split of its own. */
async function remitted(outside: string): Promise<number> {
  const files = await listOf<{ id: string; kind: string }>(`${outside}/files`)
  const payments = new Map<string, number>()
  for (const { id } of files.filter(({ kind }) => kind === '835')) {
    const text = await (await fetch(`${outside}/files/${id}`)).text()
    for (const [, dollars = '', trace = ''] of text.matchAll(/~BPR\*\w\*([\d.]+)\*.*?~TRN\*1\*([^*~]+)/gs))
      payments.set(trace, Math.round(Number(dollars) * 100))
  }
  return [...payments.values()].reduce((sum, cents) => sum + cents, 0)
}

async function listOf<Item>(address: string): Promise<readonly Item[]> {
  const { items } = (await (await fetch(address)).json()) as { items: readonly Item[] }
  return items
}
