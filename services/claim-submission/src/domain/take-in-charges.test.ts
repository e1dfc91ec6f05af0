import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import type { Claim } from './claim.ts'
import { sampleCharges } from './sample-claim.ts'
import { type ChargeEvent, withCharges } from './take-in-charges.ts'

const day = {
  ...{ treatmentDayId: 'day_1', patientId: 'pat_1', billingNpi: '1234567893' },
  serviceDate: serviceDate('2026-03-02'),
}
const captured = (version: number): ChargeEvent => ({
  ...day,
  ...{ kind: 'captured', version, chargeCents: cents(19500), charges: sampleCharges },
  timelyFilingDueOn: serviceDate('2027-03-02'),
})
const held = (version: number): ChargeEvent => ({
  ...day,
  ...{ kind: 'held', version, payerId: '02302', timelyFilingDueOn: null },
  rules: ['coding/not-yet', 'charge/no-price'],
})
const voided = (version: number): ChargeEvent => ({ ...day, kind: 'voided', version })

const after = (...events: readonly ChargeEvent[]) =>
  events.reduce<Claim | null>((claim, event) => withCharges(claim, event, () => 'C1') ?? claim, null)
describe('a charge event', () => {
  it('is taken in once, and never after a newer one', () => {
    const claim = after(captured(2))
    expect(claim).toMatchObject({ id: 'C1', dayVersion: 2, capturedVersion: 2, payerId: '02302' })
    expect(withCharges(claim, captured(2), () => 'C2')).toBeNull()
    expect(withCharges(claim, held(1), () => 'C2')).toBeNull()
  })

  it('that holds leaves what was captured', () => {
    expect(after(captured(1), held(2))).toMatchObject({
      ...{ chargeStanding: 'held', capturedVersion: 1, chargeCents: 19500, charges: sampleCharges },
      holdRules: ['coding/not-yet', 'charge/no-price'],
    })
  })

  it('that voids leaves nothing to ask for', () => {
    expect(after(captured(1), voided(2))).toMatchObject({ chargeStanding: 'voided', chargeCents: 0 })
  })
})
