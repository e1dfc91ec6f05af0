/**
 * The fields that documents of the command line share. A field that is not documented, of another type or
 * beyond its bounds is refused; null and absent mean the same where a field may be absent. What a payer would
 * not take but a clinic may have written (an unknown code, a fifth modifier) is read, and answered by a finding.
 */
import type { Pricing } from '@tally/coding-rules'
import { type Cents, cents as centsOf, isServiceDate, payerFamilies, type ServiceDate } from '@tally/kernel'
import { z } from 'zod'

export function absent<Field extends z.ZodType>(field: Field) {
  return field.nullish().transform((value) => value ?? null)
}

export const date = z.custom<ServiceDate>(
  (value) => typeof value === 'string' && isServiceDate(value),
  'must be a real day, written YYYY-MM-DD',
)
const maxCents = 1_000_000_000
export const cents = z
  .int()
  .min(0)
  .max(maxCents)
  .transform((amount): Cents => centsOf(amount))
/** A day has 1,440. */
export const minutes = z.int().min(0).max(1440)
export const units = z.int().min(0).max(999)
export const lineId = z.string().min(1).max(60)
export const procedureCode = z.string().regex(/^[0-9A-Z]{5}$/)
export const modifiers = absent(z.array(z.string().regex(/^[0-9A-Z]{2}$/)).max(12)).transform(orNone)
export const placeOfService = z.string().regex(/^\d{2}$/)
export const discipline = z.enum(['PT', 'OT', 'SLP'])
export const modality = z.enum(['in-person', 'video', 'audio'])

export const payer = z
  .strictObject({
    family: z.enum(payerFamilies),
    rules: absent(z.record(z.string(), z.unknown())),
  })
  .transform(({ family, rules }) => (rules ? { family, rules } : { family }))

/** CMS publishes indices with at most three decimals. */
const index = z
  .number()
  .min(0)
  .max(10)
  .refine((value) => /^\d+(\.\d{1,3})?$/.test(String(value)), 'must have at most three decimals')

export const pricing = absent(
  z
    .strictObject({
      zip: absent(z.string().regex(/^(\d{5}|\d{9})$/)),
      locality: absent(
        z.strictObject({
          contractor: z.string().regex(/^\d{5}$/),
          locality: z.string().regex(/^\d{2}$/),
        }),
      ),
      gpci: absent(z.strictObject({ work: index, practiceExpense: index, malpractice: index })),
      conversionFactor: absent(z.enum(['non-qp', 'qp'])),
    })
    .transform((given, refuse): Pricing => {
      const { zip, locality, gpci, conversionFactor } = given
      const places = [zip, locality, gpci].filter((place) => place !== null)
      const factor = conversionFactor ? { conversionFactor } : {}
      if (places.length === 1) {
        if (zip) return { zip, ...factor }
        if (locality) return { locality, ...factor }
        if (gpci) return { gpci, ...factor }
      }
      refuse.addIssue({ code: 'custom', message: 'must say where in one way: gpci, locality or zip' })
      return z.NEVER
    }),
)

/** Refuses the second of two items of one name. */
export function refuseTwins(
  items: readonly { readonly lineId: string }[],
  refuse: z.core.$RefinementCtx,
): void {
  const seen = new Set<string>()
  items.forEach(({ lineId: name }, place) => {
    if (seen.has(name))
      refuse.addIssue({ code: 'custom', path: [place, 'lineId'], message: 'names another line of the day' })
    seen.add(name)
  })
}

export function orNone<Item>(items: readonly Item[] | null): readonly Item[] {
  return items ?? []
}
