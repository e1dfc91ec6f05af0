/** What happens to a patient's money, in the words of the field: the commands that model and ledger both obey. In cents. */
import type { Adjusted } from '../audit/sample-835.ts'

export interface Visit {
  /** Sequence and visit: later visits sort behind. */
  readonly id: string
  /** By line; 0: it is gone. */
  readonly charges: readonly number[]
  /** 0: the patient pays. */
  readonly payers: number
  readonly patientPaid: number
  readonly version: number
}

export interface AnsweredLine {
  /** Of the visit's lines, from 1; twice: the payer split it. */
  readonly place: number
  readonly charge: number
  readonly paid: number
  readonly adjusted: readonly Adjusted[]
}

/** One CLP. */
export interface Answer {
  readonly visit: string
  readonly order: number
  /** Of the claim, by whose number it is answered. */
  readonly version: number
  /** 22: a reversal. */
  readonly status: '1' | '2' | '22'
  readonly payerNumber: string
  readonly charge: number
  readonly paid: number
  readonly lines: readonly AnsweredLine[]
}

/** One ST. */
export interface Remittance {
  readonly trace: string
  /** As X12 writes it. */
  readonly paidOn: string
  /** Which of the patient's payers sends it. */
  readonly order: number
  readonly answers: readonly Answer[]
  /** PLB: positive lowers the payment. */
  readonly levels: readonly (readonly [code: 'WO' | 'FB' | 'L6', reference: string, cents: number])[]
}

export type Resolution = 'written-off' | 'to-patient' | 'to-next-payer' | 'resubmitted'

export type Command =
  /** `sent`: its claims go to the payers with it. */
  | { readonly kind: 'charge' | 'correct'; readonly visit: Visit; readonly sent: boolean }
  | { readonly kind: 'send' | 'void'; readonly visit: Visit }
  | {
      readonly kind: 'pay' | 'split' | 'deny' | 'reverse' | 'recoup'
      readonly remittance: Remittance
    }
  /** `envelope`: a number of the interchange that it did not have; `conflict`: its trace with other content. */
  | {
      readonly kind: 'duplicate'
      readonly how: 'file' | 'envelope' | 'conflict'
      readonly remittance: Remittance
    }
  | ({ readonly kind: 'unmatch' | 'match'; readonly trace: string; readonly position: number } & ClaimOf)
  | (Entry & { readonly kind: 'hand payment'; readonly from: 'cash' | 'credit' })
  | (Entry & { readonly kind: 'refund'; readonly of: LineAt | 'patient' })
  | (Entry & { readonly kind: 'write-off'; readonly of: LineAt; readonly agreed: boolean })
  | { readonly kind: 'take back'; readonly entry: string }
  | (Entry & { readonly kind: 'resolve'; readonly of: LineAt; readonly resolution: Resolution })
  /** `times`: how many commands ago it was said first. */
  | { readonly kind: 'replay'; readonly ago: number }
  | { readonly kind: 'crash' }

export type Kind = Command['kind']

interface ClaimOf {
  readonly visit: string
  readonly order: number
}

interface Entry {
  /** Names it for ever: its Idempotency-Key, or the denial's id. */
  readonly entry: string
  readonly cents: number
}

export interface LineAt extends ClaimOf {
  readonly place: number
  /** 0: at the patient. */
  readonly order: number
}

export const lineOf = (visit: string, place: number) => `${visit}X${place}`
export const sumOf = (cents: readonly number[]) => cents.reduce((sum, each) => sum + each, 0)
export const paymentOf = ({ answers, levels }: Remittance) =>
  sumOf(answers.map(({ paid }) => paid)) - sumOf(levels.map(([, , cents]) => cents))
