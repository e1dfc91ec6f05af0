/** Kinds of payer that share their rules until a payer's own profile says otherwise. */
export const payerFamilies = [
  'medicare-b',
  'medicare-advantage',
  'medicaid',
  'commercial',
  'tricare',
  'va',
  'workers-comp',
  'auto',
  'self-pay',
] as const
export type PayerFamily = (typeof payerFamilies)[number]
