/** Lines that came to another amount than expected: found, worked by people, withdrawn with their answer, summed by payer. */
import { payerProfileChanged } from '@tally/contracts'
import { saying, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PriceReason } from '../domain/explain-variance.ts'
import type { SampleAdjustment, SampleClaim } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { post, told } from './sample-posting.ts'
import { captured, claimId, claimNumber, lineId, type SampleVisit, say, submitted } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
})
afterAll(() => tally.stop())
afterEach(async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})

const reason = (rule: string, says: string, facts: Record<string, unknown>): PriceReason => ({
  ...{ rule, edition: '2026', says, facts, citation: `cited for ${rule}` },
})
/** One unit of 80.00, in full. */
const schedule = [
  reason('price/own-schedule', '97110: 8000 cents a unit, 6000 reduced', {
    fullUnitCents: 8000,
    reducedUnitCents: 6000,
  }),
  reason('price/multiple-procedures', '97110: 1 of 1 in full, 0 reduced', {
    ...{ units: 1, fullUnitCents: 8000, fullUnits: 1, reducedUnits: 0 },
  }),
]

/** A visit of one line that is charged 100.00 and expected to be allowed 80.00. */
async function sent(id: string, more: Partial<SampleVisit> = {}, orders = 1): Promise<SampleVisit> {
  const line = { code: '97110', charge: 10000, expected: 8000, reasons: schedule }
  const visit = { id, lines: [line], ...more }
  const claims = Array.from({ length: orders }, (_, index) => submitted(visit, index + 1))
  await say(tally, [captured({ ...visit, coverages: orders }), ...claims])
  return visit
}

/** Allowed `allowed`, all of it paid. */
function allowing(id: string, allowed: number, more: Partial<SampleClaim> = {}, order = 1): SampleClaim {
  const adjustments: readonly SampleAdjustment[] = [['CO', '45', 10000 - allowed]]
  const line = { code: '97110', charge: 10000, paid: allowed, adjustments, control: lineId(id, 1) }
  return { number: claimNumber(id, order), charge: 10000, paid: allowed, lines: [line], ...more }
}

function takingBack(id: string, allowed: number): SampleClaim {
  const adjustments: readonly SampleAdjustment[] = [['CO', '45', allowed - 10000]]
  const line = { code: '97110', charge: -10000, paid: -allowed, adjustments, control: lineId(id, 1) }
  return { number: claimNumber(id), status: '22', charge: -10000, paid: -allowed, lines: [line] }
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer as its askers do, by field.
type Shown = any

async function variancesOf(id: string, query = ''): Promise<Shown[]> {
  const { json } = await tally.call('GET', `/v1/variances?limit=200${query}`)
  return json.items.filter((each: Shown) => each.claimId === claimId(id))
}

describe('a line that came to another amount than expected', () => {
  it('is listed with both amounts, what differs, the rule that says so and what is next', async () => {
    await sent('501')
    const { id: remittanceId } = await post(tally, { trace: 'V501', claims: [allowing('501', 7300)] })
    expect(await variancesOf('501')).toMatchObject([
      {
        ...{ remittanceId, position: 1, chargeLineId: lineId('501', 1), payerId: '12345' },
        ...{ expectedAllowedCents: 8000, allowedCents: 7300, differenceCents: -700, toleranceCents: 0 },
        ...{ paidCents: 7300, patientCents: 0 },
        adjustments: [{ group: 'CO', reason: '45', amountCents: 2700 }],
        ...{ because: 'variance/price', says: expect.stringContaining('came to $73.00, expected $80.00') },
        rule: { rule: 'price/own-schedule', edition: '2026', citation: 'cited for price/own-schedule' },
        expectedBy: [{ rule: 'price/own-schedule' }, { rule: 'price/multiple-procedures' }],
        ...{
          state: 'open',
          withdrawnBecause: null,
          decisions: [],
          next: expect.stringContaining('ask the payer'),
        },
      },
    ])
  })

  it('because its whole charge was written off, also where no schedule expects anything', async () => {
    const visit: SampleVisit = { id: '571', lines: [{ code: '97110', charge: 10000 }] }
    await say(tally, [captured(visit), submitted(visit)])
    await post(tally, { trace: 'V571', claims: [allowing('571', 0)] })
    expect(await variancesOf('571')).toMatchObject([
      {
        because: 'variance/whole-charge',
        allowedCents: 0,
        differenceCents: -10000,
        rule: null,
        state: 'open',
      },
    ])
    expect((await told(tally, '571')).map(({ type }) => type)).toContain('payment.variance-found.v1')
  })

  it('because a payer reduced it as a further procedure, by that rule', async () => {
    await sent('502')
    await post(tally, { trace: 'V502', claims: [allowing('502', 6000)] })
    expect(await variancesOf('502')).toMatchObject([
      { because: 'variance/multiple-procedures', rule: { rule: 'price/multiple-procedures' } },
    ])
  })

  it('is explained by the rules of the amount that was billed, whatever was charged since', async () => {
    const visit = await sent('503')
    const newer = { ...visit.lines[0], expected: 9000, reasons: [reason('price/per-diem', 'by the day', {})] }
    await say(tally, [
      captured({ ...visit, version: 2, lines: [{ code: '97110', charge: 10000, ...newer }] }),
    ])
    await post(tally, { trace: 'V503', claims: [allowing('503', 7000)] })
    expect(await variancesOf('503')).toMatchObject([
      { expectedAllowedCents: 8000, rule: { rule: 'price/own-schedule' }, because: 'variance/price' },
    ])
  })

  it('is none where an assistant’s 15 percent is Medicare’s own', async () => {
    const line = { code: '97110', charge: 10000, expected: 8000, reasons: schedule, modifiers: ['CQ', 'GP'] }
    await sent('504', { family: 'medicare-b', lines: [line] })
    await post(tally, { trace: 'V504', claims: [allowing('504', 6800, cut('504'))] })
    await sent('505', { family: 'commercial', lines: [line] })
    await post(tally, { trace: 'V505', claims: [allowing('505', 6800, cut('505'))] })
    expect(await variancesOf('504')).toEqual([])
    expect(await variancesOf('505')).toMatchObject([{ because: 'variance/assistant' }])
  })

  function cut(id: string): Partial<SampleClaim> {
    const adjustments: readonly SampleAdjustment[] = [['CO', '45', 3200]]
    const modifiers = ['CQ', 'GP']
    return {
      lines: [{ code: '97110', modifiers, charge: 10000, paid: 6800, adjustments, control: lineId(id, 1) }],
    }
  }

  it('is none at the next payer, and none where it is denied', async () => {
    await sent('506', {}, 2)
    await post(tally, { trace: 'V506A', claims: [allowing('506', 8000)] })
    await post(tally, { trace: 'V506B', payer: '67890', claims: [allowing('506', 1000, {}, 2)] })
    await sent('507')
    const refused = { code: '97110', charge: 10000, paid: 0, control: lineId('507', 1) }
    const denial: SampleClaim = {
      ...{ number: claimNumber('507'), status: '4', charge: 10000, paid: 0 },
      lines: [{ ...refused, adjustments: [['CO', '197', 10000]] }],
    }
    await post(tally, { trace: 'V507', claims: [denial] })
    expect([await variancesOf('506'), await variancesOf('507')]).toEqual([[], []])
    expect((await told(tally, '506')).filter(({ type }) => type === 'payment.variance-found.v1')).toEqual([])
  })
})

describe('when its answer stands no more', () => {
  it('reversed and corrected it is withdrawn, and what the correction brings is compared anew', async () => {
    await sent('511')
    await post(tally, { trace: 'V511A', claims: [allowing('511', 7000)] })
    const [first] = await variancesOf('511')
    await post(tally, {
      ...{ trace: 'V511B', claims: [takingBack('511', 7000), allowing('511', 7900)] },
    })
    expect(await variancesOf('511', '&state=withdrawn')).toMatchObject([
      { id: first.id, state: 'withdrawn', withdrawnBecause: 'payment/reversed', differenceCents: -1000 },
    ])
    expect(await variancesOf('511')).toMatchObject([{ differenceCents: -100, state: 'open' }])
    expect((await decide(first.id, 'worked')).json).toMatchObject({
      type: expect.stringContaining('variance/withdrawn'),
    })
  })

  it('paid twice and taken back once it keeps what the other payment brought', async () => {
    await sent('514')
    await post(tally, { trace: 'V514A', claims: [allowing('514', 7000)] })
    await post(tally, { trace: 'V514B', claims: [allowing('514', 7900)] })
    await post(tally, {
      trace: 'V514C',
      claims: [takingBack('514', 7000)],
      provider: [['FB', 'V514C', -7000]],
    })
    expect(await variancesOf('514')).toMatchObject([{ differenceCents: -100 }])
    expect(await variancesOf('514', '&state=withdrawn')).toMatchObject([{ differenceCents: -1000 }])
  })

  it('answered anew without a payment it is withdrawn', async () => {
    await sent('512')
    const toPatient = (carc: string, amount: number): SampleClaim => ({
      ...{ number: claimNumber('512'), charge: 10000, paid: 0 },
      lines: [
        {
          ...{ code: '97110', charge: 10000, paid: 0, control: lineId('512', 1) },
          adjustments: [['CO', '45', 10000 - amount] as const, ['PR', carc, amount] as const],
        },
      ],
    })
    await post(tally, { trace: 'V512A', claims: [toPatient('1', 7000)] })
    expect(await variancesOf('512')).toHaveLength(1)
    await post(tally, { trace: 'V512B', claims: [toPatient('1', 8000)] })
    expect(await variancesOf('512')).toEqual([])
    expect(await variancesOf('512', '&state=withdrawn')).toMatchObject([
      { withdrawnBecause: 'payment/answered-anew' },
    ])
  })

  it('its match taken apart it is withdrawn', async () => {
    await sent('513')
    const { id } = await post(tally, { trace: 'V513', claims: [allowing('513', 7000)] })
    const body = { position: 1, claimId: claimId('513'), reason: 'another visit' }
    const undone = await tally.call('DELETE', `/v1/remittances/${id}/matches`, { body })
    expect(undone.status).toBe(200)
    expect(await variancesOf('513', '&state=withdrawn')).toMatchObject([
      { withdrawnBecause: 'match/undone-by-hand' },
    ])
  })
})

const decide = (id: string, state: string, reasonGiven = 'appeal letter sent', key?: string) =>
  tally.call('POST', `/v1/variances/${id}/decisions`, {
    body: { state, reason: reasonGiven },
    ...(key === undefined ? {} : { key }),
  })

describe('a person', () => {
  it('works it and accepts it, each with a reason that is kept encrypted', async () => {
    await sent('521')
    await post(tally, { trace: 'V521', claims: [allowing('521', 7000)] })
    const [{ id }] = await variancesOf('521')
    expect((await decide(id, 'worked', 'letter to the SECRET desk')).json).toMatchObject({ state: 'worked' })
    expect(await variancesOf('521')).toMatchObject([
      {
        decisions: [{ state: 'worked', reason: 'letter to the SECRET desk', at: '2026-11-24T18:00:00.000Z' }],
      },
    ])
    expect(await decide(id, 'worked')).toMatchObject({ status: 409 })
    expect((await decide(id, 'accepted', 'contract amended')).json).toMatchObject({
      ...{ id, state: 'accepted', differenceCents: -1000 },
      decisions: [{ state: 'worked' }, { state: 'accepted', reason: 'contract amended' }],
    })
    expect(await variancesOf('521')).toEqual([])
    expect(await variancesOf('521', '&state=accepted')).toHaveLength(1)
    expect((await decide(id, 'open', 'it was not amended')).json).toMatchObject({ state: 'open' })
    const rows = await tally.sql<{ reason: string }>(
      `select encode(reason, 'escape') as reason from era_posting.variance_decision`,
    )
    expect(rows.map(({ reason: kept }) => kept).join()).not.toContain('SECRET')
    expect(tally.logLines.join()).not.toContain('SECRET')
  })

  it.each([
    ['no reason', { state: 'worked', reason: ' ' }],
    ['a state that only an answer makes', { state: 'withdrawn', reason: 'why not' }],
  ])('sends %s: refused', async (_, body) => {
    const { status } = await tally.call('POST', '/v1/variances/NONE/decisions', { body })
    expect(status).toBe(400)
  })

  it('finds none that is not there', async () => {
    expect((await decide('NONE', 'worked')).status).toBe(404)
  })
})

it('what each payer lacks is summed, by what differs and by what was done', async () => {
  await tally.sql(`update era_posting.variance set state = 'withdrawn', withdrawn_at = now(), withdrawn_because = 'test/over'
                   where state <> 'withdrawn'`)
  const profile = saying(payerProfileChanged, {
    ...{ subject: '12345', sequence: 1, correlationId: '12345' },
    data: {
      ...{ payerId: '12345', version: 1, payerFamily: 'commercial', checksEligibility: true },
      ...{ acceptsReplacement: true, sendWindow: 'at-once', appealDays: null, filingDays: null },
      ...{ codingRules: {}, toleranceCents: 100 },
    },
  })
  await say(tally, [profile])
  const ids = ['531', '532', '533', '534', '535']
  for (const id of ids) await sent(id)
  await post(tally, {
    trace: 'V53X',
    claims: [
      allowing('531', 7500), // a price: 5.00 less
      allowing('532', 6000), // reduced: 20.00 less
      allowing('533', 7000), // a price: 10.00 less
      allowing('534', 8300), // 3.00 more
      allowing('535', 7900), // 1.00 less is tolerated
    ],
  })
  const [worked] = await variancesOf('532')
  const [accepted] = await variancesOf('533')
  await decide(worked.id, 'worked')
  await decide(accepted.id, 'accepted', 'not worth a letter')
  const { json } = await tally.call('GET', '/v1/variances?by=payer')
  expect(json).toEqual({
    items: [
      {
        ...{ payerId: '12345', lines: 4, underpaidCents: 3500, overpaidCents: 300 },
        ...{ openCents: 500, workedCents: 2000, acceptedCents: 1000 },
        causes: [
          {
            ...{ because: 'variance/multiple-procedures', lines: 1, underpaidCents: 2000, overpaidCents: 0 },
            ...{ openCents: 0, workedCents: 2000, acceptedCents: 0 },
          },
          {
            ...{ because: 'variance/price', lines: 3, underpaidCents: 1500, overpaidCents: 300 },
            ...{ openCents: 500, workedCents: 0, acceptedCents: 1000 },
          },
        ],
      },
    ],
    nextCursor: null,
  })
  expect((await tally.call('GET', '/v1/variances?by=payer&payerId=67890')).json.items).toEqual([])
})

it('every line of a claim is shown against what it was expected to bring, as its answer stands now', async () => {
  const line = { code: '97110', charge: 10000, expected: 8000, reasons: schedule }
  await sent('541', { lines: [line, { code: '97140', charge: 5000 }] })
  const other = { code: '97140', charge: 5000, paid: 3000, control: lineId('541', 2) }
  const both = (allowed: number): SampleClaim => ({
    ...allowing('541', allowed),
    ...{ charge: 15000, paid: allowed + 3000 },
    lines: [...(allowing('541', allowed).lines ?? []), { ...other, adjustments: [['CO', '45', 2000]] }],
  })
  const url = `/v1/ledger/claims/${claimId('541')}/expected`
  expect((await tally.call('GET', url)).json).toMatchObject({ answers: [], payerId: '12345' })
  await post(tally, { trace: 'V541', claims: [both(7000)] })
  expect((await tally.call('GET', url)).json).toMatchObject({
    ...{ claimId: claimId('541'), coverageOrder: 1, toleranceCents: 100, assistantPercent: 0 },
    answers: [
      {
        ...{ position: 1, paidOn: '2026-11-20' },
        lines: [
          {
            ...{ chargeLineId: lineId('541', 1), expectedAllowedCents: 8000, allowedCents: 7000 },
            ...{ differenceCents: -1000, verdict: 'under', because: 'variance/price' },
            expectedBy: [{ rule: 'price/own-schedule' }, { rule: 'price/multiple-procedures' }],
          },
          {
            chargeLineId: lineId('541', 2),
            verdict: 'not-compared',
            because: 'price/no-schedule',
            expectedBy: [],
          },
        ],
      },
    ],
  })
  expect((await tally.call('GET', '/v1/ledger/claims/NONE/expected')).status).toBe(404)
})
