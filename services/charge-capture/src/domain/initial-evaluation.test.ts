import type { Discipline } from '@tally/coding-rules'
import { serviceDate } from '@tally/kernel'
import { expect, test } from 'vitest'
import type { Encounter, EncounterService } from './encounter.ts'
import { earlierEvaluationOf } from './initial-evaluation.ts'

const date = serviceDate('2026-03-02')
const service = (procedureCode: string, discipline: Discipline): EncounterService => ({
  ...{ procedureCode, discipline, minutes: 30, assistantMinutes: 0, units: null, unitChargeCents: null },
  ...{ chargeCents: null, diagnosisPointers: [1], modifiers: [], placeOfService: '11' },
  ...{ renderingNpi: '1861400004', distinctBlock: null },
})
const visit = (services: readonly EncounterService[], status: Encounter['status'] = 'signed'): Encounter => ({
  ...{ id: 'enc_1', version: 1, status, contentHash: 'one', patientId: 'pat_1' },
  ...{ billingNpi: '1234567893', serviceDate: date, relatedCauses: [], modality: 'in-person' },
  ...{ serviceZip: null, coverages: [], responsibleParty: 'insurance', disclosureRestricted: false },
  ...{ kxAttested: false, abn: null, diagnoses: ['M54.59'], services },
})

test.each<[string, readonly Encounter[], readonly Discipline[] | null]>([
  ['no visit', [], null],
  ['a visit without one', [visit([service('97110', 'PT'), service('97164', 'PT')])], null],
  ['a physical therapist’s', [visit([service('97162', 'PT')])], ['PT']],
  ['an occupational therapist’s', [visit([service('97110', 'OT'), service('97165', 'OT')])], ['OT']],
  ['both, in two visits', [visit([service('97161', 'PT')]), visit([service('97167', 'OT')])], ['PT', 'OT']],
  ['one of a visit that was voided', [visit([service('97161', 'PT')], 'void')], null],
])('asks for an earlier evaluation: %s', (_, encounters, expected) => {
  expect(earlierEvaluationOf(encounters, date)?.disciplines ?? null).toEqual(expected)
})

test('an evaluation counts for 180 days', () => {
  expect(earlierEvaluationOf([visit([service('97161', 'PT')])], date)?.from).toBe('2025-09-03')
})
