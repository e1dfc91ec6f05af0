/**
 * GET /v1/denial-trends: which categories, payers, codes, clinicians or locations have denials, against the claims that went
 * out; a trip rings where a share is too large (product note 4.1: 5 % of all, 2 % of one).
 */
import { dayIn } from '@tally/kernel'
import { answer, route } from '@tally/platform'
import { z } from 'zod'
import { compareRatios, inDecimals, ratio, rounding } from '../domain/exact-ratio.ts'
import { denialsBy, deniedClaims, trendKeys } from '../store/denial-trends.ts'
import { submittedClaims } from '../store/kpi-counts.ts'
import { askedPeriod, periodFields, spanOf } from './asked-period.ts'

const share = { claims: z.int(), share: z.string().nullable(), trips: z.boolean().nullable() }

const allTrip = ratio(5, 100)
const oneTrip = ratio(2, 100)

export const showDenialTrends = route({
  method: 'GET',
  path: '/v1/denial-trends',
  summary:
    'Denials of a period by category, payer, code, clinician or location, each as a share of the claims that went out.',
  description:
    'The `key` is the category, the payer’s id, the code, the clinician’s NPI or the EMR’s id of the location; empty where the ' +
    'visit names none. A claim that is denied as a whole counts for each clinician who treated.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({ by: z.enum(trendKeys), ...periodFields }),
  answers: {
    200: z.object({
      from: z.string(),
      to: z.string(),
      submittedClaims: z.int(),
      rounding: z.string(),
      total: z.object({ ...share, tripsAt: z.string() }),
      eachTripsAt: z.string(),
      items: z.array(
        z.object({
          key: z.string(),
          name: z.string().nullable(),
          denials: z.int(),
          cents: z.int(),
          ...share,
        }),
      ),
    }),
  },
  async handle({ query, practice, work }) {
    const zone = practice.timezone
    const asked = askedPeriod(query, dayIn(zone, work.now))
    if ('kind' in asked) return asked
    const span = spanOf(asked, zone)
    const { claims: sent } = await submittedClaims(work, span)
    const shareOf = (claims: number, trip: typeof oneTrip) => {
      const found = ratio(claims, sent)
      return { claims, share: inDecimals(found), trips: sent === 0 ? null : compareRatios(found, trip) >= 0 }
    }
    const trends = await denialsBy(work, query.by, span)
    return answer(200, {
      ...{ ...asked, submittedClaims: sent, rounding },
      total: { ...shareOf(await deniedClaims(work, span), allTrip), tripsAt: inDecimals(allTrip) },
      eachTripsAt: inDecimals(oneTrip),
      items: trends.map(({ key, name, denials, cents, claims }) => ({
        ...{ key, name, denials, cents },
        ...shareOf(claims, oneTrip),
      })),
    })
  },
})
