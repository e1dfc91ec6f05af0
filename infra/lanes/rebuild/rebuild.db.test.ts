/** The ledger made anew from its journal is the live one, whatever happened; what somebody changed in the live one shows. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { virtualClock } from '@tally/platform'
import { say, speaker, startTestHost, type TestHost, testKeyManagement, testSecret } from '@tally/testkit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { setPolicies } from '../audit/sample-former-system.ts'
import { addOtherPractice, answer, handIn, hear, one, until } from '../audit/sample-happenings.ts'
import { fillLedger } from '../audit/sample-ledger.ts'
import { charged, claimId, patientId, submitted, type Visit } from '../audit/sample-visits.ts'
import type { Difference } from './compare-ledgers.ts'
import { opsRebuild } from './ops-rebuild.ts'
import { rebuildLedger } from './rebuild-ledger.ts'

const service = () => {
  const found = allServices(testKeyManagement).find(({ name }) => name === 'era-posting')
  if (!found) throw new Error('there is no era-posting')
  return found
}

let tally: TestHost
const clock = virtualClock('2026-11-24T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({
    services: [service(), speaker],
    clock,
  })
  await addOtherPractice(tally)
  await fillLedger(tally)
  // What follows counts on other days: the rebuilt one has to stand at each moment.
  clock.advance(2 * day)
  await agreedByAnother()
  await paidLessThanExpected()
  clock.advance(3 * day)
  await paidByHand()
  await adoptedLater()
  await quiet()
}, 120_000)
afterAll(() => tally.stop())

const day = 86_400_000

/** A work injury, so that a person lets the patient's share go, and 10.00 less than was expected. */
async function paidLessThanExpected(): Promise<void> {
  const visit = one('901')
  const said = charged(visit)
  const [coverages, lines] = [said.data.coverages, said.data.lines] as [object[], object[]]
  const data = {
    ...{ ...said.data, case: 'work-injury' },
    coverages: coverages.map((each) => ({ ...each, payerFamily: 'workers-comp' })),
    lines: lines.map((each) => ({ ...each, expectedAllowedCents: 9000 })),
  }
  await hear(tally, [{ ...said, data }, submitted(visit)])
  await handIn(tally, { trace: 'LESS', claims: [answer(visit, [[7000, 'CO 45 2000, PR 2 1000']])] })
  const path = `/v1/ledger/claims/${claimId('901')}/patient-release`
  const { status, text } = await tally.call('POST', path, { body: { reason: 'the adjuster closed it' } })
  if (status !== 200) throw new Error(`releasing answered ${status}: ${text}`)
}

async function paidByHand(): Promise<void> {
  const body = { kind: 'patient-payment', method: 'card', patientId: patientId('801'), amountCents: 100 }
  const headers = { 'idempotency-key': 'paid later' }
  const { status, text } = await tally.call('POST', '/v1/payments', { body, headers })
  if (status !== 201) throw new Error(`paying answered ${status}: ${text}`)
}

/** The write-off over the limit, by an owner who did not propose it. */
async function agreedByAnother(): Promise<void> {
  const key = 'key-of-another-owner'
  await tally.sql(
    `insert into platform.api_key (id, digest, label, role, practices) values ('key_another', $1, 'another', 'owner', '{prc_demo}')`,
    [createHash('sha256').update(key).digest()],
  )
  const [proposed] = await tally.sql<{ id: string }>(
    `select id from era_posting.hand_entry where status = 'proposed'`,
  )
  const { status, text } = await tally.call('POST', `/v1/payments/${proposed?.id}/agree`, { key })
  if (status !== 200) throw new Error(`agreeing answered ${status}: ${text}`)
}

/** The payee of one remittance becomes a practice after it came. */
async function adoptedLater(): Promise<void> {
  await tally.sql(
    `insert into platform.practice (id, timezone, npis, details) select 'prc_late', timezone, '{}', details
     from platform.practice where id = 'prc_demo'`,
  )
  await tally.sql(
    `insert into platform.data_key (practice_id, kid, purpose, wrapped) select 'prc_late', kid, purpose, wrapped
     from platform.data_key where practice_id = 'prc_demo'`,
  )
  await setPolicies(tally, 'prc_late', {})
  await tally.sql(`update platform.practice set npis = '{1999999976}' where id = 'prc_late'`)
  await until(async () => {
    // Any commit wakes the jobs.
    await tally.call('POST', '/v1/deposits', {
      body: { depositedOn: '2026-11-23', amountCents: 1, trace: 'X' },
    })
    const posted = await tally.sql(
      `select 1 from era_posting.remittance where practice_id = 'prc_late' and status like 'posted%'`,
    )
    return posted.length > 0
  })
}

/** Until nothing is written any more. */
async function quiet(): Promise<void> {
  const rows = () => tally.sql('select count(*) as rows from era_posting.journal')
  await tally.settled()
  const open = `select 1 from era_posting.due_payment where looked_at is null`
  await until(async () => (await tally.sql(open)).length === 0)
  let before = ''
  await until(async () => {
    const now = JSON.stringify(await rows())
    const same = now === before
    before = now
    return same
  })
}

async function rebuilt(keep = false) {
  const differences: Difference[] = []
  const report = await rebuildLedger({
    ...{
      url: tally.database.url,
      secret: testSecret,
      keyManagement: testKeyManagement,
      service: service(),
      keep,
    },
    tell: (difference) => differences.push(difference),
    progress: () => undefined,
  })
  return { ...report, found: differences }
}

/** As superuser, with the triggers off; taken back by `undo`. */
async function plant(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: tally.database.url })
  await client.connect()
  await client.query(`begin; set local search_path = era_posting;
    alter table posting disable trigger user; ${sql}; alter table posting enable always trigger posting_stays;
    alter table posting enable always trigger posting_is_not_emptied; commit`)
  await client.end()
}

const databases = () => tally.sql(`select datname from pg_database where datname like 'tally_rebuild_%'`)

it('a ledger with every kind of movement is rebuilt with equal balances and equal states', async () => {
  const { found, otherWays, comparisons, units, scratch } = await rebuilt()
  expect(found).toEqual([])
  expect(otherWays).toEqual([])
  expect(units).toMatchObject({ event: expect.any(Number), request: expect.any(Number), deadline: 0 })
  const jobs = await tally.sql<{ name: string }>(
    `select distinct name from era_posting.journal where kind = 'job' order by name`,
  )
  expect(jobs.map(({ name }) => name)).toEqual([
    ...['adopt-remittances', 'look-nightly', 'match-again', 'match-deposits', 'post-remittances'],
  ])
  // Nothing that is compared is empty: an empty table would prove nothing.
  expect(comparisons.filter(({ looked }) => looked === 0)).toEqual([])
  expect(await databases()).not.toContainEqual({ datname: scratch })
})

it('nor does it differ when charges, claims and their payments came at the same time', async () => {
  const visits = Array.from({ length: 24 }, (_, index) => one(`A${String(index).padStart(2, '0')}`))
  const paid = (visit: Visit, index: number, other = 0) => ({
    trace: `RACE${index}X`,
    claims: [answer(visit, [[8000 - other, `CO 45 ${2000 + other}`]])],
  })
  await Promise.all(
    visits.flatMap((visit, index) => [
      say(tally, [charged(visit)]),
      say(tally, [submitted(visit)]),
      handIn(tally, paid(visit, index)),
      // The same number with other content: whichever comes first is posted.
      ...(index % 3 === 0 ? [handIn(tally, paid(visit, index, 100))] : []),
    ]),
  )
  await tally.settled()
  // What one could not see yet of the other is looked for again a minute later.
  clock.advance(61_000)
  await until(async () => {
    const posted = await tally.sql(
      `select 1 from era_posting.remittance_claim where outcome = 'posted' and claim_id like 'C1MA%'`,
    )
    return posted.length === visits.length
  })
  await quiet()
  expect((await rebuilt()).found).toEqual([])
}, 120_000)

describe('what somebody changed in the live ledger', () => {
  it('shows as accounts that are off by its cents', async () => {
    const change = (cents: number) =>
      plant(
        `update posting set amount_cents = amount_cents + ${cents} where source_key like '%/LN101X1/paid'`,
      )
    await change(700)
    try {
      const { found, differences } = await rebuilt()
      expect(differences).toBe(found.length)
      expect(found.map(({ what, subject, cents }) => [what, subject, cents])).toEqual([
        ['accounts', expect.stringMatching(/^clearing:/), 700],
        ['accounts', 'receivable:payer:LN101X1:1', -700],
      ])
    } finally {
      await change(-700)
    }
  })

  const claim = `where id like 'C1M101%'`
  const deposit = `where status = 'matched'`
  const paid = `where trace_number = 'PAID'`

  it('shows as states that are not as they became, and as rows that nothing made', async () => {
    await plant(`update claim set standing = 'voided' ${claim};
      update deposit set amount_cents = amount_cents + 5 ${deposit};
      update remittance set because = 'payee/unknown' ${paid};
      insert into denial (practice_id, id, version) values ('prc_demo', 'DENPLANTED', 1)`)
    try {
      const { found } = await rebuilt()
      expect(found.map(({ what, cents }) => [what, cents])).toEqual([
        ['claims', 0],
        ['remittances', 0],
        ['denials', 0],
        ['deposits', 5],
      ])
      expect(found[2]).toMatchObject({ subject: 'DENPLANTED', live: 'version 1: 0 cents', rebuilt: null })
    } finally {
      await plant(`update claim set standing = 'submitted' ${claim};
        update deposit set amount_cents = amount_cents - 5 ${deposit};
        update remittance set because = null ${paid};
        delete from denial where id = 'DENPLANTED'`)
    }
  })
})

describe('npm run ops -- rebuild era-posting', () => {
  let said: string[] = []
  const data = mkdtempSync(join(tmpdir(), 'tally-rebuild-'))
  beforeEach(() => {
    said = []
    vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
    vi.spyOn(console, 'error').mockImplementation((line) => said.push(line))
    vi.stubEnv('TALLY_DATA', data)
    mkdirSync(join(data, 'secrets'), { recursive: true })
    writeFileSync(join(data, 'secrets', 'roles.key'), testSecret)
    writeFileSync(
      join(data, 'secrets', 'master.key'),
      createHash('sha256').update('the master key of tests').digest(),
    )
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  const rebuild = (...args: string[]) =>
    opsRebuild(['era-posting', '--database', tally.database.url, ...args])

  it('says what was done again and what is equal, exits 0, and leaves the database when it is asked to', async () => {
    expect(await rebuild('--keep')).toBe(0)
    // After what came at the same time, lines on what went another way may stand before it.
    expect(said).toContainEqual(
      expect.stringMatching(
        /^Done again: \d+ events, \d+ requests, \d+ jobs, 0 deadlines; \d+ went another way/,
      ),
    )
    expect(said).toContainEqual(expect.stringMatching(/^accounts: \d+ equal, 0 differ$/))
    expect(said.at(-1)).toBe('The rebuilt ledger is the live one.')
    const kept = /database (tally_rebuild_\w+)\.$/.exec(said.at(-2) ?? '')?.[1]
    expect(await databases()).toContainEqual({ datname: kept })
    await tally.sql(`drop database ${kept} with (force)`)
  })

  it('names account and cents of what differs, and exits 1', async () => {
    const change = (cents: number) =>
      plant(
        `update posting set amount_cents = amount_cents + ${cents} where source_key like '%/LN101X1/paid'`,
      )
    await change(700)
    expect(await rebuild()).toBe(1)
    await change(-700)
    expect(said).toContainEqual(
      expect.stringMatching(
        /^differs {2}prc_demo {2}accounts {2}receivable:payer:LN101X1:1 {2}-700 cents {2}/,
      ),
    )
    expect(said.at(-1)).toBe('2 differ.')
  })

  it('with the secrets of another installation touches nothing', async () => {
    writeFileSync(join(data, 'secrets', 'roles.key'), createHash('sha256').update('another').digest())
    expect(await rebuild()).toBe(2)
    expect(said.join()).toContain('name its data folder with TALLY_DATA')
  })

  it('of a service that keeps no journal is refused', async () => {
    expect(await opsRebuild(['eligibility', '--database', tally.database.url])).toBe(2)
    expect(said.join()).toContain('There is no journal of "eligibility"')
  })
})

it('and every invariant holds', async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
})
