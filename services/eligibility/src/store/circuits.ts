/**
 * How asking a partner goes lately. The rows are the installation's, since a partner is away for every practice at once: an
 * `_api` role, which sees one practice, finds none and takes the circuit for closed.
 */
import { installation, type Work } from '@tally/platform'
import { type Circuit, closedCircuit } from '../domain/circuit-breaker.ts'
import type { circuit } from './tables.ts'

export async function circuitOf(query: Work['query'], partnerId: string): Promise<Circuit> {
  const [row] = await query<typeof circuit.$inferSelect>(find, [installation, partnerId])
  return row ? { outcomes: row.outcomes, openUntil: row.open_until } : closedCircuit
}

/** Locks it: outcomes of questions that were on their way together are counted one after the other. */
export async function lockCircuit(query: Work['query'], partnerId: string): Promise<Circuit> {
  const [row] = await query<typeof circuit.$inferSelect>(lock, [installation, partnerId])
  return row ? { outcomes: row.outcomes, openUntil: row.open_until } : closedCircuit
}

export async function saveCircuit(query: Work['query'], partnerId: string, saved: Circuit): Promise<void> {
  await query(save, [installation, partnerId, saved.outcomes, saved.openUntil])
}

const find = {
  name: 'circuit-find',
  text: 'select * from circuit where practice_id = $1 and partner_id = $2',
}

const lock = {
  name: 'circuit-lock',
  text: `insert into circuit (practice_id, partner_id, outcomes) values ($1, $2, '')
         on conflict (practice_id, partner_id) do update set partner_id = excluded.partner_id returning *`,
}

const save = {
  name: 'circuit-save',
  text: `update circuit set outcomes = $3, open_until = $4::timestamptz where practice_id = $1 and partner_id = $2`,
}
