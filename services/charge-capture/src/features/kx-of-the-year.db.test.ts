/**
 * Which of a patient's days decide whether a visit needs KX: Medicare's, those before it. 90 and 90 minutes of 97530 and 97110 are
 * allowed 308.36, and 2026's threshold is 2,480.00; another practice's 2,170.00 leaves room for one such day.
 */
import { readFile } from 'node:fs/promises'
import { coverageVerified, paymentPosted } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import {
  type SampleEncounter,
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

let tally: TestHost
let visits = 0

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), speaker], clock })
})
afterAll(() => tally.stop())

const within = { timeout: 10_000, interval: 20 }
const commercial = { payerId: '60054', payerFamily: 'commercial' }
const attested = { kxAttestation: { by: '1861400004', on: '2026-03-09' } }

function visit(patient: string, serviceDate: string, changes: Readonly<Record<string, unknown>> = {}) {
  const sample = sampleEncounter({ externalId: `${patient} ${++visits}` })
  const [service] = sample.services
  const services = ['97530', '97110'].map((procedureCode, index) => {
    return { ...service, procedureCode, lineId: String(index), minutes: 90 }
  })
  return { ...sample, serviceDate, services, patient: { ...sample.patient, externalId: patient }, ...changes }
}

const post = async (body: { readonly externalId: string }) => {
  const headers = { 'idempotency-key': body.externalId }
  return (await tally.call('POST', '/v1/encounters', { body, headers })).json
}
const covered = (by: Readonly<Record<string, unknown>>) => {
  const coverages = sampleEncounter().coverages.map((coverage) => ({ ...coverage, ...by }))
  return { coverages: coverages as SampleEncounter['coverages'] }
}
/** How the visit stands, with its lines' modifiers. */
const stands = async (id: string) => {
  const { status, lines } = (await tally.call('GET', `/v1/encounters/${id}`)).json
  return [status, ...lines.map((line: { modifiers: string[] }) => line.modifiers.join(' '))]
}
const held = ['held', 'GP', 'GP']
const captured = ['captured', 'GP', 'GP']
const withKx = ['captured', 'GP KX', 'GP KX']

/** What waits for a person of the day, and what no longer does. */
const workOf = async (dayId: string) => {
  const text = `select says, closed_because from charge_capture.work_item where subject = $1 order by opened_at`
  return tally.sql<{ says: string; closed_because: string | null }>(text, [dayId])
}

const patientOf = async (dayId: string) => {
  const text = 'select patient_id from charge_capture.treatment_day where id = $1'
  const [row] = await tally.sql<{ patient_id: string }>(text, [dayId])
  return row?.patient_id ?? ''
}

/** No day is left to be decided anew. */
const decided = async () => {
  const text = `select count(*)::int as left from charge_capture.deadline where process like 'kx-%'`
  await expect.poll(async () => (await tally.sql(text))[0], within).toEqual({ left: 0 })
}

/** Another practice used this much of the patient's year. */
async function usedElsewhere(patientId: string, usedElsewhereCents: number, version = 1): Promise<void> {
  const data = {
    ...{ patientId, version, payerId: '02302', asOf: '2026-02-01', verifiedAt: '2026-02-01T18:00:00Z' },
    ...{ coverage: 'active' as const, rejections: [], therapyVisits: null, usedElsewhereCents },
    deductibleRemainingCents: null,
  }
  await say(tally, [
    saying(coverageVerified, { subject: patientId, sequence: version, correlationId: patientId, data }),
  ])
  await tally.settled()
  await decided()
}

/** The claim of the day is at its payer. */
async function sent(dayId: string): Promise<void> {
  await tally.sql(
    `insert into charge_capture.claim_standing values ('prc_demo', $1, 1, 1, 'claim of ' || $1, 'sent')`,
    [dayId],
  )
}

interface Paid {
  readonly treatmentDayId: string
  readonly lines: readonly { readonly lineId: string; readonly procedureCode: string }[]
}

/** The payer paid the day's claim and allowed `cents` for each line. */
async function allowed({ treatmentDayId, lines }: Paid, patientId: string, on: string, cents: number) {
  const paid = { chargeCents: 9000, paidCents: cents, toPatientCents: 0, remarks: [] }
  const data = {
    ...{ claimId: '01JZ0000000000000000000002', claimNumber: 'C1', claimVersion: 1, coverageOrder: 1 },
    ...{ treatmentDayId, payerId: '02302' },
    ...{ patientId, serviceDate: on, remittanceId: '01JZ0000000000000000000001', position: 1 },
    ...{ trace: 'T1', paidOn: on, receivedAt: '2026-03-20T18:00:00Z', status: '1', claimAdjustments: [] },
    ...{ ...paid, tier: 1, denied: false, allowedCents: 2 * cents, openCents: 0 },
    lines: lines.map(({ lineId: chargeLineId, procedureCode }) => ({
      ...{ chargeLineId, procedureCode, modifiers: ['GP'], unitsPaid: 1, ...paid, allowedCents: cents },
      adjustments: [],
    })),
  }
  const subject = data.claimId
  await say(tally, [
    saying(paymentPosted, {
      ...{ subject, sequence: 1, correlationId: treatmentDayId, data },
      sealed: { payerClaimNumber: null },
    }),
  ])
  await tally.settled()
}

describe('a Medicare visit', () => {
  it('needs no KX for what a plan was charged before: 20 visits of 150.00', async () => {
    const [service] = sampleEncounter().services
    const services = [{ ...service, minutes: 30, units: 2, chargeCents: 15_000, unitChargeCents: null }]
    for (let day = 10; day < 30; day++) {
      const answer = await post(visit('SWITCHED', `2026-01-${day}`, { ...covered(commercial), services }))
      expect(answer.status).toBe('captured')
    }
    const first = await post(visit('SWITCHED', '2026-06-01', attested))
    expect(await stands(first.id)).toEqual(captured)
  })

  it('of January needs none for what came after it, however late it is corrected', async () => {
    const body = visit('EARLY', '2026-01-05')
    const january = await post(body)
    for (let day = 1; day <= 8; day++) await post(visit('EARLY', `2026-03-0${day}`, attested))
    const corrected = await tally.call('PUT', `/v1/encounters/${january.id}`, {
      body: { ...body, claimNote: 'seen again in October' },
      headers: { 'if-match': '"1"' },
    })
    expect(corrected.json.status).toBe('captured')
    expect(await stands(january.id)).toEqual(captured)
  })

  it('is counted before another of its date by its id, each once', async () => {
    const other = { billingProvider: { ...sampleEncounter().billingProvider, npi: '1245319599' } }
    const one = await post(visit('TWICE', '2026-03-02', attested))
    await usedElsewhere(await patientOf(one.treatmentDayId), 217_000)
    const two = await post(visit('TWICE', '2026-03-02', { ...attested, ...other }))
    const [first, second] = [one, two].sort((a, b) => (a.treatmentDayId < b.treatmentDayId ? -1 : 1))
    await expect.poll(() => stands(second.id), within).toEqual(withKx)
    await expect.poll(() => stands(first.id), within).toEqual(captured)
  })
})

describe('an earlier day that comes later', () => {
  it('puts KX on an attested day that no payer has, and holds one that nobody attested', async () => {
    const march = await post(visit('LATE', '2026-03-10', attested))
    const april = await post(visit('LATE', '2026-04-10'))
    await usedElsewhere(await patientOf(march.treatmentDayId), 170_000)
    expect([await stands(march.id), await stands(april.id)]).toEqual([captured, captured])
    await post(visit('LATE', '2026-02-10'))
    await post(visit('LATE', '2026-02-11'))
    await expect.poll(() => stands(march.id), within).toEqual(withKx)
    await expect.poll(() => stands(april.id), within).toEqual(held)
  })

  it('leaves one that a payer has, and a person is told until it is corrected', async () => {
    const body = visit('SENT', '2026-03-10')
    const march = await post(body)
    await usedElsewhere(await patientOf(march.treatmentDayId), 217_000)
    await sent(march.treatmentDayId)
    await post(visit('SENT', '2026-02-10'))
    const says = "sent without KX and above the year's threshold now: 97530, 97110"
    await expect.poll(() => workOf(march.treatmentDayId), within).toEqual([{ says, closed_because: null }])
    expect(await stands(march.id)).toEqual(captured)
    await tally.call('PUT', `/v1/encounters/${march.id}`, {
      body: { ...body, ...attested },
      headers: { 'if-match': '"1"' },
    })
    expect(await workOf(march.treatmentDayId)).toEqual([{ says, closed_because: 'the visit was corrected' }])
  })
})

describe('what an earlier day counts no longer', () => {
  it('releases a later day that waits, when it is voided', async () => {
    const february = await post(visit('VOIDED', '2026-02-10'))
    await usedElsewhere(await patientOf(february.treatmentDayId), 217_000)
    const march = await post(visit('VOIDED', '2026-03-10'))
    expect(march.status).toBe('held')
    await tally.call('POST', `/v1/encounters/${february.id}/void`)
    await expect.poll(() => stands(march.id), within).toEqual(captured)
  })

  it('releases one when the payer allowed less, and tells of one that is out', async () => {
    const february = await post(visit('ALLOWED', '2026-02-10'))
    const patientId = await patientOf(february.treatmentDayId)
    await usedElsewhere(patientId, 217_000)
    const march = await post(visit('ALLOWED', '2026-03-10'))
    const sentWithKx = await post(visit('ALLOWED', '2026-03-11', attested))
    await sent(sentWithKx.treatmentDayId)
    expect([await stands(march.id), await stands(sentWithKx.id)]).toEqual([held, withKx])
    await allowed(february, patientId, '2026-02-10', 0)
    await expect.poll(() => stands(march.id), within).toEqual(captured)
    // March counts now, and the next one still stands above.
    expect(await workOf(sentWithKx.treatmentDayId)).toEqual([])
    await usedElsewhere(patientId, 0, 2)
    const says = "sent with KX and below the year's threshold now: 97530, 97110"
    await expect
      .poll(() => workOf(sentWithKx.treatmentDayId), within)
      .toEqual([{ says, closed_because: null }])
  })
})

it('what a payer allowed counts as long as it stands: taken back, the day is expected to bring its price again', async () => {
  const on = '2026-02-10'
  const { treatmentDayId, lines } = await post(visit('TAKEN', on))
  const patientId = await patientOf(treatmentDayId)
  await usedElsewhere(patientId, 217_000)
  const march = await post(visit('TAKEN', '2026-03-10'))
  expect(march.status).toBe('held')
  const claim = new SampleClaim(tally, {
    treatmentDayId,
    patientId,
    serviceDate: on,
    payerId: '02302',
    lines,
  })
  await claim.paid(1, 0)
  await expect.poll(() => stands(march.id), within).toEqual(captured)
  await claim.takenBack(1, 0)
  await expect.poll(() => stands(march.id), within).toEqual(held)
})

it('days that were captured before the migration are counted as they would be now', async () => {
  const self = { responsibleParty: 'self' }
  await post(visit('BEFORE', '2026-01-05'))
  await post(visit('BEFORE', '2026-01-06', covered(commercial)))
  await post(visit('BEFORE', '2026-01-07', self))
  const voided = await post(visit('BEFORE', '2026-01-08'))
  await tally.call('POST', `/v1/encounters/${voided.id}/void`)
  const ledgers = () =>
    tally.sql(`select service_date, kx_ledger from charge_capture.treatment_day
               where service_date between '2026-01-05' and '2026-01-08' order by service_date, id`)
  const before = await ledgers()
  expect(before.map(({ kx_ledger }) => kx_ledger)).toContain('medicare-b')
  const migration = new URL('../../migrations/0005-which-days-count-for-kx.sql', import.meta.url)
  const [fill] = /^update treatment_day[^;]+;/m.exec(await readFile(migration, 'utf8')) ?? []
  await tally.sql('update charge_capture.treatment_day set kx_ledger = null')
  await tally.sql(`set search_path = charge_capture; ${fill}; reset search_path`)
  expect(await ledgers()).toEqual(before)
})
