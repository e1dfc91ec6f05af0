/** A claim in trouble: two senders at once, refusals, answers and corrections that cross. None is lost, none goes twice. */
import { chargeCorrected, type Envelope } from '@tally/contracts'
import { act, Fault, inTransaction, openPool, virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost, testPartner } from '@tally/testkit'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimSubmissionThrough } from '../service.ts'
import { takeBatch } from '../store/batches.ts'
import { deliverBatches } from './deliver-batches.ts'
import { captured, cleared, dayId, paid, scripted, voided } from './sample-events.ts'
import { writeBatches } from './write-batches.ts'

/** Before the payer's evening window of the visit's day. */
const start = '2026-03-03T02:00:00.000Z'

let tally: TestHost
let house: ReturnType<typeof scripted>
const clock = virtualClock(start)

beforeEach(async () => {
  clock.moveTo(start)
  house = scripted()
  const services = [claimSubmissionThrough(house.gateway), speaker]
  tally = await startTestHost({ services, clock, partitions: 1 })
})
afterEach(() => tally.stop())

const shell = () => {
  const running = tally.host.services.find(({ service }) => service.name === 'claim-submission')
  if (!running) throw new Error('the service runs')
  return running.shell
}
const claim = async () => (await tally.call('GET', `/v1/claims?treatmentDayId=${dayId}`)).json.items[0]
const shown = async () => (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json
const until = (status: string) =>
  expect.poll(async () => (await claim())?.status, { timeout: 10_000, interval: 20 }).toBe(status)
const said = async (type: string): Promise<Envelope[]> =>
  (
    await tally.sql<{ body: string }>(
      'select body from claim_submission.outbox where type = $1 order by id',
      [type],
    )
  ).map(({ body }) => JSON.parse(body))
const decide = async (what: string) =>
  (await tally.call('POST', `/v1/claims/${(await claim()).id}/${what}`, { body: { reason: 'seen' } })).status

async function sent(): Promise<string> {
  await setUpPartner(tally)
  await say(tally, [captured(1), cleared(1, 1)])
  await until('sent')
  return house.came.at(-1)?.text ?? ''
}

async function webhook(text: string): Promise<number> {
  const [id, at] = [`msg_${text.length}_${clock.millis()}`, clock.millis()]
  const signature = new Webhook(testPartner.secrets[0] ?? '').sign(id, new Date(at), text)
  const answer = await tally.host.app.inject({
    ...{ method: 'POST', url: '/v1/webhooks/clearinghouse', payload: text },
    headers: {
      'content-type': 'application/edi-x12',
      ...{ 'webhook-id': id, 'webhook-timestamp': String(at / 1_000), 'webhook-signature': signature },
    },
  })
  return answer.statusCode
}

const isa =
  'ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260303*1201*^*00501*000000901*0*T*:~'
const refusedInterchange = (sent: string) =>
  `${isa}TA1*${sent.split('*')[13]}*260303*1200*R*025~IEA*0*000000901~`
const acceptedGroup = (sent: string) => {
  const group = /~GS(?:\*[^*~]*){5}\*(\d+)/.exec(sent)?.[1]
  const [gs, st] = ['GS*FA*CLEARHOUSE*TALLYSUB*20260303*1201*9*X*005010X231A1', 'ST*999*0001*005010X231A1']
  const about = `AK1*HC*${group}*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~AK9*A*1*1*1`
  return `${isa}${gs}~${st}~${about}~SE*6*0001~GE*1*9~IEA*1*000000901~`
}

describe('two senders at once, when leadership of the jobs moves', () => {
  it('a claim that is held between the look and its lock is not written', async () => {
    await say(tally, [captured(1), cleared(1, 1)])
    await until('ready')
    const pool = openPool({ url: tally.database.url, connections: 1, applicationName: 'a person' })
    const workers = async (what: string) => {
      const text = `select from pg_stat_activity where datname = current_database()
                    and application_name = 'tally claim-submission worker' and ${what}`
      return (await tally.sql(text)).length
    }
    try {
      await inTransaction(pool, null, async (query) => {
        await query({
          name: 'lock',
          text: 'select from claim_submission.treatment_day for update',
        })
        await setUpPartner(tally)
        await expect.poll(() => workers(`wait_event_type = 'Lock'`), { timeout: 10_000 }).toBe(1)
        await query({
          name: 'hold',
          text: `update claim_submission.claim set state = 'held', held_because = 'seen'`,
        })
      })
      await expect.poll(() => workers(`state <> 'idle'`)).toBe(0)
      expect((await claim()).status).toBe('held')
      expect(await tally.sql('select from claim_submission.batch')).toEqual([])
    } finally {
      await pool.end()
    }
  })

  it('the second leaves alone what the first is just sending', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const { promise: left, resolve: leaves } = Promise.withResolvers<void>()
    const { submit } = house.gateway
    house.memory.keeps = false
    house.gateway.submit = async (...asked) => {
      const outcome = await submit(...asked)
      leaves()
      if (house.came.length === 1) await answered
      return outcome
    }
    await setUpPartner(tally)
    await say(tally, [captured(1), cleared(1, 1)])
    await left
    await deliverBatches(house.gateway).run(shell())
    answer()
    await until('sent')
    expect(house.came).toHaveLength(1)
  })

  it('an attempt may take as long as both of its questions, and no other is at the batch meanwhile', async () => {
    house.memory.keeps = false
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    const { standingOf, submit } = house.gateway
    house.gateway.standingOf = (...asked) => {
      clock.advance(20_000)
      return standingOf(...asked)
    }
    house.gateway.submit = async (...asked) => {
      const outcome = await submit(...asked)
      if (house.came.length !== 2) return outcome
      clock.advance(20_000)
      await deliverBatches(house.gateway).run(shell())
      return outcome
    }
    await setUpPartner(tally)
    await say(tally, [captured(1), cleared(1, 1)])
    await until('unknown')
    clock.advance(1_000)
    await until('sent')
    expect(house.came).toHaveLength(2)
  })

  it('one that had no answer in time to whether it arrived sends nothing: another may be at it by now', async () => {
    house.memory.keeps = false
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    let asks = 0
    const { standingOf } = house.gateway
    house.gateway.standingOf = async (...asked) => {
      asks += 1
      if (asks === 1) clock.advance(30_000)
      return standingOf(...asked)
    }
    await setUpPartner(tally)
    await say(tally, [captured(1), cleared(1, 1)])
    await until('unknown')
    clock.advance(1_000)
    await expect.poll(() => asks, { timeout: 10_000 }).toBe(1)
    await tally.settled()
    expect(house.came).toHaveLength(1)
    expect(await claim()).toMatchObject({ status: 'unknown' })
    clock.advance(60_000)
    await until('sent')
    expect(house.came).toHaveLength(2)
  })

  it('a batch is taken by one, for a while, and never when it is settled', async () => {
    await sent()
    const [batch] = await tally.sql<{ id: string }>('select id from claim_submission.batch')
    const later = '2026-03-03T02:00:30.000Z'
    const takeTwice = (state: string, due: string) =>
      act(shell(), { practiceId: 'prc_demo', causationId: 'test' }, async (work) => {
        const text = 'update batch set state = $1, next_try_at = $2'
        await work.query({ name: 'test', text }, [state, due])
        return [await takeBatch(work, batch?.id ?? '', later), await takeBatch(work, batch?.id ?? '', later)]
      })
    expect(await takeTwice('written', start)).toEqual(['written', null])
    expect(await takeTwice('unknown', start)).toEqual(['unknown', null])
    expect(await takeTwice('unknown', later)).toEqual([null, null])
    for (const settled of ['sent', 'refused', 'rejected'])
      expect(await takeTwice(settled, start)).toEqual([null, null])
  })
})

describe('nothing stands still behind another', () => {
  it('without a partner claims wait, and the job does not call itself', async () => {
    await say(tally, [captured(1), cleared(1, 1)])
    await until('ready')
    let wakes = 0
    const wake = () => {
      wakes += 1
    }
    const counted = { ...shell(), wake, wakeJobs: wake }
    expect(await writeBatches.run(counted)).toBe(false)
    expect(wakes).toBe(0)
    await setUpPartner(tally)
    await until('sent')
  })

  it('what the writer says of a whole batch holds its claims, and a release goes on when it is mended', async () => {
    await setUpPartner(tally, { ...testPartner, senderId: 'A' })
    await say(tally, [captured(1), cleared(1, 1)])
    await expect.poll(async () => (await claim())?.heldBecause, { timeout: 10_000 }).toBe('x12/too-short')
    await setUpPartner(tally)
    expect(await decide('release')).toBe(200)
    await until('sent')
  })

  it('a partner that is away keeps no other partner’s files waiting; what came is not fetched again', async () => {
    const [away, here] = [
      { ...testPartner, id: 'away' },
      { ...testPartner, pollSeconds: 60 },
    ]
    const { listFiles } = house.gateway
    house.gateway.listFiles = async (partner, cursor) => {
      if (partner.id === 'away') throw new Fault('away')
      return listFiles(partner, cursor)
    }
    await setUpPartner(tally, away)
    house.files.set('F1', Buffer.from('never asked for'))
    await tally.sql(
      `insert into claim_submission.transmission
       values ('', 'T1', 'clearinghouse', 'TA1', 'F1', 1, 'webhook', now())`,
    )
    house.files.set('F2', Buffer.from(refusedInterchange('************77')))
    await setUpPartner(tally, here)
    const expected = () => tally.sql('select partner_id, file_id from claim_submission.expected_file')
    await expect.poll(expected, { timeout: 10_000 }).toEqual([{ partner_id: 'clearinghouse', file_id: 'F2' }])
  })

  it('a payment of a claim that was sent asks nothing of its batch', async () => {
    await sent()
    const { id, claimNumber } = await claim()
    const pool = openPool({ url: tally.database.url, connections: 1, applicationName: 'test' })
    const lock = { name: 'test-lock', text: 'select id from claim_submission.batch for update' }
    await inTransaction(pool, null, async (query) => {
      await query(lock)
      await say(tally, [paid(id, claimNumber, clock.now())])
      await until('adjudicated')
    })
    await pool.end()
  })

  it('two payments of one batch that may have left say once of each claim that it did', async () => {
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    const otherDay = `day_${'0'.repeat(25)}2`
    const [visit, clearance] = [captured(1), cleared(1, 1)]
    const ofOtherDay = (said: typeof visit) => ({
      ...{ ...said, subject: otherDay, correlationId: otherDay },
      data: { ...said.data, treatmentDayId: otherDay },
    })
    await say(tally, [visit, clearance, ofOtherDay(visit), ofOtherDay(clearance)])
    const claims = async () =>
      (await tally.call('GET', '/v1/claims')).json.items as {
        id: string
        claimNumber: string
        status: string
      }[]
    const standing = async () => (await claims()).map(({ status }) => status)
    await expect.poll(standing, { timeout: 10_000 }).toEqual(['ready', 'ready'])
    await setUpPartner(tally)
    await expect.poll(standing, { timeout: 10_000 }).toEqual(['unknown', 'unknown'])
    const [one, other] = await claims()
    if (!one || !other) throw new Error('there are two claims')
    await say(tally, [
      paid(one.id, one.claimNumber, clock.now()),
      paid(other.id, other.claimNumber, clock.now(), { treatmentDayId: otherDay }),
    ])
    await expect.poll(standing, { timeout: 10_000 }).toEqual(['adjudicated', 'adjudicated'])
    const submitted = await said('claim.submitted.v1')
    expect(submitted.map(({ data }) => data.claimNumber).sort()).toEqual(
      [one.claimNumber, other.claimNumber].sort(),
    )
    const sequences = await tally.sql<{ body: string }>(
      "select body from claim_submission.outbox where type like 'claim.%' order by id",
    )
    for (const { id } of [one, other]) {
      const own = sequences.map(({ body }) => JSON.parse(body)).filter(({ subject }) => subject === id)
      expect(new Set(own.map(({ sequence }) => sequence)).size).toBe(own.length)
    }
  })
})

describe('a partner that says no to the file', () => {
  it('leaves the filing clock running, and a person’s release sends the claim anew', async () => {
    house.answers.push({ kind: 'refused', says: 'the partner answered 400' })
    const { submit } = house.gateway
    house.gateway.submit = async (...asked) => {
      // The clock struck while nobody knew whether the claim had left.
      await tally.sql('delete from claim_submission.deadline')
      return submit(...asked)
    }
    await setUpPartner(tally)
    await say(tally, [captured(1), cleared(1, 1)])
    await expect.poll(async () => (await claim())?.heldBecause, { timeout: 10_000 }).toBe('partner/refused')
    expect(await tally.sql('select process from claim_submission.deadline')).toEqual([
      { process: 'filing-deadline' },
    ])
    expect(await decide('release')).toBe(200)
    await until('sent')
    expect(await claim()).toMatchObject({ claimVersion: 2 })
  })
})

describe('answers and corrections that cross', () => {
  it('a 999 that comes late takes the flag back: the next answer is waited for', async () => {
    const text = await sent()
    clock.moveTo('2026-03-04T18:00:00.000Z')
    await expect.poll(async () => (await claim()).unanswered).toBe(true)
    expect(await webhook(acceptedGroup(text))).toBe(202)
    await expect.poll(async () => (await claim()).unanswered).toBe(false)
    expect(await tally.sql('select process from claim_submission.deadline')).toEqual([
      { process: 'await-277ca' },
    ])
  })

  it('a day that was voided on the way is voided when the claim is rejected', async () => {
    const text = await sent()
    await say(tally, [voided(2)])
    await tally.settled()
    expect(await claim()).toMatchObject({ status: 'sent' })
    expect(await webhook(refusedInterchange(text))).toBe(202)
    await until('voided')
    expect(await said('claim.voided.v1')).toMatchObject([{ data: { wasSent: true } }])
  })

  it('a draft of a replacement stays one, whatever changes it before it leaves', async () => {
    await sent()
    const { id, claimNumber } = await claim()
    await say(tally, [paid(id, claimNumber, clock.now())])
    await until('adjudicated')
    const payer = { family: 'medicare-b', acceptsReplacement: true, sendWindow: '20:00' }
    expect((await tally.call('PUT', '/v1/payers/02302', { body: payer })).status).toBe(200)
    await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
    await until('ready')
    await say(tally, [cleared(2, 3)])
    await tally.settled()
    expect((await shown()).versions[1]).toMatchObject({ version: 2, kind: 'replacement', frequency: '7' })
    clock.moveTo('2026-03-03T04:00:01.000Z')
    await until('sent')
    expect((await said('claim.submitted.v1'))[1]?.data).toMatchObject({
      ...{ kind: 'replacement', frequency: '7', claimVersion: 2, replacesClaimNumber: claimNumber },
    })
    expect(house.came[1]?.text).toContain('REF*F8*ICN-77')
  })
})
