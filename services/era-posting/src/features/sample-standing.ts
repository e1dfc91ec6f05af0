/**
 * What visits that were answered must have on their accounts: a reckoning of its own, from the 835s as they were made up,
 * in which each answer takes the whole charge from the payer and leaves what it says to the next one.
 */
import type { TestHost } from '@tally/testkit'
import { type SampleClaim, type SampleRemittance, sampleOriginator } from '../domain/sample-remittance.ts'
import { balances } from './sample-posting.ts'
import { claimNumber, patientId, type SampleVisit } from './sample-visit.ts'

/** Cents by place, where it is not 0: `1000010 payer`, `due G1N0`. */
export type Standing = Record<string, number>

const ordinary = ['PR 1', 'PR 2', 'PR 3']
const denying = ['CO 197', 'CO 16', 'PR 119', 'PI 96']

export interface Books {
  charge(visits: readonly SampleVisit[]): void
  /** All of it but the claims at `kept`, whose payments wait. */
  post(remittance: SampleRemittance, payment: number, kept?: readonly number[]): void
  standing(): Standing
}

export function ownBooks(): Books {
  const cents = new Map<string, number>()
  const byNumber = new Map<string, SampleVisit>()
  const move = (place: string, amount: number) => cents.set(place, (cents.get(place) ?? 0) + amount)
  const answer = (claim: SampleClaim) => {
    const visit = byNumber.get(claim.number)
    if (!visit) throw new Error(`${claim.number} is no claim of a visit that was charged`)
    const { id, coverages = 1 } = visit
    move(`${id} payer`, -claim.charge)
    const all = [
      ...(claim.adjustments ?? []),
      ...(claim.lines ?? []).flatMap((line) => line.adjustments ?? []),
    ]
    for (const [group, reason, amount] of all) {
      const code = `${group} ${reason}`
      if (ordinary.includes(code)) move(`${id} ${coverages > 1 ? 'next payer' : 'patient'}`, amount)
      if (denying.includes(code)) move(`${id} denied`, amount)
    }
  }
  return {
    charge(visits) {
      for (const visit of visits) {
        byNumber.set(claimNumber(visit.id), visit)
        for (const { charge } of visit.lines) move(`${visit.id} payer`, charge)
      }
    },
    post({ trace = '', claims = [] }, payment, kept = []) {
      move(`due ${trace}`, payment)
      for (const [index, claim] of claims.entries()) {
        if (kept.includes(index + 1)) move(`unmatched ${trace} ${index + 1}`, -claim.paid)
        else answer(claim)
      }
    },
    standing: () => Object.fromEntries([...cents].filter(([, amount]) => amount !== 0)),
  }
}

/** The same of the ledger, by the paths of its accounts. */
export async function ledgerStanding(tally: TestHost): Promise<Standing> {
  const rows = await tally.sql<{ id: string; trace_number: string }>(
    'select id, trace_number from era_posting.remittance',
  )
  const traces = new Map(rows.map(({ id, trace_number }) => [id, trace_number]))
  const standing: Standing = {}
  for (const [account, amount] of Object.entries(await balances(tally))) {
    const place = placeOf(account, traces)
    if (place !== null) standing[place] = (standing[place] ?? 0) + amount
  }
  return Object.fromEntries(Object.entries(standing).filter(([, amount]) => amount !== 0))
}

/** null: neither a receivable nor where money waits. */
function placeOf(account: string, traces: ReadonlyMap<string, string>): string | null {
  const [kind = '', ...path] = account.split(':')
  const traceOf = (id = '') => traces.get(id) ?? id
  if (kind === 'clearing') return `clearing ${traceOf(path[0])}`
  if (kind === 'due') return `due ${(path[0] ?? '').slice(sampleOriginator.length)}`
  if (kind === 'unmatched') return `unmatched ${traceOf(path[0])} ${path[1]}`
  if (kind === 'denied') return `${visitOf(path[1])} denied`
  if (kind !== 'receivable') return null
  const [whose, one, other] = path
  if (whose === 'payer') return `${visitOf(one)} ${other === '1' ? 'payer' : 'next payer'}`
  const visit = visitOf(other)
  return one === patientId(visit) ? `${visit} patient` : `${one} owes for ${visit}`
}

/** Of a charge line. */
const visitOf = (line = '') => line.replace(/^LN|X\d+$/g, '')
