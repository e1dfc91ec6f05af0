/** A day that was treated and has nothing to bill says so: it is captured, and no claim of it will ever go. */
import type { CodedDay, RuleCard, UnbilledService } from '@tally/coding-rules'
import type { Finding } from '@tally/kernel'

export const noUnit: RuleCard = {
  slug: 'charge/no-unit',
  edition: '1',
  citation: 'MCPM ch.5 s20.2.C; the unit rule of the payer',
  sentence:
    'A day whose services reach no unit has nothing to bill, and says so: Medicare takes 8 minutes for the first, others their own least.',
}

/** Medicare's rule, and its least minutes: of all timed services of a discipline and day. */
const pooled = 'units/eight-minute'
const leastOfPool = 8

export function withoutUnit({ unitRule, lines, unbilled }: CodedDay): Finding[] {
  if (lines.length > 0 || unbilled.length === 0) return []
  const { slug: rule, edition, citation } = noUnit
  const short = unbilled.filter((each) => leastOf(each) !== null)
  const minutes = short.reduce((sum, each) => sum + (each.minutes ?? 0), 0)
  const least = short.map(leastOf).find((each) => each !== null) ?? null
  return [
    {
      ...{ rule, edition, citation, severity: 'warn' },
      says: `no unit to bill: ${unbilled.map(whyNone).join('; ')}`,
      facts: { unitRule, minutes, leastMinutes: least },
      lineIds: unbilled.flatMap(({ sourceLineIds }) => sourceLineIds),
      fix: 'correct the minutes or codes where they are wrong; else there is nothing to do, and nothing is paid',
    },
  ]
}

function whyNone(service: UnbilledService): string {
  const { procedureCode, minutes, reasons } = service
  const least = leastOf(service)
  if (least === null) return reasons.at(-1)?.says ?? procedureCode
  const first = reasons.some(({ rule }) => rule === pooled)
    ? 'timed minutes that a first unit'
    : 'minutes that its first unit'
  return `${procedureCode} has ${minutes} of the ${least} ${first} takes`
}

/** Minutes that its first unit takes; null: it is not for want of minutes that it has none. */
function leastOf({ reasons }: UnbilledService): number | null {
  const counted = reasons.find(({ rule }) => [pooled, 'units/midpoint', 'units/full-length'].includes(rule))
  if (counted?.facts.units !== 0) return null
  if (counted.rule === pooled) return leastOfPool
  // Past the midpoint of the code's own length, or all of it.
  return typeof counted.facts.midpoint === 'number' ? counted.facts.midpoint : null
}
