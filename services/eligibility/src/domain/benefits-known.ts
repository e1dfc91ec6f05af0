/**
 * What a 271 says, as far as it may stand in the clear: codes, counts, dates and cents, without a name, a number of a person or
 * free text. A payer that answers nothing leaves everything unknown; nothing left out is taken for zero.
 */
import type { Rejection, SubscriberBenefits } from '@tally/x12'
import type { Span } from './rule.ts'

type Cover = SubscriberBenefits['plans'][number]
type Other = SubscriberBenefits['otherPayers'][number]
type Care = SubscriberBenefits['careEpisodes'][number]

export interface BenefitsKnown
  extends Pick<
    SubscriberBenefits,
    | 'coverage'
    | 'deductible'
    | 'outOfPocket'
    | 'copay'
    | 'coinsurance'
    | 'therapyCovered'
    | 'therapyVisits'
    | 'therapyAmount'
    | 'authorizationRequired'
    | 'insuranceTypes'
    | 'familyHints'
  > {
  readonly rejections: readonly Rejection[]
  readonly plans: readonly (Pick<Cover, 'coverage' | 'insuranceType' | 'serviceTypes'> & Span)[]
  readonly otherPayers: readonly (Pick<Other, 'kind' | 'insuranceType'> & Span)[]
  readonly careEpisodes: readonly (Pick<Care, 'kind'> & Span)[]
}

/** `above` are the rejections that stand over every person of the answer. */
export function benefitsKnown(told: SubscriberBenefits | null, above: readonly Rejection[]): BenefitsKnown {
  if (!told) return { ...nothingKnown, rejections: above }
  const { coverage, deductible, outOfPocket, copay, coinsurance, therapyCovered, therapyVisits } = told
  const { therapyAmount, authorizationRequired, insuranceTypes, familyHints } = told
  return {
    ...{ coverage, deductible, outOfPocket, copay, coinsurance, therapyCovered, therapyVisits },
    ...{ therapyAmount, authorizationRequired, insuranceTypes, familyHints },
    rejections: [...above, ...told.rejections],
    plans: told.plans.map(({ coverage: stands, insuranceType, serviceTypes, from, to }) => {
      return { coverage: stands, insuranceType, serviceTypes, from, to }
    }),
    otherPayers: told.otherPayers.map(({ kind, insuranceType, from, to }) => ({
      kind,
      insuranceType,
      from,
      to,
    })),
    careEpisodes: told.careEpisodes.map(({ kind, from, to }) => ({ kind, from, to })),
  }
}

const notSaid = { totalCents: null, remainingCents: null }
const nothingKnown: BenefitsKnown = {
  ...{ coverage: 'unknown', rejections: [], plans: [], otherPayers: [], careEpisodes: [] },
  deductible: { individual: notSaid, family: notSaid },
  outOfPocket: { individual: notSaid, family: notSaid },
  ...{ copay: null, coinsurance: null, therapyCovered: 'unknown', therapyAmount: null },
  therapyVisits: {
    ...{ limit: null, used: null, remaining: null, unlimited: false, period: null, sharedWith: [] },
    ...{ confidence: null, candidates: [] },
  },
  ...{ authorizationRequired: 'unknown', insuranceTypes: [], familyHints: [] },
}
