/** Which payer of the simulated world answers a claim, and on what terms it pays. */
import { type Cents, noCents } from '@tally/kernel'
import { type PlanRow, planRows } from './fee-tables.ts'

export interface Plan {
  readonly payerId: string
  readonly name: string
  readonly kind: string
  readonly basis: string
  readonly percent: number
  readonly copayCents: Cents
  readonly coinsurancePercent: number
  /** The two percent cut of what Medicare itself pays. */
  readonly sequestered: boolean
  /** 15 % off what the plan pays where an assistant furnished the service. */
  readonly cutsAssistants: boolean
  /** The reason for the difference between charge and fee. */
  readonly contractual: string
}

const contractualReasons: Readonly<Record<string, string>> = { 'workers-compensation': 'P12', auto: 'P23' }

/** Medicare by its filing code, whichever contractor it is; others by payer id, else by filing code. */
export function planOf(payerId: string, filing: string): Plan {
  const byFiling = planRows.find((row) => row.payerId === '' && row.filing === filing)
  const known = planRows.find((row) => row.payerId !== '' && row.payerId === payerId)
  const row = filing === 'MB' ? byFiling : (known ?? byFiling)
  return termsOf(row ?? commercialRow(), payerId)
}

function commercialRow(): PlanRow | undefined {
  return planRows.find((row) => row.filing === 'CI')
}

function termsOf(row: PlanRow | undefined, payerId: string): Plan {
  const kind = row?.kind ?? 'commercial'
  return {
    payerId,
    name: row?.name ?? 'COMMERCIAL PLAN',
    kind,
    basis: row?.basis ?? 'own',
    percent: row?.percent ?? 100,
    copayCents: row?.copayCents ?? noCents,
    coinsurancePercent: row?.coinsurancePercent ?? 0,
    sequestered: kind === 'medicare',
    cutsAssistants: /^(medicare|medicare-advantage|federal)$/.test(kind),
    contractual: contractualReasons[kind] ?? '45',
  }
}

/** True for a payer with terms of its own. */
export function hasOwnPlan(payerId: string): boolean {
  return planRows.some((row) => row.payerId !== '' && row.payerId === payerId)
}
