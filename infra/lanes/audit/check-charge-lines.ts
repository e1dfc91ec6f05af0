/**
 * Each charge line against the accounts that bear its id (I2): what its charges booked is what it says is booked, there and
 * nowhere else; no more is open as denied than was denied; and the patient is the one of its day.
 */
import { type Finding, type Tell, wrong } from './finding.ts'
import { keyOf, mergeSorted } from './merge-sorted.ts'
import type { Snapshot } from './snapshot.ts'

interface ChargeLine {
  readonly practice: string
  readonly line: string
  readonly account: string
  readonly cents: number
  /** null: its day is not there. */
  readonly day: string | null
  readonly patient: string | null
  /** What a former system left open of it at its payer and its patient, credits as negative; null: it is Tally's own. */
  readonly openedAtPayer: number | null
  readonly openedAtPatient: number | null
}

/** What one kind of cause, and of charges one day, left on an account of the line. */
interface LineBalance {
  readonly practice: string
  readonly line: string
  readonly account: string
  readonly cause: string
  readonly day: string
  readonly cents: number
  /** The part that came out of revenue. */
  readonly revenueCents: number
}

const lines = `
  select l.practice_id as practice, l.id as line, l.booked_account as account, l.booked_cents as cents,
         d.treatment_day_id as day, d.patient_id as patient,
         o.payer_cents as "openedAtPayer", o.patient_cents as "openedAtPatient"
  from charge_line l
  left join charge_day d on d.practice_id = l.practice_id and d.treatment_day_id = l.treatment_day_id
  left join opening_line o on o.practice_id = l.practice_id and o.charge_line_id = l.id
  order by l.practice_id collate "C", l.id collate "C"`

const balances = `
  select practice_id as practice, line, account, cause, day, sum(cents)::bigint as cents,
         coalesce(sum(cents) filter (where other = 'revenue'), 0)::bigint as "revenueCents"
  from (select s.practice_id, s.account, s.other, s.cents,
               -- What a payer left to others and a charge took back was never charged.
               case when s.is_mirror and b.source_type = 'charge' then 'share' else coalesce(b.source_type, '') end as cause,
               case when b.source_type = 'charge' then split_part(b.source_key, '/', 1) else '' end as day,
               split_part(s.account, ':', case when s.account like 'receivable:patient:%' then 4 else 3 end) as line
        from (select practice_id, batch_id, debit_account as account, credit_account as other, amount_cents as cents,
                     reverses is not null as is_mirror
              from posting where debit_account like 'receivable:%' or debit_account like 'denied:%'
              union all
              select practice_id, batch_id, credit_account, debit_account, -amount_cents, reverses is not null
              from posting where credit_account like 'receivable:%' or credit_account like 'denied:%') s
        left join posting_batch b on b.practice_id = s.practice_id and b.id = s.batch_id) of_line
  group by practice_id, line, account, cause, day
  order by practice_id collate "C", line collate "C"`

export async function checkChargeLines(snapshot: Snapshot, tell: Tell): Promise<void> {
  const place = ({ practice, line }: { readonly practice: string; readonly line: string }) =>
    keyOf(practice, line)
  const merged = mergeSorted<ChargeLine, LineBalance>(
    { rows: snapshot.rows(lines), keyOf: place },
    { rows: snapshot.rows(balances), keyOf: place },
  )
  for await (const { left, right } of merged) {
    const [line] = left
    for (const found of line ? checkLine(line, right) : right.map(ofNoLine)) tell(found)
  }
  await checkPatientPayments(snapshot, tell)
}

function ofNoLine({ practice, line, account, cents }: LineBalance): Finding {
  return wrong(
    practice,
    'charge-line/unknown',
    `charge-line/${line}`,
    cents,
    `${account} is used, but no such line was charged`,
  )
}

function checkLine(line: ChargeLine, balances_: readonly LineBalance[]): readonly Finding[] {
  const booked = line.openedAtPayer === null ? checkBooked(line, balances_) : checkOpened(line, balances_)
  return [...booked, ...checkDenied(line, balances_), ...checkOwner(line, balances_)]
}

function checkBooked(line: ChargeLine, balances_: readonly LineBalance[]): readonly Finding[] {
  const charged = balances_.filter(({ cause }) => cause === 'charge')
  const accounts = new Set([line.account, ...charged.map(({ account }) => account)])
  const found: Finding[] = []
  for (const account of accounts) {
    const is = sum(charged.filter((each) => each.account === account).map(({ cents }) => cents))
    const should = account === line.account ? line.cents : 0
    if (is === should) continue
    const says = `its charges left ${is} cents on ${account}, it says ${should} are booked there`
    found.push(told(line, 'charge-line/booked', is - should, says))
  }
  const revenue = sum(balances_.map(({ revenueCents }) => revenueCents))
  if (revenue !== line.cents) {
    const says = `${revenue} cents of revenue are of it, it says ${line.cents} are booked`
    found.push(told(line, 'charge-line/revenue', revenue - line.cents, says))
  }
  return found
}

/** What was brought over is on its accounts, makes what the line says is booked, and nothing charges the line beside it. */
function checkOpened(line: ChargeLine, balances_: readonly LineBalance[]): readonly Finding[] {
  const { cents, openedAtPayer, openedAtPatient } = line
  const should = { payer: openedAtPayer ?? 0, patient: Math.max(0, openedAtPatient ?? 0) }
  const found: Finding[] = []
  for (const whose of ['payer', 'patient'] as const) {
    const own = balances_.filter(
      ({ account, cause }) => cause === 'opening' && account.startsWith(`receivable:${whose}:`),
    )
    const is = sum(own.map((each) => each.cents))
    const says = `${is} cents were opened at its ${whose}, it says ${should[whose]}`
    if (is !== should[whose]) found.push(told(line, 'charge-line/opened', is - should[whose], says))
  }
  const off = cents - should.payer - should.patient
  if (off !== 0)
    found.push(
      told(line, 'charge-line/booked', off, `it says ${cents} are booked, ${cents - off} were opened`),
    )
  const charged = balances_.filter(({ cause, revenueCents }) => cause === 'charge' || revenueCents !== 0)
  return [
    ...found,
    ...charged.map((each) =>
      told(line, 'charge-line/opened', each.cents, `it was brought over, and charged on ${each.account}`),
    ),
  ]
}

function checkDenied(line: ChargeLine, balances_: readonly LineBalance[]): readonly Finding[] {
  const denied = Map.groupBy(
    balances_.filter(({ account }) => account.startsWith('denied:')),
    ({ account }) => account,
  )
  return [...denied].flatMap(([account, each]) => {
    const left = sum(each.map(({ cents }) => cents))
    const says = `${account} is at ${left} cents: more was decided on than was denied`
    return left < 0 ? [told(line, 'charge-line/denied', left, says)] : []
  })
}

function checkOwner(line: ChargeLine, balances_: readonly LineBalance[]): readonly Finding[] {
  if (line.day === null) return [told(line, 'charge-line/day', line.cents, 'its treatment day is not there')]
  return balances_.flatMap(({ account, cause, day, cents }) => {
    const [, whose, patient] = account.split(':')
    const isAnothers = whose === 'patient' && patient !== line.patient
    const isOfAnotherDay = (cause === 'charge' || cause === 'share') && day !== line.day
    return [
      ...(isAnothers
        ? [told(line, 'charge-line/patient', cents, `${account} is not of its patient ${line.patient}`)]
        : []),
      ...(isOfAnotherDay
        ? [told(line, 'charge-line/day', cents, `${day} charged it on ${account}, it is of ${line.day}`)]
        : []),
    ]
  })
}

function told({ practice, line }: ChargeLine, check: string, cents: number, says: string): Finding {
  return wrong(practice, check, `charge-line/${line}`, cents, says)
}

function sum(cents: readonly number[]): number {
  return cents.reduce((total, each) => total + each, 0)
}

interface DayPayment {
  readonly practice: string
  readonly day: string
  readonly paidCents: number
  readonly postedCents: number
  /** What was posted as another patient's credit. */
  readonly otherCents: number
}

/** What patients paid at their visits. */
const payments = `
  select coalesce(d.practice_id, p.practice_id) as practice, coalesce(d.treatment_day_id, p.day) as day,
         coalesce(d.patient_paid_cents, 0) as "paidCents", coalesce(p.cents, 0) as "postedCents",
         coalesce(p.cents, 0) - coalesce(o.cents, 0) as "otherCents"
  from charge_day d
  full join (select p.practice_id, split_part(b.source_key, '/', 1) as day,
                    sum(case when p.debit_account = 'cash' then p.amount_cents else -p.amount_cents end)::bigint as cents
             from posting p join posting_batch b on b.practice_id = p.practice_id and b.id = p.batch_id
             where b.source_type = 'patient-payment' group by p.practice_id, split_part(b.source_key, '/', 1)) p
    on p.practice_id = d.practice_id and p.day = d.treatment_day_id
  left join (select d.practice_id, d.treatment_day_id,
                    sum(case when p.debit_account = 'cash' then p.amount_cents else -p.amount_cents end)::bigint as cents
             from charge_day d
             join posting_batch b on b.practice_id = d.practice_id and split_part(b.source_key, '/', 1) = d.treatment_day_id
               and b.source_type = 'patient-payment'
             join posting p on p.practice_id = b.practice_id and p.batch_id = b.id
               and 'patient-credit:' || d.patient_id in (p.debit_account, p.credit_account)
             group by d.practice_id, d.treatment_day_id) o
    on o.practice_id = d.practice_id and o.treatment_day_id = d.treatment_day_id
  where coalesce(d.patient_paid_cents, 0) <> coalesce(p.cents, 0) or coalesce(p.cents, 0) <> coalesce(o.cents, 0)`

async function checkPatientPayments(snapshot: Snapshot, tell: Tell): Promise<void> {
  for await (const { practice, day, paidCents, postedCents, otherCents } of snapshot.rows<DayPayment>(
    payments,
  )) {
    const says =
      postedCents === paidCents
        ? `${otherCents} cents paid at it are another patient's credit`
        : `${paidCents} cents were paid at it, ${postedCents} are posted`
    tell(wrong(practice, 'charge-day/patient-paid', `treatment-day/${day}`, postedCents - paidCents, says))
  }
}
