/** Lines as people move their money by hand: what is open on each, and what comes of a refusal. */
import type { Cents } from '@tally/kernel'

/** A charge line at one payer (`order`) or at its patient (null), for an amount. */
export interface LineAmount {
  readonly chargeLineId: string
  readonly order: number | null
  readonly amountCents: Cents
}

/** Why not, and what to do; `pointer` into the request. */
export interface HandRefusal {
  readonly kind: 'refusal'
  readonly code: string
  readonly pointer: string
  readonly says: string
}

export function refusal(code: string, pointer: string, says: string): HandRefusal {
  return { kind: 'refusal', code, pointer, says }
}

/** One key a posting of a hand entry, unique for ever. */
export function handKey(entryId: string, chargeLineId: string, order: number | null, part = ''): string {
  return `hand/${entryId}/${chargeLineId}/${order ?? 'patient'}${part === '' ? '' : `/${part}`}`
}
