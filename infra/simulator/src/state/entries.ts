/** The lines of the journal files: what the outside has promised and done, in order. */
import type { ClaimDecision } from '../payers/decision.ts'
import type { Acknowledgment, Happening } from '../payers/magic-tables.ts'
import type { OpenBalance } from '../payers/remittance.ts'

/** `journal.jsonl`: one submission taken. */
export interface TakenSubmission {
  readonly ordinal: number
  readonly transmissionId: string
  /** Null when it came without, or keys are ignored. */
  readonly key: string | null
  readonly sender: string
  /** SHA-256 of the bytes. */
  readonly digest: string
  readonly at: number
  readonly text: string
  /** TA1 note: 000 when the interchange is taken. */
  readonly note: string
  /** In the order of the claims: null goes on to adjudication. */
  readonly verdicts: readonly (Acknowledgment | null)[]
  /** When the answers go out. */
  readonly due: {
    readonly acknowledge: number
    readonly forward: number
    readonly accept: number
    readonly remit: number
  }
}

/** `inquiries.jsonl`: one 270. */
export interface TakenInquiry {
  readonly ordinal: number
  readonly key: string | null
  readonly sender: string
  readonly digest: string
  readonly at: number
  readonly text: string
  /** When the answer goes out by webhook; null when it was given at once. */
  readonly dueAt: number | null
}

export type TaskKind = 'acknowledge' | 'forward' | 'accept' | 'remit' | 'afterwards' | 'repeat' | 'inquiry'

/** An answer that is still owed. `subject`: a submission, a claim, a file, an inquiry. */
export interface Task {
  readonly id: string
  readonly kind: TaskKind
  readonly subject: string
  readonly dueAt: number
}

export type FileKind = 'TA1' | '999' | '277CA' | '835' | '271'

export interface SentFile {
  /** `F0000001`: in the order they were written. */
  readonly id: string
  readonly sequence: number
  readonly kind: FileKind
  readonly text: string
  readonly digest: string
  readonly at: number
  /** Files of one lane are delivered one after the other. */
  readonly lane: string
  readonly thin: boolean
  readonly fate: { readonly dropped: boolean; readonly twice: boolean; readonly holdMs: number }
}

/** Null once it was reversed. */
export interface RecordedDecision {
  readonly claim: string
  readonly decision: ClaimDecision | null
  readonly how: Happening | null
}

/** `answers.jsonl`: what one round of answering did, whole or not at all. */
export interface GivenAnswer {
  readonly done: readonly string[]
  readonly opens: readonly Task[]
  readonly files: readonly SentFile[]
  readonly decisions: readonly RecordedDecision[]
  readonly balances: readonly { readonly between: string; readonly open: readonly OpenBalance[] }[]
}

/** `deliveries.jsonl`: one try to deliver a file. */
export interface DeliveryTry {
  readonly file: string
  readonly at: number
  readonly outcome: 'taken' | 'failed' | 'abandoned'
  readonly status: number | null
  /** When it is tried next; null when it is not. */
  readonly nextAt: number | null
}
