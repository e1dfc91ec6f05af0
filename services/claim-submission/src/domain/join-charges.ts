/**
 * One half of the join: what a charge event does to the day's claim. A claim is built when the newest charge
 * event is captured and eligibility has cleared the same version; until then the row is the held claim with
 * its reason. What was captured stands through a hold.
 */
import { type Cents, noCents, type ServiceDate, type Ulid } from '@tally/kernel'
import type { Charges, Claim } from './claim.ts'

interface DayFacts {
  readonly treatmentDayId: string
  readonly version: number
  readonly patientId: string
  readonly billingNpi: string
  readonly serviceDate: ServiceDate
}

export type ChargeEvent = DayFacts &
  (
    | {
        readonly kind: 'captured'
        readonly payerId: string | null
        readonly chargeCents: Cents
        readonly timelyFilingDueOn: ServiceDate | null
        readonly charges: Charges
      }
    | {
        readonly kind: 'held'
        readonly payerId: string | null
        readonly timelyFilingDueOn: ServiceDate | null
        readonly rules: readonly string[]
      }
    | { readonly kind: 'voided' }
  )

/** The claim after `event`; null when it is one that was taken in already or is older than that. */
export function joinCharges(known: Claim | null, event: ChargeEvent, newId: () => Ulid): Claim | null {
  if (known && event.version <= known.dayVersion) return null
  const claim: Claim = { ...(known ?? newClaim(event, newId())), dayVersion: event.version }
  switch (event.kind) {
    case 'captured': {
      const { payerId, chargeCents, timelyFilingDueOn, charges } = event
      const waits = { state: 'held', heldBecause: 'eligibility/not-answered' } as const
      return { ...claim, ...waits, payerId, chargeCents, timelyFilingDueOn, charges }
    }
    case 'held': {
      const { payerId, timelyFilingDueOn } = event
      return { ...claim, state: 'held', heldBecause: event.rules.join(' '), payerId, timelyFilingDueOn }
    }
    case 'voided':
      return { ...claim, state: 'voided', heldBecause: null, chargeCents: noCents }
  }
}

function newClaim({ treatmentDayId, patientId, billingNpi, serviceDate }: DayFacts, id: Ulid): Claim {
  return {
    ...{
      id,
      treatmentDayId,
      coverageOrder: 1,
      version: 0,
      dayVersion: 0,
      patientId,
      billingNpi,
      serviceDate,
    },
    ...{ state: 'held', heldBecause: null, payerId: null, chargeCents: noCents, timelyFilingDueOn: null },
    charges: { diagnoses: [], lines: [] },
  }
}
