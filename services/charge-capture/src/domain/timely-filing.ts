/**
 * Until when a first claim may be filed, by the kind of payer alone. Only Medicare's year is law for every
 * plan of its kind; contracts, states and the payer's profile override the others, so these are the strictest
 * window that was found, marked unverified, and none where no window holds for the family.
 */
import type { PayerFamily } from '@tally/kernel'
import { plusDays, plusYears, type ServiceDate } from '@tally/kernel'

export interface FilingWindow {
  /** The last day on which the claim is on time. */
  readonly dueOn: ServiceDate
  readonly confidence: 'verified' | 'unverified'
  readonly citation: string
}

type Window = { readonly confidence: FilingWindow['confidence']; readonly citation: string } & (
  | { readonly years: number }
  | { readonly days: number }
)

const windows: Readonly<Record<PayerFamily, Window | null>> = {
  'medicare-b': { years: 1, confidence: 'verified', citation: '42 CFR 424.44(a); MCPM ch.1 s70' },
  'medicare-advantage': null,
  medicaid: {
    days: 90,
    confidence: 'unverified',
    citation: '90 days to 12 months by state; 42 CFR 447.45(d) caps it at 12',
  },
  commercial: { days: 90, confidence: 'unverified', citation: '90 to 365 days by contract' },
  tricare: { days: 365, confidence: 'unverified', citation: 'TRICARE, 365 days' },
  va: { days: 180, confidence: 'unverified', citation: 'VA community care, 180 days' },
  'workers-comp': null,
  auto: null,
  'self-pay': null,
}

/** null: no window is known for the family, or (self-pay) nobody to file with. */
export function filingWindow(family: PayerFamily, serviceDate: ServiceDate): FilingWindow | null {
  const window = windows[family]
  if (!window) return null
  const { confidence, citation } = window
  // Services of 29 February are due on 28 February (MCPM ch.1 s70), which is how plusYears ends a leap year.
  const dueOn = 'years' in window ? plusYears(serviceDate, window.years) : plusDays(serviceDate, window.days)
  return { dueOn, confidence, citation }
}
