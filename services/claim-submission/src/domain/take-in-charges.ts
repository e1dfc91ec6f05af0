/** What a charge event makes of a claim, before it is asked what has to happen now (join-claim.ts). */
import { type Cents, noCents, type ServiceDate, type Ulid } from '@tally/kernel'
import type { Charges, Claim } from './claim.ts'

export interface DayFacts {
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

/** The claim after a charge event, not yet stepped; null when it was taken in already or is older than that. */
export function withCharges(known: Claim | null, event: ChargeEvent, newId: () => Ulid): Claim | null {
  if (known && event.version <= known.dayVersion) return null
  const claim: Claim = { ...(known ?? newClaim(event, newId())), dayVersion: event.version }
  switch (event.kind) {
    case 'captured': {
      const { chargeCents, timelyFilingDueOn, charges, version } = event
      const first = [...charges.coverages].sort((a, b) => a.order - b.order)[0]
      return {
        ...claim,
        ...{ chargeStanding: 'captured', holdRules: [], capturedVersion: version },
        ...{ payerId: first?.payerId ?? null, payerFamily: first?.payerFamily ?? null },
        ...{ chargeCents, timelyFilingDueOn, charges },
      }
    }
    case 'held': {
      const { payerId, timelyFilingDueOn, rules } = event
      const named = {
        payerId: claim.payerId ?? payerId,
        timelyFilingDueOn: claim.timelyFilingDueOn ?? timelyFilingDueOn,
      }
      return { ...claim, ...named, chargeStanding: 'held', holdRules: rules }
    }
    case 'voided':
      return { ...claim, chargeStanding: 'voided', holdRules: [], chargeCents: noCents }
  }
}

function newClaim({ treatmentDayId, patientId, billingNpi, serviceDate }: DayFacts, id: Ulid): Claim {
  return {
    ...{ id, treatmentDayId, coverageOrder: 1, version: 0, dayVersion: 0 },
    ...{ chargeStanding: 'held', holdRules: [], capturedVersion: 0, answer: null, heldByPerson: null },
    ...{ state: 'held', heldBecause: null, payerId: null, payerFamily: null },
    ...{ patientId, billingNpi, serviceDate, chargeCents: noCents, timelyFilingDueOn: null, charges: null },
    ...{
      claimVersion: 0,
      claimNumber: null,
      builtDayVersion: 0,
      readyAt: null,
      unanswered: false,
      traceparent: null,
    },
  }
}
