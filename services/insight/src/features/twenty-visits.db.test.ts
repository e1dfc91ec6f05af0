import { inTransaction, virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insight } from '../service.ts'
import { type Rebuilt, rebuildReadModels } from './rebuild-read-models.ts'
import { SampleVisit } from './sample-visit.ts'

let tally: TestHost

/** What came of a visit, by day: `01-20 paid 70 CO45 30`. Dollars; noon in Los Angeles where no time is told. */
type Row = [served: string, signed: string, sent: string, charge: number, ...came: string[]]

/**
 * Twenty visits of 2026. `|` parts the lines of a payment; `again` is the next version of the claim going out; `second` the
 * claim to a second payer.
 */
const visits: Row[] = [
  /*  1 */ ['01-05', '01-05', '01-06', 100, '01-20 paid 70 CO45 30'],
  /*  2 */ ['01-12', '01-12', '01-12', 200, '02-02 paid 150 CO45 30 PR2 20'],
  /*  3 */ ['01-20', '01-21', '01-23', 100, '02-10 paid 0 CO50 100'],
  /*  4 */ ['02-02', '02-02', '02-03', 150, '02-20 rejected', '02-24 again', '03-10 paid 120 CO45 30'],
  /*  5 */ ['02-10', '02-10', '02-11', 100, '03-02 paid 80 CO45 20'],
  /*  6 */ ['02-17', '02-17', '02-18', 120, '03-05 paid 0 CO16 120', '03-08 again', '04-02 paid 90 CO45 30'],
  /*  7 */ ['02-24', '02-24', '02-24', 100, '03-15 paid 75 CO45 25'],
  /*  8 */ ['03-03', '03-03', '03-04', 180, '03-20 paid 80 CO45 20 | paid 0 CO97 80', '04-05 written-off 80'],
  /*  9 */ ['03-10', '03-10', '03-11', 100, '04-03 paid 0 CO197 100'],
  /* 10 */ [
    '03-17',
    '03-17',
    '03-18',
    140,
    '04-06 paid 90 CO45 30 PR2 20',
    '04-10 second',
    '04-22 second-paid 20 OA23 120',
  ],
  /* 11 */ ['03-24', '03-24', '03-25', 100, '03-24 desk 20', '04-08 paid 0 CO45 30 PR1 70'],
  // Sent at 23:30 on 31 March, which is April in Greenwich.
  /* 12 */ ['03-31', '03-31', '03-31T23:30', 160, '04-15 paid 120 CO45 40', '04-25 taken-back 120 CO45 40'],
  /* 13 */ ['04-01', '04-01', '04-02', 100, '04-15 paid 80 CO45 20'],
  /* 14 */ ['04-06', '04-06', '04-06', 200, '04-20 paid 0 CO50 200'],
  /* 15 */ ['04-08', '04-09', '04-12', 100, '04-25 paid 40 CO45 10 | paid 0 PR204 50'],
  /* 16 */ ['04-13', '04-13', '04-13', 120, '04-14 rejected', '04-16 again', '04-29 paid 90 CO45 30'],
  // Paid after the period.
  /* 17 */ ['04-15', '04-15', '04-17', 150, '05-05 paid 110 CO45 40'],
  // Signed ten minutes before midnight, sent ten minutes after.
  /* 18 */ ['04-20', '04-20T23:50', '04-21T00:10', 100],
  /* 19 */ ['04-22', '04-22', '04-24', 100, '04-23 corrected 130'],
  /* 20 */ ['04-27', '04-27', 'never', 100, '04-28 voided'],
]

/** Los Angeles is seven hours behind from 8 March. */
const instant = (text: string) => {
  const [day = '', time = '12:00'] = text.split('T')
  return `2026-${day}T${time}:00${day < '03-08' ? '-08:00' : '-07:00'}`
}

/** `paid 80 CO45 20 | paid 0 CO97 80` to lines; each line’s charge is what was paid and adjusted. */
const linesOf = (words: string) =>
  words.split(' | ').map((line) => {
    const [, paid = '0', ...pairs] = line.split(' ')
    const adjusted = Array.from({ length: pairs.length / 2 }, (_, place) => {
      const [code = '', amount = '0'] = pairs.slice(2 * place, 2 * place + 2)
      return {
        text: `${code.slice(0, 2)} ${code.slice(2)} ${Number(amount) * 100}`,
        cents: Number(amount) * 100,
      }
    })
    const charge = Number(paid) * 100 + adjusted.reduce((sum, { cents }) => sum + cents, 0)
    return { charge, paid: Number(paid) * 100, adjustments: adjusted.map(({ text }) => text).join(', ') }
  })

async function happen(visit: SampleVisit, what: string, charge: number): Promise<unknown> {
  const [day = '', ...rest] = what.split(' ')
  const [kind, amount] = rest
  const at = instant(day)
  switch (kind) {
    case 'paid':
      return visit.paid(at, linesOf(rest.join(' ')))
    case 'rejected':
      return visit.rejected(at)
    case 'again':
      return visit.sent(at, charge)
    case 'second':
      return visit.sent(at, charge, 2)
    case 'second-paid':
      return visit.paid(at, linesOf(rest.join(' ')), { coverageOrder: 2 })
    case 'written-off':
      return visit.writtenOff(at, Number(amount) * 100)
    case 'taken-back':
      return visit.takenBack(at, linesOf(rest.join(' ')))
    case 'voided':
      return visit.voided(at, 2, charge)
    default:
      throw new Error(`what is "${what}"?`)
  }
}

beforeAll(async () => {
  const clock = virtualClock('2026-06-01T18:00:00Z')
  tally = await startTestHost({ services: [insight], clock })
  for (const [served, signed, sent, dollars, ...came] of visits) {
    const visit = new SampleVisit(tally, `2026-${served}`, instant(signed))
    const told = (kind: string) => came.find((what) => what.includes(` ${kind} `))?.split(' ')
    const desk = told('desk')?.[2]
    await visit.captured(instant(signed), dollars * 100, 1, Number(desk ?? 0) * 100)
    const corrected = told('corrected')
    const charge = Number(corrected?.[2] ?? dollars) * 100
    if (corrected) await visit.captured(instant(corrected[0] ?? ''), charge, 2)
    if (sent !== 'never') await visit.sent(instant(sent), charge)
    for (const what of came) if (!/ (desk|corrected) /.test(what)) await happen(visit, what, charge)
  }
  await tally.settled()
})
afterAll(() => tally.stop())

async function kpi(id: string, from = '2026-04-01', to = '2026-04-30') {
  const { json } = await tally.call('GET', `/v1/kpis?from=${from}&to=${to}`)
  return json.items.find((item: { id: string }) => item.id === id)
}

describe('April 2026, counted by hand', () => {
  it('days_to_bill: 9 days of 7 claims', async () => {
    // First claims to first payers that went out in April: 13 (1 day), 14 (0), 15 (9th to 12th: 3), 16 (0), 17 (2),
    // 18 (over midnight: 1), 19 (2). Not 10's second payer, 12 (still March here), 16's second version, 20 (never).
    expect(await kpi('days_to_bill')).toMatchObject({
      ...{
        numerator: 9,
        denominator: 7,
        value: '1.2857',
        unit: 'days',
        from: '2026-04-01',
        to: '2026-04-30',
      },
      definition: 'Tebra report: encounter signed to 837 sent',
      target: { is: 'under', value: '2.0000' },
      alarm: { unless: 'at most', value: '3.0000', rings: false },
    })
  })

  it('first_pass_paid_rate: 3 of 8 claims', async () => {
    // Went out first in April: 10's second payer, 13 to 19. Paid at first: 10's second, 13, 17 (in May). Not 14 (denied),
    // 15 (a line denied), 16 (rejected first), 18 and 19 (no answer).
    expect(await kpi('first_pass_paid_rate')).toMatchObject({
      ...{
        numerator: 3,
        denominator: 8,
        value: '0.3750',
        unit: 'ratio',
        alarm: { value: '0.9000', rings: true },
      },
    })
  })

  it('initial_denial_rate_volume: 3 claims against 4 a month', async () => {
    // First decisions of April that deny: 9, 14, 15. Not 6 (its second decision), 11 (deductible). Claims that went out first
    // in January to March: 1 to 12, so 4 a month; 3 × 3 over 12 × 1.
    expect(await kpi('initial_denial_rate_volume')).toMatchObject({
      ...{ numerator: 9, denominator: 12, value: '0.7500', alarm: { rings: true } },
      definition: 'HFMA Claim Integrity Task Force 2020',
    })
  })

  it('initial_denial_rate_dollars: $350 against a third of $1,550', async () => {
    // Denied at first in April: 9 $100, 14 $200, 15's line $50. Charges of 1 to 12:
    // 100 + 200 + 100 + 150 + 100 + 120 + 100 + 180 + 100 + 140 + 100 + 160 = 1,550.
    expect(await kpi('initial_denial_rate_dollars')).toMatchObject({
      ...{ numerator: 105_000, denominator: 155_000, value: '0.6774' },
    })
  })

  it('days_in_ar_gross: $1,060 owed at $900 in 30 days', async () => {
    // Owed on 30 April: 2 $20 (patient), 3 $100 and 9 $100 (denied), 11 $70 less $20 at the desk, 12 $160 (taken back),
    // 14 $200 and 15 $50 (denied), 17 $150 and 18 $100 (no answer yet), 19 $130 as corrected. 8's $80 were written off.
    // 20 + 100 + 100 + 50 + 160 + 200 + 50 + 150 + 100 + 130 = 1,060.
    // Charges of April: 100 + 200 + 100 + 120 + 150 + 100 + 130 + 0 (20 voided) = 900.
    expect(await kpi('days_in_ar_gross')).toMatchObject({
      ...{ numerator: 106_000 * 30, denominator: 90_000, value: '35.3333', unit: 'days' },
      target: { value: '35.0000' },
      alarm: { value: '45.0000', rings: false },
    })
  })

  it('net_collection_rate: $320 of $800', async () => {
    // Paid so far on April's visits: 13 $80, 15 $40, 16 $90, 17 $110 = 320. Contractual: 20 + 10 + 30 + 40 = 100 of 900.
    expect(await kpi('net_collection_rate')).toMatchObject({
      ...{ numerator: 32_000, denominator: 80_000, value: '0.4000', alarm: { value: '0.9500', rings: true } },
    })
  })
})

describe('January to March 2026, counted by hand', () => {
  const of = (id: string) => kpi(id, '2026-01-01', '2026-03-31')

  it('net_collection_rate: $795 of $1,305', async () => {
    // Paid: 1 $70, 2 $150, 4 $120, 5 $80, 6 $90, 7 $75, 8 $80, 10 $90 and $20 by its second payer, 11 $20 at the desk,
    // 12 $120 and back = 795. Contractual: 30 + 30 + 30 + 20 + 30 + 25 + 20 + 30 + 30 = 245 of 1,550.
    expect(await of('net_collection_rate')).toMatchObject({
      numerator: 79_500,
      denominator: 130_500,
      value: '0.6092',
    })
  })

  it('first_pass_paid_rate: 7 of 12 claims', async () => {
    // 1, 2, 5, 7, 10, 11 (all to the deductible) and 12 (paid at first, taken back later). Not 3, 6, 8, 9 (denied), 4 (rejected).
    expect(await of('first_pass_paid_rate')).toMatchObject({ numerator: 7, denominator: 12, value: '0.5833' })
  })

  it('days_to_bill: 10 days of 12 claims', async () => {
    // 1: 1, 2: 0, 3: 2, 4: 1, 5: 1, 6: 1, 7: 0, 8: 1, 9: 1, 10: 1, 11: 1, 12: 0.
    expect(await of('days_to_bill')).toMatchObject({ numerator: 10, denominator: 12, value: '0.8333' })
  })

  it('initial_denial_rate: nothing to compare with, so no number', async () => {
    // Denied at first: 3, 6, 8; no claims in October to December 2025.
    expect(await of('initial_denial_rate_volume')).toMatchObject({
      ...{ numerator: 9, denominator: 0, value: null, alarm: { rings: null } },
    })
  })
})

describe('a period', () => {
  it('of part of a month counts the denials of the whole month, and says so', async () => {
    expect(await kpi('initial_denial_rate_volume', '2026-04-10', '2026-04-12')).toMatchObject({
      ...{ from: '2026-04-01', to: '2026-04-30', numerator: 9, denominator: 12 },
    })
    // Two months: 6 and 8 in March, 9, 14 and 15 in April, 3 × 5; December to February hold 1 to 7, 7 × 2.
    expect(await kpi('initial_denial_rate_volume', '2026-03-31', '2026-04-01')).toMatchObject({
      ...{ from: '2026-03-01', to: '2026-04-30', numerator: 15, denominator: 14 },
    })
  })

  it('counts days from before it began', async () => {
    // 15 alone: signed on the 9th.
    expect(await kpi('days_to_bill', '2026-04-12', '2026-04-12')).toMatchObject({
      numerator: 3,
      denominator: 1,
    })
  })

  it('lies within the years that calendars are made for', async () => {
    for (const query of ['from=1800-01-01', 'to=2199-12-31', 'from=1899-12-31', 'to=2100-01-01'])
      for (const path of ['/v1/kpis?', '/v1/denial-trends?by=code&'])
        expect([query, (await tally.call('GET', `${path}${query}`)).status]).toEqual([query, 400])
    expect((await tally.call('GET', '/v1/kpis?from=1900-01-01&to=2099-12-31')).status).toBe(200)
  })

  it('is the last 90 days when none is asked for, and must not run backwards', async () => {
    const { json } = await tally.call('GET', '/v1/kpis')
    expect(json.items[0]).toMatchObject({ from: '2026-03-04', to: '2026-06-01' })
    const backwards = await tally.call('GET', '/v1/kpis?from=2026-04-02&to=2026-04-01')
    expect([backwards.status, backwards.json.problems[0].code]).toEqual([400, 'period/backwards'])
    expect((await tally.call('GET', '/v1/kpis?from=2026-04-31')).status).toBe(400)
  })
})

it('a claim goes out first with the version that did, after a draft that never went', async () => {
  const visit = new SampleVisit(tally, '2024-05-06', '2024-05-06T12:00:00-07:00')
  await visit.captured('2024-05-06T12:00:00-07:00', 10_000)
  visit.drafted(10_000)
  await visit.sent('2024-05-08T12:00:00-07:00', 10_000)
  await visit.paid('2024-05-20T12:00:00-07:00', [{ charge: 10_000, paid: 10_000 }])
  await tally.settled()
  const of = (id: string) => kpi(id, '2024-05-01', '2024-05-31')
  expect(await of('days_to_bill')).toMatchObject({ numerator: 2, denominator: 1 })
  expect(await of('first_pass_paid_rate')).toMatchObject({ numerator: 1, denominator: 1 })
})

it('what is read out of facts is the same when it is made again from them', async () => {
  const all = () =>
    Promise.all(
      ['money', 'encounter_day'].map((table) => tally.sql(`select * from insight.${table} order by 1, 2, 3`)),
    )
  const before = await all()
  expect(before.map((rows) => rows.length >= 21)).toEqual([true, true])
  const shell = tally.host.services[0]?.shell
  if (!shell) throw new Error('insight runs')
  await tally.sql('update insight.money set paid_cents = paid_cents + 1')
  await tally.sql(`delete from insight.money where kind = 'payment'`)
  await tally.sql(`insert into insight.encounter_day values ('prc_demo', 'enc_planted', 'day_planted')`)
  const told: Rebuilt[] = []
  await rebuildReadModels(
    (work) => inTransaction(shell.worker, null, work),
    (rebuilt) => told.push(rebuilt),
  )
  expect(await all()).toEqual(before)
  const [money = [], days = []] = before
  const [counted] = await tally.sql<{ facts: number }>('select count(*)::integer as facts from insight.fact')
  expect(told).toEqual([
    {
      ...{ practiceId: 'prc_demo', facts: counted?.facts },
      money: { before: money.filter(({ kind }) => kind !== 'payment').length, now: money.length },
      encounterDays: { before: days.length + 1, now: days.length },
    },
  ])
})
