/** What the command journal of a service holds: each unit of work that changed something, once, sealed, and for good. */
import { chargeVoided } from '@tally/contracts'
import {
  act,
  answer,
  commit,
  deadline,
  defineService,
  hears,
  job,
  look,
  on,
  operatorRoute,
  problem,
  route,
  saying,
  setDeadline,
  virtualClock,
  type Work,
} from '@tally/platform'
import { say, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

const write = {
  name: 'diary-write',
  text: `insert into discarded_deadline (id, practice_id, process, subject, due_at, code, says, discarded_at, discarded_by, reason)
         values ($1, $2, 'diary', $3, now(), '', '', now(), '', '')`,
}
const read = { name: 'diary-read', text: `select id from discarded_deadline where subject = $1 for update` }
const next = {
  name: 'diary-next',
  text: `select subject from discarded_deadline where subject = 'for the job'`,
}
const taken = {
  name: 'diary-taken',
  text: `update discarded_deadline set subject = 'by the job' where subject = 'for the job'`,
}

async function note(work: Work, subject: string): Promise<string> {
  const id = work.newId()
  await commit(work, () => work.query(write, [id, work.practiceId, subject]).then(() => undefined), [])
  return id
}

const said = z.object({ id: z.string() })
const ofOwners = { roles: ['owner'], answers: { 200: said }, idempotent: 'optional' } as const
const diary = defineService({
  name: 'diary',
  decides: 'Nothing: it writes down what it is told.',
  journals: true,
  migrations: speaker.migrations,
  features: [
    route({
      ...{ method: 'POST', path: '/v1/diary/:page', summary: 'Writes an entry.', ...ofOwners },
      params: z.object({ page: z.string() }),
      body: z.object({ text: z.string(), how: z.enum(['kept', 'refused', 'only-looks']) }),
      async handle({ work, params, body: { text, how } }) {
        await work.query(read, [text])
        if (how === 'only-looks') return answer(200, { id: params.page })
        const id = await note(work, text)
        return how === 'kept' ? answer(200, { id }) : problem(409, 'diary/full', 'the page is full')
      },
    }),
    route({
      ...{ method: 'POST', path: '/v1/diary-file', summary: 'Keeps a file.', ...ofOwners },
      raw: { types: ['text/plain'], bytesMax: 1_000 },
      handle: async ({ work }) => answer(200, { id: await note(work, 'a file') }),
    }),
    route({
      ...{ method: 'GET', path: '/v1/diary', summary: 'Reads.', ...ofOwners },
      handle: ({ work }) => work.query(next).then(() => answer(200, { id: '' })),
    }),
    hears('diary-of-voids', [
      on(chargeVoided, async (work, { data }) => {
        if (data.version > 1) await note(work, `void ${data.version}`)
      }),
    ]),
    deadline('diary-due', async (work, subject) => {
      await note(work, subject)
    }),
    job('diary-job', 60_000, async (shell) => {
      const found = await look(shell)(next)
      if (found.length === 0) return false
      const cause = { practiceId: 'prc_demo', causationId: 'the entry' }
      // The first only looks.
      await act(shell, cause, (work) => work.query(read, ['']))
      await act(shell, cause, (work) => work.query(taken))
      return false
    }),
  ],
})

interface Row {
  readonly kind: string
  readonly name: string
  readonly cause: string
  readonly at: string
  readonly ids: string[]
  readonly input: Buffer
}

let tally: TestHost
const clock = virtualClock('2026-11-24T18:00:00.123Z')
beforeAll(async () => {
  tally = await startTestHost({ services: [diary, speaker], clock })
})
afterAll(() => tally.stop())

let begun = 0
beforeEach(async () => {
  begun = (await journal(0)).length
})

/** What came since `from`, in its order. */
async function journal(from = begun): Promise<Row[]> {
  const rows = await tally.sql<Row>(
    `select kind, name, cause, ids, input, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from diary.journal order by sequence`,
  )
  return rows.slice(from)
}

const became = (...kinds: string[]) =>
  expect.poll(async () => (await journal()).map(({ kind }) => kind), { timeout: 20_000 }).toEqual(kinds)

async function opened({ kind, name, cause, at, input }: Row): Promise<unknown> {
  const shell = tally.host.services[0]?.shell
  const keys = await shell?.vault.of('prc_demo')
  return keys?.openColumn(input, `journal|input|${kind}|${name}|${cause}|${at}`)
}

const enter = (text: string, how = 'kept', headers = {}) =>
  tally.call('POST', '/v1/diary/seven', { body: { text, how }, headers })

const dayId = `day_${'DAY'.padEnd(26, '0')}`
const voided = (version: number) =>
  saying(chargeVoided, {
    ...{ subject: dayId, sequence: version, correlationId: dayId },
    data: {
      ...{ treatmentDayId: dayId, version, serviceDate: '2026-11-10', case: 'health' },
      ...{ patientId: `pat_${'PAT'.padEnd(26, '0')}`, billingNpi: '1234567893' },
      ...{ encounterIds: [`enc_${'ENC'.padEnd(26, '0')}`], reversedCents: 0 },
    },
  })

describe('a request', () => {
  it('leaves what it was given, its moment and the ids it was handed', async () => {
    const { json, headers } = await enter('Alma Sample was here', 'kept', { 'idempotency-key': 'one' })
    const [row, ...others] = await journal()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      ...{ kind: 'request', name: 'POST /v1/diary/:page', cause: headers['x-request-id'] },
      ...{ at: '2026-11-24T18:00:00.123Z', ids: [json.id] },
    })
    expect(row && (await opened(row))).toMatchObject({
      params: { page: 'seven' },
      body: { text: 'Alma Sample was here', how: 'kept' },
      ...{ actor: { role: 'owner' }, practice: { id: 'prc_demo' }, key: 'one', file: null },
    })
  })

  it('is sealed: nothing of it stands in the row', async () => {
    await enter('Alma Sample was here')
    const [row] = await journal()
    expect(row?.input.toString('latin1')).not.toContain('Alma')
  })

  it.each([
    ['refused, whatever it had written', () => enter('x', 'refused'), 409],
    ['that only looked', () => enter('x', 'only-looks'), 200],
    ['that was not understood', () => enter('x', 'otherwise'), 400],
    ['to read', () => tally.call('GET', '/v1/diary'), 200],
  ])('%s leaves nothing', async (_what, ask, status) => {
    expect((await ask()).status).toBe(status)
    expect(await journal()).toEqual([])
  })

  it('whose answer was given before leaves nothing again', async () => {
    const headers = { 'idempotency-key': 'two' }
    await enter('once', 'kept', headers)
    expect((await enter('once', 'kept', headers)).headers['idempotent-replayed']).toBe('true')
    expect(await journal()).toHaveLength(1)
  })

  it('whose body is a file leaves its digest, and the bytes stored once', async () => {
    const blobs = () => tally.sql('select digest from platform.blob')
    const send = () =>
      tally.call('POST', '/v1/diary-file', { body: 'a text', headers: { 'content-type': 'text/plain' } })
    await send()
    await send()
    const [first, second] = await Promise.all((await journal()).map(opened))
    const [blob, ...others] = await blobs()
    expect(others).toEqual([])
    expect([first, second]).toMatchObject([{ file: blob?.digest }, { file: blob?.digest }])
  })
})

describe('an event', () => {
  it('leaves its envelope and who heard it, once however often it comes', async () => {
    await say(tally, [voided(2), voided(3)])
    await tally.settled()
    const rows = await journal()
    expect(rows.map(({ kind, name, ids }) => [kind, name, ids.length])).toEqual([
      ['event', chargeVoided.type, 1],
      ['event', chargeVoided.type, 1],
    ])
    expect(await Promise.all(rows.map(opened))).toMatchObject([
      { consumer: 'diary-of-voids', envelope: { id: rows[0]?.cause, data: { version: 2 } } },
      { consumer: 'diary-of-voids', envelope: { id: rows[1]?.cause, data: { version: 3 } } },
    ])
    // The outbox sends them anew, as after a broker that forgot.
    await tally.sql('update speaker.outbox set published_at = null, position = null')
    await tally.settled()
    expect(await journal()).toHaveLength(2)
  })

  it('by which nothing changed leaves nothing', async () => {
    await say(tally, [voided(1)])
    await tally.settled()
    expect(await journal()).toEqual([])
  })
})

it('a deadline leaves what it was set for', async () => {
  const shell = tally.host.services[0]?.shell
  if (!shell) throw new Error('the diary runs')
  await act(shell, { practiceId: 'prc_demo', causationId: 'test' }, (work) =>
    setDeadline(work, 'diary-due', 'the end', '2026-11-24T17:00:00Z'),
  )
  await became('job', 'deadline')
  const row = (await journal())[1]
  expect(row).toMatchObject({ name: 'diary-due', cause: 'deadline:diary-due', ids: [expect.any(String)] })
  expect(row && (await opened(row))).toEqual({ subject: 'the end' })
})

it('a job leaves each transaction that changed something, with the run that it was of', async () => {
  await enter('for the job')
  await became('request', 'job')
  const row = (await journal())[1]
  expect(row).toMatchObject({ name: 'diary-job', cause: 'the entry', ids: [] })
  expect(row && (await opened(row))).toEqual({ run: expect.stringMatching(/^[0-9a-f-]{36}$/) })
})

describe('what is written', () => {
  it.each([
    'update diary.journal set at = now()',
    'delete from diary.journal',
    'truncate diary.journal',
    'set session_replication_role = replica; delete from diary.journal',
  ])('stays: %s', async (sql) => {
    await enter('stays')
    await expect(tally.sql(sql)).rejects.toThrow('the journal only grows')
  })

  it('is of one practice for the role that sees one', async () => {
    const [table] = await tally.sql(
      `select relrowsecurity from pg_class where oid = 'diary.journal'::regclass`,
    )
    expect(table).toEqual({ relrowsecurity: true })
  })
})

it('a service without a journal has no such table', async () => {
  expect(await tally.sql(`select to_regclass('speaker.journal') as there`)).toEqual([{ there: null }])
})

it('a route with transactions of its own is refused to a service that keeps one', () => {
  const unseen = operatorRoute({
    ...{ method: 'POST', path: '/v1/unseen', summary: 'Unseen.', answers: { 200: said } },
    handle: async () => answer(200, { id: '' }),
  })
  expect(() => defineService({ ...diary, features: [unseen] })).toThrow('/v1/unseen')
})
