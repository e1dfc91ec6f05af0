/**
 * Finds the remittances that a deposit pays, whichever of the two comes first, and posts it: the money that was due is cash
 * (reliability-security.md 3.1).
 */
import { assert, type Cents, dayIn, serviceDate, sumOf } from '@tally/kernel'
import { act, commit, isFault, job, look, type Work } from '@tally/platform'
import { cash, due } from '../domain/account.ts'
import { plusBankDays, reassociationDays } from '../domain/bank-day.ts'
import { type DuePayment, matchDeposit, plainTrace } from '../domain/match-deposit.ts'
import { post } from '../domain/posting.ts'
import {
  type Deposit,
  lockDeposit,
  saveDeposit,
  tokenDigest,
  waitForDeposits,
  waitingWith,
} from '../store/deposits.ts'
import { addMatch, dueNamedBy, nextUnlooked, noteLooked, type Unlooked } from '../store/due-payments.ts'
import type { Person } from '../store/hand-entries.ts'
import { openBatch, writePostings } from '../store/ledger.ts'
import { practiceZone } from '../store/practice-zone.ts'

/** What was posted and is due may have been at the bank before. */
export const matchDeposits = job('match-deposits', 60_000, async (shell) => {
  const next = await nextUnlooked(look(shell))
  if (!next) return false
  const { practice_id: practiceId, remittance_id: remittanceId } = next
  const cause = { practiceId, causationId: remittanceId }
  try {
    await act(shell, cause, (work) => lookFor(work, next, true))
  } catch (error) {
    if (isFault(error)) throw error
    // It stays among what is expected, where a person matches it, and keeps nobody else waiting.
    const says = 'deposits could not be looked through for a remittance'
    shell.log.error(says, { service: shell.service, messageId: remittanceId, error })
    await act(shell, cause, (work) => lookFor(work, next, false))
  }
  return true
})

async function lookFor(
  work: Work,
  { remittance_id: remittanceId, trace_number, paid_on }: Unlooked,
  tries: boolean,
): Promise<void> {
  await waitForDeposits(work)
  const from = paid_on ?? dayIn(await practiceZone(work), work.now)
  const token = plainTrace(trace_number)
  const lateOn = plusBankDays(serviceDate(from), reassociationDays)
  await commit(work, () => noteLooked(work, remittanceId, token, lateOn), [])
  if (!tries) return
  for (const id of await waitingWith(work, tokenDigest(work, token))) {
    const deposit = await lockDeposit(work, id)
    if (deposit?.status === 'waiting') await tryMatch(work, deposit)
  }
}

/** By what its text names; it is locked, or new. Answers what became of it. */
export async function tryMatch(work: Work, deposit: Deposit): Promise<Deposit> {
  const match = matchDeposit(deposit.amountCents, await dueNamedBy(work, deposit.id))
  if (match.kind === 'matched') return postDeposit(work, deposit, match.pays, null, null)
  const { because, expectedCents } = match
  const after: Deposit = { ...deposit, status: 'waiting', because, expectedCents }
  await commit(work, () => saveDeposit(work, after), [])
  return after
}

/** `pays` make its amount to the cent. `by`: null when nobody had to. */
export async function postDeposit(
  work: Work,
  deposit: Deposit,
  pays: readonly DuePayment[],
  by: Person | null,
  reason: string | null,
): Promise<Deposit> {
  const paid: Cents = sumOf(pays.map(({ openCents }) => openCents))
  assert(paid === deposit.amountCents, `deposit ${deposit.id} is matched to the cent`)
  const after: Deposit = { ...deposit, status: 'matched', because: null, expectedCents: null }
  await commit(work, async () => {
    // A match that was taken apart may be made again: each time is a cause of its own.
    const time = work.newId()
    const key = `${deposit.id}/${time}`
    const batch = await openBatch(work, { type: 'deposit', key, effectiveOn: deposit.depositedOn })
    const postings = pays.flatMap(({ remittanceId, trace, openCents }) =>
      post(cash, due(trace), openCents, `deposit/${key}/${remittanceId}`),
    )
    await writePostings(work, batch, postings)
    await addMatch(work, {
      ...{ batchId: batch.id, depositId: deposit.id, by, reason },
      pays: pays.map(({ remittanceId, openCents }) => ({ remittanceId, amountCents: openCents })),
    })
    await saveDeposit(work, after)
  }, [])
  return after
}
