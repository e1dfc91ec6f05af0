import { createHash } from 'node:crypto'
import { chargeCorrected, type Envelope } from '@tally/contracts'
import { cents } from '@tally/kernel'
import { virtualClock } from '@tally/platform'
import {
  operatorKey,
  say,
  setUpPartner,
  speaker,
  startTestHost,
  type TestHost,
  testPartner,
} from '@tally/testkit'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleCharges, sampleVisit } from '../domain/sample-claim.ts'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, dayId, heldBack, paid, scripted } from './sample-events.ts'

const start = '2026-03-03T17:00:00.000Z'

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
const saidTypes = async () =>
  (await tally.sql<{ type: string }>('select type from claim_submission.outbox order by id')).map(
    ({ type }) => type,
  )
const envelopes = async (type: string): Promise<Envelope[]> =>
  (
    await tally.sql<{ body: string }>(
      'select body from claim_submission.outbox where type = $1 order by id',
      [type],
    )
  ).map(({ body }) => JSON.parse(body))

/** Any of the partner's files, signed as it would be. */
async function webhook(
  text: string,
  {
    id = `msg_${createHash('sha256').update(text).digest('hex')}`,
    secret = testPartner.secrets[0] ?? '',
  } = {},
) {
  const at = clock.millis()
  const answer = await tally.host.app.inject({
    method: 'POST',
    url: '/v1/webhooks/clearinghouse',
    payload: text,
    headers: {
      'content-type': 'application/edi-x12',
      ...{ 'webhook-id': id, 'webhook-timestamp': String((at - (at % 1_000)) / 1_000) },
      'webhook-signature': new Webhook(secret).sign(id, new Date(at), text),
    },
  })
  return answer.statusCode
}

const segmentsOf = (text: string) => text.split('~').filter((segment) => segment.trim() !== '')
const controlOf = (text: string) => ({
  interchange: segmentsOf(text)[0]?.split('*')[13] ?? '',
  batch:
    segmentsOf(text)
      .find((segment) => segment.startsWith('BHT'))
      ?.split('*')[3] ?? '',
  claimNumber:
    segmentsOf(text)
      .find((segment) => segment.startsWith('CLM'))
      ?.split('*')[1] ?? '',
})
const isa = (n: string) =>
  `ISA*00*          *00*          *ZZ*CLEARHOUSE     *ZZ*TALLYSUB       *260303*1201*^*00501*${n.padStart(9, '0')}*0*T*:~`
const ta1 = (n: string, verdict: string) =>
  `${isa('000000901')}TA1*${n}*260303*1200*${verdict}*${verdict === 'A' ? '000' : '025'}~IEA*0*000000901~`

const claimStatus = (sent: string, category: string, action: string, icn?: string) => {
  const { batch, claimNumber } = controlOf(sent)
  const st = [
    'ST*277*0001*005010X214',
    'BHT*0085*08*X*20260303*1202*TH',
    'HL*1**20*1',
    'NM1*PR*2*MEDICARE PART B*****PI*02302',
    'TRN*1*REF1',
    'DTP*050*D8*20260303',
    'DTP*009*D8*20260303',
    'HL*2*1*21*1',
    'NM1*41*2*TALLY*****46*TALLYSUB',
    `TRN*2*${batch}`,
    `STC*${category}:20*20260303*WQ*195`,
    'HL*3*2*19*1',
    'NM1*85*2*EXAMPLE*****XX*1234567893',
    'TRN*1*0',
    'HL*4*3*PT',
    'NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73',
    `TRN*2*${claimNumber}`,
    `STC*${category}:20:PR*20260303*${action}*195`,
    ...(icn ? [`REF*1K*${icn}`] : []),
    'DTP*472*D8*20260302',
  ]
  const group = 'GS*HN*CLEARHOUSE*TALLYSUB*20260303*1202*902*X*005010X214'
  const ends = `SE*${st.length + 1}*0001~GE*1*902~IEA*1*000000902~`
  return `${isa('000000902')}${group}~${st.join('~')}~${ends}`
}

async function sent(traceparent?: string): Promise<string> {
  await say(tally, [captured(1), cleared(1, 1)], 'prc_demo', traceparent)
  await until('sent')
  return house.came.at(-1)?.text ?? ''
}

describe('the join', () => {
  it.each([
    ['charges first', [captured(1), cleared(1, 1)]],
    ['the answer first', [cleared(1, 1), captured(1)]],
  ])('makes one claim, %s, and sends it once', async (_, events) => {
    for (const event of events) {
      await say(tally, [event])
      await tally.settled()
    }
    await until('sent')
    expect(house.came).toHaveLength(1)
    expect(await saidTypes()).toEqual(['claim.submitted.v1'])
  })

  it('holds with eligibility’s reason, and goes when a later answer clears', async () => {
    await say(tally, [captured(1), heldBack(1, 1)])
    await until('held')
    await expect.poll(async () => (await claim()).heldBecause).toBe('coverage/inactive')
    await say(tally, [cleared(1, 2)])
    await until('sent')
  })

  it('asks eligibility anew when a person releases its hold', async () => {
    await say(tally, [captured(1), heldBack(1, 1)])
    await expect.poll(async () => (await claim())?.heldBecause).toBe('coverage/inactive')
    const { id } = await claim()
    expect(
      (await tally.call('POST', `/v1/claims/${id}/release`, { body: { reason: 'card seen' } })).status,
    ).toBe(200)
    expect(await envelopes('clearance.overridden.v1')).toMatchObject([
      { data: { overrides: 'coverage/inactive', version: 1, claimId: id } },
    ])
    expect(JSON.stringify(await tally.sql('select body from claim_submission.outbox'))).not.toContain(
      'card seen',
    )
  })
})

describe('sending', () => {
  it('freezes the bytes first and shows exactly those', async () => {
    const text = await sent()
    const { id, claimNumber } = await claim()
    const shown = await tally.call('GET', `/v1/claims/${id}/837`)
    expect(shown.text).toBe(text)
    const digest = createHash('sha256').update(text, 'latin1').digest()
    expect(shown.headers).toMatchObject({
      'content-type': 'application/edi-x12',
      'content-digest': `sha-256=:${digest.toString('base64')}:`,
    })
    expect(controlOf(text).claimNumber).toBe(claimNumber)
    expect(segmentsOf(text).filter((segment) => segment.startsWith('REF*6R'))).toEqual([
      'REF*6R*LINE1',
      'REF*6R*LINE2',
    ])
    const [submitted] = await envelopes('claim.submitted.v1')
    expect(submitted?.data).toMatchObject({
      claimNumber,
      chargeCents: 19500,
      kind: 'original',
      digest: digest.toString('hex'),
    })
    const { items } = (await tally.call('GET', '/v1/batches')).json
    expect(items).toMatchObject([{ status: 'sent', claims: 1, chargeCents: 19500, interchangeNumber: 1 }])
  })

  it('waits for its window, and a correction meanwhile just replaces the draft', async () => {
    const payer = { family: 'medicare-b', sendWindow: '20:00' }
    expect((await tally.call('PUT', '/v1/payers/02302', { body: payer })).status).toBe(200)
    clock.moveTo('2026-03-03T02:00:00.000Z')
    await say(tally, [captured(1), cleared(1, 1)])
    await until('ready')
    await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
    await expect.poll(async () => (await claim()).chargeCents).toBe(13500)
    expect(house.came).toEqual([])
    clock.moveTo('2026-03-03T04:00:01.000Z')
    await until('sent')
    expect(house.came).toHaveLength(1)
    expect(await claim()).toMatchObject({ claimVersion: 1, chargeCents: 13500 })
  })

  it('is unknown when it broke off, asks, and sends nothing twice that arrived', async () => {
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    await say(tally, [captured(1), cleared(1, 1)])
    await until('unknown')
    clock.advance(60_000)
    await until('sent')
    expect(house.came).toHaveLength(1)
    expect(await saidTypes()).toEqual(['claim.submitted.v1'])
  })

  it('sends the same bytes under the same key when the partner never saw it', async () => {
    house.memory.keeps = false
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    await say(tally, [captured(1), cleared(1, 1)])
    await until('unknown')
    clock.advance(60_000)
    await until('sent')
    expect(house.came).toHaveLength(2)
    expect(house.came[1]).toEqual(house.came[0])
  })

  it('waits for a person when the partner says no', async () => {
    house.answers.push({ kind: 'refused', says: 'the partner answered 400' })
    await say(tally, [captured(1), cleared(1, 1)])
    await expect.poll(async () => (await claim())?.heldBecause, { timeout: 10_000 }).toBe('partner/refused')
    expect((await tally.call('GET', '/v1/batches')).json.items).toMatchObject([
      { status: 'refused', said: 'the partner answered 400' },
    ])
  })

  it('holds what the scrub or the writer refuses, with the rule', async () => {
    const bare = {
      ...sampleVisit,
      coverages: sampleVisit.coverages.map((each) => ({ ...each, memberId: null })),
    }
    const said = captured(1)
    await say(tally, [{ ...said, sealed: { visits: [bare] } }, cleared(1, 1)])
    await expect.poll(async () => (await claim())?.heldBecause).toContain('scrub/member-id')
    const { id } = await claim()
    const { rules } = (await tally.call('GET', `/v1/claims/${id}/explanation`)).json
    expect(rules.find(({ rule }: { rule: string }) => rule === 'scrub/member-id')).toMatchObject({
      outcome: 'hold',
    })
    expect(rules.find(({ rule }: { rule: string }) => rule === 'scrub/assignment')).toMatchObject({
      outcome: 'passed',
    })
  })
})

describe('the checker', () => {
  const lines = sampleCharges.lines.map((line) =>
    line.chargeLineId === 'LINE1' ? { ...line, procedureCode: '97001' } : line,
  )
  const ended = () => ({ ...captured(1), data: { ...captured(1).data, lines } })

  it('holds what a payer would refuse before anything is sent, with rule and what to do', async () => {
    await say(tally, [ended(), cleared(1, 1)])
    await expect.poll(async () => (await claim())?.heldBecause).toBe('line/procedure-not-valid-on-date')
    const { rules } = (await tally.call('GET', `/v1/claims/${(await claim()).id}/explanation`)).json
    expect(rules.find(({ outcome }: { outcome: string }) => outcome === 'hold')).toMatchObject({
      rule: 'line/procedure-not-valid-on-date',
      says: expect.stringMatching(/^SV101: /),
      fix: 'Choose the code that was valid on that date.',
    })
    expect(house.came).toEqual([])
  })

  it('looks again when the batch is written: a payer’s entry that came since holds the claim', async () => {
    // 19:00 of the day of the visit.
    clock.moveTo('2026-03-03T03:00:00.000Z')
    await tally.call('PUT', '/v1/payers/02302', { body: { family: 'medicare-b', sendWindow: '23:00' } })
    await say(tally, [captured(1), cleared(1, 1)])
    await until('ready')
    const body = { family: 'medicare-b', sendWindow: '23:00', claimRules: { mostLines: 1 } }
    expect(
      (await tally.call('PUT', '/v1/payers/02302', { body, headers: { 'if-match': '"1"' } })).status,
    ).toBe(200)
    clock.moveTo(start)
    await until('held')
    expect(await claim()).toMatchObject({ heldBecause: 'claim/line-count' })
    expect(house.came).toEqual([])
  })
})

describe('what comes back', () => {
  it('a 277CA accepts the claim, and its number is sealed', async () => {
    const text = await sent()
    expect(await webhook(claimStatus(text, 'A2', 'WQ', 'ICN-77'))).toBe(202)
    await until('accepted')
    const [[submitted], [acknowledged]] = [
      await envelopes('claim.submitted.v1'),
      await envelopes('claim.acknowledged.v1'),
    ]
    // Whoever hears them in another order goes by it.
    expect(acknowledged?.sequence).toBe((submitted?.sequence ?? 0) + 1)
    expect(acknowledged?.data).toMatchObject({ state: 'accepted', stage: 'payer', category: 'A2' })
    const outbox = JSON.stringify(await tally.sql('select body from claim_submission.outbox'))
    expect(outbox).not.toContain('ICN-77')
    const shown = (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json
    expect(shown.acknowledgments).toMatchObject([{ content: '277CA', verdict: 'accepted' }])
  })

  it('a 277CA rejects it: the claim says why, and its filing window runs on', async () => {
    const text = await sent()
    await webhook(claimStatus(text, 'A7', 'U'))
    await until('rejected')
    expect((await envelopes('claim.rejected.v1'))[0]?.data).toMatchObject({
      ...{ stage: 'payer', chargeCents: 19500, codes: [{ category: 'A7', statusCode: '20', entity: 'PR' }] },
      stands: null,
    })
    const deadlines = await tally.sql('select process from claim_submission.deadline order by process')
    expect(deadlines).toEqual([{ process: 'filing-deadline' }])
  })

  it('a rejected claim that is corrected goes again as a new original', async () => {
    await webhook(claimStatus(await sent(), 'A7', 'U'))
    await until('rejected')
    await say(tally, [captured(2, chargeCorrected), cleared(2, 2)])
    await until('sent')
    expect(house.came).toHaveLength(2)
    expect((await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json.versions).toMatchObject([
      { version: 1, status: 'rejected', frequency: '1' },
      { version: 2, status: 'sent', frequency: '1' },
    ])
  })

  describe('a 277CA refuses what it doesn’t list', () => {
    const other = `day_${'0'.repeat(25)}2`
    const both = async () => {
      // In the evening of the visit's day: both go in one file when the payer's window opens.
      clock.moveTo('2026-03-03T02:00:00.000Z')
      await tally.call('PUT', '/v1/payers/02302', { body: { family: 'medicare-b', sendWindow: '23:59' } })
      const second = captured(1, undefined, { treatmentDayId: other, billingNpi: '1993999998' })
      await say(tally, [captured(1), cleared(1, 1), second, cleared(1, 1, other)])
      await expect.poll(statuses, { timeout: 10_000 }).toEqual(['ready', 'ready'])
      clock.moveTo(start)
      await expect.poll(statuses, { timeout: 10_000 }).toEqual(['sent', 'sent'])
      expect(house.came).toHaveLength(1)
      return house.came[0]?.text ?? ''
    }
    const shownClaims = async () => (await tally.call('GET', '/v1/claims')).json.items
    const statuses = async () => (await shownClaims()).map(({ status }: { status: string }) => status)
    const statusOf = async (day: string) =>
      (await shownClaims()).find((each: { treatmentDayId: string }) => each.treatmentDayId === day)?.status
    /** The answer with another billing provider that is refused with all its claims. */
    const refusing = (npi: string, text: string) =>
      claimStatus(text, 'A1', 'WQ').replace(
        '~HL*4*3*PT',
        `~HL*5*2*19*0~NM1*85*2*OTHER*****XX*${npi}~TRN*1*0~STC*A3:24:85**U*195~HL*4*3*PT`,
      )

    it('a billing provider: its claims, beside those of another that are listed', async () => {
      const text = await both()
      const numbers = [...text.matchAll(/CLM\*([^*]+)/g)].map(([, number]) => number)
      const day = (await shownClaims()).find(
        (each: { claimNumber: string }) => each.claimNumber === numbers[0],
      ).treatmentDayId
      const listed = day === dayId ? '1993999998' : '1234567893'
      expect(await webhook(refusing(listed, text))).toBe(202)
      await expect.poll(statuses, { timeout: 10_000 }).toContain('rejected')
      expect(await statusOf(day)).toBe('received')
      const [said] = await envelopes('claim.rejected.v1')
      expect(said?.data).toMatchObject({ codes: [{ category: 'A3', statusCode: '24', entity: '85' }] })
    })

    it('another batch of the same file, whole', async () => {
      const text = await sent()
      const whole = claimStatus(text, 'A3', 'U').replace(/HL\*3\*2\*19.*?DTP\*472\*D8\*20260302~/, '')
      const listing = claimStatus(text.replace(/BHT\*0019\*00\*[^*]+/, 'BHT*0019*00*ANOTHER'), 'A1', 'WQ')
      const second = listing.slice(listing.indexOf('ST*'), listing.indexOf('GE*'))
      expect(await webhook(whole.replace('GE*', `${second}GE*`))).toBe(202)
      await until('rejected')
    })
  })

  it('a TA1 that rejects takes every claim of the interchange back', async () => {
    const text = await sent()
    expect(await webhook(ta1(controlOf(text).interchange, 'R'))).toBe(202)
    await until('rejected')
    expect((await tally.call('GET', '/v1/batches')).json.items).toMatchObject([
      { status: 'rejected', interchangeVerdict: 'rejected' },
    ])
  })

  it('an answer proves that an unknown send arrived', async () => {
    house.answers.push({ kind: 'unknown', says: 'the connection broke' })
    await say(tally, [captured(1), cleared(1, 1)])
    await until('unknown')
    await webhook(claimStatus(house.came[0]?.text ?? '', 'A2', 'WQ', 'ICN-77'))
    await until('accepted')
    expect(await saidTypes()).toEqual([
      'transmission.received.v1',
      'claim.submitted.v1',
      'claim.acknowledged.v1',
    ])
  })

  it('is flagged as unanswered when a partner’s time is over', async () => {
    await sent()
    clock.moveTo('2026-03-04T18:00:00.000Z')
    await expect.poll(async () => (await claim()).unanswered).toBe(true)
    expect(await claim()).toMatchObject({ status: 'sent' })
    expect((await tally.call('GET', '/v1/claims?unanswered=true')).json.items).toHaveLength(1)
    expect((await envelopes('claim.unanswered.v1'))[0]?.data).toMatchObject({ waitsFor: '999' })
  })

  it('is told in the trace of its visit, whatever job, file or clock says it', async () => {
    const traceId = '11112222333344445555666677778888'
    const text = await sent(`00-${traceId}-1234567890abcdef-01`)
    await webhook(claimStatus(text, 'A2', 'WQ', 'ICN-77'))
    await until('accepted')
    await tally.settled()
    const under = async (type: string) => {
      const traceparent = (await envelopes(type))[0]?.traceparent ?? ''
      const spans = tally.spans.getFinishedSpans()
      const named = (id: string | undefined) => spans.find((each) => each.spanContext().spanId === id)
      const span = named(traceparent.slice(36, 52))
      const links = span?.links.map(({ context }) => named(context.spanId)?.name)
      const inTrace = span?.spanContext().traceId === traceId
      return [inTrace, span?.name, named(span?.parentSpanContext?.spanId)?.name, links]
    }
    expect(await under('claim.submitted.v1')).toEqual([
      ...[true, 'submit claim', 'join-charges charge.captured.v1', []],
    ])
    expect(await under('claim.acknowledged.v1')).toEqual([
      ...[true, 'acknowledge claim', 'join-charges charge.captured.v1'],
      ['receive-acknowledgment transmission.received.v1'],
    ])
    clock.moveTo('2026-04-03T18:00:00.000Z')
    await expect.poll(async () => (await claim()).unanswered).toBe(true)
    await tally.settled()
    // Its clock was set under the span of the answer before.
    expect(await under('claim.unanswered.v1')).toEqual([true, 'deadline await-835', 'acknowledge claim', []])
  })

  it('money makes it adjudicated', async () => {
    await sent()
    const { id, claimNumber } = await claim()
    await say(tally, [paid(id, claimNumber, clock.now())])
    await until('adjudicated')
  })
})

describe('the door for partners', () => {
  const file = `${isa('000000903')}TA1*000000077*260303*1200*A*000~IEA*0*000000903~`
  const stored = () => tally.sql('select content, channel from claim_submission.transmission')

  it('stores and announces a file once, whatever id it comes under', async () => {
    expect(await webhook(file)).toBe(202)
    expect(await webhook(file)).toBe(202)
    expect(await webhook(file, { id: 'msg_other' })).toBe(202)
    expect(await stored()).toEqual([{ content: 'TA1', channel: 'webhook' }])
    expect(await saidTypes()).toEqual(['transmission.received.v1'])
    const [said] = await envelopes('transmission.received.v1')
    expect(said).not.toHaveProperty('practiceid')
  })

  it('takes nothing that is not signed with the partner’s secret', async () => {
    expect(await webhook(file, { secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` })).toBe(401)
    expect(await stored()).toEqual([])
    expect(await saidTypes()).toEqual([])
  })

  it('takes no file that it cannot read', async () => {
    expect(await webhook('hello')).toBe(400)
    expect(await stored()).toEqual([])
  })

  it('fetches what a thin notice names, and what only the partner’s list shows', async () => {
    house.files.set('F1', Buffer.from(file))
    house.files.set('F2', Buffer.from(file.replace('000000077', '000000078')))
    expect(await webhook(JSON.stringify({ type: 'file.ready', transactionId: 'F1' }))).toBe(202)
    await expect.poll(stored, { timeout: 10_000 }).toEqual([{ content: 'TA1', channel: 'fetched' }])
    clock.advance(61_000)
    const both = async () => (await stored()).map((each) => (each as { channel: string }).channel).sort()
    await expect
      .poll(
        async () => {
          clock.advance(1_000)
          return both()
        },
        { timeout: 15_000 },
      )
      .toEqual(['fetched', 'poll'])
  })

  it('keeps what a partner names and nobody can read, and tells that it waits', async () => {
    house.files.set('F1', Buffer.from('hello'))
    expect(await webhook(JSON.stringify({ type: 'file.ready', transactionId: 'F1' }))).toBe(202)
    const kept = async () =>
      await tally.sql(
        `select from claim_submission.expected_file f
         join platform.blob b on b.digest = f.refused_digest where f.fetched_at is not null`,
      )
    await expect.poll(kept, { timeout: 10_000 }).toHaveLength(1)
    expect(await stored()).toEqual([])
    const { text } = await tally.call('GET', '/metrics', { key: operatorKey })
    expect(text).toContain('what="files not understood"} 1')
  })
})

it('cents in the claim are those of its lines', async () => {
  await say(tally, [captured(1), cleared(1, 1)])
  await until('sent')
  const { lines, chargeCents } = (await tally.call('GET', `/v1/claims/${(await claim()).id}`)).json
  expect(lines.reduce((sum: number, line: { chargeCents: number }) => sum + line.chargeCents, 0)).toBe(
    chargeCents,
  )
  expect(cents(chargeCents)).toBe(19500)
})
