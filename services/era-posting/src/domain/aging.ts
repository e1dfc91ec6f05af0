/**
 * Receivables by their age: days from the service to the day asked for, what was refused and nobody decided on among them.
 * What stands to somebody's credit is apart, so that it hides nothing that is owed; all together are the receivable accounts
 * to the cent.
 */
import { type Cents, cents, noCents, sumOf } from '@tally/kernel'

/** The first day of each bucket but the first one. */
export const bucketStarts: readonly number[] = [31, 61, 91, 121]
export const bucketNames = ['0-30', '31-60', '61-90', '91-120', 'over-120'] as const
export type BucketName = (typeof bucketNames)[number]

/** What is open of one key in one bucket. */
export interface AgedAmount {
  readonly key: string
  /** From 0. */
  readonly bucket: number
  /** Of lines that are owed. */
  readonly owedCents: Cents
  /** Of lines that were paid too much: 0 or below. */
  readonly creditCents: Cents
  /** Of what is owed, what was refused. */
  readonly deniedCents: Cents
}

export interface Aged {
  readonly buckets: readonly { readonly days: BucketName; readonly cents: Cents }[]
  readonly owedCents: Cents
  readonly creditCents: Cents
  readonly deniedCents: Cents
  /** Owed and credit together: what the accounts say. */
  readonly receivableCents: Cents
}

export function agedOf(amounts: readonly AgedAmount[]): Aged {
  const sum = (each: readonly Cents[]) => sumOf(each)
  const owedCents = sum(amounts.map((amount) => amount.owedCents))
  const creditCents = sum(amounts.map((amount) => amount.creditCents))
  return {
    buckets: bucketNames.map((days, bucket) => ({
      days,
      cents: sum(amounts.flatMap((amount) => (amount.bucket === bucket ? amount.owedCents : noCents))),
    })),
    ...{ owedCents, creditCents, deniedCents: sum(amounts.map((amount) => amount.deniedCents)) },
    receivableCents: cents(owedCents + creditCents),
  }
}

/** Each key by itself, in the order of the keys. */
export function agedByKey(amounts: readonly AgedAmount[]): readonly (Aged & { readonly key: string })[] {
  const keys = Map.groupBy(amounts, ({ key }) => key)
  return [...keys]
    .map(([key, each]) => ({ key, ...agedOf(each) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
}
