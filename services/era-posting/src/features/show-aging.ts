/** GET /v1/aging: receivables by age and payer, patient or location, as of today or of any past day. */
import { dayIn, isServiceDate, plusDays, startOfDayIn } from '@tally/kernel'
import { answer, fieldForms, problemAt, route } from '@tally/platform'
import { z } from 'zod'
import { agedByKey, agedOf, bucketNames } from '../domain/aging.ts'
import { agedAmounts, placesOf } from '../store/aging.ts'
import { practiceZone } from '../store/practice-zone.ts'

const aged = {
  buckets: z.array(z.object({ days: z.enum(bucketNames), cents: z.int() })),
  owedCents: z.int().nonnegative(),
  /** What lines were paid too much: 0 or below. */
  creditCents: z.int(),
  /** Of what is owed: refused, and nobody has decided on it. */
  deniedCents: z.int().nonnegative(),
  /** Owed and credit together, as the receivable accounts say. */
  receivableCents: z.int(),
}

const row = z.object({
  /** The payer’s id, or `patient`; the patient’s id; the EMR’s id of the location, '' where no visit names one. */
  key: z.string(),
  name: z.string().nullable(),
  ...aged,
})

export const showAging = route({
  method: 'GET',
  path: '/v1/aging',
  summary: 'Receivables by days since the service, by payer, patient or location, as of any day.',
  description:
    'What was recorded after `asOf` is not in it. `denied:open` counts as receivable; credits are apart.',
  roles: ['biller', 'owner', 'auditor'],
  query: z.strictObject({
    asOf: z.string().refine(isServiceDate).meta({ format: 'date' }).optional(),
    by: z.enum(['payer', 'patient', 'location']).default('payer'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursor(/k.{0,99}/),
  }),
  answers: {
    200: z.object({
      asOf: z.string(),
      by: z.enum(['payer', 'patient', 'location']),
      totals: z.object(aged),
      items: z.array(row),
      nextCursor: z.string().nullable(),
    }),
  },
  async handle({ query: { asOf: asked, by, limit, cursor }, work }) {
    const zone = await practiceZone(work)
    const today = dayIn(zone, work.now)
    const asOf = asked ?? today
    if (!isServiceDate(asOf) || asOf > today) {
      const says = 'receivables are known of today and of days that are over'
      return problemAt(422, 'query:asOf', 'date/in-future', says)
    }
    const amounts = await agedAmounts(work, by, asOf, startOfDayIn(zone, plusDays(asOf, 1)))
    const all = agedByKey(amounts)
    const from = cursor === '' ? 0 : all.findIndex(({ key }) => `k${key}` > cursor)
    const page = from < 0 ? [] : all.slice(from, from + limit)
    const last = page.at(-1)
    const keys = page.map(({ key }) => key)
    const places = by === 'location' ? await placesOf(work, keys) : null
    const items = page.map(({ key, buckets, ...each }) => {
      const place = places?.get(key)
      return { key: place?.id ?? key, name: place?.name ?? null, ...each, buckets: [...buckets] }
    })
    const { buckets, ...totals } = agedOf(amounts)
    const more = last !== undefined && from + limit < all.length
    // A key may be empty; a cursor may not.
    const nextCursor = more ? `k${last.key}` : null
    return answer(200, { asOf, by, totals: { ...totals, buckets: [...buckets] }, items, nextCursor })
  },
})
