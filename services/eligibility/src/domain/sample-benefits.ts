/** What a payer may have said, for the tests of this service. Nothing in it is of a real person. */
import { type BenefitsKnown, benefitsKnown } from './benefits-known.ts'

/** Active, and silent on everything else. */
export function sampleBenefits(changes: Partial<BenefitsKnown> = {}): BenefitsKnown {
  return { ...benefitsKnown(null, []), coverage: 'active', ...changes }
}

export function sampleVisits(
  remaining: number | null,
  limit: number | null = 30,
): BenefitsKnown['therapyVisits'] {
  return { ...benefitsKnown(null, []).therapyVisits, limit, remaining, confidence: 'high' }
}
