/**
 * Until when a first claim may be filed: by the payer's own profile where the practice set one, since what its contract says
 * always wins (coding-rules.md 6.7), else by the kind of payer. Of those only Medicare's year is law for every plan of its
 * kind, so that a profile can shorten it and not lengthen it; contracts and states override the others, so these are the
 * strictest window that was found, marked unverified, and none where no window holds for the family.
 */
import type { PayerFamily } from '@tally/kernel'
import { plusDays, plusYears, type ServiceDate } from '@tally/kernel'

export interface FilingWindow {
  /** The last day on which the claim is on time. */
  readonly dueOn: ServiceDate
  /** `practice`: set in the payer's profile by somebody who has the contract. */
  readonly confidence: 'verified' | 'practice' | 'unverified'
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

/** Whom the first claim is filed with. */
export interface FiledWith {
  readonly family: PayerFamily
  readonly payerId: string
  /** Of its profile; null where none is set. */
  readonly filingDays: number | null
}

/** null: no window is known for the payer, or (nobody is asked) nobody to file with. */
export function filingWindow(payer: FiledWith | null, serviceDate: ServiceDate): FilingWindow | null {
  if (!payer) return null
  const { family, payerId, filingDays } = payer
  const ofFamily = windowOf(family, serviceDate)
  if (filingDays === null) return ofFamily
  const own: FilingWindow = {
    dueOn: plusDays(serviceDate, filingDays),
    confidence: 'practice',
    citation: `profile of payer ${payerId}: ${filingDays} days from service`,
  }
  return family === 'medicare-b' && ofFamily && ofFamily.dueOn <= own.dueOn ? ofFamily : own
}

function windowOf(family: PayerFamily, serviceDate: ServiceDate): FilingWindow | null {
  const window = windows[family]
  if (!window) return null
  const { confidence, citation } = window
  // Services of 29 February are due on 28 February (MCPM ch.1 s70), which is how plusYears ends a leap year.
  const dueOn = 'years' in window ? plusYears(serviceDate, window.years) : plusDays(serviceDate, window.days)
  return { dueOn, confidence, citation }
}
