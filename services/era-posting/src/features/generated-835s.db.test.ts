/**
 * 835s made up at random through text, reader and posting, against books of the test's own: what adds up is posted to
 * the cent and breaks no invariant; of 1,000 in which one amount is another, each is caught at its level, with its
 * cents, and nothing of a claim that is out reaches its receivables (x12.md 2.5, DESIGN.md 4).
 */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { type Chance as Drawn, chance as seededChance } from '@tally/testkit/chance'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleRemittance, sample835 } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { type Balanced835, balanced835 } from './sample-balanced-835.ts'
import { amountsIn, changed, outOf, type SampleAmount } from './sample-broken-835.ts'
import { handIn } from './sample-posting.ts'
import { ledgerStanding, ownBooks } from './sample-standing.ts'
import { captured, say, submitted } from './sample-visit.ts'

let tally: TestHost
const clock = virtualClock('2026-11-24T18:00:00Z')
const books = ownBooks()
beforeAll(async () => {
  tally = await startTestHost({
    ...{ services: [eraPosting], clock },
    requestsPerMinute: 1_000_000,
  })
})
afterAll(() => tally.stop())

async function charge(all: readonly Balanced835[]): Promise<void> {
  const visits = all.flatMap((each) => each.visits)
  await say(
    tally,
    visits.flatMap((visit) => [captured(visit), submitted(visit)]),
  )
  books.charge(visits)
}

/** Hands it in and waits until no ST waits, nor a claim that is due to be looked at again. */
async function posted(text: string): Promise<readonly string[]> {
  const { json } = await handIn(tally, text)
  await atRest()
  return json.transactions.map(({ remittanceId }: { remittanceId: string }) => remittanceId)
}

async function atRest(): Promise<void> {
  const waiting = `select (select count(*) from era_posting.remittance where status = 'received')
    + (select count(*) from era_posting.remittance_claim where outcome = 'unmatched' and look_again_at <= $1) as count`
  const waits = async () => Number((await tally.sql<{ count: string }>(waiting, [clock.now()]))[0]?.count)
  await expect.poll(waits, { timeout: 60_000, interval: 5 }).toBe(0)
}

const statuses = async (ids: readonly string[]) =>
  (
    await tally.sql<{ status: string }>(
      'select status from era_posting.remittance where id = any($1) order by arrival',
      [ids],
    )
  ).map(({ status }) => status)

const brokenInvariants = () => tally.sql('select * from era_posting.invariant_broken')
const paymentOf = ({ claims = [], provider = [] }: SampleRemittance) =>
  claims.reduce((total, { paid }) => total + paid, 0) -
  provider.reduce((total, [, , level]) => total + level, 0)

it('200 files that add up post whole, break no invariant after any of them, and stand as reckoned', {
  timeout: 400_000,
}, async () => {
  const all = Array.from({ length: 200 }, (_, number) => balanced835(number))
  await charge(all)
  for (const { remittances } of all) {
    const ids = await posted(sample835(...remittances))
    expect(await statuses(ids)).toEqual(remittances.map(() => 'posted'))
    expect(await brokenInvariants()).toEqual([])
    for (const each of remittances) books.post(each, paymentOf(each))
  }
  expect(await ledgerStanding(tally)).toEqual(books.standing())
})

/** One amount of the last ST of a file, and by how many cents it is another. */
interface Mutation {
  readonly amount: SampleAmount
  readonly more: number
}

const filesAtOnce = 50

it('of 1,000 in which one amount is another each is caught at its level, and no cent of a claim that is out reaches its receivables', {
  timeout: 900_000,
}, async () => {
  const tried = new Map<string, number>()
  for (let at = 0; at < 1_000; at += filesAtOnce) {
    const files = Array.from({ length: filesAtOnce }, (_, index) => balanced835(1_000 + at + index))
    await charge(files)
    const remittances = files.flatMap((file) => file.remittances)
    const lastOf = files.map(({ remittances: [first, second] }) => remittances.indexOf(second ?? first ?? {}))
    const { text, mutations } = mutated(sample835(...remittances), lastOf, seededChance(at).whole)
    for (const [index, id] of (await posted(text)).entries()) {
      const { json } = await tally.call('GET', `/v1/remittances/${id}/proof`)
      const mutation = mutations.get(index + 1)
      const [remittance = {}] = remittances.slice(index)
      expect(told(json), JSON.stringify(mutation)).toEqual(
        mutation ? foretold(mutation, paymentOf(remittance)) : sound,
      )
      const { transaction, claim } = mutation ? outOf(mutation.amount, mutation.more) : {}
      const kept = claim === undefined || !mutation ? [] : [mutation.amount.claim]
      if (transaction === undefined) books.post(remittance, paymentOf(remittance), kept)
      if (mutation) tried.set(mutation.amount.place, (tried.get(mutation.amount.place) ?? 0) + 1)
    }
    expect(await brokenInvariants()).toEqual([])
  }
  expect(await ledgerStanding(tally)).toEqual(books.standing())
  const counts = [...tried.values()]
  expect(counts).toHaveLength(11)
  expect(counts.reduce((total, count) => total + count, 0)).toBe(1_000)
  expect(Math.min(...counts)).toBeGreaterThan(25)
})

it('and minutes later, when everything that waits was looked at again, what is out still waits for its cents', {
  timeout: 300_000,
}, async () => {
  for (const [index, seconds] of [10, 60, 60].entries()) {
    clock.advance(seconds * 1_000)
    // Whatever is heard wakes the job.
    await charge([balanced835(9_000 + index)])
    await atRest()
  }
  const due = 'select 1 from era_posting.remittance_claim where look_again_at is not null'
  expect(await tally.sql(due)).toEqual([])
  expect(await brokenInvariants()).toEqual([])
  expect(await ledgerStanding(tally)).toEqual(books.standing())
})

/** In the STs at `places`, from 0: half by one cent, half by up to a thousand dollars. */
function mutated(text: string, places: readonly number[], chance: Drawn['whole']) {
  const segments = text.split('~\n')
  const amounts = Map.groupBy(amountsIn(segments), ({ transaction }) => transaction)
  const mutations = new Map<number, Mutation>()
  for (const place of places) {
    const own = [...Map.groupBy(amounts.get(place + 1) ?? [], (each) => each.place).values()]
    const same = own[chance(0, own.length - 1)] ?? []
    const [amount] = same.slice(chance(0, same.length - 1))
    if (!amount) throw new Error('every ST has an amount')
    const more = (chance(0, 1) === 0 ? 1 : chance(2, 100_000)) * (chance(0, 1) === 0 ? 1 : -1)
    mutations.set(place + 1, { amount, more })
    const { segment, element } = amount
    segments[segment] = changed(segments[segment] ?? '', element, more)
  }
  return { text: segments.join('~\n'), mutations }
}

const sound = {
  ...{ status: 'posted', because: null, differenceCents: 0, claims: [], lines: [], patient: [] },
  ...{ unmatched: [], ledger: [] },
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers as their readers do, by field.
type Shown = any

/** What the proof says that does not hold, and what waits. */
function told({ equalities, matches, ...proof }: Shown): typeof sound {
  const off = equalities.filter(({ holds }: Shown) => !holds)
  return {
    ...{ status: proof.status, because: proof.because, differenceCents: proof.differenceCents },
    ...{ claims: proof.claimsOutOfBalance, lines: proof.linesOutOfBalance },
    patient: off.filter(({ says }: Shown) => says.startsWith('patient')).map(({ claim }: Shown) => claim),
    unmatched: matches.filter(({ outcome }: Shown) => outcome === 'unmatched'),
    ledger: off.filter(({ level }: Shown) => level === 'ledger'),
  }
}

function foretold({ amount, more }: Mutation, before: number) {
  const payment = amount.place === 'BPR02' ? before + more : before
  const { claim, line } = amount
  const out = outOf(amount, more)
  const status =
    out.transaction !== undefined ? 'quarantined' : out.claim !== undefined ? 'posted-in-part' : 'posted'
  const waits = { claim, outcome: 'unmatched', because: 'claim/out-of-balance' }
  return {
    ...{ ...sound, status, differenceCents: out.transaction ?? 0 },
    because:
      out.transaction === undefined
        ? null
        : payment < 0
          ? 'remittance/negative-payment'
          : 'remittance/out-of-balance',
    claims: out.claim === undefined ? [] : [{ claim, differenceCents: out.claim }],
    lines: out.line === undefined ? [] : [{ claim, line, differenceCents: out.line }],
    patient: amount.isPatientShare ? [claim] : [],
    unmatched: status === 'posted-in-part' ? [expect.objectContaining(waits)] : [],
  }
}
