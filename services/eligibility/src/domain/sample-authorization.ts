/** An approved authorization without dates or codes, for the tests of this service. */
import type { Authorization } from './authorization.ts'

export function sampleAuthorization(changes: Partial<Authorization> = {}): Authorization {
  return {
    ...{ id: 'A1', patientId: 'pat_1', payerId: 'P1', version: 1, status: 'approved', numberKey: 'N1' },
    ...{ codes: [], from: null, to: null, countedIn: 'visits', limited: true, evaluationExempt: false },
    ...{ source: 'person', saidLow: false, saidExhausted: false },
    ...changes,
  }
}
