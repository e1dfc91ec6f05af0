/**
 * The clearinghouse as claim-submission needs it, and what a send can end as. A send that broke off is neither
 * sent nor not: only a refused connection and an answer that says no count as not sent (reliability note C1, C2).
 */
import type { Partner } from '@tally/platform'

/** A gateway waits no longer for a partner's answer to one question. */
export const answerMsMax = 20_000

export type Sent =
  | { readonly kind: 'accepted'; readonly says: string }
  /** It said no: the same bytes would be refused again. */
  | { readonly kind: 'refused'; readonly says: string }
  /** Nothing left this machine. */
  | { readonly kind: 'not-sent'; readonly says: string }
  | { readonly kind: 'unknown'; readonly says: string }

/** What the partner knows of a key: whether a submission arrived. */
export type Standing =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'never-seen' }
  | { readonly kind: 'unknown'; readonly says: string }

export interface ListedFile {
  readonly id: string
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string
}

export interface Clearinghouse {
  /** Sends `bytes` under `key`: the same key and bytes again are the same submission. */
  submit(partner: Partner, key: string, bytes: Uint8Array): Promise<Sent>
  standingOf(partner: Partner, key: string): Promise<Standing>
  /** A file of the partner's; null when it has none of that id. Throws a `Fault` while it does not answer. */
  fetchFile(partner: Partner, fileId: string): Promise<Uint8Array | null>
  /** Files after `cursor`, oldest first, and the cursor after them. */
  listFiles(partner: Partner, cursor: string): Promise<{ files: readonly ListedFile[]; cursor: string }>
}
