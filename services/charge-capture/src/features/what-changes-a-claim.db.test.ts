/** What a new version of a visit, or another service's word, has to change of a day before anybody is told. */
import { coverageChanged, denialRecodeRequested, payerProfileChanged } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import {
  sampleEncounter,
  say,
  speaker,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chargeCapture } from '../service.ts'
import { SampleClaim } from './sample-claim-events.ts'
import { present } from './split-encounter.ts'

let tally: TestHost
let visits = 0

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), speaker], clock })
})
afterAll(() => tally.stop())

type Body = Readonly<Record<string, unknown>>

const types = async (dayId: string) => {
  const text = 'select type from charge_capture.outbox where key = $1 order by id'
  return (await tally.sql<{ type: string }>(text, [dayId])).map(({ type }) => type.split('.')[1])
}
const show = async (id: string) => (await tally.call('GET', `/v1/encounters/${id}`)).json

/** A visit whose claim its first payer has paid. */
async function paidVisit(changes: Body = {}) {
  const sample = sampleEncounter()
  const name = `V-${++visits}`
  const payerId = `P${visits}`
  const coverages = sample.coverages.map((each) => ({ ...each, payerId, payerFamily: 'commercial' }))
  const patient = { ...sample.patient, externalId: `P-${name}` }
  const body: Body = { ...sample, externalId: name, patient, coverages, ...changes }
  const { json } = await tally.call('POST', '/v1/encounters', { body, headers: { 'idempotency-key': name } })
  expect(json.status).toBe('captured')
  const { treatmentDayId, lines } = json
  const [day] = await tally.sql<{ patient_id: string; date: string }>(
    'select patient_id, service_date::text as date from charge_capture.treatment_day where id = $1',
    [treatmentDayId],
  )
  const [patientId, serviceDate] = [day?.patient_id ?? '', day?.date ?? '']
  const claim = new SampleClaim(tally, { treatmentDayId, patientId, serviceDate, payerId, lines })
  await claim.submitted()
  await claim.paid(1, 3000)
  const correct = async (changed: Body, version = 1) => {
    const headers = { 'if-match': `"${version}"` }
    const sent = { body: { ...body, ...changed }, headers }
    const { json: told } = await tally.call('PUT', `/v1/encounters/${name}`, sent)
    return { plan: told.claimPlan, version: told.version, said: await types(treatmentDayId) }
  }
  return { id: json.id, body, correct, payerId, patientId, treatmentDayId }
}

const sample = sampleEncounter()
const [firstService, ...otherServices] = sample.services
const withService = (changes: Body) => ({ services: [{ ...firstService, ...changes }, ...otherServices] })

describe('a correction', () => {
  it.each<[string, Body]>([
    ['of the metadata', { metadata: { tag: 'seen' } }],
    ['of when it was signed', { signedAt: '2026-03-03T09:00:00-08:00' }],
    ['of who signed', { signedBy: '1467560003' }],
    ['of the note of a service', withService({ noteRef: 'NOTE-2' })],
    ['of a minute that makes no other unit', withService({ minutes: 31 })],
    ['of the total that the note sums up', { totalTreatmentMinutes: 61 }],
    ['of a document that is no progress report', { documents: [{ kind: 'order', ref: 'DOC-2' }] }],
    ['of the order of the services', { services: [...otherServices, firstService] }],
  ])('%s is kept and tells nobody', async (_, changed) => {
    const { id, correct } = await paidVisit()
    expect(await correct(changed)).toEqual({ plan: 'none', version: 2, said: ['captured'] })
    const shown = await show(id)
    expect([shown.version, shown.status]).toEqual([2, 'captured'])
    expect(shown.encounter).toMatchObject(present(changed) as Body)
  })

  it('of minutes shows them in the reasons of its line', async () => {
    const { id, correct } = await paidVisit()
    await correct(withService({ minutes: 31 }))
    const { lines } = await show(id)
    expect(lines[0].reasons[0].says).toContain('31')
  })

  it.each<[string, Body]>([
    ['what the patient paid, for the ledger', { patientPaidCents: 2500 }],
    ['where it was, for whoever lists by location', { location: { id: 'LOC-2', name: 'Harbor' } }],
    [
      'a progress report, for eligibility',
      { documents: [{ kind: 'progress-report', ref: 'D', on: '2026-03-02' }] },
    ],
    [
      'its plan of care, for eligibility',
      { episode: { externalId: 'EP-1', planOfCare: { signedOn: '2026-03-01' } } },
    ],
  ])('of %s is told, and plans no claim', async (_, changed) => {
    const { correct } = await paidVisit({ episode: { externalId: 'EP-1' } })
    expect(await correct(changed)).toEqual({ plan: 'none', version: 2, said: ['captured', 'corrected'] })
  })

  it.each<[string, Body]>([
    ['a unit', withService({ minutes: 53 })],
    ['a charge', withService({ unitChargeCents: 6100 })],
    ['a diagnosis', { diagnoses: [{ code: 'M62.81' }, { code: 'M54.59' }] }],
    ['the claim note', { claimNote: 'SEEN TWICE' }],
    ['the referral', { referralNumber: 'REF-2' }],
    ['the accident', { relatedCauses: ['other'], accidentDate: '2026-02-01' }],
    ['the patient', { patient: { ...sample.patient, externalId: 'SAME', birthDate: '1950-01-02' } }],
    ['a name of who treated', { renderingProvider: { ...sample.renderingProvider, last: 'OTHER' } }],
    [
      'the taxonomy of who treated',
      { renderingProvider: { ...sample.renderingProvider, taxonomy: '225X00000X' } },
    ],
    [
      'the place that it was furnished at',
      { serviceFacility: { name: 'HARBOR', address: sample.patient.address } },
    ],
    ['where payments go', { payToAddress: sample.patient.address }],
    ['assignment', { acceptAssignment: false }],
  ])('of %s is told, and plans a claim', async (_, changed) => {
    const patient = { ...sample.patient, externalId: 'SAME' }
    const date = new Date(Date.UTC(2026, 2, 2 + (visits % 27))).toISOString().slice(0, 10)
    const { correct } = await paidVisit({ patient, serviceDate: date })
    expect(await correct(changed)).toEqual({
      ...{ plan: 'send-replacement', version: 2, said: ['captured', 'corrected'] },
    })
  })

  it('of a card or of an authorization’s number plans a claim, how far that reaches does not', async () => {
    const authorizations = [{ number: 'AUTH-1', coverageOrder: 1, visits: 12 }]
    const { body, correct } = await paidVisit({ authorizations })
    const coverages = (body.coverages as Body[]).map((each) => ({ ...each, groupNumber: 'GROUP-2' }))
    expect((await correct({ coverages })).plan).toBe('send-replacement')
    const [numbered] = authorizations.map((each) => ({ ...each, number: 'AUTH-2' }))
    expect((await correct({ coverages, authorizations: [numbered] }, 2)).plan).toBe('send-replacement')
    const further = await correct({ coverages, authorizations: [{ ...numbered, visits: 20 }] }, 3)
    expect([further.plan, further.said.length]).toEqual(['none', 4])
  })

  it('back to what stands captured, after one that was held, is told and plans no claim', async () => {
    const { body, correct } = await paidVisit()
    const held = await correct({ disclosureRestriction: true })
    expect(held.said).toEqual(['captured', 'held'])
    const after = await correct({ ...body, metadata: { tag: 'back' } }, 2)
    expect(after).toEqual({ plan: 'none', version: 3, said: ['captured', 'held', 'corrected'] })
  })

  it('that holds for less than what was captured, and is released, plans a claim', async () => {
    const { correct } = await paidVisit()
    await correct({ ...withService({ minutes: 53 }), disclosureRestriction: true })
    expect((await correct(withService({ minutes: 53 }), 2)).plan).toBe('send-replacement')
  })
})

describe('a day that is coded anew from what is stored', () => {
  const requested = async (treatmentDayId: string, denialId: string) => {
    const data = {
      ...{ denialId, version: 1, claimId: '01JZ0000000000000000000001', treatmentDayId, coverageOrder: 1 },
      ...{ payerId: 'P1', chargeLineIds: [], category: 'modifier', reasonCode: '4' },
    }
    await say(tally, [
      saying(denialRecodeRequested, {
        ...{ subject: denialId, sequence: 1, correlationId: treatmentDayId },
        ...{ data, sealed: { because: 'the payer wants another modifier' } },
      }),
    ])
    await tally.settled()
  }
  const open = async (denialId: string) => {
    const text = 'select answered_by from charge_capture.recode_request where denial_id = $1'
    return (await tally.sql<{ answered_by: number | null }>(text, [denialId]))[0]?.answered_by
  }

  it('says nothing when a denial’s request changes nothing, and warns of it', async () => {
    const { id, treatmentDayId } = await paidVisit()
    await requested(treatmentDayId, '01JZ0000000000000000000011')
    expect(await types(treatmentDayId)).toEqual(['captured'])
    const { findings } = await show(id)
    expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('denial/recode-requested')
  })

  it('answers the request by a correction of the claim alone', async () => {
    const { correct, treatmentDayId } = await paidVisit()
    const denialId = '01JZ0000000000000000000012'
    await requested(treatmentDayId, denialId)
    await correct({ patientPaidCents: 100 })
    expect(await open(denialId)).toBeNull()
    await correct({ patientPaidCents: 100, claimNote: 'MENDED' }, 2)
    expect(await open(denialId)).toBe(3)
  })

  it('says nothing when a payer’s entry leaves its hold as it was', async () => {
    const payerId = 'HOLDS'
    const told = async (version: number, codingRules: Body) => {
      const data = {
        ...{ payerId, version, payerFamily: 'medicare-b' as const, codingRules: { ...codingRules } },
        ...{ checksEligibility: true, acceptsReplacement: false, sendWindow: 'practice', appealDays: null },
        ...{ filingDays: null, toleranceCents: 0 },
      }
      await say(tally, [
        saying(payerProfileChanged, { subject: payerId, sequence: version, correlationId: payerId, data }),
      ])
      await tally.settled()
    }
    await told(1, { unitRule: 'by-guess' })
    const coverages = sample.coverages.map((each) => ({ ...each, payerId }))
    const body = { ...sampleEncounter({ externalId: 'HOLDS' }), coverages }
    const headers = { 'idempotency-key': 'HOLDS' }
    const { json } = await tally.call('POST', '/v1/encounters', { body, headers })
    await told(2, { unitRule: 'by-guess', dailyTimedCap: 4 })
    const left = `select count(*)::int as left from charge_capture.deadline
                  where process in ('recode-for-payer', 'recode-day')`
    await expect.poll(async () => (await tally.sql(left))[0], { timeout: 10_000 }).toEqual({ left: 0 })
    expect(await types(json.treatmentDayId)).toEqual(['held'])
  })

  it('says nothing to a new list of coverages with the card that it has, nor of a visit that the patient pays', async () => {
    const name = 'LISTED'
    const visit = sampleEncounter({ externalId: name })
    const patient = { ...visit.patient, externalId: name }
    const bodies = [
      { ...visit, patient },
      { ...visit, patient, externalId: 'OWN', serviceDate: '2026-03-03', responsibleParty: 'self' },
    ]
    const days: string[] = []
    for (const body of bodies) {
      const headers = { 'idempotency-key': body.externalId }
      days.push((await tally.call('POST', '/v1/encounters', { body, headers })).json.treatmentDayId)
    }
    const [day] = await tally.sql<{ patient_id: string }>(
      'select patient_id from charge_capture.treatment_day where id = $1',
      [days[0]],
    )
    const patientId = day?.patient_id ?? ''
    const set = async (version: number, changes: Body) => {
      const [first] = visit.coverages as unknown as Record<string, unknown>[]
      const {
        order,
        payerId,
        payerFamily,
        claimFilingIndicator = null,
        ...rest
      } = { ...first, ...changes } as Record<string, never>
      const clear = {
        order,
        payerId,
        payerFamily,
        claimFilingIndicator,
        medicareSecondaryType: null,
        from: null,
        to: null,
      }
      const card = {
        ...{
          payerAddress: null,
          groupNumber: null,
          groupName: null,
          subscriber: null,
          propertyCasualtyClaimNumber: null,
        },
        ...{ ...rest, order },
      }
      delete (card as Record<string, unknown>).medicareSecondaryType
      await say(tally, [
        saying(coverageChanged, {
          ...{ subject: patientId, sequence: version, correlationId: patientId },
          data: { patientId, version, coverages: [clear] } as never,
          sealed: { coverages: [card] } as never,
        }),
      ])
      await tally.settled()
    }
    await set(1, {})
    expect(await Promise.all(days.map(types))).toEqual([['captured'], ['captured']])
    await set(2, { groupNumber: 'NEW' })
    expect(await Promise.all(days.map(types))).toEqual([['captured', 'corrected'], ['captured']])
  })

  it('compares one that was said in the form of before by its content', async () => {
    const { id, correct, treatmentDayId } = await paidVisit()
    // As jsonb gave it back: the fields of a slot in another order, and the digest of all that was sent.
    const { contentHash } = await show(id)
    await tally.sql(
      `update charge_capture.treatment_day set said = (jsonb_build_object(
         'held', null, 'diagnoses', to_jsonb(diagnoses),
         'contents', jsonb_build_array(jsonb_build_object('id', $2::text, 'contentHash', $3::text,
                       'coverages', said::jsonb #> '{contents,0,coverages}')),
         'lines', (select jsonb_agg(l - 'reasons') from jsonb_array_elements(lines) l)))::text
       where id = $1`,
      [treatmentDayId, id, contentHash],
    )
    await requested(treatmentDayId, '01JZ0000000000000000000013')
    expect(await types(treatmentDayId)).toEqual(['captured'])
    expect(await correct({ metadata: { tag: 'seen' } })).toMatchObject({ plan: 'none', said: ['captured'] })
  })
})
