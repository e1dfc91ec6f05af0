/** How far a claim is, as claim-submission and era-posting tell it in topics whose order nobody keeps. */
import { virtualClock } from '@tally/platform'
import {
  type SampleEncounter,
  sampleEncounter,
  speaker,
  startTestHost,
  type TestHost,
  testKeyManagement,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chargeCapture } from '../service.ts'
import { SampleClaim } from './sample-claim-events.ts'

let tally: TestHost

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), speaker], clock })
})
afterAll(() => tally.stop())

const payerId = '60054'

async function visit(name: string) {
  const sample = sampleEncounter({ externalId: name })
  const coverages = sample.coverages.map((each) => ({ ...each, payerId, payerFamily: 'commercial' }))
  const patient = { ...sample.patient, externalId: `P-${name}` }
  const body = { ...sample, patient, coverages } as SampleEncounter
  const headers = { 'idempotency-key': name }
  const { json } = await tally.call('POST', '/v1/encounters', { body, headers })
  const { treatmentDayId, lines, serviceDate = sample.serviceDate } = json
  const [day] = await tally.sql<{ patient_id: string }>(
    'select patient_id from charge_capture.treatment_day where id = $1',
    [treatmentDayId],
  )
  const patientId = day?.patient_id ?? ''
  const claim = new SampleClaim(tally, { treatmentDayId, patientId, serviceDate, payerId, lines })
  let version = 1
  /** What a correction would do to the claim; `party` says who pays from then on. */
  const planned = async (party: 'insurance' | 'self' = 'insurance') => {
    const changed = { ...body, responsibleParty: party, claimNote: `note ${version}` }
    const corrected = await tally.call('PUT', `/v1/encounters/${name}`, {
      body: changed,
      headers: { 'if-match': `"${version}"` },
    })
    version += 1
    return corrected.json.claimPlan
  }
  const allowed = async () => {
    const text = `select allowed_cents::int as cents from charge_capture.actual_allowed
                  where charge_line_id = any ($1) order by charge_line_id`
    const ids = lines.map(({ lineId }: { lineId: string }) => lineId)
    return (await tally.sql<{ cents: number }>(text, [ids])).map(({ cents }) => cents)
  }
  return { claim, planned, allowed, treatmentDayId }
}

describe('a replacement that was rejected', () => {
  it.each<[string, { version: number; decided: boolean } | null | undefined, string]>([
    ['leaves the original decided', { version: 1, decided: true }, 'send-replacement'],
    ['leaves the original on its way', { version: 1, decided: false }, 'wait-for-answer'],
    ['leaves nothing where none stands', null, 'send-new'],
    ['leaves nothing where nobody says', undefined, 'send-new'],
  ])('%s', async (name, stands, plan) => {
    const { claim, planned } = await visit(`REJECTED ${name}`)
    await claim.submitted()
    if (stands?.decided) await claim.paid(1, 3000)
    await claim.submitted(2)
    await claim.rejected(2, stands)
    expect(await planned()).toBe(plan)
  })
})

describe('a claim that was voided', () => {
  it('by a person goes no more, until another version is out', async () => {
    const { claim, planned } = await visit('STOPPED')
    await claim.submitted()
    await claim.voided('claim/voided-by-person')
    expect(await planned()).toBe('none')
    await claim.submitted(2)
    expect(await planned()).toBe('wait-for-answer')
  })

  it('with its visit leaves a draft once that is back, and a payer that was paid before', async () => {
    const [gone, paid] = [await visit('GONE'), await visit('GONE AND PAID')]
    for (const { claim } of [gone, paid]) await claim.submitted()
    await paid.claim.paid(1, 3000)
    for (const { claim } of [gone, paid]) await claim.voided('charge/voided')
    expect(await gone.planned()).toBe('replace-draft')
    expect(await paid.planned()).toBe('send-replacement')
    await paid.claim.takenBack(1, 3000)
    expect(await paid.planned()).toBe('replace-draft')
  })
})

describe('a payment', () => {
  it('heard before its claim went out counts once that is heard', async () => {
    const { claim, planned } = await visit('AHEAD')
    await claim.paid(1, 3000)
    expect(await planned()).toBe('send-replacement')
    await claim.submitted()
    await claim.acknowledged()
    expect(await planned()).toBe('send-replacement')
    await claim.submitted(2)
    expect(await planned()).toBe('wait-for-answer')
  })

  it('of a claim that was heard of before payers were kept does not stop the next version', async () => {
    const { claim, planned, treatmentDayId } = await visit('OLDER')
    await tally.sql(
      `insert into charge_capture.claim_standing values ('prc_demo', $1, 1, 0, $2, 'adjudicated', null, null, true)`,
      [treatmentDayId, `claim of ${treatmentDayId}`],
    )
    expect(await planned()).toBe('send-replacement')
    await claim.submitted(2)
    expect(await planned()).toBe('wait-for-answer')
    await claim.takenBack(1, 3000)
    await claim.paid(2, 0, 2)
    expect(await planned('self')).toBe('none')
  })

  it('that the payer took back is none, and what it allowed counts no more', async () => {
    const { claim, planned, allowed } = await visit('BACK')
    await claim.submitted()
    await claim.paid(1, 3000)
    expect(await allowed()).toEqual([3000, 3000])
    await claim.takenBack(1, 3000)
    expect(await allowed()).toEqual([])
    expect(await planned('self')).toBe('none')
  })

  it('that came beside another leaves that one when it is taken back', async () => {
    const { claim, planned, allowed } = await visit('BESIDE')
    await claim.submitted()
    await claim.paid(1, 3000)
    await claim.paid(5, 2000)
    expect(await allowed()).toEqual([2000, 2000])
    await claim.takenBack(5, 2000)
    expect(await allowed()).toEqual([3000, 3000])
    expect(await planned('self')).toBe('send-void')
  })

  it('that a person matched wrongly and took apart never was', async () => {
    const { claim, planned, allowed } = await visit('APART')
    await claim.submitted()
    await claim.acknowledged()
    await claim.paid(1, 3000)
    await claim.takenBack(1, 3000, 'match/undone-by-hand')
    expect([await allowed(), await planned()]).toEqual([[], 'wait-for-answer'])
  })

  it('that was taken apart before its claim was heard of leaves a draft', async () => {
    const { claim, planned } = await visit('NEVER')
    await claim.paid(1, 3000)
    await claim.takenBack(1, 3000, 'match/undone-by-hand')
    expect(await planned()).toBe('replace-draft')
  })
})
