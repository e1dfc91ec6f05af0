/**
 * POST and DELETE /v1/deposits/{id}/matches: a person says which remittances a deposit pays, or takes that apart by its
 * mirror. POST /v1/deposits/{id}/set-aside: it is no payer's money, as a patient's card that is booked already.
 */
import { dayIn, inDollars, sumOf } from '@tally/kernel'
import {
  type Actor,
  answer,
  commit,
  notFound,
  type Problem,
  problem,
  problemAt,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import { mirrorOf } from '../domain/posting.ts'
import { type Deposit, lockDeposit, saveDeposit, waitForDeposits } from '../store/deposits.ts'
import { dueOfRemittances, matchesOf, noteUndone } from '../store/due-payments.ts'
import { openBatch, postingsOfBatch, writePostings } from '../store/ledger.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { depositShown, shownDeposit } from './deposit-shape.ts'
import { personOf, reason } from './hand-entry-shape.ts'
import { postDeposit } from './match-deposits.ts'

const params = z.object({ id: z.string() })
const answers = { 200: depositShown }

export const matchDepositRoute = route({
  method: 'POST',
  path: '/v1/deposits/:id/matches',
  summary: 'Matches a deposit to the remittances that a person names; their payments make its amount.',
  roles: ['biller', 'owner'],
  idempotent: 'optional',
  params,
  body: z.strictObject({ remittanceIds: z.array(z.string().max(40)).min(1).max(200), reason }),
  answers,
  handle: ({ work, actor, params: { id }, body }) =>
    change(work, id, (deposit) =>
      deposit.status === 'matched'
        ? problem(409, 'deposit/matched', 'this deposit is matched: take that match apart first')
        : matchByPerson(work, actor, deposit, body.remittanceIds, body.reason),
    ),
})

export const unmatchDepositRoute = route({
  method: 'DELETE',
  path: '/v1/deposits/:id/matches',
  summary: 'Takes the match of a deposit apart: the mirror of its postings.',
  roles: ['biller', 'owner'],
  params,
  body: z.strictObject({ reason }),
  answers,
  handle: ({ work, actor, params: { id }, body }) =>
    change(work, id, (deposit) =>
      deposit.status === 'matched' ? undo(work, actor, deposit, body.reason) : deposit,
    ),
})

export const setDepositAside = route({
  method: 'POST',
  path: '/v1/deposits/:id/set-aside',
  summary: 'Says that a deposit is no payer’s money; nothing moves, and it leaves the list.',
  roles: ['biller', 'owner'],
  params,
  body: z.strictObject({ reason }),
  answers,
  handle: ({ work, params: { id }, body }) =>
    change(work, id, async (deposit) => {
      if (deposit.status === 'matched') {
        return problem(409, 'deposit/matched', 'this deposit is matched: take that match apart first')
      }
      const after: Deposit = {
        ...deposit,
        status: 'set-aside',
        words: { ...deposit.words, reason: body.reason },
      }
      await commit(work, () => saveDeposit(work, after), [])
      return after
    }),
})

async function change(
  work: Work,
  id: string,
  how: (deposit: Deposit) => Promise<Deposit | Problem> | Deposit | Problem,
) {
  await waitForDeposits(work)
  const deposit = await lockDeposit(work, id)
  if (!deposit) return notFound('the deposit')
  const became = await how(deposit)
  if ('kind' in became) return became
  const today = dayIn(await practiceZone(work), work.now)
  return answer(200, await shownDeposit(work, became, today))
}

/** To the cent, or not at all. */
export async function matchByPerson(
  work: Work,
  actor: Actor,
  deposit: Deposit,
  remittanceIds: readonly string[],
  why: string,
): Promise<Deposit | Problem> {
  const named = [...new Set(remittanceIds)]
  const found = await dueOfRemittances(work, named)
  const known = new Set(found.map(({ remittanceId }) => remittanceId))
  const missing = named.findIndex((id) => !known.has(id))
  if (missing >= 0) {
    const says = 'no posted remittance with a payment has this id'
    return problemAt(422, `/remittanceIds/${missing}`, 'deposit/no-remittance', says)
  }
  const open = sumOf(found.map(({ openCents }) => openCents))
  if (open !== deposit.amountCents) {
    const says = `these remittances leave ${inDollars(open)} to be deposited, and the deposit is of ${inDollars(deposit.amountCents)}`
    return problemAt(422, '/remittanceIds', 'deposit/amount-differs', says)
  }
  const pays = found.filter(({ openCents }) => openCents !== 0)
  return postDeposit(work, deposit, pays, personOf(actor, work), why)
}

async function undo(work: Work, actor: Actor, deposit: Deposit, why: string): Promise<Deposit> {
  const today = dayIn(await practiceZone(work), work.now)
  const after: Deposit = { ...deposit, status: 'waiting', because: 'deposit/undone-by-hand' }
  const batches = [...new Set((await matchesOf(work, deposit.id)).map((row) => row.batch_id))]
  await commit(work, async () => {
    for (const matched of batches) {
      const batch = await openBatch(work, {
        type: 'hand-reversal',
        key: `deposit/${matched}`,
        effectiveOn: today,
      })
      const mirror = mirrorOf(await postingsOfBatch(work, matched), `hand-reversal/${matched}`)
      await writePostings(work, batch, mirror)
      await noteUndone(work, deposit.id, matched, {
        batchId: batch.id,
        by: personOf(actor, work),
        reason: why,
      })
    }
    await saveDeposit(work, after)
  }, [])
  return after
}
