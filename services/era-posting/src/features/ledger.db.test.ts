import { chargeHeld, chargeVoided, claimAcknowledged, payerProfileChanged } from '@tally/contracts'
import { openSession, passwordOf, saying, virtualClock } from '@tally/platform'
import { operatorKey, startTestHost, type TestHost, testSecret } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import { isLookDue, lastLook } from '../store/ledger-check.ts'
import { balances, post, postingCount, told } from './sample-posting.ts'
import {
  captured,
  claimId,
  claimNumber,
  dayId,
  inPractice,
  lineId,
  patientId,
  practiceId,
  type SampleVisit,
  say,
  submitted,
  transmissionId,
} from './sample-visit.ts'

let tally: TestHost
const clock = virtualClock('2026-11-24T18:00:00Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock })
})
afterAll(() => tally.stop())

const owed = (id: string, place = 1) => `receivable:payer:${lineId(id, place)}:1`
const own = (id: string, place = 1) => `receivable:patient:${patientId(id)}:${lineId(id, place)}`
const ofVisit = async (id: string) => {
  const all = await balances(tally)
  return Object.fromEntries(Object.entries(all).filter(([account]) => account.includes(`LN${id}X`)))
}
const one = (id: string, more: Partial<SampleVisit> = {}): SampleVisit => ({
  id,
  lines: [{ code: '97110', charge: 6000 }],
  ...more,
})

function dayOf(id: string, version: number) {
  return {
    ...{ treatmentDayId: dayId(id), version, serviceDate: '2026-11-10', case: 'health' as const },
    ...{ patientId: patientId(id), billingNpi: '1234567893', encounterIds: [`enc_${'0'.repeat(26)}`] },
  }
}
const voided = (id: string, version: number, encounterIds?: readonly string[]) =>
  saying(chargeVoided, {
    ...{ subject: dayId(id), sequence: version, correlationId: dayId(id) },
    data: {
      ...dayOf(id, version),
      reversedCents: 0,
      ...(encounterIds ? { encounterIds: [...encounterIds] } : {}),
    },
  })
const held = (id: string, version: number) =>
  saying(chargeHeld, {
    ...{ subject: dayId(id), sequence: version, correlationId: dayId(id) },
    data: {
      ...dayOf(id, version),
      payerId: '12345',
      chargeCents: 0,
      timelyFilingDueOn: null,
      holds: [{ rule: 'a/b', says: 'x', chargeLineIds: [] }],
    },
    sealed: { visits: [] },
  })

describe('charge events', () => {
  it('are booked, corrected by the difference, held without any money, and voided', async () => {
    await say(tally, [captured(one('401'))])
    expect(await ofVisit('401')).toEqual({ [owed('401')]: 6000 })
    await say(tally, [
      captured(
        one('401', {
          version: 2,
          lines: [
            { code: '97110', charge: 9000 },
            { code: '97530', charge: 500 },
          ],
        }),
      ),
    ])
    expect(await ofVisit('401')).toEqual({ [owed('401')]: 9000, [owed('401', 2)]: 500 })
    await say(tally, [held('401', 3)])
    expect(await ofVisit('401')).toEqual({ [owed('401')]: 9000, [owed('401', 2)]: 500 })
    await say(tally, [voided('401', 4)])
    expect(await ofVisit('401')).toEqual({})
  })

  it('settle no claim that no payer has answered', async () => {
    const visit = one('405')
    await say(tally, [captured(visit), submitted(visit), voided('405', 2)])
    expect(await ofVisit('405')).toEqual({})
    expect(await told(tally, '405')).toEqual([])
  })

  it('delivered again or late move nothing', async () => {
    await say(tally, [captured(one('402', { version: 2 }))])
    const before = await postingCount(tally)
    await say(tally, [
      captured(one('402', { version: 2, lines: [{ code: '97110', charge: 7000 }] })),
      captured(one('402', { version: 1 })),
    ])
    expect(await postingCount(tally)).toBe(before)
  })

  it('of a patient who pays for himself are his, and what he paid is his credit until it is applied', async () => {
    await say(tally, [captured(one('403', { responsibleParty: 'self', patientPaid: 2500 }))])
    expect(await ofVisit('403')).toEqual({ [own('403')]: 6000 })
    const credit = `patient-credit:${patientId('403')}`
    expect(await balances(tally, credit)).toEqual({ [credit]: -2500 })
    await say(tally, [captured(one('403', { responsibleParty: 'self', patientPaid: 2500, version: 2 }))])
    expect(await balances(tally, credit)).toEqual({ [credit]: -2500 })
    await say(tally, [voided('403', 3)])
    expect(await balances(tally, credit)).toEqual({ [credit]: -2500 })
    await say(tally, [captured(one('404', { patientPaid: 1000 })), voided('404', 2, [])])
    expect(await balances(tally, `patient-credit:${patientId('404')}`)).toEqual({})
  })
})

describe('the ledger to read', () => {
  it('shows a claim’s money: accounts, what is open, and the postings that made it', async () => {
    const visit = one('411')
    await say(tally, [captured(visit), submitted(visit)])
    const line = {
      code: '97110',
      charge: 6000,
      paid: 3000,
      control: lineId('411', 1),
      adjustments: [
        ['CO', '45', 2000],
        ['PR', '3', 1000],
      ] as const,
    }
    const remittance = await post(tally, {
      trace: 'L411',
      claims: [{ number: claimNumber('411'), charge: 6000, paid: 3000, lines: [line] }],
    })
    const { json } = await tally.call('GET', `/v1/ledger/claims/${claimId('411')}`)
    expect(json).toMatchObject({
      ...{
        claimId: claimId('411'),
        openCents: 0,
        patientCents: 1000,
        coverageOrder: 1,
        settledAt: '2026-11-24T18:00:00.000Z',
      },
      accounts: [
        { account: own('411'), balanceCents: 1000, debitCents: 1000, creditCents: 0 },
        { account: owed('411'), balanceCents: 0, debitCents: 6000, creditCents: 6000 },
      ],
    })
    expect(
      json.postings.map(({ cause, amountCents }: { cause: string; amountCents: number }) => [
        cause,
        amountCents,
      ]),
    ).toEqual([
      ['charge', 6000],
      ['remittance', 3000],
      ['remittance', 2000],
      ['remittance', 1000],
    ])
    expect(json.postings[1]).toMatchObject({
      remittanceId: remittance.id,
      claimPosition: 1,
      debitAccount: `clearing:${remittance.id}`,
      effectiveOn: '2026-11-20',
    })
    expect((await tally.call('GET', `/v1/ledger/claims/${claimId('999')}`)).status).toBe(404)
  })

  it('lists accounts by path and page', async () => {
    const read = async (query: string) => (await tally.call('GET', `/v1/ledger/accounts?${query}`)).json
    const paths = ({ items }: { items: { account: string }[] }) => items.map(({ account }) => account)
    const all = paths(await read('limit=200'))
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await read(`limit=3&cursor=${encodeURIComponent(cursor)}`)
      paged.push(...paths(page))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(all)
    expect(all).toEqual([...new Set(all)])
    expect(all).toEqual(expect.arrayContaining(['cash', 'revenue', 'adjustment:contractual', owed('411')]))
    expect(paths(await read('prefix=adjustment:'))).toEqual(['adjustment:contractual'])
    const expected = await balances(tally)
    const page = await read('limit=200')
    for (const { account, balanceCents } of page.items) expect(balanceCents).toBe(expected[account] ?? 0)
  })

  it('pages through every posting in the order of its commit, and misses none that commits late', async () => {
    const read = async (after: string) =>
      (await tally.call('GET', `/v1/ledger/postings?limit=4&after=${after}`)).json
    const readAll = async () => {
      const seen: number[] = []
      for (let after: string | null = '0-0'; after !== null; ) {
        const page: { items: { id: number; cursor: string }[]; nextCursor: string | null } = await read(after)
        seen.push(...page.items.map(({ id }) => id))
        after = page.nextCursor
      }
      return seen
    }
    // A transaction anywhere in the cluster holds the feed back: here, that of a test beside this one.
    await expect.poll(readAll, { timeout: 60_000 }).toHaveLength(await postingCount(tally))
    const seen = await readAll()
    expect(new Set(seen).size).toBe(seen.length)
    expect((await tally.call('GET', '/v1/ledger/postings?after=yesterday')).json.problems[0].code).toBe(
      'cursor/unknown',
    )
    const last = (await tally.call('GET', '/v1/ledger/postings?limit=200')).json.items.at(-1).cursor
    await inPractice(tally, 'prc_demo', async ({ query, practiceId }) => {
      const batch = `insert into posting_batch values ($1, 'LATE', 'charge', 'late', null, '2026-11-24', now())`
      await query({ name: 'late-batch', text: batch }, [practiceId])
      const text = `insert into posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key)
                    values ($1, 'LATE', 'cash', 'revenue', 1, 'late')`
      await query({ name: 'late-posting', text }, [practiceId])
      await say(tally, [captured(one('412'))])
      expect((await read(last)).items).toEqual([])
    })
    const after = async () =>
      (await read(last)).items.map(({ debitAccount }: { debitAccount: string }) => debitAccount).sort()
    await expect.poll(after, { timeout: 60_000 }).toEqual(['cash', owed('412')])
  })

  it.each([
    '/v1/remittances',
    '/v1/ledger/accounts',
    '/v1/ledger/postings',
    '/v1/unmatched',
    '/v1/variances',
  ])('%s is for those who bill and those who audit', async (path) => {
    expect((await tally.call('GET', path, { key: operatorKey })).status).toBe(403)
    for (const [role, status] of [
      ['biller', 200],
      ['owner', 200],
      ['auditor', 200],
      ['emr', 403],
      ['front-desk', 403],
      ['clinician', 403],
    ] as const) {
      await tally.sql(
        `insert into platform.api_key (id, digest, label, role, practices)
           values ($1, sha256(convert_to($1, 'UTF8')), $2, $2, array['prc_demo']) on conflict do nothing`,
        [`key-of-a-${role}`, role],
      )
      expect((await tally.call('GET', path, { key: `key-of-a-${role}` })).status, role).toBe(status)
    }
  })
})

describe('a posting is never changed', () => {
  async function as(role: string, statement: string): Promise<string> {
    const url = new URL(tally.database.url)
    if (role !== '') Object.assign(url, { username: role, password: passwordOf(testSecret, role) })
    const client = openSession({ url: url.toString(), applicationName: 'ledger test' })
    await client.connect()
    try {
      await client.query(`begin; select set_config('app.practice', 'prc_demo', true)`)
      await client.query(statement)
      return 'done'
    } catch (error) {
      return String(Object(error).code)
    } finally {
      await client.end()
    }
  }

  it.each(['era_posting_worker', 'era_posting_api', ''])('by %s', async (role) => {
    for (const table of ['posting', 'posting_batch']) {
      expect(await as(role, `update era_posting.${table} set practice_id = 'prc_x'`)).toBe('42501')
      expect(await as(role, `delete from era_posting.${table}`)).toBe('42501')
      expect(await as(role, `truncate era_posting.${table} cascade`)).toBe('42501')
    }
    const replica = 'set session_replication_role = replica; delete from era_posting.posting'
    expect(await as(role, replica)).toBe('42501')
  })

  it.each([
    ['an amount of nothing', `'cash', 'revenue', 0`, '23514'],
    ['a negative amount', `'cash', 'revenue', -5`, '23514'],
    ['one account on both sides', `'cash', 'cash', 5`, '23514'],
  ])('nor written with %s', async (_, values, code) => {
    const insert = `insert into era_posting.posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key)
      select practice_id, id, ${values}, 'new' from era_posting.posting_batch limit 1`
    expect(await as('', insert)).toBe(code)
  })

  it('nor into a batch that is not there, nor beside one that is into another practice’s', async () => {
    const insert = (practiceId: string, batchId: string) =>
      `insert into era_posting.posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key)
       select ${practiceId}, ${batchId}, 'cash', 'revenue', 5, 'new' || n from generate_series(1, 3) n`
    const [batch] = await tally.sql<{ id: string }>('select min(id) as id from era_posting.posting_batch')
    expect(await as('', insert(`'prc_demo'`, `'nowhere'`))).toBe('23503')
    expect(await as('', insert(`'prc_demo'`, `case n when 3 then 'nowhere' else '${batch?.id}' end`))).toBe(
      '23503',
    )
    expect(await as('', insert(`'prc_other'`, `'${batch?.id}'`))).toBe('23503')
  })

  it('nor as the mirror of one that is not there, or is another practice’s', async () => {
    const mirror = (reverses: string, practice = 'practice_id') =>
      `insert into era_posting.posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key, reverses)
       select ${practice}, batch_id, credit_account, debit_account, amount_cents, 'mirror', ${reverses}
       from era_posting.posting order by id limit 1`
    expect(await as('', mirror('id'))).toBe('done')
    expect(await as('', mirror('999999999'))).toBe('23503')
    const others = `insert into era_posting.posting_batch
      select 'prc_other', id, source_type, source_key, null, effective_on, recorded_at from era_posting.posting_batch`
    expect(await as('', `${others}; ${mirror('id', `'prc_other'`)}`)).toBe('23503')
  })

  it('nor twice for one cause, nor reversed twice', async () => {
    const again = `insert into era_posting.posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key)
      select practice_id, batch_id, debit_account, credit_account, amount_cents, source_key from era_posting.posting limit 1`
    expect(await as('', again)).toBe('23505')
    const mirror = (
      key: string,
    ) => `insert into era_posting.posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key, reverses)
      select practice_id, batch_id, credit_account, debit_account, amount_cents, '${key}', id from era_posting.posting order by id limit 1`
    expect(await as('', `${mirror('m1')}; ${mirror('m2')}`)).toBe('23505')
  })
})

describe('what the payer may call a claim', () => {
  it('is learnt from its acknowledgment, and found again when the claim number comes back as 0', async () => {
    const visit = one('421')
    await say(tally, [captured(visit), submitted(visit)])
    const acknowledged = saying(claimAcknowledged, {
      ...{ subject: claimId('421'), sequence: 2, correlationId: dayId('421') },
      data: {
        ...{
          claimId: claimId('421'),
          treatmentDayId: dayId('421'),
          coverageOrder: 1,
          claimVersion: 1,
          payerId: '12345',
        },
        ...{
          claimNumber: claimNumber('421'),
          stage: 'payer',
          transmissionId: transmissionId('1'),
          state: 'accepted',
        },
        ...{ category: 'A2', statusCode: '20' },
      },
      sealed: { payerClaimNumber: 'SECRET ICN 421' },
    })
    await say(tally, [acknowledged])
    const adjustments = [['CO', '45', 1000]] as const
    const shown = await post(tally, {
      trace: 'L421',
      claims: [{ number: '0', charge: 6000, paid: 5000, adjustments, payerNumber: 'SECRET ICN 421' }],
    })
    expect(shown.claims).toMatchObject([
      { outcome: 'posted', tier: 3, claimId: claimId('421'), payerClaimNumber: 'SECRET ICN 421' },
    ])
    expect(await ofVisit('421')).toEqual({})
  })

  it('stands nowhere in the clear: not in tables, not in what is said, not in the log', async () => {
    const tables = await tally.sql<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'era_posting'::regnamespace and relkind = 'r'`,
    )
    for (const { name } of tables) {
      const rows = await tally.sql<{ row: string }>(`select t::text as row from era_posting.${name} t`)
      const text = rows.map(({ row }) => row).join('\n')
      for (const form of ['SECRET ICN 421', Buffer.from('SECRET ICN 421').toString('hex')])
        expect(text.includes(form), name).toBe(false)
    }
    expect(tally.logLines.join('\n')).not.toContain('SECRET')
  })

  it('and by how much a payer may differ is its profile’s to say', async () => {
    const profile = saying(payerProfileChanged, {
      ...{ subject: '12345', sequence: 1, correlationId: '12345' },
      data: {
        ...{
          payerId: '12345',
          version: 1,
          payerFamily: 'commercial',
          checksEligibility: true,
          acceptsReplacement: true,
        },
        ...{ sendWindow: 'at-once', appealDays: null, filingDays: null, codingRules: {}, toleranceCents: 50 },
      },
    })
    await say(tally, [profile])
    for (const [id, allowed] of [
      ['431', 4950],
      ['432', 4949],
    ] as const) {
      const visit = one(id, { lines: [{ code: '97110', charge: 6000, expected: 5000 }] })
      await say(tally, [captured(visit), submitted(visit)])
      const line = {
        code: '97110',
        charge: 6000,
        paid: allowed,
        control: lineId(id, 1),
        adjustments: [['CO', '45', 6000 - allowed]] as const,
      }
      await post(tally, {
        trace: `V${id}`,
        claims: [{ number: claimNumber(id), charge: 6000, paid: allowed, lines: [line] }],
      })
    }
    const { json } = await tally.call('GET', '/v1/variances?payerId=12345')
    expect(
      json.items.map(({ claimId: id, differenceCents }: { claimId: string; differenceCents: number }) => [
        id,
        differenceCents,
      ]),
    ).toEqual([[claimId('432'), -51]])
  })
})

describe('the invariants are looked at', () => {
  const look = async () => {
    const [row] = await tally.sql<{ checked_at: unknown; broken: number; examples: { invariant: string }[] }>(
      'select * from era_posting.ledger_check',
    )
    return row
  }
  const lookedAgain = async () => {
    const before = JSON.stringify((await look())?.checked_at)
    clock.advance(61_000)
    await say(tally, [captured(one(`9${Math.floor(clock.millis() / 1_000) % 100_000}`))])
    await expect.poll(async () => JSON.stringify((await look())?.checked_at)).not.toBe(before)
    return look()
  }
  /** What readiness tells an operator of it. */
  const told = async () => {
    const { json } = await tally.call('GET', '/health/ready')
    expect(json.status).toBe(json.services[0].selfCheck.holds ? 'ready' : 'degraded')
    return json.services
  }

  it('each minute, and hold', async () => {
    // The late posting of the test above was booked by nobody.
    await tally.sql(`alter table era_posting.posting disable trigger posting_stays; delete from era_posting.posting where source_key = 'late';
      alter table era_posting.posting enable always trigger posting_stays; alter table era_posting.posting_batch disable trigger batch_stays;
      delete from era_posting.posting_batch where source_key = 'late'; alter table era_posting.posting_batch enable always trigger batch_stays`)
    expect(await lookedAgain()).toMatchObject({ broken: 0, examples: [] })
    const says = 'every invariant holds'
    expect(await told()).toMatchObject([{ selfCheck: { name: 'ledger invariants', holds: true, says } }])
  })

  it('and while nobody has looked the ledger is as old as its first posting, so that its age is told', async () => {
    await tally.sql('delete from era_posting.ledger_check')
    const first = await inPractice(tally, practiceId, ({ query }) => lastLook(query))
    expect(first).toMatchObject({ holds: true, says: 'not looked at yet' })
    expect(Date.parse(first.at ?? '')).toBe(Date.parse('2026-11-24T18:00:00Z'))
    await lookedAgain()
    expect(Date.parse((await inPractice(tally, practiceId, ({ query }) => lastLook(query))).at ?? '')).toBe(
      clock.millis(),
    )
  })

  it('less often once a look takes long', async () => {
    const dueAfter = async (seconds: number) => {
      const at = new Date(clock.millis() + seconds * 1_000).toISOString()
      return inPractice(tally, practiceId, ({ query }) => isLookDue(query, at, 60))
    }
    await lookedAgain()
    expect([await dueAfter(50), await dueAfter(61)]).toEqual([false, true])
    await tally.sql('update era_posting.ledger_check set took_ms = 4000')
    expect([await dueAfter(110), await dueAfter(121)]).toEqual([false, true])
    await tally.sql('update era_posting.ledger_check set took_ms = 0')
  })

  it.each([
    [
      'a charge that was taken out',
      `delete from posting where source_key like 'charge/%' and id = (select max(id) from posting where source_key like 'charge/%')`,
      'I2',
    ],
    ['a payment that was taken out', `delete from posting where source_key like '%/payment'`, 'I6'],
    [
      'ends that were swapped',
      `update posting set debit_account = credit_account, credit_account = debit_account where source_key like '%LN411X1/paid'`,
      'I6',
    ],
    [
      'an account that there is none of',
      `update posting set debit_account = 'nowhere:1' where source_key like '%LN411X1/1'`,
      'I2',
    ],
    [
      'a batch without postings',
      `insert into posting_batch select practice_id, 'EMPTY', source_type, 'empty', null, effective_on, recorded_at from posting_batch limit 1`,
      'I10',
    ],
    [
      'a posting from an account to itself',
      `alter table posting drop constraint posting_check; update posting set credit_account = debit_account
       where source_key like '%LN411X1/1'`,
      'I15',
    ],
  ])('and %s is found', async (_, damage, invariant) => {
    const copy = 'create temporary table kept as select * from era_posting.posting'
    const restore = `delete from era_posting.posting; insert into era_posting.posting overriding system value select * from kept; drop table kept;
      delete from era_posting.posting_batch where source_key = 'empty'; alter table posting drop constraint if exists posting_check;
      alter table posting add constraint posting_check check (debit_account <> credit_account)`
    const off =
      'alter table era_posting.posting disable trigger user; alter table era_posting.posting_batch disable trigger user'
    const client = openSession({ url: tally.database.url, applicationName: 'ledger test' })
    await client.connect()
    await client.query(`set search_path = era_posting; ${copy}; ${off}; ${damage}`)
    const found = await lookedAgain()
    expect(found?.broken).toBeGreaterThan(0)
    expect(found?.examples.map((each) => each.invariant)).toContain(invariant)
    expect(await told()).toMatchObject([{ selfCheck: { holds: false, at: expect.any(String) } }])
    const late = await client.query('select max(id) as id from kept')
    await client.query(
      `insert into kept select * from era_posting.posting where id > ${late.rows[0].id}; ${restore}`,
    )
    await client.end()
    expect(await lookedAgain()).toMatchObject({ broken: 0 })
  })

  it.each([
    ['at a payer', 'receivable:payer:LN499X1:1'],
    ['at a patient', `receivable:patient:${patientId('499')}:LN499X1`],
    ['refused', 'denied:open:LN499X1:1'],
    ['without a line in its path', 'receivable:payer:'],
    ['of another practice’s line', owed('411'), 'prc_other'],
  ])('and a receivable %s, of no charge line, is named', async (_, account, owner = practiceId) => {
    const client = openSession({ url: tally.database.url, applicationName: 'ledger test' })
    await client.connect()
    try {
      await client.query(`begin; set local search_path = era_posting;
        insert into posting_batch (practice_id, id, source_type, source_key, effective_on, recorded_at)
          values ('${owner}', 'NO LINE', 'charge', 'no-line', '2026-11-24', now());
        insert into posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key)
          values ('${owner}', 'NO LINE', '${account}', 'revenue', 900, 'no-line/1'),
                 ('${owner}', 'NO LINE', 'revenue', '${account}', 200, 'no-line/2')`)
      expect((await client.query('select * from invariant_broken')).rows).toEqual([
        { practice_id: owner, invariant: 'receivable', subject: account, difference_cents: 700 },
      ])
    } finally {
      await client.query('rollback')
      await client.end()
    }
  })
})
