/** Who may read which spans of a trace, which are kept, and for how long. */
import { createHash } from 'node:crypto'
import { demoPractice } from '@tally/platform'
import { operatorKey, startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insight } from '../service.ts'

let tally: TestHost
const patience = { timeout: 10_000 }

beforeAll(async () => {
  // So small a share takes no trace of these tests.
  tally = await startTestHost({ services: [insight], traces: 0.000_001 })
})
afterAll(() => tally.stop())

const shell = () => {
  const found = tally.host.services[0]?.shell
  if (!found) throw new Error('insight runs')
  return found
}

/** A span that began somewhere else, and was sampled there. */
const sampledIn = (traceId: string) => `00-${traceId}-1234567890abcdef-01`

function done(traceId: string, name: string, practice?: string): void {
  shell()
    .tracing.start(name, { parent: sampledIn(traceId), ...(practice ? { practice } : {}) })
    .end()
}

const ask = (traceId: string, key?: string) =>
  tally.call('GET', `/v1/traces/${traceId}`, key === undefined ? {} : { key })

const namesSeen = async (traceId: string, key?: string): Promise<string[]> =>
  ((await ask(traceId, key)).json.spans ?? []).map(({ name }: { name: string }) => name).sort()

const namesKept = async (traceId: string) =>
  (await tally.sql<{ name: string }>('select name from platform.span where trace_id = $1', [traceId]))
    .map(({ name }) => name)
    .sort()

const metric = async (line: RegExp) =>
  Number(line.exec((await tally.call('GET', '/metrics', { key: operatorKey })).text)?.[1] ?? '0')

describe('who may read a trace', () => {
  const shared = 'a'.repeat(32)
  const others = 'b'.repeat(32)

  beforeAll(async () => {
    done(shared, 'own', demoPractice.id)
    done(shared, 'of another', 'prc_other')
    done(shared, 'of nobody')
    done(others, 'of another', 'prc_other')
    done(others, 'of nobody')
  })

  it('is an operator, all of it', async () => {
    await expect
      .poll(() => namesSeen(shared, operatorKey), patience)
      .toEqual(['of another', 'of nobody', 'own'])
    await expect.poll(() => namesSeen(others, operatorKey), patience).toEqual(['of another', 'of nobody'])
  })

  it('is a practice that has a span in it, without those of others', async () => {
    await expect.poll(() => namesSeen(shared), patience).toEqual(['of nobody', 'own'])
    await expect.poll(() => namesKept(others), patience).toHaveLength(2)
    expect((await ask(others)).status).toBe(404)
  })

  it('is no key of a front desk, and no service’s other role', async () => {
    const key = 'key-of-a-front-desk'
    const digest = createHash('sha256').update(key).digest()
    await tally.sql('select platform.put_api_key($1, $2, $3, $4, $5)', [
      ...['key_desk', digest, 'desk', 'front-desk', [demoPractice.id]],
    ])
    await expect.poll(async () => (await ask(shared, key)).status, patience).toBe(403)
    for (const pool of [shell().api, shell().worker])
      await expect(pool.query('select 1 from platform.span')).rejects.toThrow('permission denied')
    await expect(shell().api.query(`select platform.spans_of_trace('${shared}', null, 1)`)).rejects.toThrow(
      'permission denied',
    )
  })

  it('of a trace that is none, or of which nothing is kept, hears so', async () => {
    expect((await ask('c'.repeat(32))).status).toBe(404)
    expect((await ask('C'.repeat(32))).status).toBe(400)
    expect((await ask('not-a-trace')).status).toBe(400)
  })
})

describe('which spans are kept', () => {
  it('are those of a sampled trace, and every one that failed; the flag travels on', async () => {
    const { tracing } = shell()
    const begun = tracing.start('begun here')
    const failed = tracing.start('failed', { parent: begun.traceparent })
    const below = tracing.start('below', { parent: failed.traceparent })
    below.end()
    failed.end({ failed: 'not committed' })
    begun.end()
    expect([begun, failed, below].map(({ traceparent }) => traceparent.slice(-3))).toEqual([
      '-00',
      '-00',
      '-00',
    ])
    done('d'.repeat(32), 'sampled elsewhere')
    await expect.poll(() => namesKept('d'.repeat(32)), patience).toEqual(['sampled elsewhere'])
    expect(await namesKept(begun.traceId)).toEqual(['failed'])
    const { json } = await ask(begun.traceId, operatorKey)
    expect(json.spans).toMatchObject([
      { failed: true, says: 'not committed', service: 'insight', parentId: begun.traceparent.slice(36, 52) },
    ])
  })
})

const columns =
  'text[],text[],text[],text[],text[],text[],bigint[],bigint[],text[],text[],text[],text[],text[]'

describe('a database that takes no spans', () => {
  const setAside = `alter function platform.put_spans(${columns}) rename to put_spans_aside`
  const putBack = `alter function platform.put_spans_aside(${columns}) rename to put_spans`

  it('is tried again while it cannot, and nothing fails with it', async () => {
    const failures = () => metric(/^tally_span_flushes_failed_total (\d+)/m)
    const before = await failures()
    await tally.sql(`${setAside};
      create function platform.put_spans(${columns}) returns void language plpgsql as
        'begin raise exception using errcode = ''disk_full''; end';
      grant execute on function platform.put_spans(${columns}) to insight_worker`)
    done('e'.repeat(32), 'waits')
    await expect.poll(failures, patience).toBeGreaterThan(before)
    expect((await tally.call('GET', '/v1/denial-trends?by=code')).status).toBe(200)
    await tally.sql(`drop function platform.put_spans(${columns}); ${putBack}`)
    await expect.poll(() => namesKept('e'.repeat(32)), patience).toEqual(['waits'])
  })

  it('loses what it refuses, counted, and gets the next', async () => {
    const refused = () => metric(/^tally_spans_dropped_total\{reason="refused"\} (\d+)/m)
    const before = await refused()
    await tally.sql(setAside)
    done('f'.repeat(32), 'refused')
    await expect.poll(refused, patience).toBeGreaterThan(before)
    await tally.sql(putBack)
    done('f'.repeat(32), 'next')
    await expect.poll(() => namesKept('f'.repeat(32)), patience).toEqual(['next'])
  })
})

describe('what is older than a day', () => {
  const old = '9'.repeat(32)
  const insert = `insert into platform.span (trace_id, span_id, name, kind, started_us, duration_us, status, attributes,
                                             links, kept_at, place)
                  values ($1, $2, $2, 'internal', 0, 0, 'ok', '{}', '[]', now() - $3::interval, $4)`
  const freePlaces = async () => {
    const rows = await tally.sql<{ place: number }>(
      'select place::int from generate_series(0, 7) place except select distinct place from platform.span order by 1',
    )
    return rows.map(({ place }) => place)
  }

  it('is not shown, and its place is emptied when all of it is older', async () => {
    const [first = 0, second = 0] = await freePlaces()
    await tally.sql(insert, [old, 'expired', '29 hours', first])
    await tally.sql(insert, [old, 'expired later', '25 hours', first])
    await tally.sql(insert, [old, 'hidden', '25 hours', second])
    await tally.sql(insert, [old, 'of the day', '23 hours', second])
    expect(await namesSeen(old, operatorKey)).toEqual(['of the day'])
    const { rows } = await shell().worker.query('select platform.forget_spans() as emptied')
    expect(rows).toEqual([{ emptied: 1 }])
    expect(await namesKept(old)).toEqual(['hidden', 'of the day'])
  })
})
