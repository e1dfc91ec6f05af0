/** Decides on a POST of claims: a new submission, the answer already given, or why not. Pure but for the state it reads. */
import { createHash } from 'node:crypto'
import { type CheckFacts, checkClaim } from '../payers/check-claim.ts'
import type { ReceivedClaim } from '../wire/claim.ts'
import type { TakenSubmission } from './entries.ts'
import { type ReadSubmission, readSubmission } from './read-submission.ts'
import type { Settings } from './settings.ts'
import { controlKey, isAgain, type KnownSubmission, keyOf, type WorldState } from './world-state.ts'

export interface Posted {
  readonly bytes: Uint8Array
  readonly key: string | null
  /** Who sends; null: as the ISA says. */
  readonly sender: string | null
}

export type Taking =
  | { readonly kind: 'new'; readonly taken: TakenSubmission; readonly read: ReadSubmission }
  | { readonly kind: 'again'; readonly submission: KnownSubmission }
  | { readonly kind: 'other-bytes'; readonly says: string }
  | { readonly kind: 'unreadable'; readonly says: string }

export function takeSubmission(
  state: WorldState,
  { bytes, key, sender: named }: Posted,
  { at, settings }: { readonly at: number; readonly settings: Settings },
): Taking {
  const digest = digestOf(bytes)
  const text = textIn(bytes)
  const read = text === null ? 'The body is not text: send X12.' : readSubmission(text)
  if (typeof read === 'string' || text === null)
    return { kind: 'unreadable', says: typeof read === 'string' ? read : '' }
  const sender = named ?? read.envelope.sender.id
  const before = key === null ? undefined : state.byKey.get(keyOf(sender, key))
  if (before && before.taken.digest === digest) return { kind: 'again', submission: before }
  if (before)
    return { kind: 'other-bytes', says: 'This Idempotency-Key came with other bytes before: use a new one.' }
  const verdicts = read.batches.flatMap(({ batch }) =>
    batch.claims.map((claim) => checkClaim(claim, checkFacts(state, claim, settings))),
  )
  const ordinal = state.submissions.length + 1
  const refused = verdicts.some((verdict) => verdict?.stage === 'interchange')
  const taken: TakenSubmission = {
    ...{ ordinal, transmissionId: `T${String(ordinal).padStart(7, '0')}`, key, sender, digest, at, text },
    note: noteFor(state, read) ?? (refused ? '024' : '000'),
    verdicts,
    due: dueTimes(at, settings),
  }
  return { kind: 'new', taken, read }
}

export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Null for bytes that are no UTF-8, which X12 always is. */
export function textIn(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return null
    throw cause
  }
}

/** What is wrong with the envelope, or 025 when its number came from the same sender before. */
function noteFor(state: WorldState, { envelope }: ReadSubmission): string | null {
  if (envelope.note !== null) return envelope.note
  return state.controls.has(controlKey(envelope)) ? '025' : null
}

function checkFacts(state: WorldState, claim: ReceivedClaim, settings: Settings): CheckFacts {
  return {
    knowsClaim: (number) => state.byPayerNumber.has(`${claim.payer.id} ${number}`),
    medicareTakesReplacements: settings.medicareTakesReplacements,
    again: isAgain(state, claim, null),
  }
}

function dueTimes(at: number, settings: Settings): TakenSubmission['due'] {
  const acknowledge = at + settings.ackAfterMs
  const accept = Math.max(acknowledge, at + settings.acceptAfterMs)
  const remit = Math.max(accept, at + settings.remitAfterMs)
  const forward = Math.floor((acknowledge + accept) / 2)
  return { acknowledge, forward, accept, remit: nextRun(remit, settings.remitEveryMs) }
}

/** The first run at or after `at`. */
export function nextRun(at: number, everyMs: number): number {
  return everyMs === 0 ? at : Math.ceil(at / everyMs) * everyMs
}
