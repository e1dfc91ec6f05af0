/**
 * What a payer says of a member's benefits (x12.md 3.2), as 271 segments below the member: EB, and what hangs
 * on it. The Medicare shapes follow what HETS is known to send; it is not verified there.
 */
import { type Cents, cents, plusDays, type ServiceDate } from '@tally/kernel'
import { compactDate } from '../clock.ts'
import { amountOf } from '../wire/amounts.ts'
import type { WrittenSegment } from '../wire/interchange.ts'
import type { Plan } from './plan.ts'

export interface BenefitFacts {
  readonly shape: string
  readonly plan: Plan
  readonly on: ServiceDate
  readonly deductible: { readonly total: Cents; readonly left: Cents }
  readonly services: readonly string[]
}

/** EB03 that a question for plan cover must be answered with (RFI 1911); PT is not among them. */
const planServices = '30^1^33^35^47^86^88^98^AL^MH^UC'

export function benefitSegments(facts: BenefitFacts): WrittenSegment[] {
  const { shape } = facts
  if (shape === 'inactive') return [['EB', '6', '', '30']]
  const special = medicareShape(facts)
  return [
    ...activeSegments(facts),
    ...deductibleSegments(facts),
    ...(shape === 'silent-on-therapy' ? [] : shareSegments(facts)),
    ...(special ?? limitSegments(facts)),
  ]
}

function activeSegments({ shape, plan, services }: BenefitFacts): WrittenSegment[] {
  const insurance = plan.kind === 'medicare' ? 'MB' : ''
  const name = plan.kind === 'medicare' ? '' : plan.name
  const therapy = services.includes('PT') && shape !== 'silent-on-therapy'
  const authorization = shape === 'authorization-required' ? 'Y' : ''
  return [
    ['EB', '1', '', planServices, insurance, name],
    ...(therapy ? [benefit({ info: '1', service: 'PT', insurance, authorization, network: 'Y' })] : []),
  ]
}

function deductibleSegments({ shape, plan, on, deductible }: BenefitFacts): WrittenSegment[] {
  const insurance = plan.kind === 'medicare' ? 'MB' : ''
  const open = shape === 'deductible-open'
  const total = open ? cents(150_000) : plan.kind === 'medicare' ? partBDeductible(on) : deductible.total
  const left = open ? cents(42_000) : deductible.left
  if (total === 0) return []
  const one = (period: string, amount: Cents) =>
    benefit({ info: 'C', service: '30', insurance, period, amount, network: insurance ? '' : 'Y' })
  return [one('23', cents(Math.max(total, left))), one('29', left)]
}

/** Part B deductible by calendar year (CMS notices; recalled, 2026 as announced in November 2025). */
function partBDeductible(on: ServiceDate): Cents {
  return cents(({ '2024': 24_000, '2025': 25_700 } as Record<string, number>)[on.slice(0, 4)] ?? 28_300)
}

function shareSegments({ plan, services }: BenefitFacts): WrittenSegment[] {
  const insurance = plan.kind === 'medicare' ? 'MB' : ''
  const network = insurance ? '' : 'Y'
  const service = services.includes('PT') ? 'PT' : '98'
  const { coinsurancePercent, copayCents } = plan
  const share = `.${String(coinsurancePercent).padStart(2, '0').replace(/0$/, '')}`
  return [
    ...(copayCents > 0
      ? [benefit({ info: 'B', service, insurance, period: '27', amount: copayCents, network })]
      : []),
    ...(coinsurancePercent > 0
      ? [benefit({ info: 'A', service, insurance, period: '27', share, network })]
      : []),
  ]
}

interface Benefit {
  /** EB01. */
  readonly info: string
  readonly service: string
  readonly insurance?: string
  readonly text?: string
  /** EB06. */
  readonly period?: string
  readonly amount?: Cents
  /** EB08, the patient's part. */
  readonly share?: string
  readonly visits?: number
  /** EB11 and EB12. */
  readonly authorization?: string
  readonly network?: string
}

function benefit(said: Benefit): WrittenSegment {
  const { info, service, insurance = '', text = '', period = '', amount, share = '', visits } = said
  const level = info === '1' ? '' : 'IND'
  const quantity = visits === undefined ? ['', ''] : ['VS', String(visits)]
  const money = amount === undefined ? '' : amountOf(amount)
  return [
    ...['EB', info, level, service, insurance, text, period, money, share],
    ...quantity,
    ...[said.authorization ?? '', said.network ?? ''],
  ]
}

/** The four shapes in which visit limits come, and a few more. */
function limitSegments({ shape }: BenefitFacts): WrittenSegment[] {
  const visits = (total: number, left: number, service = 'PT') => [
    benefit({ info: 'F', service, period: '23', visits: total, authorization: 'N', network: 'Y' }),
    benefit({ info: 'F', service, period: '29', visits: left, authorization: 'N', network: 'Y' }),
  ]
  const delivery = benefit({ info: 'F', service: 'PT', authorization: 'N', network: 'Y' })
  const therapy = { info: 'F', service: '', insurance: 'MB', text: 'PHYSICAL AND SPEECH THERAPY' }
  switch (shape) {
    case 'visits':
      return visits(30, 18)
    case 'visits-used-up':
      return visits(20, 0)
    case 'visits-in-hsd':
      return [delivery, ['HSD', 'VS', '35', '', '', '23', '1'], delivery, ['HSD', 'VS', '11', '', '', '29']]
    case 'text-only':
      return [
        benefit({ info: 'D', service: '30', network: 'Y' }),
        ['MSG', 'PHYSICAL THERAPY LIMITED TO 25 VISITS PER CALENDAR YEAR'],
      ]
    case 'combined-visits':
      return [...visits(60, 41, 'PT^AD^AF'), ['MSG', 'COMBINED PT OT ST LIMIT']]
    case 'money-limit':
      return [
        benefit({ ...therapy, period: '23', amount: cents(248_000) }),
        benefit({ ...therapy, period: '29', amount: cents(184_000) }),
      ]
    default:
      return []
  }
}

/** Who pays instead of Part B, and since when; undefined for every other shape. */
function medicareShape({ shape, on }: BenefitFacts): WrittenSegment[] | undefined {
  const since = compactDate(plusDays(on, -10))
  const until = compactDate(plusDays(on, 49))
  const period = ['DTP', '292', 'RD8', `${since}-${until}`]
  switch (shape) {
    case 'medicare-advantage':
      return [
        ['EB', 'R', '', '30', 'HN', 'SAMPLE ADVANTAGE HMO'],
        ['REF', '18', 'H9999 001'],
        ['DTP', '290', 'D8', `${on.slice(0, 4)}0101`],
        ...related(['PRP', '2', 'SAMPLE ADVANTAGE HMO', '', '', '', '', 'PI', '14163']),
      ]
    case 'other-payer-first':
      return [
        ['EB', 'R', '', '30', '12', 'WORKING AGED'],
        ['REF', 'IG', 'GRP7700'],
        ['DTP', '290', 'D8', `${on.slice(0, 4)}0101`],
        ...related(['PRP', '2', 'EXAMPLE HEALTH PLAN', '', '', '', '', 'PI', '12345']),
      ]
    case 'home-health':
      return [
        ['EB', 'X', '', '42', 'MA', '', '26'],
        ['DTP', '193', 'D8', since],
        ['DTP', '194', 'D8', until],
        ...related(['1P', '2', 'SAMPLE HOME HEALTH AGENCY', '', '', '', '', 'XX', '1548293012']),
      ]
    case 'hospice':
      return [
        ['EB', 'X', '', '45', 'MA', '', '26'],
        period,
        ...related(['1P', '2', 'SAMPLE HOSPICE', '', '', '', '', 'XX', '1548293012']),
      ]
    case 'part-a-stay':
      return [
        ['EB', 'X', '', 'AG', 'MA', '', '36'],
        ['DTP', '435', 'D8', since],
        ...related(['FA', '2', 'SAMPLE NURSING FACILITY', '', '', '', '', 'XX', '1548293012']),
      ]
    default:
      return undefined
  }
}

/** Loop 2120 between its brackets. */
function related(name: WrittenSegment): WrittenSegment[] {
  return [
    ['LS', '2120'],
    ['NM1', ...name],
    ['LE', '2120'],
  ]
}
