/** Why a line is denied, if it is: the magic ids first, then the payer's own rules. */
import { daysBetween, isServiceDate, type ServiceDate } from '@tally/kernel'
import type { ReceivedClaim, ReceivedLine } from '../wire/claim.ts'
import type { Scenario } from './magic-members.ts'
import { type Denial, denials } from './magic-tables.ts'
import type { Plan } from './plan.ts'
import { statusOf } from './price-claim.ts'

export interface DenialFacts {
  readonly plan: Plan
  readonly scenario: Scenario
  /** This very service was paid before and not taken back. */
  readonly alreadyPaid: (line: ReceivedLine) => boolean
  readonly receivedOn: ServiceDate
  /** Null: however late. */
  readonly timelyFilingDays: number | null
}

export function denialOf(claim: ReceivedClaim, line: ReceivedLine, facts: DenialFacts): Denial | null {
  const { plan, scenario, receivedOn, timelyFilingDays } = facts
  const magic = magicDenial(claim, line, plan, scenario)
  if (magic) return magic
  const late =
    timelyFilingDays !== null &&
    isServiceDate(line.serviceDate) &&
    daysBetween(line.serviceDate, receivedOn) > timelyFilingDays
  if (late) return denials.get(18) ?? null
  if (facts.alreadyPaid(line)) return denials.get(20) ?? null
  if (claim.responsibility !== 'P' && !saysWhatOthersPaid(claim)) return priorPayerMissing
  return plan.kind === 'medicare' ? medicareDenial(line) : null
}

/** A later payer can pay only on what the earlier ones decided. */
export function saysWhatOthersPaid({ lines, otherPayers }: ReceivedClaim): boolean {
  return (
    lines.some(({ prior }) => prior.length > 0) || otherPayers.some(({ paidCents }) => paidCents !== null)
  )
}

function magicDenial(
  claim: ReceivedClaim,
  line: ReceivedLine,
  plan: Plan,
  scenario: Scenario,
): Denial | null {
  if (scenario.kind !== 'denied' && scenario.kind !== 'benefits') return null
  const { denial } = scenario
  if (!denial || !concerns(denial, claim, line, plan)) return null
  const where = scenario.kind === 'denied' ? scenario.where : 'claim'
  if (denial.part === 'one-unit' && where === 'claim') return line === mostUnits(claim) ? denial : null
  const place = { claim: line, 'first-line': claim.lines[0], 'last-line': claim.lines.at(-1) }[where]
  return place === line ? denial : null
}

function concerns(denial: Denial, claim: ReceivedClaim, line: ReceivedLine, plan: Plan): boolean {
  switch (denial.only) {
    case 'without-authorization':
      return claim.authorization === null && line.authorization === null
    case 'asked-first':
      return claim.responsibility === 'P'
    case 'medicare':
      return plan.kind === 'medicare'
    default:
      return true
  }
}

function mostUnits({ lines }: ReceivedClaim): ReceivedLine | undefined {
  return lines.reduce<ReceivedLine | undefined>(
    (most, line) => (most && (most.units ?? 0) >= (line.units ?? 0) ? most : line),
    undefined,
  )
}

const priorPayerMissing: Denial = {
  ...{ category: 'cob', says: 'what the earlier payer decided is missing', group: 'CO', carc: '22' },
  rarcs: ['MA04', 'N4'],
}
const neverSeparate: Denial = {
  ...{ category: 'bundling', says: 'never paid separately', group: 'CO', carc: '97', rarcs: ['M15'] },
}
const notCovered: Denial = {
  ...{ category: 'eligibility_coverage', says: 'not covered', group: 'CO', carc: '96', rarcs: ['N425'] },
}
const noSuchCode: Denial = {
  ...{ category: 'coding', says: 'no code of that day', group: 'CO', carc: '181', rarcs: ['N56'] },
}

/** Fee schedule status and the discipline modifier that every therapy line carries (x12.md 1.7). */
function medicareDenial({ procedure, serviceDate, modifiers }: ReceivedLine): Denial | null {
  const { status, therapy } = statusOf(procedure, serviceDate)
  if (status === 'B') return neverSeparate
  if (/^[NXE]$/.test(status)) return notCovered
  if (/^(I|unknown)$/.test(status)) return noSuchCode
  const disciplined = modifiers.some((modifier) => /^G[PON]$/.test(modifier))
  return therapy && !disciplined ? (denials.get(15) ?? null) : null
}
