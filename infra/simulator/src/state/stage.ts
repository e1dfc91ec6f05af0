/** How far a claim gets: its own verdict, and those that stop its batch or interchange. */
import type { Acknowledgment } from '../payers/magic-tables.ts'
import { type ReceivedGroup, type ReceivedTransaction, trailerFault } from '../wire/envelope.ts'

export type Stage =
  | 'nothing'
  | 'interchange'
  | 'group'
  | 'batch'
  | 'clearinghouse'
  | 'payer'
  | 'no-remittance'
  | 'adjudication'

export function stageOf(
  note: string,
  transaction: ReceivedTransaction,
  group: ReceivedGroup,
  batch: readonly (Acknowledgment | null)[],
  own: Acknowledgment | null,
): Stage {
  if (note !== '000') return 'interchange'
  if (own?.stage === 'nothing') return 'nothing'
  if (syntaxFault(transaction, group) !== null || batch.some(isRefused)) return 'group'
  if (batch.some((verdict) => verdict?.stage === 'batch')) return 'batch'
  return own === null || own.withErrors ? 'adjudication' : own.stage
}

export function isRefused(verdict: Acknowledgment | null): boolean {
  return verdict?.stage === 'group' && !verdict.withErrors
}

/** IK502: 1 not a transaction that is taken here, else what is wrong with the trailer. */
export function syntaxFault(transaction: ReceivedTransaction, group: ReceivedGroup): string | null {
  if (transaction.kind !== '837' || group.version !== '005010X222A1') return '1'
  if (transaction.version !== group.version) return '1'
  return trailerFault(transaction)
}
