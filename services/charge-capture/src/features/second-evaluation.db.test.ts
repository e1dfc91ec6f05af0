/** Which evaluations are a second one in the episode: same patient, billing provider, case and discipline, 180 days. */
import { virtualClock } from '@tally/platform'
import { sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chargeCapture } from '../service.ts'

let tally: TestHost
let visits = 0

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)], clock })
})
afterAll(() => tally.stop())

type Changes = Readonly<Record<string, unknown>>

/** An evaluation of the patient on a date; further changes of the service and of the visit. */
function evaluation(patient: string, serviceDate: string, procedureCode = '97161', changes: Changes = {}) {
  const sample = sampleEncounter({ externalId: `${patient} ${++visits}` })
  const services = [{ ...sample.services[0], procedureCode, minutes: 40 }]
  return { ...sample, serviceDate, services, patient: { ...sample.patient, externalId: patient }, ...changes }
}

const post = async (body: { readonly externalId: string }) => {
  const headers = { 'idempotency-key': body.externalId }
  return (await tally.call('POST', '/v1/encounters', { body, headers })).json
}
const warned = (json: { findings: { rule: string; severity: string; facts: Changes }[] }) =>
  json.findings
    .filter(({ rule }) => rule === 'procedure/second-evaluation')
    .map(({ severity, facts }) => `${severity} ${facts.procedureCode}: ${facts.evaluatedOn}`)

it('a second evaluation warns and is captured all the same; the first one does not', async () => {
  const first = await post(evaluation('TWICE', '2026-02-02'))
  expect([first.status, warned(first)]).toEqual(['captured', []])
  const second = await post(evaluation('TWICE', '2026-03-02', '97162'))
  expect([second.status, warned(second)]).toEqual(['captured', ['warn 97162: 2026-02-02']])
  const third = await post(evaluation('TWICE', '2026-04-02'))
  expect(warned(third)).toEqual(['warn 97161: 2026-02-02'])
  // Coded anew, the first is still the first.
  const shown = await tally.call('GET', `/v1/encounters/${first.id}`)
  expect(warned(shown.json)).toEqual([])
})

it.each<[string, Changes & { readonly on?: string; readonly code?: string }, string[]]>([
  ['180 days before, in the year before', { on: '2025-09-03' }, ['warn 97161: 2025-09-03']],
  ['181 days before', { on: '2025-09-02' }, []],
  ['the day after', { on: '2026-03-03' }, []],
  ['of another discipline', { on: '2026-02-02', code: '97165', discipline: 'OT' }, []],
  ['for another case', { on: '2026-02-02', relatedCauses: ['auto'], accidentDate: '2026-02-01' }, []],
  ['a re-evaluation', { on: '2026-02-02', code: '97164' }, []],
  ['one that is held', { on: '2026-02-02', disclosureRestriction: true }, ['warn 97161: 2026-02-02']],
])('an evaluation beside it: %s', async (name, { on = '', code = '97161', ...changes }, expected) => {
  const other = await post(evaluation(name, on, code, changes))
  expect(other.status).toBe('disclosureRestriction' in changes ? 'held' : 'captured')
  expect(warned(await post(evaluation(name, '2026-03-02')))).toEqual(expected)
})

it('another billing provider’s evaluation is of another episode', async () => {
  const billingProvider = { ...sampleEncounter().billingProvider, npi: '1245319599' }
  const made = await post(evaluation('ELSEWHERE', '2026-02-02', '97161', { billingProvider }))
  expect(made.status).toBe('captured')
  expect(warned(await post(evaluation('ELSEWHERE', '2026-03-02')))).toEqual([])
})

it('an evaluation that was voided was none', async () => {
  const { id } = await post(evaluation('VOIDED', '2026-02-02'))
  await tally.call('POST', `/v1/encounters/${id}/void`)
  expect(warned(await post(evaluation('VOIDED', '2026-03-02')))).toEqual([])
})

it('a visit without an evaluation is not warned', async () => {
  await post(evaluation('TREATED', '2026-02-02'))
  expect(warned(await post(evaluation('TREATED', '2026-03-02', '97110')))).toEqual([])
})
