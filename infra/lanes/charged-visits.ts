/** Visits by the thousand for the bench of era-posting: charged and sent, and the 835 that answers them. */
import { type Answered, text835 } from './audit/sample-835.ts'
import { answer } from './audit/sample-happenings.ts'
import type { Visit } from './audit/sample-visits.ts'

/** Payers cut larger files into several STs of at most so many claims. */
const claimsInTransactionMax = 10_000

/** `first` is the number of the first one. */
export function visitsFrom(first: number, count: number): readonly Visit[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(first + index),
    charges: chargesOf(index),
  }))
}

/** Of three lines. */
export function chargesOf(index: number): readonly number[] {
  const charge = 8_000 + (index % 97) * 11
  return [charge, charge - 1_500, charge - 3_000]
}

/** Less what was agreed, the sequester and a share of the patient's. */
export function fullyPaid(visit: Visit): Answered {
  const [one = 0, two = 0, three = 0] = visit.charges
  const paid = answer(visit, [
    [one - 3_000, 'CO 45 2000, PR 2 1000'],
    [two - 3_000, 'CO 45 2000, PR 1 1000'],
    [three - 2_050, 'CO 45 2000, CO 253 50'],
  ])
  return { ...paid, payerNumber: `ICN${visit.id}`, patient: 2_000 }
}

export function paid835(trace: string, visits: readonly Visit[]): string {
  const claims = visits.map(fullyPaid)
  const transactions = Math.ceil(claims.length / claimsInTransactionMax)
  return text835(
    ...Array.from({ length: transactions }, (_, index) => ({
      trace: `${trace}X${index}`,
      claims: claims.slice(index * claimsInTransactionMax, (index + 1) * claimsInTransactionMax),
    })),
  )
}
