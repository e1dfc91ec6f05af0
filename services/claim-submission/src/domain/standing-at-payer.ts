/**
 * What of a claim stands at one payer: a visit may be moved to another payer after one decided on it (CO 109, CO 27), and then
 * neither the first one's number nor its decision means anything to the second. A void ends what stood there when the payer has
 * answered it and holds nothing that it paid: what it paid it takes back (CLP02 22), or the void was refused.
 */
import type { PayerAnswer, VersionKind } from './claim.ts'
import type { RemittanceAnswer } from './remittance-answers.ts'

/** A version as far as this asks. */
export interface SentOrDrafted {
  readonly version: number
  readonly payerId: string
  readonly kind: VersionKind
  readonly state: string
  readonly answered: PayerAnswer | null
}

export interface Standing<Version extends SentOrDrafted = SentOrDrafted> {
  /** In their order; a draft is among them. */
  readonly versions: readonly Version[]
  readonly newestKind: VersionKind | null
  /** Whether the payer decided on any of them: then it has to hear of that whatever follows. */
  readonly decided: boolean
  /** What it said of the newest that it decided on, and whether it paid any; null: it decided on none. */
  readonly answered: { readonly remarks: readonly string[]; readonly paid: boolean } | null
}

/** `versions` of a claim in their order. `payerId` null: no payer is asked. */
export function standingAt<Version extends SentOrDrafted>(
  versions: readonly Version[],
  payerId: string | null,
): Standing<Version> {
  const standing: Version[] = []
  for (const each of versions.filter((version) => version.payerId === payerId)) {
    if (isWithdrawal(each) && !paidAny(standing)) standing.length = 0
    else standing.push(each)
  }
  const answers = standing.flatMap(({ answered }) => answered ?? [])
  const newest = answers.at(-1)
  return {
    versions: standing,
    newestKind: standing.at(-1)?.kind ?? null,
    decided: standing.some(({ state }) => state === 'adjudicated'),
    answered: newest ? { remarks: newest.remarks, paid: paidAny(standing) } : null,
  }
}

/**
 * What its payer has of the claim now that it threw `rejected` out: the newest earlier version that was sent and stands; null: none.
 * `decided`: it was paid or denied, and the payer has not taken that back.
 */
export function standsBefore(
  versions: readonly (SentOrDrafted & {
    readonly sentAt: string | null
    readonly answers: readonly RemittanceAnswer[]
  })[],
  rejected: Pick<SentOrDrafted, 'version' | 'payerId'>,
): { readonly version: number; readonly decided: boolean } | null {
  const earlier = versions.filter(({ version }) => version < rejected.version)
  const stands = standingAt(earlier, rejected.payerId).versions.findLast(
    ({ kind, state, sentAt }) => kind !== 'void' && sentAt !== null && state !== 'rejected',
  )
  if (!stands) return null
  const { version, state, answers } = stands
  const takenBack = answers.length > 0 && answers.every((each) => each.takenBack)
  return { version, decided: state === 'adjudicated' && !takenBack }
}

/** The payer that the claim asks no more and that has paid for it: it has to get its money back before another is asked. */
export function paidElsewhere<Version extends SentOrDrafted>(
  versions: readonly Version[],
  payerId: string | null,
): { readonly payerId: string; readonly standing: Standing<Version> } | null {
  const others = new Set(versions.map((each) => each.payerId).filter((each) => each !== payerId))
  return (
    [...others]
      .map((each) => ({ payerId: each, standing: standingAt(versions, each) }))
      .findLast(({ standing }) => standing.answered?.paid === true) ?? null
  )
}

function isWithdrawal({ kind, state }: SentOrDrafted): boolean {
  return kind === 'void' && state === 'adjudicated'
}

function paidAny(versions: readonly SentOrDrafted[]): boolean {
  return versions.some(({ answered }) => answered !== null && answered.paidCents > 0)
}
