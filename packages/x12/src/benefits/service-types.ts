/** Service types (EB03) that say something of a physical-therapy visit, the closest first. */
import type { Benefit } from './benefit.ts'

/** Physical therapy itself, then physical medicine and rehabilitation. */
export const therapyTypes: readonly string[] = ['PT', 'AE', 'AC', 'A9']

/** For a copay or coinsurance: therapy, an office visit, the plan (x12.md 3.2). */
export const visitTypes: readonly string[] = [...therapyTypes, '98', 'BY', '30']

/** For a deductible: therapy, the plan, no type at all, professional services. */
export const planTypes: readonly string[] = [...therapyTypes, '30', '', '98', '96']

/** The place of the benefit's closest type in `types`; null when none of them is named. '' is "no type". */
export function closeness({ serviceTypes }: Benefit, types: readonly string[]): number | null {
  const named = serviceTypes.length === 0 ? [''] : serviceTypes
  const place = types.findIndex((type) => named.includes(type))
  return place < 0 ? null : place
}

export function concernsTherapy(benefit: Benefit): boolean {
  return closeness(benefit, therapyTypes) !== null
}

/** What names the whole plan: type 30 or none. */
export function concernsPlan({ serviceTypes }: Benefit): boolean {
  return serviceTypes.length === 0 || serviceTypes.includes('30')
}
