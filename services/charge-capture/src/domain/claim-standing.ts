/**
 * How far the claim of a day has come. Two services speak of it in topics whose order does not compare: claim-submission of the
 * version that is out, era-posting of what payers answered. Each word is kept as it was said and the two are laid beside each other
 * by the claim's version, so that whichever is heard first comes to the same.
 */
import type { PayerFamily } from '@tally/kernel'

/** `withdrawn`: a person wants nothing of it to be asked any more. */
export type StandingState = 'sent' | 'received' | 'accepted' | 'rejected' | 'adjudicated' | 'withdrawn'

export interface Standing {
  readonly state: StandingState
  /** Null: it went out before that was kept. */
  readonly payerId: string | null
  /** As it went out; null: nobody said. */
  readonly payerFamily: PayerFamily | null
  /** Something that this payer paid stands. */
  readonly paid: boolean
}

/** A payer's, as it stands: what it took back pays and allows nothing. */
export interface PayerAnswer {
  /** Null: it was heard before answers were kept. */
  readonly remittanceId: string | null
  /** In the remittance. */
  readonly position: number
  readonly claimVersion: number
  readonly payerId: string | null
  readonly paid: boolean
  /** In cents, by charge line. */
  readonly allowed: Readonly<Record<string, number>>
}

export interface ClaimHeard {
  /** Of claim-submission's newest word. */
  readonly sequence: number
  /** Which version is out; null: nobody said yet. `version` null: it was not kept. */
  readonly told: { readonly state: StandingState | 'voided'; readonly version: number | null } | null
  readonly payerId: string | null
  readonly payerFamily: PayerFamily | null
  /**
   * Of era-posting's newest word, by claim id: a payer that the first one handed a claim on to answers at its own order under the
   * first one's id.
   */
  readonly moneySequences: Readonly<Record<string, number>>
  /** As they came. */
  readonly answers: readonly PayerAnswer[]
}

export interface ClaimWord {
  readonly sequence: number
  readonly state: Exclude<StandingState, 'adjudicated' | 'withdrawn'>
  readonly claimVersion: number
  readonly payerId: string
  readonly payerFamily: PayerFamily | null
  /** The earlier version that a rejected one leaves at its payer. */
  readonly stands: { readonly version: number; readonly decided: boolean } | null
}

/** An older word than the one that is known changes nothing. */
export function withWord(heard: ClaimHeard, word: ClaimWord): ClaimHeard {
  const { sequence, payerId } = word
  if (sequence <= heard.sequence) return heard
  const told = toldAfter(heard.told, word)
  if (told === heard.told) return { ...heard, sequence }
  return { ...heard, sequence, told, payerId, payerFamily: word.payerFamily ?? heard.payerFamily }
}

/** Nothing more is asked of its payer: what that paid stands until it takes it back. */
export function withEnd(
  heard: ClaimHeard,
  {
    sequence,
    ...ends
  }: { readonly sequence: number; readonly state: 'voided' | 'withdrawn'; readonly payerId: string | null },
): ClaimHeard {
  if (sequence <= heard.sequence) return heard
  const told = { state: ends.state, version: heard.told?.version ?? null }
  return { ...heard, sequence, told, payerId: heard.payerId ?? ends.payerId }
}

function toldAfter(told: ClaimHeard['told'], { state, claimVersion, stands }: ClaimWord): ClaimHeard['told'] {
  if (stands) return { state: stands.decided ? 'adjudicated' : 'sent', version: stands.version }
  if (told === null || state === 'sent') return { state, version: claimVersion }
  // What was decided, replaced or ended meanwhile is past being taken in or sent back.
  const isPast =
    ['adjudicated', 'voided', 'withdrawn'].includes(told.state) || claimVersion < (told.version ?? 0)
  return isPast ? told : { state, version: claimVersion }
}

/** What names a word about money among all of its claim. */
export interface MoneyWord {
  readonly claimId: string
  readonly sequence: number
}

export function withAnswer(heard: ClaimHeard, word: MoneyWord, answer: PayerAnswer): ClaimHeard {
  return isOld(heard, word) ? heard : { ...after(heard, word), answers: [...heard.answers, answer] }
}

/** The answers of a remittance taken back by their payer; or the one at `position` by a person, as if it had never come. */
export function withoutAnswer(
  heard: ClaimHeard,
  word: MoneyWord,
  { remittanceId, position }: { readonly remittanceId: string; readonly position: number | null },
): ClaimHeard {
  if (isOld(heard, word)) return heard
  const named = (each: PayerAnswer) =>
    each.remittanceId === remittanceId && (position === null || each.position === position)
  const unnamed = (each: PayerAnswer) => each.remittanceId === null
  const gone = heard.answers.some(named) ? named : unnamed
  const answers =
    position === null
      ? heard.answers.map((each) => (gone(each) ? { ...each, paid: false, allowed: {} } : each))
      : heard.answers.filter((each) => !gone(each))
  return { ...after(heard, word), answers }
}

function isOld({ moneySequences }: ClaimHeard, { claimId, sequence }: MoneyWord): boolean {
  return sequence <= (moneySequences[claimId] ?? 0)
}

function after(heard: ClaimHeard, { claimId, sequence }: MoneyWord): ClaimHeard {
  return { ...heard, moneySequences: { ...heard.moneySequences, [claimId]: sequence } }
}

/** Null: nothing of the claim left the house, as far as anybody said, or nothing of it is left at a payer. */
export function standingOf({ told, payerId, payerFamily, answers }: ClaimHeard): Standing | null {
  const newest = answers.at(-1)
  if (told === null && !newest) return null
  const asked = told === null ? (newest?.payerId ?? null) : payerId
  const ofPayer = (each: PayerAnswer) => each.payerId === null || asked === null || each.payerId === asked
  const paid = answers.some((each) => each.paid && ofPayer(each))
  const of = { payerId: asked, payerFamily, paid }
  switch (told?.state) {
    case 'voided':
      return paid ? { state: 'adjudicated', ...of } : null
    case 'withdrawn':
      return { state: 'withdrawn', ...of }
    default: {
      const isDecided = !told || answers.some(({ claimVersion }) => claimVersion >= (told.version ?? 1))
      return { state: isDecided ? 'adjudicated' : told.state, ...of }
    }
  }
}

/** What stands allowed for each of `lines`: by the newest answer that says; null: none does. */
export function allowedFor({ answers }: ClaimHeard, lines: readonly string[]) {
  return lines.map((id) => ({
    id,
    allowedCents: answers.findLast(({ allowed }) => id in allowed)?.allowed[id] ?? null,
  }))
}
