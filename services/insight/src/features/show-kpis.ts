/** GET /v1/kpis: the first KPIs of a period, each with its definition and what was counted. */
import { dayIn, plusDays, type ServiceDate, startOfDayIn } from '@tally/kernel'
import { answer, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { type Counted, kpisOf } from '../domain/kpi.ts'
import { monthsBefore, type Period, wholeMonths } from '../domain/period.ts'
import {
  daysToBill,
  firstClaims,
  firstDenials,
  receivableAt,
  type Span,
  servedDays,
  submittedClaims,
} from '../store/kpi-counts.ts'
import { askedPeriod, periodFields, spanOf } from './asked-period.ts'

const kpi = z
  .object({
    id: z.string(),
    definition: z.string(),
    says: z.string(),
    unit: z.enum(['days', 'ratio']),
    from: z.string(),
    to: z.string(),
    numerator: z.int(),
    denominator: z.int(),
    value: z.string().nullable(),
    rounding: z.string(),
    target: z.object({ is: z.string(), value: z.string(), source: z.string() }),
    alarm: z.object({
      unless: z.string(),
      value: z.string(),
      source: z.string(),
      rings: z.boolean().nullable(),
    }),
  })
  .meta({
    id: 'Kpi',
    description: 'A number with the name of its definition: numerator over denominator, exactly.',
  })

export const showKpis = route({
  method: 'GET',
  path: '/v1/kpis',
  summary: 'KPIs of a period, each with its definition, numerator, denominator, target and alarm.',
  description:
    'Days are those of the practice’s zone, both ends in; the last 90 days when they are left out.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject(periodFields),
  answers: { 200: z.object({ items: z.array(kpi) }) },
  async handle({ query, practice, work }) {
    const zone = practice.timezone
    const asked = askedPeriod(query, dayIn(zone, work.now))
    if ('kind' in asked) return asked
    return answer(200, { items: kpisOf(await counted(work, asked, zone), asked) })
  },
})

async function counted(work: Work, asked: Period, zone: string): Promise<Counted> {
  const span = spanOf(asked, zone)
  const sent = await submittedClaims(work, span)
  const before = await submittedClaims(work, spanOf(monthsBefore(asked, 3), zone))
  const { charge, paid, contractual } = await servedDays(work, asked.from, asked.to)
  return {
    billed: await billed(work, span, zone),
    firstPass: { claims: sent.claims, paid: sent.paid },
    denied: await firstDenials(work, spanOf(wholeMonths(asked), zone)),
    submitted: { claims: before.claims, cents: before.cents },
    receivableCents: await receivableAt(work, span.to),
    served: { chargeCents: charge, paidCents: paid, contractualCents: contractual },
  }
}

/** The days of the practice's zone are told to the database by their beginnings: claims may be many. */
async function billed(work: Work, span: Span, zone: string): Promise<Counted['billed']> {
  const { claims, signedFirst } = await firstClaims(work, span)
  if (signedFirst === null) return { claims, days: 0 }
  const starts = daysFrom(dayIn(zone, signedFirst), dayIn(zone, work.now)).map((day) =>
    startOfDayIn(zone, day),
  )
  return { claims, days: await daysToBill(work, span, starts) }
}

function daysFrom(first: ServiceDate, last: ServiceDate): ServiceDate[] {
  const days: ServiceDate[] = []
  for (let day = first; day <= last; day = plusDays(day, 1)) days.push(day)
  return days
}
