/** A payment is taken back: by its payer, which decides anew, or by a person, for whom it was no answer to this claim. */
import { chargeCorrected, claimSettled } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, dayId, movedTo, paid, scripted, takenBack, voided } from './sample-events.ts'

const start = '2026-03-03T17:00:00.000Z'
/** In the evening of the visit's day. */
const beforeWindow = '2026-03-03T02:00:00.000Z'

let tally: TestHost
let house: ReturnType<typeof scripted>
const clock = virtualClock(start)

beforeEach(async () => {
  clock.moveTo(start)
  house = scripted()
  tally = await startTestHost({ services: [claimSubmissionThrough(house.gateway), speaker], clock })
  await setUpPartner(tally)
})
afterEach(() => tally.stop())

const claim = async () => (await tally.call('GET', `/v1/claims?treatmentDayId=${dayId}`)).json.items[0]
const until = (status: string) =>
  expect.poll(async () => (await claim())?.status, { timeout: 10_000, interval: 20 }).toBe(status)
const untilCame = (count: number) =>
  expect.poll(() => house.came.length, { timeout: 10_000, interval: 20 }).toBe(count)
const versions = async () => (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json.versions
const clocks = () => tally.sql('select process, due_at from claim_submission.deadline order by process')
const takesReplacements = (sendWindow = 'at-once') =>
  tally.call('PUT', '/v1/payers/02302', {
    body: { family: 'medicare-b', acceptsReplacement: true, sendWindow },
  })

type Paid = Parameters<typeof paid>[3]
type Taken = Parameters<typeof takenBack>[3]
const again = { sequence: 2, remittanceId: '2'.repeat(26), paymentOnly: true } as const
const ofAgain = { reversesRemittanceId: again.remittanceId }
const byHand = { because: 'match/undone-by-hand', remittanceId: '0'.repeat(26) }

/** Sent, and what happened to it then, told in this order. */
async function sentAnd(
  happened: (id: string, claimNumber: string) => Parameters<typeof say>[1],
): Promise<void> {
  await say(tally, [captured(1), cleared(1, 1)])
  await until('sent')
  const { id, claimNumber } = await claim()
  await say(tally, happened(id, claimNumber))
  await tally.settled()
}
const isPaid = (changes?: Paid) => (id: string, number: string) => paid(id, number, clock.now(), changes)
const isBack = (changes?: Taken) => (id: string, number: string) =>
  takenBack(id, number, clock.now(), changes)
const inTurn =
  (...each: readonly (ReturnType<typeof isPaid> | ReturnType<typeof isBack>)[]) =>
  (id: string, number: string) =>
    each.map((one) => one(id, number))
async function then(happens: ReturnType<typeof isPaid> | ReturnType<typeof isBack>): Promise<void> {
  const { id } = await claim()
  const [{ claimNumber }] = await versions()
  await say(tally, [happens(id, claimNumber)])
  await tally.settled()
}

describe('by its payer', () => {
  it.each([
    ['the second', ofAgain],
    ['the first', {}],
  ])(
    '%s of two payments: the other stands, and is given back before another payer is asked',
    async (_, which) => {
      await takesReplacements()
      await sentAnd(inTurn(isPaid(), isPaid(again), isBack(which)))
      await say(tally, [movedTo('60054', 2), cleared(2, 2)])
      await untilCame(2)
      expect(house.came[1]?.text).toMatch(/:8\*/)
      expect(house.came[1]?.text).toContain('*PI*02302~')
    },
  )

  it('both: nothing stands there, and the next payer is asked at once', async () => {
    await takesReplacements()
    await sentAnd(inTurn(isPaid(), isPaid(again), isBack(), isBack({ ...ofAgain, sequence: 10 })))
    await say(tally, [movedTo('60054', 2), cleared(2, 2)])
    await untilCame(2)
    expect(house.came[1]?.text).toContain('*PI*60054~')
  })

  it('one of two that a void asks back: the void waits for the other', async () => {
    await takesReplacements()
    await sentAnd(inTurn(isPaid(), isPaid(again)))
    await say(tally, [voided(2)])
    await untilCame(2)
    await until('sent')
    await then(isBack(ofAgain))
    expect(await claim()).toMatchObject({ status: 'sent', claimVersion: 2 })
    await then(isBack({ sequence: 10 }))
    await until('voided')
  })

  it('what a void of unknown fate asked for: the void has arrived', async () => {
    await takesReplacements()
    await sentAnd(inTurn(isPaid()))
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    await say(tally, [voided(2)])
    await until('unknown')
    await then(isBack())
    await until('voided')
    expect(house.came).toHaveLength(2)
    expect((await versions())[1]).toMatchObject({ kind: 'void', status: 'adjudicated' })
  })
})

describe('by a person who takes its match apart', () => {
  it('the claim waits for its own answer again, as long as one may take', async () => {
    await sentAnd(inTurn(isPaid()))
    expect((await claim()).status).toBe('adjudicated')
    clock.moveTo('2026-03-20T17:00:00.000Z')
    await then(isBack(byHand))
    expect(await claim()).toMatchObject({ status: 'sent', heldBecause: null, unanswered: false })
    expect((await versions())[0]).toMatchObject({ status: 'sent' })
    const due = Date.parse('2026-04-02T17:00:00.000Z')
    const [one, ...more] = (await clocks()) as { process: string; due_at: string }[]
    expect([one?.process, Date.parse(one?.due_at ?? '') - due < 60_000, more]).toEqual([
      'await-835',
      true,
      [],
    ])
    clock.moveTo('2026-04-02T18:00:00.000Z')
    await expect.poll(async () => (await claim()).unanswered).toBe(true)
    await then(isPaid({ sequence: 10 }))
    expect(await claim()).toMatchObject({ status: 'adjudicated', unanswered: false })
  })

  it('one that was accepted and closed is accepted again', async () => {
    await say(tally, [captured(1), cleared(1, 1)])
    await until('sent')
    for (const table of ['claim', 'claim_version'])
      await tally.sql(`update claim_submission.${table} set state = 'accepted'`)
    await then(isPaid())
    const { id, claimNumber } = await claim()
    await say(tally, [settled(id, claimNumber)])
    await until('closed')
    await then(isBack(byHand))
    expect(await claim()).toMatchObject({ status: 'accepted' })
  })

  it('where another answer stands, that one decided', async () => {
    await takesReplacements()
    await sentAnd(inTurn(isPaid(), isPaid(again), isBack({ ...byHand, ...ofAgain })))
    expect(await claim()).toMatchObject({ status: 'adjudicated' })
    await say(tally, [movedTo('60054', 2), cleared(2, 2)])
    await untilCame(2)
    expect(house.came[1]?.text).toMatch(/:8\*/)
  })

  it('with it goes the number that the answer brought', async () => {
    await takesReplacements()
    await sentAnd(inTurn(isPaid(), isBack(byHand)))
    const { id, claimNumber } = await claim()
    const nameless = paid(id, claimNumber, clock.now(), { sequence: 10 })
    await say(tally, [{ ...nameless, sealed: { payerClaimNumber: null } }])
    await until('adjudicated')
    await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
    await expect
      .poll(async () => (await claim()).heldBecause, { timeout: 10_000 })
      .toBe('resubmission/payer-number-unknown')
  })

  it('a replacement that has not left is none: it is made when the answer has come', async () => {
    clock.moveTo(beforeWindow)
    await takesReplacements()
    await sentAnd(inTurn(isPaid()))
    const put = { family: 'medicare-b', acceptsReplacement: true, sendWindow: '23:59' }
    await tally.call('PUT', '/v1/payers/02302', { body: put, headers: { 'if-match': '"1"' } })
    await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
    await until('ready')
    await then(isBack(byHand))
    expect(await claim()).toMatchObject({ status: 'sent', claimVersion: 1, readyAt: null })
    expect(await versions()).toHaveLength(1)
    await then(isPaid({ sequence: 10 }))
    await until('ready')
    expect((await versions())[1]).toMatchObject({ version: 2, kind: 'replacement', status: 'ready' })
  })

  it('a later version that has left stays what the claim is at', async () => {
    await takesReplacements()
    await sentAnd(inTurn(isPaid()))
    await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
    await untilCame(2)
    await until('sent')
    await then(isBack(byHand))
    expect(await claim()).toMatchObject({ status: 'sent', claimVersion: 2 })
    expect(await versions()).toMatchObject([{ status: 'sent' }, { status: 'sent' }])
  })
})

const settled = (claimId: string, claimNumber: string) =>
  saying(claimSettled, {
    ...{ subject: claimId, sequence: 5, correlationId: dayId },
    data: {
      ...{ claimId, treatmentDayId: dayId, coverageOrder: 1, claimVersion: 1, claimNumber, payerId: '02302' },
      ...{ patientId: `pat_${'0'.repeat(26)}`, serviceDate: '2026-03-02', settledAt: clock.now() },
      ...{ paidCents: 8000, adjustedCents: 9500, toPatientCents: 2000, writtenOffCents: 0 },
      because: 'payment/posted',
    },
  })
