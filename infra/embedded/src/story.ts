/**
 * A visit becomes cash, and every exit is looked at: the answers, the rows, the outbox, the outside's journal, the
 * postings, the facts, and one trace from the POST to the posting. Told on both brokers.
 */
import { type Broker, schemaOf, virtualClock } from '@tally/platform'
import { expect } from 'vitest'
import { startWholeSystem, type WholeSystem } from './whole-system.ts'

const paid = '1EG4TE5MK73'
const rejectedByPayer = '1EG4TE5XQ46'
const firstLineDenied = '1EG4TE5XF16'

/** Answers what was left over, of which there is nothing. */
export async function tellStory(broker?: Broker): Promise<readonly string[]> {
  const clock = virtualClock('2026-03-02T18:00:00.000Z')
  const system = await startWholeSystem({ clock, calm: true, ...(broker ? { broker } : {}) })
  try {
    await aVisitBecomesCash(system)
    await oneComesBack(system)
    await oneLineIsDenied(system)
    return await leftOver(system)
  } finally {
    await system.stop()
  }
}

const traceparent = '00-aaaa2222333344445555666677778888-1234567890abcdef-01'

async function aVisitBecomesCash(system: WholeSystem): Promise<void> {
  const { tally, world, until, visit } = system
  const posted = await visit('PAID', paid, {}, 'PAID', { traceparent })
  expect(posted.status, posted.text).toBe(201)
  expect(posted.json).toMatchObject({ status: 'captured', expectedAllowedCents: 8384 })
  await until('PAID', ['claim.settled', 'remittance.posted'])
  await tally.settled()
  const says = (await system.timeline('PAID')).map(({ service, event, cents }) => [service, event, cents])
  expect(says).toEqual([
    ['charge-capture', 'charge.captured', 19500],
    ['eligibility', 'treatment-day.cleared', null],
    ['claim-submission', 'claim.submitted', 19500],
    ['claim-submission', 'claim.acknowledged', null],
    ['claim-submission', 'claim.acknowledged', null],
    ['era-posting', 'remittance.posted', 6573],
    ['era-posting', 'payment.posted', 6573],
    ['era-posting', 'claim.settled', 6573],
  ])
  const [claim] = (await tally.call('GET', posted.json.links.claims)).json.items
  await system.see(
    () => tally.call('GET', `/v1/claims/${claim.id}`),
    ({ json }) => json.status === 'closed',
  )
  const journal = world.state.submissions
  expect(journal).toHaveLength(1)
  const text = (await tally.call('GET', `/v1/claims/${claim.id}/837`)).text
  expect(text).toContain(`CLM*${claim.claimNumber}*195***11:B:1*Y*A*Y*Y~`)
  const ledger = (await tally.call('GET', `/v1/ledger/claims/${claim.id}`)).json
  // 83.84 allowed: Medicare pays 80 % less 2 % sequestration, the patient the rest; of 111.16
  // 15.20 is the reduction of the second and third unit, the rest contractual.
  expect(ledger).toMatchObject({ openCents: 0, patientCents: 1677 })
  const total = await balances(system)
  expect(total.get('adjustment:contractual')).toBe(9_596)
  expect(total.get('adjustment:mppr')).toBe(1_520)
  expect(total.get('adjustment:sequestration')).toBe(134)
  expect([...total.keys()].filter((account) => account.startsWith('clearing:'))).not.toEqual([])
  await oneTrace(system)
}

async function oneComesBack({ tally, until, visit, timeline }: WholeSystem): Promise<void> {
  const posted = await visit('REJECTED', rejectedByPayer)
  await until('REJECTED', ['denial.opened'])
  const [claim] = (await tally.call('GET', posted.json.links.claims)).json.items
  expect(claim).toMatchObject({ status: 'rejected', chargeCents: 19500 })
  const [denial] = (await tally.call('GET', '/v1/denials')).json.items
  expect(denial).toMatchObject({ claimId: claim.id, amountCents: 19500, status: 'open' })
  expect((await timeline('REJECTED')).map(({ event }) => event)).toContain('claim.rejected')
  // What came back before adjudication is still owed by the payer.
  expect((await tally.call('GET', `/v1/ledger/claims/${claim.id}`)).json).toMatchObject({ openCents: 19500 })
}

async function oneLineIsDenied({ tally, until, visit }: WholeSystem): Promise<void> {
  const posted = await visit('LINE', firstLineDenied)
  await until('LINE', ['denial.opened', 'payment.posted'])
  const [claim] = (await tally.call('GET', posted.json.links.claims)).json.items
  const ledger = (await tally.call('GET', `/v1/ledger/claims/${claim.id}`)).json
  expect(ledger.openCents).toBe(12_000)
  const denied = ledger.accounts.filter(({ account }: { account: string }) =>
    account.startsWith('denied:open:'),
  )
  expect(denied).toMatchObject([{ balanceCents: 12_000 }])
  const denials = (await tally.call('GET', '/v1/denials')).json.items
  expect(denials.find(({ claimId }: { claimId: string }) => claimId === claim.id)).toMatchObject({
    ...{ category: 'medical_necessity', amountCents: 12_000 },
  })
}

/** Sentences of what should not be: money out of balance, parked or unsent messages, a claim twice, errors in the log. */
async function leftOver(system: WholeSystem): Promise<string[]> {
  const { tally, world } = system
  await tally.settled()
  const all = await balances(system)
  const total = [...all.values()].reduce((sum, balance) => sum + balance, 0)
  const uncleared = [...all].filter(([account, balance]) => account.startsWith('clearing:') && balance !== 0)
  const numbers = world.state.submissions.flatMap(({ taken }) => claimNumbersIn(taken.text))
  const twice = numbers.filter((number, place) => numbers.indexOf(number) !== place)
  const [facts] = await tally.sql<{ facts: number }>('select count(*)::int as facts from insight.fact')
  const errors = tally.logLines.filter((line) => /"level":(50|60)/.test(line))
  return [
    ...(total === 0 ? [] : [`the ledger is out by ${total} cents`]),
    ...uncleared.map(([account, balance]) => `${account} holds ${balance} cents`),
    ...twice.map((number) => `claim ${number} went out twice`),
    ...((facts?.facts ?? 0) > 25 ? [] : [`only ${facts?.facts} facts were recorded`]),
    ...errors,
    ...(await unsentOrParked(system)),
  ]
}

async function unsentOrParked({ tally }: WholeSystem): Promise<string[]> {
  const found: string[] = []
  for (const { service } of tally.host.services) {
    const schema = schemaOf(service.name)
    const [row] = await tally.sql<{ parked: number; unsent: number }>(
      `select (select count(*)::int from ${schema}.parked_message) as parked,
              (select count(*)::int from ${schema}.outbox where published_at is null) as unsent`,
    )
    if (row?.parked !== 0 || row.unsent !== 0) found.push(`${service.name}: ${JSON.stringify(row)}`)
  }
  return found
}

/** By a split of its own: what the outside took in. */
function claimNumbersIn(text: string): string[] {
  return [...text.matchAll(/~CLM\*([^*]+)\*/g)].map(([, number = '']) => number)
}

async function balances({ tally }: WholeSystem): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let cursor = ''; ; ) {
    const { json } = await tally.call(
      'GET',
      `/v1/ledger/accounts?limit=200&cursor=${encodeURIComponent(cursor)}`,
    )
    for (const { account, balanceCents } of json.items) found.set(account, balanceCents)
    if (json.nextCursor === null) return found
    cursor = json.nextCursor
  }
}

/** The whole tree of the visit's trace, span by span under its parent. */
async function oneTrace({ tally }: WholeSystem): Promise<void> {
  const spans = tally.spans
    .getFinishedSpans()
    .filter((span) => span.spanContext().traceId === traceparent.slice(3, 35))
  const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
  const tree = spans.map(
    (span) => `${span.name} < ${nameOf.get(span.parentSpanContext?.spanId ?? '') ?? 'the caller'}`,
  )
  expect(tree.filter((branch) => !branch.startsWith('commit <')).sort()).toEqual(visitTrace)
}

/** Each service that hears of the visit, under what it heard it from; commits are left out. */
const visitTrace: readonly string[] = [
  'POST /v1/encounters < the caller',
  'acknowledge claim < join-charges charge.captured.v1',
  'acknowledge claim < join-charges charge.captured.v1',
  'book-charges charge.captured.v1 < transaction charge-capture',
  'follow-charges charge.captured.v1 < transaction charge-capture',
  'follow-claims claim.acknowledged.v1 < acknowledge claim',
  'follow-claims claim.acknowledged.v1 < acknowledge claim',
  'follow-claims claim.submitted.v1 < submit claim',
  'follow-payments payment.posted.v1 < post claim',
  'hear-charges charge.captured.v1 < transaction charge-capture',
  'hear-claims claim.acknowledged.v1 < acknowledge claim',
  'hear-claims claim.acknowledged.v1 < acknowledge claim',
  'hear-claims claim.acknowledged.v1 < acknowledge claim',
  'hear-claims claim.acknowledged.v1 < acknowledge claim',
  'hear-claims claim.submitted.v1 < submit claim',
  'hear-claims claim.submitted.v1 < submit claim',
  'hear-claims payment.posted.v1 < post claim',
  'hear-coverage coverage.verified.v1 < hear-charges charge.captured.v1',
  'hear-payments payment.posted.v1 < post claim',
  'join-charges charge.captured.v1 < transaction charge-capture',
  'join-clearance treatment-day.cleared.v1 < hear-charges charge.captured.v1',
  'know-claims claim.acknowledged.v1 < acknowledge claim',
  'know-claims claim.acknowledged.v1 < acknowledge claim',
  'know-claims claim.submitted.v1 < submit claim',
  'know-patients charge.captured.v1 < transaction charge-capture',
  'know-visits charge.captured.v1 < transaction charge-capture',
  'note-payment claim.settled.v1 < post claim',
  'note-payment payment.posted.v1 < post claim',
  'post claim < submit claim',
  'record-fact charge.captured.v1 < transaction charge-capture',
  'record-fact claim.acknowledged.v1 < acknowledge claim',
  'record-fact claim.acknowledged.v1 < acknowledge claim',
  'record-fact claim.settled.v1 < post claim',
  'record-fact claim.submitted.v1 < submit claim',
  'record-fact coverage.verified.v1 < hear-charges charge.captured.v1',
  'record-fact payment.posted.v1 < post claim',
  'record-fact treatment-day.cleared.v1 < hear-charges charge.captured.v1',
  'submit claim < join-charges charge.captured.v1',
  'transaction charge-capture < POST /v1/encounters',
  'write claim < join-charges charge.captured.v1',
]
