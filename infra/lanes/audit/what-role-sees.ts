/**
 * Whether the role of the audit sees every practice: under row-level security it would otherwise see none, and find nothing
 * wrong. `era_posting_worker`, the owner of a read-all policy, or a superuser will do.
 */
import type { Snapshot } from './snapshot.ts'

/** What is looked at; a table that is none of these is named, so that nobody takes it for checked. */
export const auditedTables: readonly string[] = [
  ...['posting_batch', 'posting', 'charge_day', 'charge_line', 'claim', 'claim_version', 'denial'],
  ...['remittance_file', 'remittance', 'remittance_claim', 'provider_adjustment', 'variance', 'hand_match'],
  ...[
    'overpayment',
    'hand_entry',
    'due_payment',
    'deposit',
    'deposit_match',
    'ledger_closing',
    'ledger_period',
    'opening_import',
    'opening_claim',
    'opening_line',
  ],
]

/** They hold keys by which something is found, settings, persons, or the shell's own; no cents move by them. */
const withoutMoney: readonly string[] = [
  ...['payer_claim_number', 'payer_profile', 'recoupment_name', 'waiting_key', 'ledger_check', 'migration'],
  ...['patient_share_release', 'patient_release', 'patient_person', 'visit_place'],
  ...[
    'line_caution',
    'deposit_token',
    'charge_price',
    'variance_decision',
    'remittance_proof',
    'ledger_night',
  ],
  ...[
    'outbox',
    'inbox',
    'journal',
    'parked_message',
    'deadline',
    'discarded_deadline',
    'idempotent_answer',
    'relay_memory',
    'attempt',
  ],
  ...['audit_entry', 'audit_seal', 'audit_sight', 'audit_unsealed'],
]

export interface Sight {
  /** A sentence on what to do; null: all is seen. */
  readonly refusal: string | null
  /** Tables of the schema that no check reads. */
  readonly unread: readonly string[]
  /** Whether it may ask for stored copies and keys. */
  readonly seesContent: boolean
}

export async function whatRoleSees(snapshot: Snapshot): Promise<Sight> {
  const tables = await snapshot.all<Table>(sql)
  const [me] = await snapshot.all<{ role: string; content: boolean }>(contentSql)
  const missing = auditedTables.filter((name) => !tables.some((table) => table.name === name))
  const hidden = tables.filter(({ name, seen }) => auditedTables.includes(name) && !seen)
  return {
    refusal: refusalOf(
      me?.role ?? '',
      missing,
      hidden.map(({ name }) => name),
    ),
    unread: tables
      .map(({ name }) => name)
      .filter((name) => ![...auditedTables, ...withoutMoney].includes(name)),
    seesContent: me?.content ?? false,
  }
}

function refusalOf(role: string, missing: readonly string[], hidden: readonly string[]): string | null {
  if (missing.length === auditedTables.length) {
    return 'This database holds no ledger: name the one that Tally runs on with --database URL.'
  }
  if (missing.length > 0)
    return `This ledger lacks ${missing.join(', ')}: start Tally once, so that it is migrated.`
  if (hidden.length === 0) return null
  const roles = 'era_posting_worker or a superuser'
  return `The role ${role} does not see every practice in ${hidden.join(', ')}: connect as ${roles}.`
}

interface Table {
  readonly name: string
  readonly seen: boolean
}

const sql = `
  select c.relname as name,
         has_table_privilege(c.oid, 'select')
           and (not row_security_active(c.oid)
                or exists (select from pg_policy p
                           where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
                             and pg_get_expr(p.polqual, p.polrelid) = 'true'
                             and exists (select from unnest(p.polroles) r (oid)
                                         where r.oid = 0 or pg_has_role(current_user, r.oid, 'usage')))
                   and not exists (select from pg_policy p
                                   where p.polrelid = c.oid and not p.polpermissive)) as seen
  from pg_class c where c.relnamespace = to_regnamespace('era_posting') and c.relkind in ('r', 'p') order by c.relname`

const contentSql = `
  select current_user as role,
         coalesce(has_function_privilege(to_regprocedure('platform.get_blob(text,text)')::oid, 'execute')
                    and has_function_privilege(to_regprocedure('platform.data_key(text)')::oid, 'execute')
                    and has_schema_privilege(to_regnamespace('platform')::oid, 'usage'), false) as content`
