/** Whole treatment days as a clinic might document them, for properties that must hold of any. */
import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { day } from './sample-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

const timed = ['97110', '97112', '97116', '97140', '97530', '97535', '97035']
const others = ['97161', '97012', '97014', '97150', '97129', '97550', '97010', '97750', '95992']

const service: fc.Arbitrary<DocumentedService> = fc
  .record({
    procedureCode: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...timed) }, fc.constantFrom(...others)),
    minutes: fc.integer({ min: 1, max: 60 }),
    share: fc.constantFrom(0, 0, 0, 0.1, 0.2, 0.5, 0.8, 1),
    discipline: fc.constantFrom('PT' as const, 'PT' as const, 'OT' as const),
    unitChargeCents: fc.integer({ min: 1000, max: 9000 }).map(cents),
    modifiers: fc.constantFrom([], [], ['GP'], ['59'], ['RT'], ['59', '76', 'RT', '96']),
    distinctBlock: fc.constantFrom(null, null, 'described' as const, { from: '10:00', to: '10:15' }),
  })
  .map(({ share, ...documented }) => ({
    ...documented,
    lineId: '',
    assistantMinutes:
      documented.procedureCode === '97161'
        ? 0
        : documented.minutes - Math.ceil(documented.minutes * (1 - share)),
    modifiers:
      documented.discipline === 'OT'
        ? documented.modifiers.filter((one) => one !== 'GP')
        : documented.modifiers,
    ...{ units: null, diagnosisPointers: [1], modality: 'in-person' as const, placeOfService: '11' },
    renderingNpi: '1861400004',
  }))

export const services: fc.Arbitrary<DocumentedService[]> = fc
  .array(service, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((one, index) => ({ ...one, lineId: String(index + 1) })))

const rules = fc.constantFrom(
  {},
  {},
  { unitRule: 'per-code' },
  { unitRule: 'full-15', dailyTimedCap: 3 },
  { untimedAssistantMethod: 2, splitLineModifier: '76' },
  { price: { kind: 'percent-of-medicare', percent: 115 }, mppr: 'allowed' },
  {
    modifierOrder: [
      'assistant',
      'distinct',
      'repeat',
      'discipline',
      'kx',
      'telehealth',
      'liability',
      'reduced',
      'side',
      'other',
    ],
  },
)

export const treatmentDays: fc.Arbitrary<TreatmentDayInput> = fc
  .record({
    services,
    family: fc.constantFrom<PayerFamily>('medicare-b', 'medicare-b', 'medicare-b', 'commercial', 'tricare'),
    rules,
    used: fc.integer({ min: 0, max: 320_000 }).map(cents),
    kxAttested: fc.boolean(),
    abn: fc.constantFrom(null, null, null, 'required' as const),
    serviceDate: fc.constantFrom('2024-02-01', '2025-06-02', '2026-03-02').map(serviceDate),
  })
  .map(({ family, rules: own, used, ...rest }) => ({
    ...day,
    ...rest,
    payer: { family, rules: own },
    therapyAccrued: { ptSlpCents: used, otCents: used },
    pricing: { gpci: { work: 1.02, practiceExpense: 0.984, malpractice: 0.8 } },
  }))
