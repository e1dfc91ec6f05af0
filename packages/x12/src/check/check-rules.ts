/** Every rule of the checker: what runs over claims, levels and batches, and all cards for docs. */
import { accidentRules } from './accident-rules.ts'
import type { Check, CheckRule } from './check-rule.ts'
import { claimAnswerRules } from './claim-answer-rules.ts'
import { claimNumberRules } from './claim-number-rules.ts'
import { claimTotalRules } from './claim-total-rules.ts'
import { coordinationBalanceRules } from './coordination-balance-rules.ts'
import { coordinationRules } from './coordination-of-benefits-rules.ts'
import { dateRules } from './date-rules.ts'
import { diagnosisPointerRules, diagnosisRules } from './diagnosis-rules.ts'
import { envelopeRules } from './envelope-rules.ts'
import { facilityRules } from './facility-rules.ts'
import { headingRules } from './heading-rules.ts'
import { lineRules } from './line-rules.ts'
import { billingLevelRules, billingProviderRules, payToRules, providerRules } from './party-rules.ts'
import { readerRules } from './reader-rules.ts'
import { providerTwice, segmentOrder } from './segment-order-rules.ts'
import { patientRules, subscriberRules } from './subscriber-rules.ts'
import { textRules } from './text-rules.ts'
import { therapyRules } from './therapy-rules.ts'
import type { BatchUnderCheck, ClaimUnderCheck } from './under-check.ts'

export const batchRules: readonly Check<BatchUnderCheck>[] = [...envelopeRules, ...headingRules]

export const claimRules: readonly Check<ClaimUnderCheck>[] = [
  ...claimNumberRules,
  ...claimTotalRules,
  ...claimAnswerRules,
  ...accidentRules,
  ...diagnosisRules,
  providerTwice,
  ...facilityRules,
  ...coordinationRules,
  ...coordinationBalanceRules,
  ...lineRules,
  ...diagnosisPointerRules,
  ...dateRules,
  ...therapyRules,
]

/** Told once, where no tables of codes were handed in. */
export const codesNotLookedUp: CheckRule = {
  slug: 'file/codes-not-looked-up',
  snip: 5,
  severity: 'info',
  sentence: 'Procedures and diagnoses are looked up where tables of them are handed in.',
  citation: 'x12.md 4',
  fix: 'Hand in the tables of codes, or look the codes up by hand.',
}

/** All, each slug once, in the order in which a file meets them. */
export const checkRules: readonly CheckRule[] = [
  ...new Map(
    [
      ...readerRules,
      codesNotLookedUp,
      ...batchRules,
      ...Object.values(textRules),
      segmentOrder,
      ...billingLevelRules,
      ...billingProviderRules,
      ...payToRules,
      ...providerRules,
      ...subscriberRules,
      ...patientRules,
      ...claimRules,
    ].map((rule) => [rule.slug, cardOf(rule)] as const),
  ).values(),
]

function cardOf({ slug, snip, severity, sentence, citation, fix }: CheckRule): CheckRule {
  return { slug, snip, severity, sentence, citation, fix }
}
