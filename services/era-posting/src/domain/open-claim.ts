/**
 * A claim of the former system as Tally keeps it: a charged day of its own whose lines are booked for what is open of them,
 * out of the former system's account, and a claim that a payer may answer under the old number, with the old charges.
 */
import { assert, type Cents, cents, noCents, type ServiceDate } from '@tally/kernel'
import { opening, patientCredit, receivableOfPatient, receivableOfPayer } from './account.ts'
import type { ChargeDay } from './book-charges.ts'
import type { Claim, ClaimVersion } from './claim.ts'
import type { OpeningClaim } from './opening-row.ts'
import { type Posting, post } from './posting.ts'
import { visitKey } from './visit-key.ts'

export interface OpeningIds {
  readonly treatmentDayId: string
  readonly patientId: string
  readonly claimId: string
  /** In the order of its lines. */
  readonly lineIds: readonly string[]
}

export interface OpenedLine {
  readonly chargeLineId: string
  readonly payerCents: Cents
  readonly patientCents: Cents
}

export interface Opened {
  readonly day: ChargeDay
  /** null: no payer is asked. */
  readonly claim: Claim | null
  readonly version: ClaimVersion
  /** As tier 6 of the matching finds it; null: it is of several days, or has no member id. */
  readonly visit: string | null
  readonly lines: readonly OpenedLine[]
  readonly postings: readonly Posting[]
}

export function openClaim(system: string, former: OpeningClaim, ids: OpeningIds): Opened {
  const { treatmentDayId, patientId, claimId } = ids
  const { payer, claimNumber, treatmentCase } = former
  const coverages = payer
    ? [{ order: payer.order, payerId: payer.payerId, payerFamily: payer.payerFamily }]
    : []
  const accountOf = (id: string) =>
    payer ? receivableOfPayer(id, payer.order) : receivableOfPatient(patientId, id)
  const lines = former.lines.map((line, place) => ({ ...line, chargeLineId: ids.lineIds[place] ?? '' }))
  const serviceDate = firstDay(former)
  const none = { expectedAllowedCents: null }
  return {
    day: {
      ...{
        treatmentDayId,
        treatmentCase,
        thirdParty: false,
        version: 1,
        patientId,
        serviceDate,
        coverages,
        patientPaidCents: noCents,
      },
      lines: lines.map(({ chargeLineId, procedureCode, modifiers, openPayerCents, openPatientCents }) => ({
        ...{ chargeLineId, procedureCode, modifiers, ...none, account: accountOf(chargeLineId) },
        bookedCents: cents(openPayerCents + Math.max(0, openPatientCents)),
      })),
    },
    claim: payer && {
      ...{
        id: claimId,
        treatmentDayId,
        coverageOrder: payer.order,
        patientId,
        payerId: payer.payerId,
        payerFamily: payer.payerFamily,
        serviceDate,
      },
      ...{
        standing: 'submitted',
        heard: 0,
        said: 0,
        traceparent: null,
        adjudicatedAt: null,
        settledAt: null,
      },
    },
    version: {
      ...{ claimNumber, version: 1, chargeCents: chargeOf(former) },
      lines: lines.map(({ chargeLineId, procedureCode, modifiers, chargeCents }) => ({
        ...{ chargeLineId, procedureCode, modifiers, chargeCents, ...none },
      })),
    },
    visit: visitOfClaim(former),
    lines: lines.map(({ chargeLineId, openPayerCents, openPatientCents }) => ({
      ...{ chargeLineId, payerCents: openPayerCents, patientCents: openPatientCents },
    })),
    postings: lines.flatMap(({ chargeLineId, openPayerCents, openPatientCents }) => {
      const [from, key] = [opening(system), `opening/${chargeLineId}`]
      const his = receivableOfPatient(patientId, chargeLineId)
      return [
        ...post(receivableOfPayer(chargeLineId, payer?.order ?? 1), from, openPayerCents, `${key}/payer`),
        ...(openPatientCents > 0 ? post(his, from, openPatientCents, `${key}/patient`) : []),
        ...(openPatientCents < 0
          ? post(patientCredit(patientId), from, openPatientCents, `${key}/credit`)
          : []),
      ]
    }),
  }
}

/** Everything that its rows said, in one text: the same claim brought again has the same. */
export function contentOf({ row: _row, ...former }: OpeningClaim): string {
  return JSON.stringify(former)
}

function chargeOf({ lines }: OpeningClaim): Cents {
  return cents(lines.reduce((sum, { chargeCents }) => sum + chargeCents, 0))
}

/** Ages count from it. */
function firstDay({ lines }: OpeningClaim): ServiceDate {
  const [first] = lines.map(({ serviceDate }) => serviceDate).toSorted()
  assert(first, 'a claim has a line')
  return first
}

function visitOfClaim(former: OpeningClaim): string | null {
  const [day, ...others] = new Set(former.lines.map(({ serviceDate }) => serviceDate))
  if (day === undefined || others.length > 0) return null
  return visitKey({
    ...{ memberId: former.payer?.memberId ?? '', serviceDate: day, chargeCents: chargeOf(former) },
    procedureCodes: former.lines.map(({ procedureCode }) => procedureCode),
  })
}
