/** What can be asked about the outside, as JSON: its journal, its files, where a submission stands. */
import { instantAt } from '../clock.ts'
import type { KnownClaim, KnownSubmission, WorldState } from './world-state.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** Every claim of every interchange taken, in order; `after` is an item's `id`. */
export function journalPage(state: WorldState, after: string | null, limit: number) {
  const from = after === null ? 0 : Number(/\d+/.exec(after)?.[0] ?? 0)
  const claims = [...state.claims.values()].slice(from)
  return page(claims.filter(({ stage }) => stage !== 'interchange').map(journalItem), limit)
}

function journalItem(known: KnownClaim) {
  const { id, claim, submission, batch, stage, payerClaimNumber } = known
  const { taken, envelope } = submission
  const reached = stage === 'adjudication' || stage === 'no-remittance'
  return {
    id,
    ...{
      transmissionId: taken.transmissionId,
      key: taken.key,
      sender: taken.sender,
      at: instantAt(taken.at),
    },
    submissionDigest: taken.digest,
    claimNumber: claim.claimNumber,
    frequency: claim.frequency,
    versionDigest: claim.digest,
    controlNumbers: {
      interchange: envelope.control,
      group: batch.group.control,
      transaction: batch.transaction.control,
      batch: batch.read.batch,
    },
    ...{ payerId: claim.payer.id, responsibility: claim.responsibility, memberId: claim.member.id },
    billingNpi: claim.billing.npi,
    chargeCents: claim.chargeCents,
    originalPayerClaimNumber: claim.originalNumber,
    payerClaimNumber: reached ? payerClaimNumber : null,
    standing: stage === 'adjudication' ? 'accepted' : stage,
    lines: claim.lines.map((line) => ({
      ...{ control: line.control, procedure: line.procedure, modifiers: line.modifiers, units: line.units },
      ...{ chargeCents: line.chargeCents, serviceDate: line.serviceDate },
    })),
  }
}

/** In the order written; `after` is a file's id. */
export function filesPage(state: WorldState, after: string | null, limit: number) {
  const from = after === null ? 0 : (state.files.get(after)?.file.sequence ?? 0)
  const files = [...state.files.values()].slice(from)
  return page(
    files.map(({ file, taken }) => ({
      ...{ id: file.id, kind: file.kind, digest: file.digest, bytes: Buffer.byteLength(file.text) },
      ...{ at: instantAt(file.at), delivered: taken > 0 },
    })),
    limit,
  )
}

/** What an `unknown` send is asked about. */
export function submissionItem({ taken, envelope, batches }: KnownSubmission) {
  return {
    accepted: true,
    ...{ transmissionId: taken.transmissionId, key: taken.key, sender: taken.sender, digest: taken.digest },
    at: instantAt(taken.at),
    interchangeControlNumber: envelope.control,
    /** TA1: 000 is taken, all else is refused. */
    note: taken.note,
    batches: batches.map(({ read }) => read.batch),
    claims: batches.flatMap(({ claims }) =>
      claims.map(({ claim, stage }) => ({
        claimNumber: claim.claimNumber,
        standing: stage === 'adjudication' ? 'accepted' : stage,
      })),
    ),
  }
}

/** Submissions by what identifies them; what is not given is not looked at. */
export function submissionsBy(
  state: WorldState,
  by: { readonly batch?: string; readonly control?: string; readonly sender?: string },
): KnownSubmission[] {
  const { batch, control, sender } = by
  return state.submissions.filter(
    ({ taken, envelope, batches }) =>
      (sender === undefined || taken.sender === sender) &&
      (control === undefined || envelope.control === control) &&
      (batch === undefined || batches.some(({ read }) => read.batch === batch)),
  )
}

/** Every 270, without its text. */
export function inquiriesPage(state: WorldState, after: string | null, limit: number) {
  const from = after === null ? 0 : Number(/\d+/.exec(after)?.[0] ?? 0)
  const items = state.inquiries.slice(from).map(({ ordinal, key, sender, digest, at }) => {
    return { id: `I${ordinal}`, key, sender, digest, at: instantAt(at) }
  })
  return page(items, limit)
}

function page<Item extends { readonly id: string }>(items: readonly Item[], limit: number): Page<Item> {
  const shown = items.slice(0, limit)
  return { items: shown, nextCursor: shown.length < items.length ? (shown.at(-1)?.id ?? null) : null }
}
