export { codeTreatmentDay } from './code-treatment-day.ts'
export { diagnosisMayBeBilled, procedureMayBeBilled } from './code-validity.ts'
export type { CodedDay, CodedLine, TherapyAccrued, UnbilledService } from './coded-day.ts'
export { familyRules, type PayerRules, type PayerToFollow, payerOverrides, rulesOf } from './payer-profile.ts'
export {
  type DayToPrice,
  type LineToPrice,
  type PricedDay,
  type PricedLine,
  priceTreatmentDay,
} from './price-treatment-day.ts'
export type { Pricing } from './pricing.ts'
export type { RuleCard } from './rule.ts'
export { notDone, ruleCards } from './rule-cards.ts'
export type { Discipline } from './rules/discipline-modifier.ts'
export { initialEvaluation } from './rules/procedures.ts'
export type {
  DocumentedService,
  Modality,
  TreatmentDayInput,
} from './treatment-day-input.ts'
