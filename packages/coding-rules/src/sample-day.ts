/**
 * Days as tests write them: `[discipline] code minutes`, a dash for no minutes; services are named 1, 2, … in
 * order.
 */
import { assert, cents, type Fact, type Finding, type Reason, serviceDate } from '@tally/kernel'
import type { codeTreatmentDay } from './code-treatment-day.ts'
import type { DocumentedService, TreatmentDayInput } from './treatment-day-input.ts'

export const day: TreatmentDayInput = {
  serviceDate: serviceDate('2026-03-02'),
  payer: { family: 'medicare-b' },
  diagnoses: ['M542', 'M6281'],
  services: [],
  therapyAccrued: { ptSlpCents: cents(0), otCents: cents(0) },
  kxAttested: false,
  abn: null,
}

export function services(given: string): DocumentedService[] {
  return given.split(', ').map((one, index): DocumentedService => {
    const [minutes = '', procedureCode = '', discipline = 'PT'] = one.split(' ').reverse()
    return {
      lineId: String(index + 1),
      procedureCode,
      minutes: minutes === '-' ? null : Number(minutes),
      assistantMinutes: 0,
      units: null,
      unitChargeCents: cents(6000),
      diagnosisPointers: [1],
      modifiers: [],
      discipline: discipline === 'OT' ? 'OT' : discipline === 'SLP' ? 'SLP' : 'PT',
      modality: 'in-person',
      placeOfService: '11',
      renderingNpi: '1861400004',
      distinctBlock: null,
    }
  })
}

export function two(given: string): [DocumentedService, DocumentedService] {
  const [first, second] = services(given)
  assert(first && second, 'two services are given')
  return [first, second]
}

export function linesOf({ lines }: ReturnType<typeof codeTreatmentDay>): string {
  return lines
    .map(
      ({ procedureCode, modifiers, units, chargeCents }) =>
        `${procedureCode} ${modifiers.join(' ')} x${units} ${chargeCents}`,
    )
    .join(', ')
}

export function blocking({ findings }: ReturnType<typeof codeTreatmentDay>): string[] {
  return findings
    .filter(({ severity }) => severity === 'hold' || severity === 'reject')
    .map(({ rule, severity, says }) => `${severity} ${rule} ${says}`)
}

interface Answered {
  readonly lines: readonly { readonly reasons: readonly Reason[] }[]
  readonly unbilled?: readonly { readonly reasons: readonly Reason[] }[]
  readonly findings: readonly Finding[]
}

/** What every reason and finding of `rule` knows. */
export function factsOf(
  { lines, unbilled = [], findings }: Answered,
  rule: string,
): Readonly<Record<string, Fact>>[] {
  const reasons = [...lines, ...unbilled].flatMap((one) => one.reasons)
  return [...reasons, ...findings].filter((one) => one.rule === rule).map(({ facts }) => facts)
}
