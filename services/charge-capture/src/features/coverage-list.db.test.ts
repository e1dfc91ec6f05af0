/** What a list of coverages that a person sets does to days that no payer has. */
import { coverageChanged, type DataOf } from '@tally/contracts'
import { serviceDate } from '@tally/kernel'
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

let tally: TestHost

beforeAll(async () => {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  tally = await startTestHost({ services: [chargeCapture(testKeyManagement), speaker], clock })
})
afterAll(() => tally.stop())

type Listed = DataOf<typeof coverageChanged>['coverages'][number]

const dateOf = (text: string | null) => (text === null ? null : serviceDate(text))
const listed = (payerId: string, from: string | null, to: string | null): Listed => ({
  ...{
    order: 1,
    payerId,
    payerFamily: 'commercial',
    claimFilingIndicator: null,
    medicareSecondaryType: null,
  },
  ...{ from: dateOf(from), to: dateOf(to) },
})

const body = (patient: string, date: string, changes: object = {}) => {
  const sample = sampleEncounter({ externalId: `${patient} ${date}`, serviceDate: date })
  return { ...sample, patient: { ...sample.patient, externalId: patient }, ...changes }
}
const post = async (sent: ReturnType<typeof body>) => {
  const headers = { 'idempotency-key': sent.externalId }
  const { json } = await tally.call('POST', '/v1/encounters', { body: sent, headers })
  const [day] = await tally.sql<{ patient_id: string }>(
    'select patient_id from charge_capture.treatment_day where id = $1',
    [json.treatmentDayId],
  )
  return { ...json, patientId: day?.patient_id ?? '' }
}
const stands = async (id: string) => {
  const { status, findings } = (await tally.call('GET', `/v1/encounters/${id}`)).json
  const holds = findings.filter(({ severity }: { severity: string }) => severity === 'hold')
  return [status, ...holds.map(({ rule }: { rule: string }) => rule)]
}
const none = ['held', 'coverage/none-on-date']

/** Each coverage with a card of the payer's own name. */
async function set(patientId: string, version: number, coverages: Listed[]): Promise<void> {
  const cards = coverages.map(({ order, payerId }) => ({
    ...{ order, payerName: payerId, payerAddress: null, memberId: `MEMBER-${payerId}`, groupNumber: null },
    ...{
      groupName: null,
      relationshipToSubscriber: 'self',
      subscriber: null,
      propertyCasualtyClaimNumber: null,
    },
  }))
  await say(tally, [
    saying(coverageChanged, {
      ...{ subject: patientId, sequence: version, correlationId: patientId },
      ...{ data: { patientId, version, coverages }, sealed: { coverages: cards } },
    }),
  ])
  await tally.settled()
}

const saidOf = async (dayId: string) => {
  const text = 'select body from charge_capture.outbox where key = $1 order by id desc limit 1'
  const [row] = await tally.sql<{ body: string }>(text, [dayId])
  return JSON.parse(row?.body ?? '{}')
}

describe('a list of coverages', () => {
  it('bills each payer with its own card when the patient changed insurance', async () => {
    const before = await post(body('MOVES', '2026-03-02'))
    const after = await post(body('MOVES', '2026-03-04'))
    await set(before.patientId, 1, [listed('P1', null, '2026-03-03'), listed('P2', '2026-03-04', null)])
    const [service] = tally.host.services
    if (!service) throw new Error('a host runs at least one service')
    const keys = await service.shell.vault.of('prc_demo')
    const cardOf = async (dayId: string) => {
      const said = await saidOf(dayId)
      const { visits } = keys.openPart(said.sealed, `${said.id}|${said.type}`) as {
        visits: { coverages: { memberId: string }[] }[]
      }
      return [said.data.coverages[0]?.payerId, visits[0]?.coverages[0]?.memberId]
    }
    expect(await cardOf(before.treatmentDayId)).toEqual(['P1', 'MEMBER-P1'])
    expect(await cardOf(after.treatmentDayId)).toEqual(['P2', 'MEMBER-P2'])
  })

  it('that ended holds an insured visit until it is said who pays; nothing is the patient’s by itself', async () => {
    const sent = body('ENDED', '2026-03-04')
    const { id, patientId, treatmentDayId } = await post(sent)
    await set(patientId, 1, [listed('P1', null, '2026-03-01')])
    expect(await stands(id)).toEqual(none)
    expect(await saidOf(treatmentDayId)).toMatchObject({
      type: 'charge.held.v1',
      data: { payerId: null, holds: [{ rule: 'coverage/none-on-date' }] },
    })
    await tally.call('PUT', `/v1/encounters/${id}`, {
      body: { ...sent, responsibleParty: 'self' },
      headers: { 'if-match': '"1"' },
    })
    expect(await stands(id)).toEqual(['captured'])
    expect(await saidOf(treatmentDayId)).toMatchObject({ data: { responsibleParty: 'self' } })
  })

  it('that begins later holds the days before, and one that holds for them releases them', async () => {
    const { id, patientId } = await post(body('BEGINS', '2026-03-02'))
    await set(patientId, 1, [listed('P2', '2026-03-04', null)])
    expect(await stands(id)).toEqual(none)
    await set(patientId, 2, [listed('P2', null, null)])
    expect(await stands(id)).toEqual(['captured'])
  })

  it('that is empty holds the visit that comes next', async () => {
    const { patientId } = await post(body('EMPTY', '2026-03-02'))
    await set(patientId, 1, [])
    const next = await post(body('EMPTY', '2026-03-05'))
    expect(await stands(next.id)).toEqual(none)
  })
})

it('an insured visit that names no coverage is held, one that the patient pays is not', async () => {
  const insured = await post(body('NAMELESS', '2026-03-02', { coverages: [], authorizations: [] }))
  expect(await stands(insured.id)).toEqual(none)
  const own = { coverages: [], authorizations: [], responsibleParty: 'self' }
  expect(await stands((await post(body('NAMELESS', '2026-03-03', own))).id)).toEqual(['captured'])
})
