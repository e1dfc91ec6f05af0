/**
 * What a coded line is charged: what coding made of the clinic's unit prices, or of its prices for whole
 * services whose units are ours too. Where that is nothing (two prices for one line, other units, or no price)
 * a person must say.
 */
import type { CodedLine, RuleCard } from '@tally/coding-rules'
import { type Cents, type Fact, type Finding, noCents } from '@tally/kernel'
import type { EncounterService } from './encounter.ts'

const citation = 'the practice’s own prices'
const unitsDisagree: RuleCard = {
  slug: 'charge/units-disagree',
  edition: '1',
  citation,
  sentence: 'A charge for a whole service counts only when its units are ours.',
}
const pricesDisagree: RuleCard = {
  slug: 'charge/prices-disagree',
  edition: '1',
  citation,
  sentence: 'Services merged into one line have one unit price, or are all charged whole.',
}
const noPrice: RuleCard = {
  slug: 'charge/no-price',
  edition: '1',
  citation,
  sentence:
    'A service is charged by the price that comes with it: one for a unit, or one for the whole service.',
}

export const chargeRules: readonly RuleCard[] = [unitsDisagree, pricesDisagree, noPrice]

/**
 * `sources` are the services merged into `line`. Cents are 0 beside a finding: a held line charges nothing.
 */
export function chargeService(
  line: CodedLine,
  sources: readonly EncounterService[],
): { readonly chargeCents: Cents; readonly findings: readonly Finding[] } {
  const { procedureCode, units, chargeCents } = line
  if (chargeCents !== null) return { chargeCents, findings: [] }
  const whole = sources.map((service) => service.chargeCents).filter((amount) => amount !== null)
  const clinicUnits = sources.reduce((sum, service) => sum + (service.units ?? 0), 0)
  if (whole.length === sources.length) {
    const says = `${procedureCode}: charged for ${clinicUnits} units, the rule makes ${units}`
    const fix = 'correct the minutes or the units, or send a unit charge'
    return held(line, unitsDisagree, says, { procedureCode, clinicUnits, units }, fix)
  }
  if (sources.some((service) => service.unitChargeCents !== null || service.chargeCents !== null)) {
    const says = `${procedureCode}: ${sources.length} services make one line and are not priced alike`
    return held(
      line,
      pricesDisagree,
      says,
      { procedureCode, services: sources.length },
      'send one unit charge for this code',
    )
  }
  const says = `${procedureCode}: no charge was sent`
  const fix = 'send unitChargeCents for this service, or units and chargeCents for the whole of it'
  return held(line, noPrice, says, { procedureCode }, fix)
}

function held(
  line: CodedLine,
  rule: RuleCard,
  says: string,
  facts: Readonly<Record<string, Fact>>,
  fix: string,
) {
  const { slug, edition } = rule
  const finding: Finding = {
    rule: slug,
    edition,
    citation,
    says,
    facts,
    severity: 'hold',
    lineIds: line.sourceLineIds,
    fix,
  }
  return { chargeCents: noCents, findings: [finding] }
}
