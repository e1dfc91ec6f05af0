/** Everything the outside knows, folded from its journal files; the same fold live and after a restart. */
import { assert, type Cents, cents, noCents, sumOf } from '@tally/kernel'
import { compactDate, dayAt } from '../clock.ts'
import type { ClaimDecision } from '../payers/decision.ts'
import type { Acknowledgment } from '../payers/magic-tables.ts'
import type { OpenBalance } from '../payers/remittance.ts'
import type { ClaimBatch, ReceivedClaim, ReceivedLine } from '../wire/claim.ts'
import type { ReceivedEnvelope, ReceivedGroup, ReceivedTransaction } from '../wire/envelope.ts'
import type { DeliveryTry, GivenAnswer, SentFile, TakenInquiry, TakenSubmission, Task } from './entries.ts'
import { type ReadSubmission, readInquiries, readSubmission } from './read-submission.ts'
import { type Stage, stageOf } from './stage.ts'

export interface KnownClaim {
  /** `C1`, `C2` … over all submissions. */
  readonly id: string
  readonly claim: ReceivedClaim
  readonly payerClaimNumber: string
  readonly verdict: Acknowledgment | null
  /** How far it gets. */
  readonly stage: Stage
  readonly submission: KnownSubmission
  readonly batch: KnownBatch
}

export interface KnownBatch {
  readonly group: ReceivedGroup
  readonly transaction: ReceivedTransaction
  readonly read: ClaimBatch
  readonly claims: KnownClaim[]
}

export interface KnownSubmission {
  readonly taken: TakenSubmission
  readonly envelope: ReceivedEnvelope
  readonly batches: KnownBatch[]
}

export interface KnownFile {
  readonly file: SentFile
  /** Webhooks that the other side took, of one or two wanted. */
  taken: number
  tries: number
  /** Null when nothing more is tried. */
  nextAt: number | null
}

export interface WorldState {
  readonly submissions: KnownSubmission[]
  readonly byKey: Map<string, KnownSubmission>
  /** ISA06 and ISA13 of every interchange taken. */
  readonly controls: Set<string>
  readonly inquiries: TakenInquiry[]
  readonly inquiryByKey: Map<string, TakenInquiry>
  /** Member → the first inquiry about them. */
  readonly firstInquiries: Map<string, number>
  readonly claims: Map<string, KnownClaim>
  readonly byPayerNumber: Map<string, KnownClaim>
  readonly tasks: Map<string, Task>
  readonly files: Map<string, KnownFile>
  /** Files that still want a delivery. */
  readonly undelivered: Map<string, KnownFile>
  readonly decisions: Map<string, ClaimDecision>
  /** Service, whatever its code → the first claim it was on. */
  readonly firstClaims: Map<string, string>
  /** Service → the claim on which it was paid. */
  readonly paidServices: Map<string, string>
  /** Member → claim → what went to the deductible. */
  readonly deductibles: Map<string, Map<string, Cents>>
  /** Payer and payee → what the payee owes. */
  readonly balances: Map<string, readonly OpenBalance[]>
}

export function newWorld(): WorldState {
  return {
    ...{
      submissions: [],
      byKey: new Map(),
      controls: new Set(),
      inquiries: [],
      inquiryByKey: new Map(),
      firstInquiries: new Map(),
      claims: new Map(),
    },
    ...{
      byPayerNumber: new Map(),
      firstClaims: new Map(),
      tasks: new Map(),
      files: new Map(),
      undelivered: new Map(),
    },
    ...{ decisions: new Map(), paidServices: new Map(), deductibles: new Map(), balances: new Map() },
  }
}

/** A control number is its sender's. */
export function controlKey({ sender, control }: ReceivedEnvelope): string {
  return `${sender.id} ${control}`
}

/** A key belongs to its sender. */
export function keyOf(sender: string, key: string): string {
  return `${sender}\n${key}`
}

/** `known`: the same text as it was read when it came. */
export function applySubmission(
  state: WorldState,
  taken: TakenSubmission,
  known?: ReadSubmission,
): KnownSubmission {
  const read = known ?? readSubmission(taken.text)
  assert(typeof read !== 'string', 'a submission in the journal can be read')
  const submission: KnownSubmission = { taken, envelope: read.envelope, batches: [] }
  let position = 0
  for (const { group, transaction, batch } of read.batches) {
    const verdicts = batch.claims.map((_, index) => taken.verdicts[position + index] ?? null)
    position += batch.claims.length
    const learned: KnownBatch = { group, transaction, read: batch, claims: [] }
    for (const [index, claim] of batch.claims.entries()) {
      const verdict = verdicts[index] ?? null
      const stage = stageOf(taken.note, transaction, group, verdicts, verdict)
      learned.claims.push(learnClaim(state, { submission, batch: learned, claim, verdict, stage }))
    }
    submission.batches.push(learned)
  }
  state.submissions.push(submission)
  if (taken.note === '000') state.controls.add(controlKey(read.envelope))
  if (taken.key !== null) state.byKey.set(keyOf(taken.sender, taken.key), submission)
  for (const task of tasksOf(submission)) state.tasks.set(task.id, task)
  return submission
}

function learnClaim(state: WorldState, about: Omit<KnownClaim, 'id' | 'payerClaimNumber'>): KnownClaim {
  const { claim, stage, submission } = about
  const sequence = state.claims.size + 1
  const day = compactDate(dayAt(submission.taken.at))
  const payerClaimNumber = `${day}${String(sequence).padStart(7, '0')}`
  const known: KnownClaim = { ...about, id: `C${sequence}`, payerClaimNumber }
  state.claims.set(known.id, known)
  for (const line of claim.lines) {
    const place = placeKey(claim, line)
    if (!state.firstClaims.has(place)) state.firstClaims.set(place, known.id)
  }
  if (stage === 'adjudication' || stage === 'no-remittance')
    state.byPayerNumber.set(`${claim.payer.id} ${payerClaimNumber}`, known)
  return known
}

/** What is owed for a submission, in the order it goes out. */
function tasksOf({ taken, batches }: KnownSubmission): Task[] {
  const claims = batches.flatMap((batch) => batch.claims)
  const subject = String(taken.ordinal)
  const task = (kind: Task['kind'], dueAt: number, of = subject): Task => {
    const owner = kind === 'remit' ? of : `T${of}`
    return { id: `${owner}/${kind}`, kind, subject: of, dueAt }
  }
  if (claims.length > 0 && claims.every(({ stage }) => stage === 'nothing')) return []
  const tasks = [task('acknowledge', taken.due.acknowledge)]
  if (claims.some(({ stage }) => !/^(nothing|interchange|group)$/.test(stage)))
    tasks.push(task('forward', taken.due.forward))
  if (claims.some(({ stage }) => /^(payer|no-remittance|adjudication)$/.test(stage)))
    tasks.push(task('accept', taken.due.accept))
  const paid = claims.filter(({ stage }) => stage === 'adjudication')
  return [...tasks, ...paid.map(({ id }) => task('remit', taken.due.remit, id))]
}

export function applyInquiry(state: WorldState, taken: TakenInquiry): void {
  state.inquiries.push(taken)
  if (taken.key !== null) state.inquiryByKey.set(keyOf(taken.sender, taken.key), taken)
  const { ordinal, dueAt } = taken
  const read = readInquiries(taken.text)
  for (const { member } of typeof read === 'string' ? [] : read.inquiries) {
    if (!state.firstInquiries.has(member.id)) state.firstInquiries.set(member.id, ordinal)
  }
  if (dueAt !== null)
    state.tasks.set(`I${ordinal}/inquiry`, {
      ...{ id: `I${ordinal}/inquiry`, kind: 'inquiry', subject: String(ordinal), dueAt },
    })
}

export function applyAnswer(
  state: WorldState,
  { done, opens, files, decisions, balances }: GivenAnswer,
): void {
  for (const { claim, decision } of decisions) applyDecision(state, claim, decision)
  for (const task of opens) state.tasks.set(task.id, task)
  for (const id of done) state.tasks.delete(id)
  for (const { between, open } of balances) state.balances.set(between, open)
  for (const file of files) {
    const nextAt = file.fate.dropped ? null : file.at + file.fate.holdMs
    const known: KnownFile = { file, taken: 0, tries: 0, nextAt }
    state.files.set(file.id, known)
    if (nextAt !== null) state.undelivered.set(file.id, known)
  }
}

export function applyDelivery(state: WorldState, { file, outcome, nextAt }: DeliveryTry): void {
  const known = state.files.get(file)
  assert(known, 'a delivery is of a file that was written')
  known.tries = outcome === 'taken' ? 0 : known.tries + 1
  known.taken += outcome === 'taken' ? 1 : 0
  known.nextAt = nextAt
  if (nextAt === null) state.undelivered.delete(file)
}

/** Said twice it is the same: a run sees its own decisions before they are written. */
export function applyDecision(state: WorldState, id: string, decision: ClaimDecision | null): void {
  const known = state.claims.get(id)
  assert(known, 'a decision is about a claim that was submitted')
  const { claim } = known
  for (const [service, paidOn] of servicesOf(claim, state)) {
    if (paidOn === id) state.paidServices.delete(service)
  }
  const used = state.deductibles.get(claim.member.id) ?? new Map<string, Cents>()
  state.deductibles.set(claim.member.id, used)
  used.delete(id)
  state.decisions.delete(id)
  if (!decision) return
  state.decisions.set(id, decision)
  const adjustments = [...decision.adjustments, ...decision.lines.flatMap((line) => line.adjustments)]
  used.set(
    id,
    sumOf(
      adjustments.filter(({ group, reason }) => group === 'PR' && reason === '1').map((one) => one.cents),
    ),
  )
  for (const [index, line] of claim.lines.entries()) {
    const named = line.control !== null && decision.lines.find(({ control }) => control === line.control)
    const decided = named || decision.lines[index]
    const paid = decided ? decided.paidCents > 0 || decided.allowedCents !== null : decision.paidCents > 0
    if (paid) state.paidServices.set(serviceKey(claim, line), id)
  }
}

function servicesOf(claim: ReceivedClaim, state: WorldState): [string, string | undefined][] {
  return claim.lines.map((line) => {
    const key = serviceKey(claim, line)
    return [key, state.paidServices.get(key)]
  })
}

/** One service of one member at one payer: by the charge line's id where it is said. */
export function serviceKey(claim: ReceivedClaim, line: ReceivedLine): string {
  return `${placeKey(claim, line)} ${line.procedure}`
}

function placeKey(claim: ReceivedClaim, line: ReceivedLine): string {
  const { payer, billing, member, responsibility, claimNumber } = claim
  const service = line.control ?? `${claimNumber}/${line.number}`
  return [payer.id, billing.npi, member.id, responsibility, service].join(' ')
}

/** True when a service of `claim` was on another claim before; `id` is the claim's own once it has one. */
export function isAgain(state: WorldState, claim: ReceivedClaim, id: string | null): boolean {
  return claim.lines.some((line) => {
    const first = state.firstClaims.get(placeKey(claim, line))
    return first !== undefined && first !== id
  })
}

/** True when inquiry `ordinal` is not the first about the member. */
export function isAskedAgain(state: WorldState, memberId: string, ordinal: number): boolean {
  const first = state.firstInquiries.get(memberId)
  return first !== undefined && first !== ordinal
}

/** Of a deductible of `total`, what earlier claims have not used. */
export function deductibleLeft(state: WorldState, memberId: string, total: number): Cents {
  const used = sumOf(state.deductibles.get(memberId)?.values() ?? [])
  return total > used ? cents(total - used) : noCents
}
