import { allServices } from '@tally/embedded/all-services'
import { passwordOf, virtualClock } from '@tally/platform'
import { speaker, startTestHost, type TestHost, testKeyManagement, testSecret } from '@tally/testkit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AuditReport, auditDatabase, auditSnapshot } from './audit-database.ts'
import { opsAudit } from './ops-audit.ts'
import { damagedDecisions } from './sample-damaged-decisions.ts'
import { damagedOpenings } from './sample-damaged-openings.ts'
import { damagedPostings } from './sample-damaged-postings.ts'
import { damagedRemittances } from './sample-damaged-remittances.ts'
import { addOtherPractice } from './sample-happenings.ts'
import { fillLedger } from './sample-ledger.ts'
import { fillManyClaims } from './sample-many-claims.ts'
import { snapshotIn, types } from './snapshot.ts'

let tally: TestHost
beforeAll(async () => {
  const eraPosting = allServices(testKeyManagement).find(({ name }) => name === 'era-posting')
  if (!eraPosting) throw new Error('there is no era-posting')
  tally = await startTestHost({
    services: [eraPosting, speaker],
    clock: virtualClock('2026-11-24T18:00:00Z'),
  })
  await addOtherPractice(tally)
  await fillLedger(tally)
  await fillManyClaims(tally, 200, 100)
}, 120_000)
afterAll(() => tally.stop())

const nothing = { wrong: 0, doubts: 0, first: [] }

it('finds nothing in a ledger with every kind of movement', async () => {
  expect(await auditDatabase(tally.database.url)).toMatchObject({ ...nothing, practices: 2 })
})

it('knows every table by which cents move: a new one is checked, or said to hold none, in what-role-sees.ts', async () => {
  expect((await auditDatabase(tally.database.url)).notLookedAt).toEqual([])
})

describe('as superuser, with triggers off', () => {
  /** Audits what `sql` leaves, and takes it back. */
  async function auditAfter(
    sql: string,
    subjectSql: string,
  ): Promise<{ report: AuditReport; subject: string }> {
    const client = new pg.Client({ connectionString: tally.database.url, types })
    await client.connect()
    try {
      await client.query(
        'begin; set local search_path = era_posting; set local session_replication_role = replica',
      )
      // They fire always, for the owner too.
      await client.query(
        'alter table posting disable trigger user; alter table posting_batch disable trigger user',
      )
      const { rows } = await client.query(`select ${subjectSql} as subject`)
      await client.query(sql)
      return { report: await auditSnapshot(await snapshotIn(client)), subject: rows[0].subject }
    } finally {
      await client.query('rollback')
      await client.end()
    }
  }

  it.each([...damagedPostings, ...damagedRemittances, ...damagedDecisions, ...damagedOpenings])(
    '$name is found',
    async ({ sql, check, subject: subjectSql, also = '', practice = 'prc_demo' }) => {
      const { report, subject } = await auditAfter(sql, subjectSql)
      expect(report.wrong).toBeGreaterThan(0)
      const said = report.first.map((each) => `${each.practice} ${each.check} ${each.subject}`)
      expect(said).toContain(`${practice} ${check} ${subject}`)
      const checks = [...new Set(report.first.map((each) => each.check))].sort()
      expect(checks).toEqual([check, ...also.split(/\s+/).filter((each) => each !== '')].sort())
    },
  )
})

it('and afterwards there is nothing to find again', async () => {
  expect(await auditDatabase(tally.database.url)).toMatchObject(nothing)
})

describe('a role', () => {
  const as = (role: string) => {
    const url = new URL(tally.database.url)
    return Object.assign(url, { username: role, password: passwordOf(testSecret, role) }).toString()
  }

  it('that reads every practice is enough', async () => {
    const { postings, ...report } = await auditDatabase(as('era_posting_worker'))
    expect(report).toMatchObject({ ...nothing, practices: 2 })
    expect(postings).toBe((await auditDatabase(tally.database.url)).postings)
  })

  it('that sees one practice at a time would find nothing wrong: it is refused', async () => {
    await expect(auditDatabase(as('era_posting_api'))).rejects.toThrow(
      'The role era_posting_api does not see every practice',
    )
  })

  it('of another schema is refused, too', async () => {
    await expect(auditDatabase(as('speaker_worker'))).rejects.toThrow('speaker_worker')
  })

  it('writes nothing', async () => {
    const client = new pg.Client({ connectionString: tally.database.url })
    await client.connect()
    const { rows } = await client.query('select pg_current_xact_id_if_assigned() as id')
    await auditDatabase(tally.database.url)
    await client.end()
    expect(rows).toEqual([{ id: null }])
  })
})

describe('npm run ops -- audit', () => {
  let said: string[] = []
  beforeEach(() => {
    said = []
    vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
    vi.spyOn(console, 'error').mockImplementation((line) => said.push(line))
  })
  afterEach(() => vi.restoreAllMocks())
  const audit = () => opsAudit(['--database', tally.database.url])

  it('says how much it looked at, and exits 0 where nothing is wrong', async () => {
    expect(await audit()).toBe(0)
    expect(said.slice(-2)).toEqual([
      expect.stringMatching(
        /^Looked at 2 practices, \d+ batches, \d+ postings, \d+ remittances, \d+ claims in \d+\.\d s\.$/,
      ),
      'Nothing is wrong; 0 to doubt.',
    ])
  })

  it('exits 1 where something is, and names practice, subject and cents', async () => {
    const change = (cents: number) =>
      tally.sql(`update era_posting.charge_line set booked_cents = booked_cents + $1 where id = 'LN101X1'`, [
        cents,
      ])
    await change(500)
    try {
      expect(await audit()).toBe(1)
    } finally {
      await change(-500)
    }
    expect(said).toContainEqual(
      expect.stringMatching(
        /^wrong {2}prc_demo {2}charge-line\/booked {2}charge-line\/LN101X1 {2}-500 cents {2}/,
      ),
    )
    expect(said.at(-1)).toBe('3 wrong; 0 to doubt.')
  })

  it.each([
    [['--database', 'postgres://postgres@127.0.0.1:1/none'], 'The database does not answer (ECONNREFUSED)'],
    [['--data', 'x'], 'Use: npm run ops -- audit [--database URL]'],
  ])('%j cannot be audited, and it says what to do', async (args, says) => {
    expect(await opsAudit(args)).toBe(2)
    expect(said.join()).toContain(says)
  })

  it('nor can a database without a ledger', async () => {
    const url = new URL(tally.database.url)
    url.pathname = '/postgres'
    expect(await opsAudit(['--database', url.toString()])).toBe(2)
    expect(said).toEqual([expect.stringContaining('This database holds no ledger')])
  })
})
