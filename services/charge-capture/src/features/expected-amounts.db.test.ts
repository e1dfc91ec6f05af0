/** What a visit should bring, from the address in its sealed part to the answer, the event and the ledger. */
import { virtualClock } from '@tally/platform'
import { sampleEncounter, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chargeCapture } from '../service.ts'

let tally: TestHost

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement)], clock })
})
afterAll(() => tally.stop())

function visit(name: string, changes: Readonly<Record<string, unknown>> = {}) {
  const sample = sampleEncounter({ externalId: name, ...changes })
  return { ...sample, patient: { ...sample.patient, externalId: `P-${name.split(' ')[0]}` } }
}

const post = async (body: { readonly externalId: string }) => {
  const headers = { 'idempotency-key': body.externalId }
  return (await tally.call('POST', '/v1/encounters', { body, headers })).json
}

async function saidOf(dayId: string) {
  const [said] = await tally.sql<{ body: string }>(
    'select body from charge_capture.outbox where key = $1 order by id desc limit 1',
    [dayId],
  )
  return JSON.parse(said?.body ?? '{}').data
}

const expectedIn = (json: {
  lines: { expectedAllowedCents: number | null }[]
  expectedAllowedCents: number | null
}) => [...json.lines.map((line) => line.expectedAllowedCents), json.expectedAllowedCents]

it('a Medicare visit is expected to bring its locality’s fees, told in answer and event alike', async () => {
  const answer = await post(visit('Portland'))
  expect(answer.status).toBe('captured')
  expect(expectedIn(answer)).toEqual([4636, 3748, 8384])
  expect(expectedIn(await saidOf(answer.treatmentDayId))).toEqual([4636, 3748, 8384])
  expect(expectedIn((await tally.call('GET', '/v1/encounters/Portland')).json)).toEqual([4636, 3748, 8384])
  expect(answer.findings.map(({ rule }: { rule: string }) => rule)).toEqual(['price/provisional'])
})

it('the facility’s address wins over the billing provider’s', async () => {
  const address = { line1: '1 POOL RD', line2: null, city: 'SALEM', state: 'OR', zip: '97301' }
  const serviceFacility = { npi: '1234567893', name: 'SALEM POOL', address }
  const answer = await post(visit('Salem', { serviceFacility }))
  expect(expectedIn(answer)).toEqual([4422, 3497, 7919])
})

it('no ZIP code stands in what an event tells in the clear', async () => {
  const answer = await post(visit('Quiet'))
  expect(JSON.stringify(await saidOf(answer.treatmentDayId))).not.toContain('97201')
})

it('no other payer is expected to pay Medicare’s price', async () => {
  const [coverage] = sampleEncounter().coverages
  const coverages = [{ ...coverage, payerFamily: 'medicare-advantage', payerId: '00952' }]
  const answer = await post(visit('Advantage', { coverages }))
  expect([answer.status, answer.expectedAllowedCents]).toEqual(['captured', null])
})

it('the year’s threshold is counted by what is allowed, and an attested line above it carries KX', async () => {
  const [service] = sampleEncounter().services
  const long = ['97530', '97110'].map((procedureCode, index) => {
    return { ...service, procedureCode, lineId: String(index), minutes: 90 }
  })
  const on = (day: number, changes = {}) =>
    visit(`Autumn ${day}`, { serviceDate: `2026-03-0${day}`, services: long, ...changes })
  const modifiers = (json: { lines: { modifiers: string[] }[] }) =>
    json.lines.map((line) => line.modifiers.join(' '))
  for (const day of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const answer = await post(on(day))
    expect([answer.status, answer.expectedAllowedCents]).toEqual(['captured', 30836])
  }
  const unattested = await post(on(9))
  expect(unattested.status).toBe('held')
  expect(
    unattested.findings.map(
      ({ rule, severity }: { rule: string; severity: string }) => `${severity} ${rule}`,
    ),
  ).toEqual(['hold modifier/kx-required', 'hold modifier/kx-required', 'info price/provisional'])
  const kxAttestation = { by: '1861400004', on: '2026-03-09' }
  const attested = await tally.call('PUT', '/v1/encounters/Autumn 9', {
    body: on(9, { kxAttestation }),
    headers: { 'if-match': '"1"' },
  })
  expect([attested.json.status, modifiers(attested.json)]).toEqual(['captured', ['GP KX', 'GP KX']])

  // What the payer really allowed for the first day was less: the ninth stays below the threshold.
  await tally.sql(
    `insert into charge_capture.actual_allowed
     select practice_id, l ->> 'id', 0 from charge_capture.treatment_day, jsonb_array_elements(lines) l
     where service_date = '2026-03-01'`,
  )
  const again = await tally.call('PUT', '/v1/encounters/Autumn 9', {
    body: on(9, { claimNote: 'seen again' }),
    headers: { 'if-match': '"2"' },
  })
  expect([again.json.status, modifiers(again.json)]).toEqual(['captured', ['GP', 'GP']])
})

it('what an assistant furnished whole is a line of its own kind', async () => {
  const [service] = sampleEncounter().services
  const services = [{ ...service, assistant: { npi: '1467560003', role: 'PTA', minutes: 30 } }]
  const answer = await post(visit('Assisted', { services }))
  expect([answer.status, answer.lines[0].modifiers, expectedIn(answer)]).toEqual([
    'captured',
    ['GP', 'CQ'],
    [5396, 5396],
  ])
  expect((await saidOf(answer.treatmentDayId)).lines[0]).toMatchObject({
    ...{ assistant: true, modifiers: ['GP', 'CQ'] },
  })
})
