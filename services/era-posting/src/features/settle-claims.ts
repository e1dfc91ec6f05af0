/**
 * Says claim.settled of a treatment day's claims at which nothing is open any more, and notes which are open
 * again. The day is locked by whoever moved its money.
 */
import { claimSettled } from '@tally/contracts'
import { type Cents, cents, noCents } from '@tally/kernel'
import { commit, saying, type Work } from '@tally/platform'
import type { ChargeDay } from '../domain/book-charges.ts'
import type { Claim, ClaimVersion } from '../domain/claim.ts'
import type { Moved } from '../domain/movements.ts'
import { accountsAt, type Balances, isSettled } from '../domain/open-balance.ts'
import { overpaidCents } from '../domain/overpayment.ts'
import { claimAtOrder } from '../domain/whose-turn.ts'
import { handedOnOf, lockClaimsOfDay, newestVersions, saveClaims } from '../store/claims.ts'
import { balancesOf, movedFrom } from '../store/ledger.ts'
import { type Watched, watchOverpayments } from './watch-overpayments.ts'

/**
 * At every payer, since what one leaves the next one owes. A claim that no payer has answered is not settled, whatever
 * is booked.
 */
export async function settleClaims(work: Work, day: ChargeDay, because: string): Promise<void> {
  const all = await lockClaimsOfDay(work, day.treatmentDayId)
  const claims = all.filter(({ adjudicatedAt }) => adjudicatedAt !== null)
  const later = await answeredLater(work, day, all)
  if (claims.length + later.length === 0) return
  const lines = day.lines.map(({ chargeLineId }) => chargeLineId)
  const accounts = [...claims, ...later].flatMap(({ coverageOrder }) => accountsAt(lines, coverageOrder))
  const balances = await balancesOf(work, accounts)
  const movedOf = await movedFrom(work, accounts)
  await watchOverpayments(work, watchedOf(day, [...claims, ...later], balances, movedOf), because)
  const versions = await newestVersions(
    work,
    claims.map(({ id }) => id),
  )
  for (const claim of claims) {
    const version = versions.get(claim.id)
    const settled = isSettled(lines, claim.coverageOrder, balances)
    if (!version || settled === (claim.settledAt !== null)) continue
    const after = settled
      ? { ...claim, settledAt: work.now, said: claim.said + 1 }
      : { ...claim, settledAt: null }
    const says = settled ? [settledSaying(work, after, version, lines, movedOf, because)] : []
    await commit(inTraceOf(work, claim), () => saveClaims(work, [after]), says)
  }
}

/** The claims as they stand at later payers that they were handed on to: those may have paid too much, and settle nothing. */
async function answeredLater(
  work: Work,
  day: ChargeDay,
  claims: readonly Claim[],
): Promise<readonly Claim[]> {
  if (day.coverages.length < 2) return []
  const handedOn = await handedOnOf(work, day.treatmentDayId)
  return handedOn.flatMap(({ claimId, coverageOrder }) => {
    const claim = claims.find(({ id }) => id === claimId)
    return claim ? [claimAtOrder(claim, coverageOrder, day)] : []
  })
}

/**
 * A later payer's receivable is made by the answers of those before him: without them it shows nothing yet. For a visit that
 * is void nobody owes anything.
 */
function watchedOf(
  day: ChargeDay,
  answered: readonly Claim[],
  balances: Balances,
  movedOf: (account: string) => Moved,
): readonly Watched[] {
  const lines = day.lines.map(({ chargeLineId }) => chargeLineId)
  const isVoid = day.lines.every(({ bookedCents }) => bookedCents === noCents)
  const isDone = (order: number) =>
    answered.some(({ coverageOrder }) => coverageOrder === order) && isSettled(lines, order, balances)
  return answered
    .filter(
      ({ coverageOrder }) =>
        isVoid || day.coverages.every(({ order }) => order >= coverageOrder || isDone(order)),
    )
    .map((claim) => ({ claim, day, overpaidCents: overpaidCents(lines, claim.coverageOrder, movedOf) }))
}

/** What is said of a claim continues the trace of the visit that it is for. */
export function inTraceOf(work: Work, { traceparent }: Pick<Claim, 'traceparent'>): Work {
  return traceparent === null ? work : { ...work, traceparent }
}

/** `claim` as it is saved: its counter is the message's sequence. `movedOf` tells of each of its accounts. */
export function settledSaying(
  { now }: Work,
  claim: Claim,
  { claimNumber, version }: Pick<ClaimVersion, 'claimNumber' | 'version'>,
  chargeLineIds: readonly string[],
  movedOf: (account: string) => Moved,
  because: string,
) {
  const left = leftOf(accountsAt(chargeLineIds, claim.coverageOrder).map(movedOf))
  const { id: claimId, treatmentDayId, coverageOrder, payerId, patientId, serviceDate } = claim
  return saying(claimSettled, {
    ...{ subject: claimId, sequence: claim.said, correlationId: treatmentDayId },
    data: {
      ...{ claimId, treatmentDayId, coverageOrder, claimVersion: version, claimNumber, payerId },
      ...{ patientId, serviceDate, settledAt: now, because },
      paidCents: left(['clearing', 'unmatched']),
      adjustedCents: left(['adjustment']),
      toPatientCents: left(['receivable:patient']),
      writtenOffCents: left(['write-off']),
    },
  })
}

/** What left some accounts for accounts of some kinds. */
function leftOf(moved: readonly Moved[]): (kinds: readonly string[]) => Cents {
  return (kinds) => {
    let left = 0
    for (const each of moved) for (const kind of kinds) left += each.get(kind) ?? 0
    return cents(left)
  }
}
