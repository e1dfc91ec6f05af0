import type { PayerFamily } from '@tally/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
afterAll(() => tally.stop())

/** `CO 4 N822`: a claim whose first line is denied so. */
async function denied(codes: string, settings: Parameters<SampleTally['claim']>[0] = {}, changes = {}) {
  const claim = tally.claim(settings)
  await claim.captured()
  await claim.submitted(changes)
  await tally.settled()
  const [group, reason, ...remarks] = codes.split(' ')
  await claim.posted([{ ...claim.first, adjustments: `${group} ${reason} 12000`, remarks }])
  await tally.settled()
  const [{ id }] = await tally.denials(claim.claimId)
  return { claim, id }
}

async function rejected(codes: string, changes = {}, said = {}) {
  const claim = tally.claim()
  await claim.submitted(changes)
  await claim.rejected(codes, { ...changes, ...said })
  await tally.settled()
  const [{ id }] = await tally.denials(claim.claimId)
  return { claim, id }
}

const secondPayer = { payers: ['60054', '00882'] }
const opened = ['denial.opened', 'denial.root-cause-found']

describe('an action', () => {
  it.each<[string, string, Parameters<SampleTally['claim']>[0], string, object]>([
    ['correct', 'CO 4 N822', {}, 'denial.recode-requested', { category: 'modifier', reasonCode: '4' }],
    ['resubmit', 'CO 16 N382', {}, 'denial.resubmission-requested', { neverAdjudicated: false }],
    ['resubmit', 'CO 16 MA130', {}, 'denial.resubmission-requested', { neverAdjudicated: true }],
    ['resubmit', 'CO 50 N142', {}, 'denial.resubmission-requested', { neverAdjudicated: true }],
    ['resubmit', 'CO 267', {}, 'denial.resubmission-requested', { neverAdjudicated: true }],
    ['appeal', 'CO 50', {}, 'appeal.filed', { level: 1, filedOn: '2026-04-01' }],
    [
      'bill-patient',
      'PR 204',
      {},
      'denial.resolved',
      { resolution: 'to-patient', because: 'denial/billed-to-patient' },
    ],
    [
      'bill-next-payer',
      'PR 204',
      secondPayer,
      'denial.resolved',
      { resolution: 'to-next-payer', because: 'denial/billed-to-next-payer' },
    ],
    ['close', 'CO 18', {}, 'denial.resolved', { resolution: 'closed', because: 'denial/closed' }],
  ])('%s of %s says so', async (action, codes, settings, type, data) => {
    const { claim, id } = await denied(codes, settings)
    const { status, json } = await tally.act(id, action)
    expect(status).toBe(200)
    const [last, ...rest] = (await tally.said(claim.claimId)).slice(2)
    expect(rest).toEqual([])
    expect(last).toMatchObject({
      ...{ type, subject: id, sequence: 3, correlationid: claim.treatmentDayId },
      data: { ...data, denialId: id, version: 3, claimId: claim.claimId, coverageOrder: 1 },
    })
    expect(json.steps.at(-1)).toMatchObject({ did: action, version: 3, reason: 'as the payer said' })
    expect(json.steps.at(-1).keyId).toMatch(/^key_/)
  })

  it('send-records waits for the payer and says nothing', async () => {
    const { claim, id } = await denied('CO 252')
    const { json } = await tally.act(id, 'send-records')
    expect(json).toMatchObject({
      status: 'waiting',
      waitsFor: 'payer',
      dueOn: '2026-05-31',
      dueSource: 'answer-expected',
    })
    expect((await tally.said(claim.claimId)).map(({ type }) => type)).toEqual(opened)
  })

  it('leaves the denial waiting for whom it asked, its clock running', async () => {
    const { claim, id } = await denied('CO 4 N822')
    const { json } = await tally.act(id, 'correct')
    expect(json).toMatchObject({ status: 'waiting', waitsFor: 'charge-capture', dueOn: '2026-06-05' })
    expect((await tally.said(claim.claimId)).at(-1)?.data.chargeLineIds).toEqual([claim.first.chargeLineId])
    expect((await tally.act(id, 'correct')).json.problems[0].code).toBe('denial/already-asked')
    expect((await tally.act(id, 'close')).json).toMatchObject({ status: 'resolved', resolution: 'closed' })
  })

  it.each<[object | null | undefined, boolean]>([
    [undefined, true],
    [null, true],
    [{ version: 1, decided: false }, true],
    [{ version: 1, decided: true }, false],
  ])('to send a rejected version again where %j stands: never adjudicated is %j', async (stands, never) => {
    const { claim, id } = await rejected('A7:562:82', {}, stands === undefined ? {} : { stands })
    expect((await tally.act(id, 'resubmit')).status).toBe(200)
    expect((await tally.said(claim.claimId)).at(-1)?.data.neverAdjudicated).toBe(never)
  })

  it('to bill the next payer says that a person sends that claim', async () => {
    const { id } = await denied('PR 204', secondPayer)
    const before = (await tally.call('GET', `/v1/denials/${id}`)).json
    expect([before.next, before.because.at(-1).says]).toEqual([
      null,
      expect.stringContaining('send it yourself'),
    ])
    const { json } = await tally.act(id, 'bill-next-payer')
    expect(json.next).toContain('Tally writes no claim to a second payer yet: send it yourself')
  })

  it('to correct a whole claim names all its lines', async () => {
    const { claim, id } = await rejected('A7:453')
    await tally.act(id, 'correct')
    expect((await tally.said(claim.claimId)).at(-1)?.data.chargeLineIds).toEqual([
      claim.first.chargeLineId,
      claim.second.chargeLineId,
    ])
  })

  it('seals what a person typed and what names the patient, in events, rows and logs', async () => {
    const { claim, id } = await denied('CO 16 N382')
    const more = { reason: 'MRS DOE HAS A NEW CARD', memberId: 'MEMBER-77', priorAuthorization: 'AUTH-88' }
    const { json } = await tally.act(id, 'resubmit', more)
    expect(json.steps.at(-1).reason).toBe(more.reason)
    const said = (await tally.said(claim.claimId)).at(-1)
    const keys = await tally.host.host.services[0]?.shell.vault.of('prc_demo')
    const [{ id: messageId } = { id: '' }] = await tally.sql<{ id: string }>(
      `select message_id as id from denial_management.outbox where type = 'denial.resubmission-requested.v1' and key = $1`,
      [id],
    )
    const { reason: because, ...sealed } = more
    if (!said?.sealed) throw new Error('a resubmission has a sealed part')
    expect(keys?.openPart(said.sealed, `${messageId}|denial.resubmission-requested.v1`)).toEqual({
      because,
      ...sealed,
    })
    const rows = await tally.sql('select * from denial_management.denial_step where denial_id = $1', [id])
    const seen = JSON.stringify([await tally.said(claim.claimId), rows, tally.host.logLines])
    for (const word of Object.values(more)) expect(seen).not.toContain(word)
  })
})

describe('an action is refused with its rule', () => {
  it.each<[string, string, number, string]>([
    ['bill-patient', 'CO 204', 422, 'patient/contractual'],
    ['bill-patient', 'OA 18', 422, 'patient/not-their-share'],
    ['bill-patient', 'PI 50', 422, 'patient/not-their-share'],
    ['bill-patient', 'PR 303', 422, 'patient/protected'],
    ['bill-next-payer', 'PR 204', 422, 'next-payer/none'],
    ['appeal', 'CO 16 MA130', 422, 'appeal/never-adjudicated'],
    ['send-records', 'CO 16 MA130', 422, 'records/never-adjudicated'],
    ['appeal', 'CO 50 N211', 422, 'appeal/no-right'],
    ['resubmit', 'CO 18 N185', 422, 'resubmit/payer-says-no'],
    ['correct', 'CO 4 N185', 422, 'resubmit/payer-says-no'],
  ])('%s of %s: %i %s', async (action, codes, status, rule) => {
    const { claim, id } = await denied(codes)
    const before = await tally.call('GET', `/v1/denials/${id}`)
    const refused = await tally.act(id, action)
    expect([refused.status, refused.json.problems[0].code, refused.json.problems[0].rule]).toEqual([
      status,
      rule,
      rule,
    ])
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect((await tally.call('GET', `/v1/denials/${id}`)).json).toEqual(before.json)
    expect((await tally.said(claim.claimId)).map(({ type }) => type)).toEqual(opened)
  })

  it('past filing, where it would go as a new claim', async () => {
    const closed = { timelyFilingDueOn: '2026-03-31' }
    const { id } = await rejected('A7:562:82', closed)
    expect((await tally.act(id, 'resubmit')).json.problems[0].code).toBe('resubmit/filing-closed')
    expect((await tally.act(id, 'correct')).json.problems[0].code).toBe('resubmit/filing-closed')
    const unprocessable = await denied('CO 16 MA130', {}, closed)
    expect((await tally.act(unprocessable.id, 'resubmit')).json.problems[0].code).toBe(
      'resubmit/filing-closed',
    )
    // This payer takes a replacement of what it decided: another clock.
    const decided = await denied('CO 16 N382', {}, closed)
    expect((await tally.act(decided.id, 'resubmit')).status).toBe(200)
  })

  it.each<[string, string, string, string, boolean?]>([
    ['resubmit', 'CO 16 N382', 'medicare-b', 'resubmit/payer-takes-no-replacement'],
    ['correct', 'CO 4 N822', 'medicare-b', 'resubmit/payer-takes-no-replacement'],
    ['resubmit', 'CO 16 N382', 'workers-comp', 'resubmit/payer-takes-no-replacement'],
    ['resubmit', 'CO 16 MA130', 'medicare-b', 'goes'],
    ['correct', 'CO 16 MA130', 'medicare-b', 'goes'],
    // The practice's own entry wins over the family.
    ['resubmit', 'CO 16 N382', 'medicare-b', 'goes', true],
    ['resubmit', 'CO 16 N382', 'commercial', 'resubmit/payer-takes-no-replacement', false],
  ])('%s of %s at %s: %s', async (action, codes, family, rule, acceptsReplacement) => {
    const payerId = `${family}-${acceptsReplacement}`
    const { claim, id } = await denied(codes, { family: family as PayerFamily, payerId })
    if (acceptsReplacement !== undefined) {
      await claim.profile(1, null, family as PayerFamily, { acceptsReplacement })
      await tally.settled()
    }
    const { status, json } = await tally.act(id, action)
    if (rule === 'goes') return expect(status).toBe(200)
    expect([status, json.problems[0].code]).toEqual([422, rule])
    expect((await tally.said(claim.claimId)).map(({ type }) => type)).toEqual(opened)
    const { refused } = (await tally.call('GET', `/v1/denials/${id}`)).json
    expect(refused.map((each: { action: string }) => each.action)).toContain(action)
  })

  it('once it is resolved, and while an appeal is pending', async () => {
    const { id } = await denied('CO 50')
    await tally.act(id, 'appeal')
    const again = await tally.act(id, 'appeal')
    expect([again.status, again.json.problems[0].code]).toEqual([409, 'appeal/pending'])
    await tally.act(id, 'close')
    const after = await tally.act(id, 'appeal')
    expect([after.status, after.json.problems[0].code]).toEqual([409, 'denial/resolved'])
    expect((await tally.call('GET', `/v1/denials/${id}`)).json.appeals).toMatchObject([
      { outcome: 'withdrawn' },
    ])
  })

  it.each<[object, number]>([
    [{ action: 'correct' }, 400],
    [{ action: 'correct', reason: '  ' }, 400],
    [{ action: 'ignore', reason: 'x' }, 400],
    [{ action: 'close', reason: 'x', memberId: '1' }, 400],
    [{ action: 'appeal', reason: 'x', filedOn: '2026-13-01' }, 400],
    [{ action: 'appeal', reason: 'x', filedOn: '2026-04-02' }, 422],
  ])('%j: %i', async (body, status) => {
    const { id } = await denied('CO 50')
    expect((await tally.call('POST', `/v1/denials/${id}/actions`, { body })).status).toBe(status)
  })
})

describe('an appeal', () => {
  it('is recorded with the day on which it went out, and listed', async () => {
    const { claim, id } = await denied('CO 50')
    tally.clock.moveTo('2026-04-03T18:00:00Z')
    expect((await tally.act(id, 'appeal', { filedOn: '2026-04-02' })).json).toMatchObject({
      ...{ status: 'waiting', waitsFor: 'payer', dueOn: '2026-06-01' },
      appeals: [{ level: 1, filedOn: '2026-04-02', answerDueOn: '2026-06-01', outcome: 'pending' }],
    })
    const listed = await tally.call('GET', '/v1/appeals?outcome=pending&limit=200')
    const mine = listed.json.items.find((item: { denialId: string }) => item.denialId === id)
    expect(mine).toMatchObject({ claimId: claim.claimId, payerId: '60054' })
    const { json } = await tally.call('GET', `/v1/appeals/${mine.id}`)
    expect(json).toMatchObject({ ...mine, denial: { id, status: 'waiting' } })
    expect((await tally.call('GET', '/v1/appeals/NONE')).status).toBe(404)
  })

  it('is not filed before the decision that it asks about: a slip of the year is no way round a window', async () => {
    const { id } = await denied('CO 50', { family: 'medicare-b', payerId: '02302' })
    const { status, json } = await tally.act(id, 'appeal', { filedOn: '2025-04-02' })
    expect([status, json.problems[0].code]).toEqual([422, 'appeal/before-decision'])
  })

  it('past a window that is sure needs a good cause; past one that is not, none', async () => {
    const sure = await denied('CO 50', { family: 'medicare-b', payerId: '02302' })
    const unsure = await denied('CO 50')
    tally.clock.moveTo('2026-08-02T18:00:00Z')
    const late = await tally.act(sure.id, 'appeal')
    expect([late.status, late.json.problems[0].code]).toEqual([422, 'appeal/window-closed'])
    expect((await tally.act(sure.id, 'appeal', { filedOn: '2026-08-01' })).status).toBe(200)
    expect((await tally.act(unsure.id, 'appeal')).status).toBe(200)
    const other = await denied('CO 50', { family: 'medicare-b', payerId: '02302' })
    tally.clock.moveTo('2027-02-01T18:00:00Z')
    expect((await tally.act(other.id, 'appeal')).status).toBe(422)
    expect((await tally.act(other.id, 'appeal', { goodCause: true })).status).toBe(200)
  })
})

describe('who may', () => {
  it.each([
    ['biller', 200, 200],
    ['auditor', 200, 403],
    ['front-desk', 403, 403],
    ['clinician', 403, 403],
    ['emr', 403, 403],
  ])('%s: reads %i, works %i', async (role, reads, works) => {
    const { id } = await denied('CO 50')
    const key = await tally.keyOf(role)
    const body = { action: 'close', reason: 'x' }
    // A key made in the last second may be missed (authenticate.ts).
    const list = async () => (await tally.call('GET', '/v1/denials', { key })).status
    await expect.poll(list).not.toBe(401)
    for (const path of ['/v1/denials', `/v1/denials/${id}`, '/v1/appeals']) {
      expect((await tally.call('GET', path, { key })).status).toBe(reads)
    }
    expect((await tally.call('POST', `/v1/denials/${id}/actions`, { key, body })).status).toBe(works)
  })

  it('nobody works what is not there', async () => {
    const body = { action: 'close', reason: 'x' }
    expect((await tally.call('GET', '/v1/denials/NONE')).status).toBe(404)
    expect((await tally.call('POST', '/v1/denials/NONE/actions', { body })).status).toBe(404)
  })
})
