/** A payer answers an appeal by letter: a person records it, and the next level or the payment is what is waited for. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SampleClaim } from './sample-events.ts'
import { type SampleTally, startSampleTally } from './sample-tally.ts'

let tally: SampleTally

beforeAll(async () => {
  tally = await startSampleTally('2026-04-01T18:00:00Z')
})
beforeEach(() => tally.clock.moveTo('2026-04-01T18:00:00Z'))
afterAll(() => tally.stop())

const necessity = 'CO 50 12000'
const deny = (claim: SampleClaim, remittanceId: string) =>
  claim.posted([{ ...claim.first, adjustments: necessity }], { remittanceId })

/** A Medicare line that is not necessary, appealed on the day on which that came in, and it is 10 May. */
async function appealed() {
  const claim = tally.claim({ family: 'medicare-b', payerId: '02302' })
  await claim.captured()
  await claim.submitted()
  await deny(claim, 'R-first')
  await tally.settled()
  const [{ id }] = await tally.denials(claim.claimId)
  expect((await tally.act(id, 'appeal')).status).toBe(200)
  tally.clock.moveTo('2026-05-10T18:00:00Z')
  return { claim, id }
}
const answered = (id: string, outcome: string, answeredOn = '2026-05-08') =>
  tally.act(id, 'appeal-answered', { outcome, answeredOn })
const shown = async (id: string) => (await tally.call('GET', `/v1/denials/${id}`)).json

describe('an answer by letter', () => {
  it('upheld opens the denial again, and the next level counts from it', async () => {
    const { claim, id } = await appealed()
    const { status, json } = await answered(id, 'upheld')
    expect([status, json]).toMatchObject([
      200,
      {
        ...{ status: 'open', waitsFor: null, remedy: 'appeal', dueOn: '2026-11-04' },
        appeals: [{ level: 1, outcome: 'upheld', decidedOn: '2026-05-08' }],
      },
    ])
    expect(json.steps.at(-1)).toMatchObject({ did: 'appeal-upheld', reason: 'as the payer said' })
    expect(json.steps.at(-1).keyId).toMatch(/^key_/)
    const again = await tally.act(id, 'appeal')
    expect(again.json.appeals).toMatchObject([
      { level: 1, outcome: 'upheld' },
      { level: 2, filedOn: '2026-05-10', outcome: 'pending' },
    ])
    expect((await tally.said(claim.claimId)).at(-1)).toMatchObject({
      type: 'appeal.filed',
      data: { level: 2 },
    })
    const { json: listed } = await tally.call('GET', '/v1/appeals?outcome=upheld&limit=200')
    expect(listed.items.map(({ denialId }: { denialId: string }) => denialId)).toContain(id)
  })

  it('upheld keeps its window where a remittance tells the same later', async () => {
    const { claim, id } = await appealed()
    await answered(id, 'upheld')
    tally.clock.moveTo('2026-05-20T18:00:00Z')
    await claim.posted([{ ...claim.first, adjustments: 'CO 193 12000' }], { remittanceId: 'R-second' })
    await tally.settled()
    expect(await shown(id)).toMatchObject({ status: 'open', dueOn: '2026-11-04' })
  })

  it('overturned waits for the payment, which resolves it', async () => {
    const { claim, id } = await appealed()
    expect((await answered(id, 'overturned')).json).toMatchObject({
      ...{ status: 'waiting', waitsFor: 'payer', dueOn: '2026-06-07', dueSource: 'payment-expected' },
      appeals: [{ outcome: 'overturned', decidedOn: '2026-05-08' }],
    })
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-paid' })
    await tally.settled()
    expect(await shown(id)).toMatchObject({
      ...{ status: 'resolved', resolution: 'paid' },
      appeals: [{ outcome: 'overturned', decidedOn: '2026-05-08' }],
    })
    // It was another claim's: what the letter said stands.
    const because = 'match/undone-by-hand'
    await claim.reversed(9000, 'R-paid', { remittanceId: 'R-paid', status: '1', because })
    await tally.settled()
    expect(await shown(id)).toMatchObject({
      ...{ status: 'waiting', dueSource: 'payment-expected' },
      appeals: [{ outcome: 'overturned', decidedOn: '2026-05-08' }],
    })
  })

  it('overturned comes back to a person where nothing is paid', async () => {
    const { id } = await appealed()
    await answered(id, 'overturned')
    tally.clock.moveTo('2026-06-08T18:00:00Z')
    await expect.poll(async () => (await shown(id)).status).toBe('open')
    expect(await shown(id)).toMatchObject({ waitsFor: null, band: 'overdue', missedOn: null })
    expect((await tally.act(id, 'appeal')).json.appeals).toMatchObject([
      { outcome: 'overturned' },
      { level: 2 },
    ])
  })

  it.each<[string, object, number, string | null]>([
    ['in the future', { outcome: 'upheld', answeredOn: '2026-05-11' }, 422, 'appeal/not-answered-yet'],
    [
      'before it was filed',
      { outcome: 'upheld', answeredOn: '2026-03-31' },
      422,
      'appeal/answered-before-filed',
    ],
    ['that is none', { outcome: 'withdrawn', answeredOn: '2026-05-08' }, 400, null],
    ['without its day', { outcome: 'upheld' }, 400, null],
    ['on no day', { outcome: 'upheld', answeredOn: '2026-02-30' }, 400, null],
  ])('%s is refused and changes nothing', async (_, more, status, rule) => {
    const { id } = await appealed()
    const before = await shown(id)
    const refused = await tally.act(id, 'appeal-answered', { ...more })
    expect(refused.status).toBe(status)
    if (rule !== null) expect(refused.json.problems[0].code).toBe(rule)
    expect(await shown(id)).toEqual(before)
  })

  it('is recorded of an appeal that is with the payer, and of no other', async () => {
    const { claim, id } = await appealed()
    const pending = await tally.act(id, 'appeal')
    expect([pending.status, pending.json.problems[0].says]).toEqual([
      409,
      expect.stringContaining('appeal-answered'),
    ])
    // A remittance answered it: that is no letter, and nobody typed it.
    await deny(claim, 'R-second')
    await tally.settled()
    const late = await answered(id, 'overturned')
    expect([late.status, late.json.problems[0].code]).toEqual([409, 'appeal/none-pending'])
  })
})

describe('an answer that was mistyped', () => {
  it('is replaced by the same action, and both stay in the history with who said them', async () => {
    const { claim, id } = await appealed()
    await answered(id, 'upheld', '2026-05-07')
    const owner = { key: await tally.keyOf('biller'), reason: 'read it again', answeredOn: '2026-05-08' }
    const { status, json } = await tally.act(id, 'appeal-answered', { outcome: 'overturned', ...owner })
    expect([status, json]).toMatchObject([
      200,
      {
        ...{ status: 'waiting', waitsFor: 'payer', dueOn: '2026-06-07', dueSource: 'payment-expected' },
        appeals: [{ level: 1, outcome: 'overturned', decidedOn: '2026-05-08' }],
      },
    ])
    expect(json.steps.slice(-2)).toMatchObject([
      { did: 'appeal-upheld', answeredOn: '2026-05-07', reason: 'as the payer said' },
      { did: 'appeal-overturned', answeredOn: '2026-05-08', reason: 'read it again', keyId: 'key_biller' },
    ])
    expect(json.steps.map(({ answeredOn }: { answeredOn: string }) => answeredOn).slice(0, -2)).toEqual([
      ...[null, null],
    ])
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-paid' })
    await tally.settled()
    expect(await shown(id)).toMatchObject({ status: 'resolved', resolution: 'paid' })
  })

  it('that was no yes opens the denial again, its window from the right day, also after the payment did not come', async () => {
    const { id } = await appealed()
    await answered(id, 'overturned')
    tally.clock.moveTo('2026-06-08T18:00:00Z')
    await expect.poll(async () => (await shown(id)).status).toBe('open')
    expect((await answered(id, 'upheld', '2026-05-09')).json).toMatchObject({
      ...{ status: 'open', waitsFor: null, dueOn: '2026-11-05', remedy: 'appeal', missedOn: null },
      appeals: [{ level: 1, outcome: 'upheld', decidedOn: '2026-05-09' }],
    })
    expect((await tally.act(id, 'appeal')).json.appeals).toMatchObject([{ outcome: 'upheld' }, { level: 2 }])
  })

  it('keeps to the day on which the appeal was filed', async () => {
    const { id } = await appealed()
    await answered(id, 'upheld')
    const before = await shown(id)
    for (const answeredOn of ['2026-05-11', '2026-03-31'])
      expect((await answered(id, 'upheld', answeredOn)).status).toBe(422)
    expect(await shown(id)).toEqual(before)
  })

  it.each<[string, (id: string, claim: SampleClaim) => Promise<unknown>, string, string]>([
    [
      'records were sent since',
      (id) => tally.act(id, 'send-records'),
      'appeal/answer-followed',
      '`send-records`',
    ],
    [
      'a remittance has told the same',
      (_, claim) => deny(claim, 'R-second'),
      'appeal/answer-followed',
      '`denied-again`',
    ],
    [
      'a payment resolved it',
      (_, claim) => claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-paid' }),
      'denial/resolved',
      'match',
    ],
    ['a person closed it', (id) => tally.act(id, 'close'), 'denial/resolved', 'new denial'],
  ])('stands once %s, and is told what to do', async (_, follows, rule, says) => {
    const { claim, id } = await appealed()
    await answered(id, 'upheld')
    await follows(id, claim)
    await tally.settled()
    const before = await shown(id)
    const { status, json } = await answered(id, 'overturned')
    expect([status, json.problems[0].code]).toEqual([409, rule])
    expect(json.problems[0].says).toContain(says)
    expect(await shown(id)).toEqual(before)
  })

  it('stands once the next level was filed, which the action then answers', async () => {
    const { id } = await appealed()
    await answered(id, 'upheld')
    await tally.act(id, 'appeal')
    const { status, json } = await answered(id, 'upheld', '2026-05-08')
    expect([status, json.problems[0].code]).toEqual([422, 'appeal/answered-before-filed'])
    expect(json.problems[0].says).toContain('level 2')
    expect((await answered(id, 'upheld', '2026-05-10')).json.appeals).toMatchObject([
      { level: 1, decidedOn: '2026-05-08' },
      { level: 2, decidedOn: '2026-05-10' },
    ])
  })

  it('may be replaced where what followed was another claim’s and a person took it apart', async () => {
    const { claim, id } = await appealed()
    await answered(id, 'overturned')
    await claim.posted([{ ...claim.first, paidCents: 9000 }], { remittanceId: 'R-paid' })
    await claim.reversed(9000, 'R-paid', {
      ...{ remittanceId: 'R-paid', status: '1', because: 'match/undone-by-hand' },
    })
    await tally.settled()
    expect((await answered(id, 'upheld')).json).toMatchObject({
      ...{ status: 'open', dueOn: '2026-11-04' },
      appeals: [{ outcome: 'upheld', decidedOn: '2026-05-08' }],
    })
  })

  it('ends a proposal to write it off, as any other action does', async () => {
    const { id } = await appealed()
    await answered(id, 'upheld')
    expect((await tally.act(id, 'write-off')).status).toBe(202)
    const { status, json } = await answered(id, 'overturned')
    expect([status, json.proposed]).toEqual([200, null])
  })
})
