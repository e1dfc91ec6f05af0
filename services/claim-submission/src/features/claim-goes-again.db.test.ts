/** A claim that was sent before goes again, or does not, as its payer takes it (x12.md 1.4); its reasons are kept and shown. */
import { chargeCorrected } from '@tally/contracts'
import { virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost, testPartner } from '@tally/testkit'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import {
  captured,
  cleared,
  dayId,
  goAgain,
  heldDay,
  movedTo,
  paid,
  scripted,
  takenBack,
  voided,
} from './sample-events.ts'

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
const untilHeld = (because: string) =>
  expect.poll(async () => (await claim())?.heldBecause, { timeout: 10_000, interval: 20 }).toBe(because)
const untilCame = (count: number) =>
  expect.poll(() => house.came.length, { timeout: 10_000, interval: 20 }).toBe(count)
const versions = async () => (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json.versions
/** The rules of a frequency in the claim's explanation, each with its outcome. */
const explained = async (): Promise<string[]> => {
  const { rules } = (await tally.call('GET', `/v1/claims/${(await claim()).id}/explanation`)).json
  return rules
    .map(({ rule, outcome }: { rule: string; outcome: string }) => `${rule} ${outcome}`)
    .filter((each: string) => /^(frequency|resubmission)\//.test(each))
}
const outboxOf = async (type: string) =>
  (
    await tally.sql<{ body: string }>(
      'select body from claim_submission.outbox where type = $1 order by id',
      [type],
    )
  ).map(({ body }) => JSON.parse(body))
const submitted = async () => (await outboxOf('claim.submitted.v1')).map(({ data }) => data)
const rejectedData = async () => (await outboxOf('claim.rejected.v1')).map(({ data }) => data)
const takesReplacements = async () => {
  const body = { family: 'medicare-b', acceptsReplacement: true, sendWindow: 'at-once' }
  expect((await tally.call('PUT', '/v1/payers/02302', { body })).status).toBe(200)
}
const correctIt = (version: number) =>
  say(tally, [captured(version, chargeCorrected), cleared(version, version)])

async function sent(): Promise<string> {
  await say(tally, [captured(1), cleared(1, 1)])
  await until('sent')
  return (await claim()).id
}

/** Sent, and its payer answered so. */
async function answered(changes: Parameters<typeof paid>[3] = {}): Promise<string> {
  const id = await sent()
  await say(tally, [paid(id, (await claim()).claimNumber, clock.now(), changes)])
  await until('adjudicated')
  return id
}

const unprocessable = { paidCents: 0, toPatientCents: 0, denied: true, remarks: ['MA130'] }
const reopening = 'resubmission/payer-takes-no-replacement resubmission/reopening'

it('the first time it is a new claim, and says so', async () => {
  await sent()
  expect(await explained()).toEqual(['frequency/first passed'])
})

describe('corrected after its payer decided', () => {
  it('is left to a reopening by Medicare Part B, which the claim says', async () => {
    await answered()
    await correctIt(2)
    await untilHeld(reopening)
    expect(await claim()).toMatchObject({ status: 'adjudicated', claimVersion: 1 })
    expect(house.came).toHaveLength(1)
    expect(await explained()).toEqual([
      'resubmission/payer-takes-no-replacement hold',
      'resubmission/reopening hold',
      'frequency/first passed',
    ])
  })

  it('what a later payer answers under our number, to which it was handed on, is no answer to ours', async () => {
    await takesReplacements()
    const id = await sent()
    const { claimNumber } = await claim()
    await say(tally, [paid(id, claimNumber, clock.now(), { coverageOrder: 2, status: '2', paidCents: 0 })])
    await tally.settled()
    expect((await claim()).status).toBe('sent')
    await say(tally, [paid(id, claimNumber, clock.now(), { sequence: 2 })])
    await until('adjudicated')
  })

  it('goes as a replacement where the payer takes one', async () => {
    await takesReplacements()
    await answered()
    await correctIt(2)
    await untilCame(2)
    await until('sent')
    expect(house.came[1]?.text).toContain('REF*F8*ICN-77')
    expect(await versions()).toMatchObject([{ frequency: '1' }, { frequency: '7', kind: 'replacement' }])
    expect(await explained()).toEqual(['frequency/replacement passed'])
  })

  it.each([
    ['of a payer that takes replacements', true],
    ['of Medicare Part B', false],
  ])('goes as a new claim after MA130 %s', async (_, takes) => {
    if (takes) await takesReplacements()
    await answered(unprocessable)
    await correctIt(2)
    await untilCame(2)
    await until('sent')
    expect(house.came[1]?.text).not.toContain('REF*F8')
    expect(await versions()).toMatchObject([{ frequency: '1' }, { frequency: '1', kind: 'original' }])
    expect(await explained()).toEqual(['frequency/new-after-ma130 passed'])
    expect((await claim()).heldBecause).toBeNull()
  })

  it('goes as a new claim after N142 of a line', async () => {
    await takesReplacements()
    const line = {
      ...{
        chargeLineId: 'LINE1',
        procedureCode: '97110',
        modifiers: ['GP'],
        unitsPaid: 0,
        chargeCents: 12000,
      },
      ...{ paidCents: 0, allowedCents: null, toPatientCents: 0, adjustments: [], remarks: ['N142'] },
    }
    await answered({ ...unprocessable, remarks: [], lines: [line] })
    await correctIt(2)
    await untilCame(2)
    expect(house.came[1]?.text).not.toContain('REF*F8')
  })

  it('is left to a person where the payer wants a new claim and paid', async () => {
    await takesReplacements()
    await answered({ remarks: ['MA130'] })
    await correctIt(2)
    await untilHeld('resubmission/new-claim-yet-paid')
    expect(house.came).toHaveLength(1)
  })
})

describe('voided after its payer decided', () => {
  it('tells Medicare Part B nothing by a claim, and a person that it has to be reopened', async () => {
    await answered()
    await say(tally, [voided(2)])
    await until('voided')
    expect((await claim()).heldBecause).toBe(reopening)
    expect(house.came).toHaveLength(1)
  })

  it('tells nobody anything after MA130: no payer holds it', async () => {
    await takesReplacements()
    await answered(unprocessable)
    await say(tally, [voided(2)])
    await until('voided')
    expect((await claim()).heldBecause).toBeNull()
    expect(house.came).toHaveLength(1)
  })
})

describe('moved to another payer after the first decided', () => {
  const moved = (payerId: string) => say(tally, [movedTo(payerId, 2), cleared(2, 2)])

  it('that denied it: a new claim, without the first one’s number', async () => {
    await takesReplacements()
    await answered({ paidCents: 0, toPatientCents: 0, denied: true })
    await moved('60054')
    await untilCame(2)
    await until('sent')
    expect(house.came[1]?.text).toContain('*PI*60054~')
    expect(house.came[1]?.text).not.toContain('REF*F8')
    expect(await versions()).toMatchObject([{ payerId: '02302' }, { payerId: '60054', frequency: '1' }])
    expect(await submitted()).toMatchObject([{ payerFamily: 'medicare-b' }, { payerFamily: 'commercial' }])
  })

  it('that paid: withdrawn there as it was sent, and new to the second when the first has its money back', async () => {
    await takesReplacements()
    const id = await answered()
    const { claimNumber } = await claim()
    await moved('60054')
    await untilCame(2)
    await until('sent')
    const [, withdrawal] = house.came
    expect(withdrawal?.text).toMatch(/:8\*/)
    expect(withdrawal?.text).toContain('*PI*02302~')
    expect(withdrawal?.text).toContain('REF*F8*ICN-77')
    // As it was then: the visit has other units now.
    expect(withdrawal?.text).toMatch(/CLM\*[^*]+\*195\*/)
    expect((await submitted())[1]).toMatchObject({ kind: 'void', payerId: '02302', chargeCents: 19500 })
    await say(tally, [takenBack(id, claimNumber, clock.now())])
    await untilCame(3)
    await until('sent')
    expect(house.came[2]?.text).toContain('*PI*60054~')
    expect(house.came[2]?.text).not.toContain('REF*F8')
    expect(await versions()).toMatchObject([{ kind: 'original' }, { kind: 'void' }, { kind: 'original' }])
  })

  it('that paid a part: who works its denial meanwhile gets it withdrawn there, too', async () => {
    await takesReplacements()
    const id = await answered()
    await say(tally, [movedTo('60054', 2)])
    await tally.settled()
    await say(tally, [goAgain(id, true)])
    await tally.settled()
    expect(await claim()).toMatchObject({ status: 'adjudicated', claimVersion: 1 })
    await say(tally, [cleared(2, 2)])
    await untilCame(2)
    expect(house.came[1]?.text).toMatch(/:8\*/)
  })

  it('that paid and takes no void: a person sees it', async () => {
    await answered()
    await moved('60054')
    await untilHeld(reopening)
    expect(await claim()).toMatchObject({ status: 'adjudicated', claimVersion: 1 })
    expect(house.came).toHaveLength(1)
  })

  it('that paid, to the patient: withdrawn there, and nobody is asked after that', async () => {
    await takesReplacements()
    const id = await answered()
    const { claimNumber } = await claim()
    await moved('nobody')
    await untilCame(2)
    await until('sent')
    await say(tally, [takenBack(id, claimNumber, clock.now())])
    await until('closed')
    expect((await claim()).heldBecause).toBe('self-pay/no-claim')
    expect(house.came).toHaveLength(2)
  })
})

describe('withdrawn', () => {
  it('and signed again after the payer gave up its decision: a new claim', async () => {
    await takesReplacements()
    const id = await answered()
    const { claimNumber } = await claim()
    await say(tally, [voided(2)])
    await untilCame(2)
    await until('sent')
    await say(tally, [takenBack(id, claimNumber, clock.now())])
    await until('voided')
    await correctIt(3)
    await untilCame(3)
    expect(house.came[2]?.text).not.toContain('REF*F8')
    expect((await versions())[2]).toMatchObject({ kind: 'original', frequency: '1' })
  })

  it('by a person, it stays so when the visit is corrected, until it is released', async () => {
    clock.moveTo(beforeWindow)
    await tally.call('PUT', '/v1/payers/02302', { body: { family: 'medicare-b', sendWindow: '23:59' } })
    await say(tally, [captured(1), cleared(1, 1)])
    await until('ready')
    const decide = async (what: string) =>
      tally.call('POST', `/v1/claims/${(await claim()).id}/${what}`, { body: { reason: 'paid in cash' } })
    expect(await decide('void')).toMatchObject({ status: 200, json: { status: 'voided' } })
    await correctIt(2)
    await tally.settled()
    expect(await claim()).toMatchObject({ status: 'voided', claimVersion: 1 })
    expect(await decide('release')).toMatchObject({ status: 200, json: { status: 'ready', claimVersion: 2 } })
  })
})

describe('asked for by who worked its denial', () => {
  it('while the coding holds the day: it goes when that is captured, with the card that was given', async () => {
    await takesReplacements()
    const id = await answered({ paidCents: 0, denied: true })
    await say(tally, [heldDay(2), goAgain(id, true, '1EG4TE5MK74')])
    await untilHeld('charge/no-price')
    await say(tally, [captured(3, chargeCorrected), cleared(3, 3)])
    await untilCame(2)
    expect(house.came[1]?.text).toContain('*MI*1EG4TE5MK74~')
    // The payer never decided, as the person said.
    expect(house.came[1]?.text).not.toContain('REF*F8')
  })

  it('while a person holds it: it says so, and goes with what was given when it is released', async () => {
    const id = await sent()
    await refuseInterchange(house.came[0]?.text ?? '')
    await until('rejected')
    const decide = (what: string) =>
      tally.call('POST', `/v1/claims/${id}/${what}`, { body: { reason: 'the card is looked for' } })
    expect((await decide('hold')).json).toMatchObject({ status: 'held', heldBecause: 'claim/held-by-person' })
    await say(tally, [goAgain(id, true, '1EG4TE5MK74')])
    await tally.settled()
    expect(await claim()).toMatchObject({ status: 'held', heldBecause: 'claim/held-by-person' })
    expect(house.came).toHaveLength(1)
    expect((await decide('release')).status).toBe(200)
    await untilCame(2)
    expect(house.came[1]?.text).toContain('*MI*1EG4TE5MK74~')
    expect((await claim()).heldBecause).toBeNull()
  })

  it('waits for a reopening at Medicare Part B', async () => {
    const id = await answered({ paidCents: 0, denied: true })
    await say(tally, [goAgain(id, false)])
    await untilHeld(reopening)
    expect(await explained()).toContain('resubmission/reopening hold')
    expect(house.came).toHaveLength(1)
  })

  it('goes as a new claim where the payer never decided', async () => {
    const id = await answered(unprocessable)
    await say(tally, [goAgain(id, true)])
    await untilCame(2)
    await until('sent')
    expect(await versions()).toMatchObject([{ frequency: '1' }, { frequency: '1' }])
    expect(await explained()).toEqual(['frequency/never-accepted passed'])
  })

  it('goes as a replacement where the payer paid a part of it', async () => {
    await takesReplacements()
    const id = await answered()
    await say(tally, [goAgain(id, true)])
    await untilCame(2)
    expect(house.came[1]?.text).toContain('REF*F8*ICN-77')
  })

  it('goes as a replacement again when the replacement was thrown out', async () => {
    await takesReplacements()
    const id = await answered()
    await correctIt(2)
    await untilCame(2)
    await until('sent')
    await refuseInterchange(house.came[1]?.text ?? '')
    await until('rejected')
    expect(await rejectedData()).toMatchObject([{ claimVersion: 2, stands: { version: 1, decided: true } }])
    await say(tally, [goAgain(id, true)])
    await untilCame(3)
    expect(house.came[2]?.text).toContain('REF*F8*ICN-77')
    expect((await versions())[2]).toMatchObject({ version: 3, frequency: '7' })
  })

  it('with another card: it stands on whatever goes next, until a payer takes that in', async () => {
    await takesReplacements()
    const id = await answered({ paidCents: 0, denied: true })
    house.answers.push({ kind: 'refused', says: 'the partner answered 400' })
    await say(tally, [goAgain(id, false, '1EG4TE5MK74')])
    await untilHeld('partner/refused')
    const release = { body: { reason: 'the partner was told' } }
    expect((await tally.call('POST', `/v1/claims/${id}/release`, release)).status).toBe(200)
    await untilCame(3)
    await until('sent')
    await refuseInterchange(house.came[2]?.text ?? '')
    await until('rejected')
    await say(tally, [goAgain(id, false)])
    await untilCame(4)
    for (const { text } of house.came.slice(1)) expect(text).toContain('*MI*1EG4TE5MK74~')
  })
})

describe('asked for by who worked a denial of what does not go by itself', () => {
  const voidedAtPayer = async () => {
    await takesReplacements()
    const id = await answered()
    await say(tally, [voided(2)])
    await untilCame(2)
    await until('sent')
    return id
  }
  const throwOut = async (nth: number) => {
    await refuseInterchange(house.came[nth]?.text ?? '')
    await until('rejected')
  }

  it('a void that was thrown out goes again, however often', async () => {
    const id = await voidedAtPayer()
    for (const nth of [1, 2]) {
      await throwOut(nth)
      await say(tally, [goAgain(id, true)])
      await untilCame(nth + 2)
      await until('sent')
      expect(house.came[nth + 1]?.text).toMatch(/:8\*/)
    }
  })

  it('a void to a payer that was asked before goes again, too', async () => {
    await takesReplacements()
    const id = await answered()
    await say(tally, [movedTo('60054', 2), cleared(2, 2)])
    await untilCame(2)
    await until('sent')
    await throwOut(1)
    await say(tally, [goAgain(id, true)])
    await untilCame(3)
    expect(house.came[2]?.text).toMatch(/:8\*/)
    expect(house.came[2]?.text).toContain('*PI*02302~')
  })

  it('of a claim that is voided: it is told again that nothing is asked any more', async () => {
    const id = await answered()
    await say(tally, [voided(2)])
    await until('voided')
    await say(tally, [goAgain(id, false)])
    await expect.poll(async () => (await outboxOf('claim.voided.v1')).length, { timeout: 10_000 }).toBe(2)
    const [first, second] = await outboxOf('claim.voided.v1')
    expect(second.data).toEqual(first.data)
    expect(second.sequence).toBe(first.sequence + 1)
    expect(await claim()).toMatchObject({ status: 'voided', heldBecause: reopening })
  })

  it('of one that is on its way: the claim says so, and what was given is on the next', async () => {
    const id = await sent()
    await say(tally, [goAgain(id, true, '1EG4TE5MK74')])
    await untilHeld('resubmission/on-its-way')
    expect(await claim()).toMatchObject({ status: 'sent', claimVersion: 1 })
    expect(await explained()).toContain('resubmission/on-its-way hold')
    await throwOut(0)
    expect(await claim()).toMatchObject({ heldBecause: null })
    await correctIt(2)
    await untilCame(2)
    expect(house.came[1]?.text).toContain('*MI*1EG4TE5MK74~')
  })

  it('of one that is to go to the next payer, which eligibility has not answered yet: it says what it waits for', async () => {
    await takesReplacements()
    const id = await answered()
    await say(tally, [movedTo('60054', 2)])
    await tally.settled()
    await say(tally, [goAgain(id, true)])
    await untilHeld('eligibility/not-answered')
    expect(await claim()).toMatchObject({ status: 'adjudicated', claimVersion: 1 })
  })
})

async function refuseInterchange(text: string): Promise<void> {
  const isa =
    'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260303*1201*^*00501*000000901*0*T*:~'
  const file = `${isa}TA1*${text.split('*')[13]}*260303*1200*R*025~IEA*0*000000901~`
  const [id, at] = [`msg_${text.split('*')[13]}`, clock.millis()]
  const answer = await tally.host.app.inject({
    ...{ method: 'POST', url: '/v1/webhooks/clearinghouse', payload: file },
    headers: {
      'content-type': 'application/edi-x12',
      ...{ 'webhook-id': id, 'webhook-timestamp': String(at / 1_000) },
      'webhook-signature': new Webhook(testPartner.secrets[0] ?? '').sign(id, new Date(at), file),
    },
  })
  expect(answer.statusCode).toBe(202)
}
