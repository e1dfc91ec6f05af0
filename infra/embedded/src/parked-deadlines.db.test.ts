import { deadline, defineService, Fault } from '@tally/platform'
import { operatorKey, startTestHost, type TestHost } from '@tally/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** A service of two clocks that write down what they handled, and fail for the subjects they are told to. */
const handled: string[] = []
const defects = new Set<string>()
const faults = new Set<string>()
const clock = (process: string) =>
  deadline(process, async (_work, subject) => {
    if (defects.has(subject)) throw new TypeError('the handler is wrong about this one')
    if (faults.has(subject)) throw new Fault('the clearinghouse does not answer')
    handled.push(`${process} ${subject}`)
  })
const probe = defineService({
  name: 'claim-submission',
  decides: 'nothing: it is a probe',
  features: [clock('ack-clock'), clock('filing-clock')],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})

let tally: TestHost
beforeEach(async () => {
  handled.length = 0
  defects.clear()
  faults.clear()
  tally = await startTestHost({ services: [probe] })
})
afterEach(() => tally.stop())

const due = (process: string, subjects: readonly string[], tries = 0) =>
  tally.sql(
    `insert into claim_submission.deadline (practice_id, process, subject, due_at, tries)
     select 'prc_demo', $1, subject, '2026-01-01T00:00:00Z', $3 from unnest($2::text[]) subject`,
    [process, subjects, tries],
  )
const rows = () =>
  tally.sql('select process, subject, tries from claim_submission.deadline order by process, subject')
const get = async (path: string) => (await tally.call('GET', path, { key: operatorKey })).json
const parked = async (query = '') => (await get(`/v1/parked-messages${query}`)).items
const act = (id: string, what: string, body?: object) =>
  tally.call('POST', `/v1/parked-messages/${id}/${what}`, { key: operatorKey, ...(body ? { body } : {}) })

describe('a deadline that fails three times', () => {
  beforeEach(async () => {
    defects.add('clm_1')
    await due('ack-clock', ['clm_1', 'clm_2'])
    await expect.poll(() => parked()).toHaveLength(1)
  })

  it('is listed with the parked messages, counted, and keeps no other waiting', async () => {
    expect(await parked()).toEqual([
      {
        ...{ kind: 'deadline', service: 'claim-submission', consumer: 'ack-clock', subject: 'clm_1' },
        ...{ code: 'unexpected', says: 'TypeError', dueAt: '2026-01-01T00:00:00.000Z' },
        practiceId: 'prc_demo',
        ...{ id: expect.stringMatching(/^deadline-[0-9a-f]{26}$/), parkedAt: expect.any(String) },
      },
    ])
    expect(handled).toEqual(['ack-clock clm_2'])
    const { status, services } = await get('/health/ready')
    expect([status, services[0].parkedMessages]).toEqual(['degraded', 1])
  })

  it('is due again after a replay, and handled once it is mended', async () => {
    const [{ id }] = await parked()
    defects.clear()
    const answer = await act(id, 'replay')
    expect([answer.status, answer.json]).toEqual([200, { replayed: 1 }])
    await expect.poll(() => handled).toContain('ack-clock clm_1')
    expect(await rows()).toEqual([])
    expect([(await act(id, 'replay')).status, await parked()]).toEqual([404, []])
  })

  it('has three tries again after a replay', async () => {
    const [{ id, parkedAt }] = await parked()
    await act(id, 'replay')
    await expect.poll(async () => (await parked())[0]?.parkedAt ?? parkedAt).not.toBe(parkedAt)
    expect(await rows()).toMatchObject([{ subject: 'clm_1', tries: 3 }])
  })

  it('ends with a reason that is kept, by whom too', async () => {
    const [{ id }] = await parked()
    expect((await act(id, 'discard')).status).toBe(400)
    const answer = await act(id, 'discard', { reason: 'the payer answered by telephone' })
    expect([answer.status, answer.json]).toEqual([200, { replayed: 0 }])
    expect([await parked(), await rows()]).toEqual([[], []])
    expect(await tally.sql('select * from claim_submission.discarded_deadline')).toMatchObject([
      {
        ...{ id, process: 'ack-clock', subject: 'clm_1', practice_id: 'prc_demo', code: 'unexpected' },
        ...{ reason: 'the payer answered by telephone', discarded_by: expect.any(String) },
      },
    ])
    expect((await act(id, 'discard', { reason: 'once more' })).status).toBe(404)
  })
})

describe('deadlines of a process that no feature knows', () => {
  const many = Array.from({ length: 150 }, (_, index) => `clm_${String(index).padStart(3, '0')}`)

  it('keep no other waiting, are told by name, and are listed page by page', async () => {
    await due('gone-clock', many)
    await due('ack-clock', ['clm_1'])
    await tally.sql("update claim_submission.deadline set due_at = '2026-02-01' where process = 'ack-clock'")
    await expect.poll(() => handled).toEqual(['ack-clock clm_1'])
    const { status, services } = await get('/health/ready')
    expect([status, services[0].unknownProcesses, services[0].parkedMessages]).toEqual([
      ...['degraded', ['gone-clock'], 150],
    ])
    const first = await get('/v1/parked-messages?limit=100')
    const second = await get(`/v1/parked-messages?limit=100&cursor=${first.nextCursor}`)
    const items = [...first.items, ...second.items]
    expect(new Set(items.map(({ subject }: { subject: string }) => subject))).toEqual(new Set(many))
    expect([second.nextCursor, items[0].code]).toEqual([null, 'unknown-process'])
  })

  it('can be discarded and not replayed', async () => {
    await due('gone-clock', ['clm_1'])
    const [{ id }] = await parked()
    const refused = await act(id, 'replay')
    expect([refused.status, refused.json.problems[0].code]).toEqual([409, 'parked/unknown-process'])
    expect((await act(id, 'discard', { reason: 'its feature is gone' })).status).toBe(200)
    expect([await parked(), await rows()]).toEqual([[], []])
  })
})

it('a fault keeps no other process waiting and counts for nothing', async () => {
  faults.add('clm_1')
  await due('ack-clock', ['clm_1'])
  await due('filing-clock', ['clm_2'])
  const faulted = () => tally.logLines.filter((line) => line.includes('the deadlines of this process')).length
  await expect.poll(faulted, { timeout: 15_000 }).toBeGreaterThan(3)
  expect(handled).toEqual(['filing-clock clm_2'])
  expect(await parked()).toEqual([])
  faults.clear()
  await expect.poll(() => handled).toContain('ack-clock clm_1')
})

it('one that the process ended in three times is set aside untried', async () => {
  await due('ack-clock', ['clm_1'], 3)
  await expect.poll(() => parked()).toMatchObject([{ subject: 'clm_1', code: 'process-ended' }])
  expect(handled).toEqual([])
})

it('one connection of the pool is enough, also for keys that are not loaded yet', async () => {
  const pool = tally.host.services[0]?.shell.worker
  const others = await Promise.all([pool?.connect(), pool?.connect()])
  await due('ack-clock', ['clm_1'])
  await expect.poll(() => handled).toEqual(['ack-clock clm_1'])
  for (const other of others) other?.release()
})
