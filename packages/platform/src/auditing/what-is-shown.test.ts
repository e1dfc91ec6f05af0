import { expect, it } from 'vitest'
import { shownIn } from './what-is-shown.ts'

const keys = { derive: (kind: string, ...parts: readonly string[]) => `${kind}-of-${parts.join('-')}` }
const patient = 'pat_6M7SSYKMBST33VAWR02THMQG4N'
const other = 'pat_HDYC580HB5VKM2B292KS0YD85H'
const claimId = '01KJRPRW804A38Y19HAVNYSP7X'

it.each([
  ['by our id', { items: [{ patientId: patient, claimId }] }, [patient]],
  ['by the EMR’s id, as a visit names its patient', { patient: { externalId: 'P-1' } }, ['patient-of-P-1']],
  [
    'by the EMR’s id alone',
    [{ patientExternalId: 'P-1' }, { patientId: 'P-2' }],
    ['patient-of-P-1', 'patient-of-P-2'],
  ],
  ['within the path of an account', { account: `receivable:patient:${patient}:${claimId}` }, [patient]],
  ['as the key of a row', { by: 'patient', items: [{ key: patient }, { key: other }] }, [patient, other]],
  ['in lines of text', `{"patientId":"${patient}"}\n{"patientId":"${other}"}\n`, [patient, other]],
  ['each once', [{ patientId: patient }, { patientId: patient, patientExternalId: patient }], [patient]],
])('a patient is shown %s', (_, body, patients) => {
  expect(shownIn(keys, body)).toEqual({ patients, others: [] })
})

it.each([
  ['nothing', null],
  ['bytes', Buffer.from(patient)],
  ['a patient without an id', { patient: { externalId: null } }],
  ['longer words', { key: `${patient}0`, also: `x${patient}` }],
  ['the audit log, which tells of who was shown', { items: [{ subjects: [patient] }] }],
])('nobody is shown by %s', (_, body) => {
  expect(shownIn(keys, body)).toEqual({ patients: [], others: [] })
})

it('where no patient is named, the visits and claims are', () => {
  expect(shownIn(keys, { items: [{ claimId }, { claimId, encounterId: 'not ours' }] })).toEqual({
    patients: [],
    others: [claimId],
  })
})
