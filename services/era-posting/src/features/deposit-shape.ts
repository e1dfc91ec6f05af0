/** How a deposit is shown, with why it waits and what to do. */
import { cents, inDollars } from '@tally/kernel'
import type { Work } from '@tally/platform'
import { z } from 'zod'
import type { Deposit } from '../store/deposits.ts'
import { matchesOf } from '../store/due-payments.ts'

export const depositShown = z
  .object({
    id: z.string(),
    source: z.enum(['by-hand', 'bank-file']),
    status: z.enum(['waiting', 'matched', 'set-aside']),
    depositedOn: z.string(),
    amountCents: z.int(),
    trace: z.string().nullable(),
    description: z.string(),
    because: z.string().nullable(),
    says: z.string().nullable(),
    next: z.string().nullable(),
    /** Three business days are over, and no remittance explains it. */
    late: z.boolean(),
    lateOn: z.string(),
    remittances: z.array(
      z.object({ remittanceId: z.string(), amountCents: z.int(), by: z.string().nullable() }),
    ),
    by: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Deposit', description: 'What came to the bank, and which remittances it pays.' })

export async function shownDeposit(
  work: Work,
  deposit: Deposit,
  today: string,
): Promise<z.infer<typeof depositShown>> {
  const { id, source, status, depositedOn, amountCents, because, words, lateOn, by } = deposit
  const matches = status === 'matched' ? await matchesOf(work, id) : []
  return {
    ...{ id, source, status, depositedOn, amountCents, because, ...inWords(deposit) },
    ...{ trace: words.trace, description: words.description, reason: words.reason, by: by.label },
    ...{ late: status === 'waiting' && today > lateOn, lateOn },
    remittances: matches.map(({ remittance_id: remittanceId, amount_cents, by_label }) => ({
      ...{ remittanceId, amountCents: amount_cents, by: by_label },
    })),
  }
}

function inWords({ status, because, amountCents, expectedCents }: Deposit) {
  if (status !== 'waiting') return { says: null, next: null }
  const amount = inDollars(amountCents)
  const expected = inDollars(expectedCents ?? cents(0))
  switch (because) {
    case 'deposit/amount-differs':
      return {
        says: `${amount} came and the remittances that it names make ${expected}`,
        next: 'ask the bank or the payer for the difference; match it by hand to the remittances that it pays',
      }
    case 'deposit/ambiguous':
      return {
        says: `several remittances of ${amount} bear its trace`,
        next: 'say by hand which one it pays',
      }
    case 'deposit/already-deposited':
      return {
        says: 'an earlier deposit pays the remittance that it names',
        next: 'ask the bank whether the payer paid twice; set it aside when it is the same money',
      }
    case 'deposit/undone-by-hand':
      return { says: 'a person took its match apart', next: 'match it by hand, or set it aside' }
    default:
      return {
        says: `${amount} came without a remittance`,
        next: 'ask the payer for the remittance; set it aside when it is no payer’s money',
      }
  }
}
