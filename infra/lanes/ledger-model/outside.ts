/** What the outside knows of one patient, from which it chooses what to do next. */
import type { Chance } from './chance.ts'
import type { Remittance, Visit } from './command.ts'
import type { LedgerModel } from './ledger-model.ts'

export interface Outside {
  readonly id: string
  readonly chance: Chance
  readonly model: LedgerModel
  readonly step: number
  readonly visits: Map<string, Visit>
  readonly charged: Set<string>
  readonly voided: Set<string>
  /** What claims asked for, each version. */
  readonly sent: Visit[]
  readonly remittances: Remittance[]
  /** Reversed before it came. */
  readonly toCome: Remittance[]
  readonly entries: string[]
  /** Taken and not given back, or carried forward: by reference. */
  readonly open: Map<string, { readonly code: 'WO' | 'FB'; readonly order: number; readonly cents: number }>
}

export const two = (step: number) => String(step).padStart(2, '0')
