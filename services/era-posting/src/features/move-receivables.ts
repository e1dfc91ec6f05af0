/** Refunds to payers, transfers and write-offs: lines are looked up, their days locked, and each amount decided. */
import { assert, cents, coverageOrderMax, dayIn, needsSecond, writeOffLimit } from '@tally/kernel'
import { type Actor, type Problem, practiceDetails, problemAt, type Work } from '@tally/platform'
import type { z } from 'zod'
import { deniedOpen, receivableOfPatient, receivableOfPayer } from '../domain/account.ts'
import type { ChargeDay } from '../domain/book-charges.ts'
import type { LineAmount } from '../domain/hand-lines.ts'
import { accountsAt } from '../domain/open-balance.ts'
import type { Posting } from '../domain/posting.ts'
import { refundPayer } from '../domain/refund.ts'
import { transferLine } from '../domain/transfer-receivable.ts'
import { accountsOf, totalOfLines, writeOffLines } from '../domain/write-off.ts'
import { lockDays } from '../store/charges.ts'
import { payersSentTo, type SentTo } from '../store/claims.ts'
import { addEntry, type NewEntry, writtenOffOf } from '../store/hand-entries.ts'
import { balancesOf, movedFrom } from '../store/ledger.ts'
import { type ChargedLine, linesNamed } from '../store/patient-lines.ts'
import { neverHis, patientHolds, patientsPart } from '../store/patient-shares.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { personOf, refused, type transferAsked, type writeOffAsked } from './hand-entry-shape.ts'
import { postEntry } from './post-entry.ts'

type Transfer = z.output<typeof transferAsked>
export type WriteOff = z.output<typeof writeOffAsked>

export interface PayerRefund {
  readonly kind: 'refund'
  readonly payerId: string
  readonly lines: readonly (LineAmount & { readonly order: number })[]
  readonly reason: string
  readonly reference?: string | null | undefined
  readonly paidOn?: string | undefined
}

/** The lines that are named, their days locked. */
interface Named {
  readonly lines: ReadonlyMap<string, ChargedLine>
  readonly days: ReadonlyMap<string, ChargeDay>
}

export async function refundToPayer(
  work: Work,
  actor: Actor,
  asked: PayerRefund,
): Promise<NewEntry | Problem> {
  const named = await lockNamed(work, asked.lines)
  if ('kind' in named) return named
  const { kind, payerId, lines, reason, reference = null, paidOn } = asked
  const sentTo = await payersSentTo(work, dayIdsOf(named))
  const other = lines.findIndex((line) => !isOwedBy(payerId, line, dayOf(named, line), sentTo))
  if (other >= 0) {
    const says = 'this line was never owed by that payer at that order'
    return problemAt(422, `/lines/${other}`, 'refund/other-payer', says)
  }
  const id = work.newId()
  const accounts = lines.flatMap(({ chargeLineId, order }) => accountsAt([chargeLineId], order))
  const refund = refundPayer(id, payerId, lines, await movedFrom(work, accounts))
  if (refund.kind === 'refusal') return refused(refund)
  const entry = await entryOf(work, actor, { id, kind, lines, reason, reference, effectiveOn: paidOn })
  return postEntry(work, { ...entry, payerId, asked: { kind, paidOn } }, refund.postings, dayIdsOf(named))
}

export async function transfer(work: Work, actor: Actor, asked: Transfer): Promise<NewEntry | Problem> {
  const named = await lockNamed(work, asked.lines)
  if ('kind' in named) return named
  const { kind, to, lines, reason } = asked
  const id = work.newId()
  const accounts = lines.flatMap(({ chargeLineId, order }) => [
    ...[receivableOfPayer(chargeLineId, order), deniedOpen(chargeLineId, order)],
  ])
  const balances = await balancesOf(work, accounts)
  const holds = await patientHolds(work, dayIdsOf(named))
  const postings: Posting[] = []
  for (const [index, line] of lines.entries()) {
    const hold = holds.find(({ chargeLineId }) => chargeLineId === line.chargeLineId) ?? null
    const day = dayOf(named, line)
    const part = await patientsPart(work, day.treatmentDayId, line.order, [line.chargeLineId])
    const facts = {
      ...{ entryId: id, day, hold, balances, pointer: `/lines/${index}` },
      patientsCents: part(line.chargeLineId),
      neverHisCents: await neverHis(work, day.treatmentDayId, line.order, line.chargeLineId),
    }
    const moved = transferLine(line, to, facts)
    if ('kind' in moved) return refused(moved)
    postings.push(...moved)
  }
  const entry = await entryOf(work, actor, {
    id,
    kind,
    lines,
    reason,
    reference: null,
    effectiveOn: undefined,
  })
  return postEntry(work, { ...entry, asked: { kind, to } }, postings, dayIdsOf(named))
}

/** Posted, or over the limit: proposed. */
export async function writeOff(work: Work, actor: Actor, asked: WriteOff): Promise<NewEntry | Problem> {
  const decided = await decideWriteOff(work, work.newId(), asked)
  if ('kind' in decided) return decided
  const { id, postings, dayIds, second } = decided
  const { kind, lines, reason } = asked
  const entry = {
    ...(await entryOf(work, actor, { id, kind, lines, reason, reference: null, effectiveOn: undefined })),
    asked: { kind, writeOff: asked.writeOff },
  }
  if (!second) return postEntry(work, entry, postings, dayIds)
  const proposed = { ...entry, status: 'proposed' as const, batchId: null }
  await addEntry(work, proposed)
  return proposed
}

export interface DecidedWriteOff {
  readonly id: string
  readonly postings: readonly Posting[]
  readonly dayIds: readonly string[]
  /** It is over the limit of one person. */
  readonly second: boolean
}

/** As the balances are now: a proposal is decided anew when somebody agrees. */
export async function decideWriteOff(
  work: Work,
  id: string,
  { writeOff: kind, lines }: Pick<WriteOff, 'writeOff' | 'lines'>,
): Promise<DecidedWriteOff | Problem> {
  const named = await lockNamed(work, lines)
  if ('kind' in named) return named
  const patientOf = (chargeLineId: string) => named.lines.get(chargeLineId)?.patientId ?? ''
  const accounts = lines.flatMap((line) => accountsOf(line, patientOf(line.chargeLineId)))
  const postings = writeOffLines(id, kind, patientOf, lines, await balancesOf(work, accounts))
  if ('kind' in postings) return refused(postings)
  const { policies } = await practiceDetails(work)
  const everywhere = lines.flatMap(({ chargeLineId }) => allAccountsOf(named, chargeLineId))
  const before = await writtenOffOf(work, [...new Set(everywhere)])
  const second = needsSecond(totalOfLines(lines), before, writeOffLimit(policies.writeOffLimitCents))
  return { id, postings, dayIds: dayIdsOf(named), second }
}

/** At every payer that a line may have been at: the visit's coverages may name others since. */
function allAccountsOf({ lines }: Named, chargeLineId: string): readonly string[] {
  const line = lines.get(chargeLineId)
  if (!line) return []
  const orders = Array.from({ length: coverageOrderMax }, (_, index) => index + 1)
  return [
    receivableOfPatient(line.patientId, chargeLineId),
    ...orders.flatMap((order) => [receivableOfPayer(chargeLineId, order), deniedOpen(chargeLineId, order)]),
  ]
}

async function lockNamed(
  work: Work,
  asked: readonly { readonly chargeLineId: string }[],
): Promise<Named | Problem> {
  const ids = asked.map(({ chargeLineId }) => chargeLineId)
  const found = new Map((await linesNamed(work, ids)).map((line) => [line.chargeLineId, line]))
  const missing = ids.findIndex((id) => !found.has(id))
  if (missing >= 0) {
    const says = 'this practice has no such charge line'
    return problemAt(422, `/lines/${missing}/chargeLineId`, 'line/unknown', says)
  }
  const days = await lockDays(work, [...new Set([...found.values()].map((line) => line.treatmentDayId))])
  return { lines: found, days }
}

/** A visit may list a payer no more that a claim went to, and that paid it. */
function isOwedBy(
  payerId: string,
  { order }: LineAmount,
  { treatmentDayId, coverages }: ChargeDay,
  sentTo: readonly SentTo[],
): boolean {
  const isAsked = (each: Pick<SentTo, 'payerId'> & { readonly order: number }) =>
    each.order === order && each.payerId === payerId
  return (
    coverages.some(isAsked) || sentTo.some((each) => each.treatmentDayId === treatmentDayId && isAsked(each))
  )
}

function dayOf({ lines, days }: Named, { chargeLineId }: LineAmount): ChargeDay {
  const line = lines.get(chargeLineId)
  const day = line && days.get(line.treatmentDayId)
  assert(day, `charge line ${chargeLineId} was looked up`)
  return day
}

function dayIdsOf({ days }: Named): readonly string[] {
  return [...days.keys()]
}

interface Made extends Pick<NewEntry, 'id' | 'kind' | 'lines'> {
  readonly reason: string
  readonly reference: string | null
  readonly effectiveOn: string | undefined
}

async function entryOf(
  work: Work,
  actor: Actor,
  { id, kind, lines, reason, reference, effectiveOn }: Made,
): Promise<Omit<NewEntry, 'batchId' | 'asked'>> {
  const today = dayIn(await practiceZone(work), work.now)
  return {
    ...{ id, kind, status: 'posted', amountCents: cents(totalOfLines(lines)), patientId: null },
    ...{ effectiveOn: effectiveOn ?? today, payerId: null, lines, remittanceId: null },
    ...{ words: { reason, reference }, by: personOf(actor, work) },
  }
}
