import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type ChargeEvent, joinCharges } from './join-charges.ts'

const day = {
  treatmentDayId: 'day_1',
  patientId: 'pat_1',
  billingNpi: '1234567893',
  serviceDate: serviceDate('2026-03-02'),
}
const line = {
  ...{ chargeLineId: 'L1', procedureCode: '97110', units: 2, modifiers: ['GP'], diagnosisPointers: [1] },
  chargeCents: cents(12000),
}
const captured = (version: number): ChargeEvent => ({
  ...day,
  ...{ kind: 'captured', version, payerId: '02302', chargeCents: cents(12000) },
  timelyFilingDueOn: serviceDate('2027-03-02'),
  charges: { diagnoses: ['M5459'], lines: [line] },
})
const held = (version: number): ChargeEvent => ({
  ...day,
  ...{
    kind: 'held',
    version,
    payerId: '02302',
    timelyFilingDueOn: null,
    rules: ['coding/not-yet', 'charge/no-price'],
  },
})
const voided = (version: number): ChargeEvent => ({ ...day, kind: 'voided', version })

const after = (...events: readonly ChargeEvent[]) =>
  events.reduce<ReturnType<typeof joinCharges>>(
    (claim, event) => joinCharges(claim, event, () => 'C1') ?? claim,
    null,
  )

describe('the claim of a treatment day', () => {
  it('is held until eligibility answers, with everything that was captured', () => {
    expect(after(captured(1))).toMatchObject({
      ...{
        id: 'C1',
        state: 'held',
        heldBecause: 'eligibility/not-answered',
        dayVersion: 1,
        payerId: '02302',
      },
      ...{ chargeCents: 12000, timelyFilingDueOn: '2027-03-02', charges: { lines: [line] } },
    })
  })

  it('names the rules that hold the charges, and keeps what was captured before', () => {
    expect(after(held(1))).toMatchObject({ heldBecause: 'coding/not-yet charge/no-price', chargeCents: 0 })
    expect(after(captured(1), held(2))).toMatchObject({
      ...{ heldBecause: 'coding/not-yet charge/no-price', chargeCents: 12000, charges: { lines: [line] } },
    })
  })

  it('asks for nothing once voided, and waits again when the visit comes back', () => {
    expect(after(captured(1), voided(2))).toMatchObject({
      state: 'voided',
      heldBecause: null,
      chargeCents: 0,
    })
    expect(after(captured(1), voided(2), captured(3))).toMatchObject({ state: 'held', chargeCents: 12000 })
  })

  it.each([
    ['the same version again', captured(2), captured(2)],
    ['an older version late', voided(2), captured(1)],
  ])('is not changed by %s', (_, newer, late) => {
    expect(joinCharges(after(newer), late, () => 'C2')).toBeNull()
  })
})
