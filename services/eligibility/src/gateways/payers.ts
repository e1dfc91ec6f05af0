/** Payers as eligibility reaches them, through a clearinghouse: one 270 in, its 271 out, at once or later. */
import type { Partner } from '@tally/platform'

export type Reply =
  | { readonly kind: 'replied'; readonly bytes: Uint8Array }
  /** Taken in; the answer comes as a file. */
  | { readonly kind: 'later'; readonly says: string }
  /** The same bytes would be refused again. */
  | { readonly kind: 'refused'; readonly says: string }
  /** Nobody knows whether it arrived; asking again with the same bytes moves nothing. */
  | { readonly kind: 'no-answer'; readonly says: string }

export interface Payers {
  ask(partner: Partner, trace: string, question: Uint8Array): Promise<Reply>
}
