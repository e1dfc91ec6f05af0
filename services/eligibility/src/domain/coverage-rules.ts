/**
 * Is the patient covered on the date of service, and does another payer or provider stand before it (DESIGN.md 3, x12.md 3.2)?
 * The rules of Medicare Part B are asked of Part B alone.
 */
import { assert, type PayerFamily, type ServiceDate } from '@tally/kernel'
import type { BenefitsKnown } from './benefits-known.ts'
import { holdsOn, type Rule, type Span, type Verdict, verdict } from './rule.ts'

const answer271 = 'the payer’s 271; x12.md 3.2'

export const inactive: Rule = {
  slug: 'coverage/inactive',
  edition: '1',
  citation: answer271,
  sentence: 'A claim for a date without coverage is not sent.',
}
const medicareAdvantage: Rule = {
  slug: 'coverage/medicare-advantage',
  edition: '1',
  citation: '42 CFR 422.214; the 271’s EB*R',
  sentence: 'Who has Medicare Advantage on the date is billed to that plan, not to Part B.',
}
const hospice: Rule = {
  slug: 'coverage/hospice',
  edition: '1',
  citation: '42 CFR 418.24(f)',
  sentence:
    'During hospice care therapy for the terminal illness is the hospice’s; a person says that it is for another one.',
}
const partAStay: Rule = {
  slug: 'coverage/part-a-stay',
  edition: '1',
  citation: '42 CFR 411.15(m) and (p); MCPM ch.6 s20',
  sentence: 'During an inpatient or skilled-nursing stay the facility bills for therapy.',
}
const homeHealth: Rule = {
  slug: 'coverage/home-health',
  edition: '1',
  citation: 'MCPM ch.10 s20.1',
  sentence: 'During a home-health episode the agency bills for outpatient therapy.',
}
const secondaryPayer: Rule = {
  slug: 'coverage/msp',
  edition: '1',
  citation: '42 CFR 411.20 to 411.206',
  sentence: 'Where another payer is before Medicare on the date, that one is billed first.',
}
const unknown: Rule = {
  slug: 'coverage/unknown',
  edition: '1',
  citation: answer271,
  sentence: 'A payer that cannot say whether it covers does not stop a claim.',
}
const stale: Rule = {
  slug: 'coverage/stale',
  edition: '1',
  citation: 'reliability note C7',
  sentence: 'While a payer is slow its earlier answer of the same month counts, marked as old.',
}
const notCovered: Rule = {
  slug: 'coverage/therapy-not-covered',
  edition: '1',
  citation: answer271,
  sentence: 'A plan that says it does not cover therapy is billed and the biller warned.',
}

export const coverageRules: readonly Rule[] = [
  ...[medicareAdvantage, inactive, hospice, partAStay, homeHealth],
  ...[secondaryPayer, unknown, stale, notCovered],
]

/** A payer's answer that speaks of the day. */
export interface CheckUsed {
  readonly checkId: string
  readonly benefits: BenefitsKnown
  readonly asOf: ServiceDate
  /** `old`: past its time, and used only because the payer does not answer anew. */
  readonly age: 'fresh' | 'old'
}

export function coverageVerdicts(check: CheckUsed, family: PayerFamily, date: ServiceDate): Verdict[] {
  const { benefits, checkId, asOf } = check
  const facts = { checkId, asOf, date }
  const coverage = coverageOn(benefits, date)
  const said: Verdict[] = family === 'medicare-b' ? partBVerdicts(benefits, date, facts) : []
  if (coverage === 'inactive')
    said.push(verdict(inactive, 'hold', `the payer says: not covered on ${date}`, facts))
  else if (coverage === 'unknown') said.push(rejectedOrUnknown(benefits, date, facts))
  else said.push(verdict(inactive, 'pass', `the payer says: covered on ${date}`, facts))
  if (check.age === 'old') {
    said.push(
      verdict(stale, 'warn', `the answer as of ${asOf} is old and the payer has given no new one`, facts),
    )
  }
  if (benefits.therapyCovered === 'no') {
    said.push(
      verdict(notCovered, 'warn', 'the payer says that it does not cover physical therapy (EB*I)', facts),
    )
  }
  return said
}

/** No answer at all, with the reason why. */
export function noAnswer(because: string, date: ServiceDate): Verdict {
  return verdict(unknown, 'warn', `whether ${date} is covered is not known: ${because}`, { date })
}

/**
 * The answer was asked of one date and speaks of a month of them. Where a plan that has ended says when, what was before that day is
 * not known from it.
 */
export function coverageOn({ coverage, plans }: BenefitsKnown, date: ServiceDate): BenefitsKnown['coverage'] {
  if (coverage === 'unknown') return coverage
  // Outpatient therapy is Part B where Medicare's parts are told apart.
  const partB = plans.filter(({ insuranceType }) => insuranceType === 'MB')
  const told = partB.length > 0 ? partB : plans
  if (coverage === 'inactive') {
    const ended = told.some((plan) => plan.to !== null && holdsOn(plan, date))
    return ended ? 'unknown' : 'inactive'
  }
  const active = told.filter((plan) => plan.coverage === 'active')
  return active.length > 0 && !active.some((plan) => holdsOn(plan, date)) ? 'inactive' : 'active'
}

type Facts = Readonly<Record<string, string>>

function partBVerdicts(
  { otherPayers, careEpisodes }: BenefitsKnown,
  date: ServiceDate,
  facts: Facts,
): Verdict[] {
  const other = (kind: string) => otherPayers.find((each) => each.kind === kind && holdsOn(each, date))
  const care = (...kinds: string[]) =>
    careEpisodes.find((each) => kinds.includes(each.kind) && holdsOn(each, date))
  const found: [Rule, Span | undefined, string][] = [
    [medicareAdvantage, other('medicare-advantage'), 'a Medicare Advantage plan stands in place of Part B'],
    [hospice, care('hospice'), 'the patient is in hospice care'],
    [
      partAStay,
      care('inpatient', 'skilled-nursing'),
      'the patient is in an inpatient or nursing-facility stay',
    ],
    [homeHealth, care('home-health'), 'the patient is in a home-health episode'],
    [secondaryPayer, other('medicare-secondary'), 'another payer is before Medicare'],
  ]
  return found.map(([rule, span, says]) =>
    span
      ? verdict(rule, 'hold', `${says} on ${date} (${words(span)})`, {
          ...facts,
          from: span.from,
          to: span.to,
        })
      : verdict(rule, 'pass', `nothing of the kind on ${date}`, facts),
  )
}

function words({ from, to }: Span): string {
  return `${from ?? 'open'} to ${to ?? 'open'}`
}

/** A rejection says who mends what; codes and our own words, nothing of the payer's text. */
function rejectedOrUnknown({ rejections }: BenefitsKnown, date: ServiceDate, facts: Facts): Verdict {
  const [first] = rejections
  if (!first) return verdict(unknown, 'warn', `the payer does not say whether ${date} is covered`, facts)
  const { code, says, followUp, who, does } = first
  assert(does !== '', 'a rejection says what to do')
  const told = `the payer did not answer for ${date}: ${code}, ${says}; ${who}: ${does}`
  return verdict(unknown, 'warn', told, { ...facts, code, followUp, who })
}
