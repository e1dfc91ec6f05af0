import { transmissionReceived } from '@tally/contracts'
import { act, commit, installation, putBlob, saying } from '@tally/platform'
import { startTestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eligibilityThrough } from '../service.ts'
import { type SampleEligibility, startSampleEligibility } from './sample-eligibility.ts'
import { active, answer271, inactive } from './sample-payers.ts'

let tally: SampleEligibility

beforeAll(async () => {
  tally = await startSampleEligibility()
})
afterAll(() => tally.stop())

const visits = [
  ...active,
  'EB*C*IND*30***23*1500*****Y',
  'EB*C*IND*30***29*420*****Y',
  'EB*F*IND*PT***23***VS*30*N*Y',
  'EB*F*IND*PT***29***VS*18*N*Y',
  'MSG*ASK FOR MARY AT EXTENSION 7',
]

const person = { name: { last: 'DOE', first: 'JANE' }, birthDate: '1950-01-01', sex: 'F' }
const coverage = (memberId: string, more: object = {}) => ({
  ...{ order: 1, payerId: 'P1', payerName: 'EXAMPLE HEALTH PLAN', payerFamily: 'commercial', memberId },
  ...{ relationshipToSubscriber: 'self', ...more },
})
const request = (externalId: string, memberId: string, more: object = {}) =>
  tally.call('POST', '/v1/eligibility-checks', {
    body: { patient: { externalId, ...person }, coverage: coverage(memberId), ...more },
  })
const show = async (id: string, key?: string) =>
  (await tally.call('GET', `/v1/eligibility-checks/${id}`, key ? { key } : {})).json
const answered = async (id: string) => {
  await expect.poll(async () => (await show(id)).status, { interval: 20 }).toBe('answered')
  return show(id)
}

describe('a check that the front desk asks for', () => {
  it('is accepted with a link, asked, and shown with benefits and the payer’s own words', async () => {
    tally.payers.script('V1', visits)
    const { status, json, headers } = await request('DESK', 'V1')
    expect([status, json.status, json.asOf, headers.location]).toEqual([
      202,
      'open',
      '2026-03-02',
      json.links.self,
    ])
    expect(await answered(json.id)).toMatchObject({
      ...{ coverage: 'active', payerId: 'P1', tries: 1, rejections: [], problems: [] },
      benefits: {
        authorizationRequired: 'no',
        visitLimits: {
          limit: 30,
          used: 12,
          remaining: 18,
          confidence: 'high',
          candidates: expect.any(Array),
        },
        deductible: { individual: { totalCents: 150_000, remainingCents: 42_000 } },
        messages: ['ASK FOR MARY AT EXTENSION 7'],
      },
      raw: expect.stringContaining('EB*F*IND*PT***29***VS*18*N*Y~'),
    })
  })

  it('shows the raw 271 to billers and owners alone', async () => {
    const { json } = await request('RAW', 'RAW1')
    await answered(json.id)
    for (const [role, sees] of [
      ['biller', true],
      ['front-desk', false],
      ['auditor', false],
    ] as const) {
      expect([role, (await show(json.id, await tally.keyOf(role))).raw !== null]).toEqual([role, sees])
    }
    const emr = await tally.keyOf('emr')
    expect((await tally.call('GET', `/v1/eligibility-checks/${json.id}`, { key: emr })).status).toBe(403)
    expect((await tally.call('GET', '/v1/eligibility-checks/none')).status).toBe(404)
  })

  it('says of a rejection who does what', async () => {
    tally.payers.script('R1', ['AAA*N**71*C'])
    const { json } = await request('REJECTED', 'R1')
    const shown = await answered(json.id)
    expect([shown.coverage, shown.rejections]).toEqual([
      'unknown',
      [
        {
          ...{ code: '71', says: 'date of birth differs from the payer’s', followUp: 'C', who: 'front-desk' },
          does: 'correct it with the patient’s card and ask again',
        },
      ],
    ])
  })

  it('is asked once while it is on its way, and anew after that', async () => {
    tally.payers.script('H1', 'hangs')
    const first = await request('TWICE', 'H1')
    await expect.poll(() => tally.payers.questionsOf('H1').length).toBe(1)
    expect((await request('TWICE', 'H1')).json.id).toBe(first.json.id)
    tally.payers.script('H1', active)
    tally.payers.release('H1', active)
    await answered(first.json.id)
    const second = await request('TWICE', 'H1')
    expect(second.json.id).not.toBe(first.json.id)
    await answered(second.json.id)
    expect(tally.payers.questionsOf('H1')).toHaveLength(2)
  })

  it('of one that the payer could not answer does not wait until it would be asked again', async () => {
    tally.payers.script('REST1', ['AAA*Y**42*R'])
    const first = await request('REST', 'REST1')
    const status = async () =>
      (await tally.call('GET', `/v1/eligibility-checks/${first.json.id}`)).json.status
    await expect.poll(status).toBe('deferred')
    tally.payers.script('REST1', active)
    expect((await request('REST', 'REST1')).json.id).toBe(first.json.id)
    await answered(first.json.id)
  })

  it('changes the patient’s open days when the payer says otherwise now', async () => {
    const day = tally.day({ patient: 'ANEW', member: 'AN1' })
    await day.captured()
    await expect.poll(() => day.said()).toBe('v1 cleared active')
    tally.payers.script('AN1', inactive)
    const body = { patient: { externalId: 'ANEW' }, serviceDate: '2026-03-02' }
    expect((await tally.call('POST', '/v1/eligibility-checks', { body })).status).toBe(202)
    await expect.poll(() => day.said()).toBe('v1 held: coverage/inactive')
  })

  it('tells what others used of Medicare’s threshold: its figure less what it has decided of ours', async () => {
    const medicare = [
      'EB*1*IND**MB',
      'EB*F*IND**MB*PHYSICAL THERAPY*23*2480',
      'EB*F*IND**MB*PHYSICAL THERAPY*29*1840',
    ]
    tally.payers.script('USED1', medicare)
    const day = tally.day({ patient: 'USED', member: 'USED1', payerId: 'P1', family: 'medicare-b' })
    await day.captured()
    await expect.poll(() => day.said()).toContain('v1 cleared active')
    await day.submitted()
    const told = async () => {
      const { json } = await tally.call('POST', '/v1/eligibility-checks', {
        body: { patient: { externalId: 'USED' }, serviceDate: '2026-03-02' },
      })
      await answered(json.id)
      const [row] = await tally.sql<{ body: string }>(
        `select body from eligibility.outbox where type = 'coverage.verified.v1' order by id desc limit 1`,
      )
      return JSON.parse(row?.body ?? '').data.usedElsewhereCents
    }
    expect(await told()).toBe(64_000)
    await day.paid()
    await tally.settled()
    expect(await told()).toBe(64_000 - 4_442)
    await day.takenBack()
    await tally.settled()
    expect(await told()).toBe(64_000)
  })

  it('needs to know whom and what card to ask for', async () => {
    const nobody = await tally.call('POST', '/v1/eligibility-checks', {
      body: { patient: { externalId: 'NOBODY' } },
    })
    expect([nobody.status, nobody.json.problems.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      ...[422, ['/patient/name', '/coverage']],
    ])
    const short = await request('SHORT', 'A')
    expect([short.status, short.json.type]).toEqual([422, 'urn:tally:problem:check/not-writable'])
    expect(short.json.problems[0]).toMatchObject({ code: 'x12/too-short', x12: '2100C NM109' })
  })
})

describe('many checks at once', () => {
  const post = (text: string) =>
    tally.host.host.app.inject({
      method: 'POST',
      url: '/v1/eligibility-checks:batch',
      headers: { authorization: 'Bearer demo-key-of-the-tests', 'content-type': 'application/x-ndjson' },
      payload: text,
    })

  it('are answered line by line, the good ones asked', async () => {
    const line = (externalId: string) =>
      JSON.stringify({ patient: { externalId, ...person }, coverage: coverage(`B${externalId}`) })
    const answer = await post(
      [line('B2'), '{"patient":{}}', '', line('B1'), 'no json', '{"patient":{"externalId":"NOBODY"}}'].join(
        '\n',
      ),
    )
    expect(answer.statusCode).toBe(200)
    const lines = answer.body
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each))
    expect(lines.map(({ line: number, status }) => [number, status])).toEqual([
      [1, 202],
      [2, 400],
      [4, 202],
      [5, 400],
      [6, 422],
    ])
    expect((await answered(lines[0].check.id)).coverage).toBe('active')
    expect(lines[1].problems[0].pointer).toBe('/patient/externalId')
  })

  it('are refused with the problems of a single one', async () => {
    const refused = [
      { patient: { externalId: 'B3' }, colour: 'red' },
      { patient: {} },
      { patient: { externalId: 7 } },
      { patient: { externalId: 'B3', sex: 'X' } },
    ]
    const answer = await post(refused.map((body) => JSON.stringify(body)).join('\n'))
    const lines = answer.body
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each))
    const single = await Promise.all(
      refused.map((body) => tally.call('POST', '/v1/eligibility-checks', { body })),
    )
    expect(lines.map(({ problems }) => problems)).toEqual(single.map(({ json }) => json.problems))
    expect(lines.map(({ problems }) => problems[0].code).slice(0, 3)).toEqual([
      ...['shape/unknown-field', 'shape/missing', 'shape/wrong-type'],
    ])
  })

  it('are a thousand at most', async () => {
    expect((await post('{}\n'.repeat(1_001))).statusCode).toBe(400)
  })
})

describe('a patient’s benefits', () => {
  it('are what the payer counted, with its age, and what came since', async () => {
    tally.payers.script('BEN1', visits)
    const day = tally.day({ patient: 'BEN', member: 'BEN1' })
    await day.captured()
    await expect.poll(() => day.said()).toBe('v1 cleared active')
    tally.clock.advance(86_400_000)
    await tally.day({ patient: 'BEN', member: 'BEN1', date: '2026-03-03' }).captured()
    await tally.settled()
    const { json } = await tally.call('GET', '/v1/patients/BEN/benefits')
    expect(json).toMatchObject({
      patientId: day.patientId,
      payers: [
        {
          ...{ payerId: 'P1', source: '271', coverage: 'active', ageDays: 1 },
          visits: { total: 30, used: 12, left: 18, sinceThen: 1, confidence: 'high' },
          deductible: {
            individual: { totalCents: 150_000, usedCents: 108_000, leftCents: 42_000 },
            family: { totalCents: null, usedCents: null, leftCents: null },
          },
        },
      ],
      authorizations: [],
    })
    expect((await tally.call('GET', `/v1/patients/${day.patientId}/benefits`)).json).toEqual(json)
    expect((await tally.call('GET', '/v1/patients/STRANGER/benefits')).status).toBe(404)
  })
})

describe('a 271 that comes as a file', () => {
  async function arrives(text: string, partnerId = 'clearinghouse'): Promise<void> {
    const cause = { practiceId: installation, causationId: 'test' }
    await act(tally.shell, cause, async (work) => {
      const digest = await putBlob(work.query, work.keys, Buffer.from(text))
      const transmissionId = work.newId()
      await commit(work, async () => undefined, [
        saying(transmissionReceived, {
          ...{ subject: transmissionId, sequence: 1, correlationId: transmissionId },
          data: {
            ...{ transmissionId, partnerId, content: '271', digest, bytes: text.length },
            ...{ receivedAt: work.now, channel: 'webhook' },
          },
        }),
      ])
    })
    await tally.settled()
  }

  it('answers the question whose trace it says back, after the day went on with a warning', async () => {
    tally.payers.script('LATER1', { kind: 'later', says: '202' })
    const day = tally.day({ patient: 'LATER', member: 'LATER1' })
    await day.captured()
    await expect.poll(() => tally.payers.questionsOf('LATER1').length).toBe(1)
    tally.clock.advance(25_000)
    await expect.poll(() => day.said()).toContain('coverage/unknown')
    const [question] = tally.payers.questionsOf('LATER1')
    await arrives(answer271(question?.text ?? '', inactive))
    expect(await day.said()).toBe('v1 held: coverage/inactive')
    expect((await show(question?.trace ?? '')).raw).toContain('EB*6**30~')
    // The same file again says nothing new.
    await arrives(answer271(question?.text ?? '', inactive))
    expect(await day.answers()).toHaveLength(2)
  })

  it('of another partner, or of nobody’s trace, does nothing', async () => {
    tally.payers.script('FOREIGN1', { kind: 'later', says: '202' })
    const { json } = await request('FOREIGN', 'FOREIGN1')
    await expect.poll(() => tally.payers.questionsOf('FOREIGN1').length).toBe(1)
    const text = answer271(tally.payers.questionsOf('FOREIGN1')[0]?.text ?? '', active)
    await arrives(text, 'other')
    await arrives(text.replaceAll(json.id, 'NOBODYSTRACE'))
    expect((await show(json.id)).status).toBe('open')
    await arrives(text)
    expect((await show(json.id)).status).toBe('answered')
  })
})

describe('without a clearinghouse', () => {
  it('days are cleared with a warning at once, and checks say what is missing', async () => {
    const own = await startTestHost({ services: [eligibilityThrough(tally.payers.gateway)] })
    const body = { patient: { externalId: 'X', ...person }, coverage: coverage('X1') }
    const { status, json } = await own.call('POST', '/v1/eligibility-checks', { body })
    expect([status, json.type]).toEqual([409, 'urn:tally:problem:partner/not-set-up'])
    await own.stop()
  })
})
