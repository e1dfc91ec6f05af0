/** What has to be equal in the live ledger and in the rebuilt one: for each a query of key, state and cents, sorted by key. */

export interface Compared {
  /** In the plural. */
  readonly what: string
  readonly sql: string
}

/** `key` begins with the practice; `state` is all that is compared beside the cents. */
function compared(what: string, key: string, state: string, cents: string, from: string): Compared {
  const sql = `select practice_id as practice, ${key} as subject, ${state} as state, (${cents})::bigint as cents
               from ${from} order by practice_id collate "C", (${key}) collate "C"`
  return { what, sql }
}

/** Parts of a state, in words. */
function words(...parts: readonly string[]): string {
  return `concat_ws(', ', ${parts.join(', ')})`
}

const sides = `(select practice_id, account, sum(cents) as cents
                from (select practice_id, debit_account as account, amount_cents as cents from posting
                      union all
                      select practice_id, credit_account, -amount_cents from posting) side
                group by practice_id, account) balance`

const overpaid = `(select practice_id, claim_id || '/' || coverage_order as claim,
                          string_agg(because || ' of ' || amount_cents || coalesce(' closed ' || closed_because, ' open'), ', '
                                     order by because, amount_cents, closed_because) as state,
                          sum(amount_cents) filter (where closed_at is null) as cents
                   from overpayment group by practice_id, claim_id, coverage_order) each`

const recouped = `(select practice_id, remittance_id || '/' || position as place, code || ' on ' || account as state,
                          amount_cents from provider_adjustment) each`

export const everythingCompared: readonly Compared[] = [
  compared('accounts', 'account', `''`, 'cents', sides),
  compared(
    'charge lines',
    'id',
    words('procedure_code', 'booked_account', `'expected ' || expected_allowed_cents`),
    'booked_cents',
    'charge_line',
  ),
  compared(
    'claims',
    'id',
    words(
      'standing',
      `case when adjudicated_at is not null then 'adjudicated' end`,
      `case when settled_at is not null then 'settled' end`,
    ),
    '0',
    'claim',
  ),
  compared('claim versions', 'claim_number', words('claim_id', 'version'), 'charge_cents', 'claim_version'),
  compared(
    'remittances',
    'id',
    words('status', 'because', 'verdict', 'trace', `'unmatched ' || unmatched_cents`),
    'payment_cents',
    'remittance',
  ),
  compared(
    'answered claims',
    `remittance_id || '/' || lpad(position::text, 6, '0')`,
    words(
      ...['outcome', 'because', 'claim_id', `'version ' || claim_version`],
      `'takes back ' || reverses_remittance_id || '/' || reverses_position`,
      `case when denied then 'denied' end`,
    ),
    'paid_cents',
    'remittance_claim',
  ),
  compared('provider-level adjustments', 'place', 'state', 'amount_cents', recouped),
  compared('denials', 'id', `'version ' || version`, '0', 'denial'),
  compared(
    'variances',
    'id',
    words('state', 'because', 'claim_id', 'charge_line_id'),
    'allowed_cents - expected_allowed_cents',
    'variance',
  ),
  compared(
    'hand entries',
    'id',
    words('kind', 'status', `effective_on::text`, 'lines::text'),
    'amount_cents',
    'hand_entry',
  ),
  compared(
    'matches by hand',
    'id',
    words('kind', 'claim_id', `remittance_id || '/' || position`),
    '0',
    'hand_match',
  ),
  compared(
    'patient shares released',
    'charge_line_id',
    `'released by ' || by_key`,
    '0',
    'patient_share_release',
  ),
  compared('deposits', 'id', words('status', 'because', `deposited_on::text`), 'amount_cents', 'deposit'),
  compared(
    'deposit matches',
    `batch_id || '/' || remittance_id`,
    words('deposit_id', `case when undone_batch_id is not null then 'undone' end`),
    'amount_cents',
    'deposit_match',
  ),
  compared('closings', 'id', `closed_through::text`, 'posted_cents', 'ledger_closing'),
  compared('closed periods', `'books'`, `'closed through ' || closed_through::text`, '0', 'ledger_period'),
  compared('overpayments', 'claim', 'state', 'coalesce(cents, 0)', overpaid),
]
