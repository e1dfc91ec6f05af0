/** `npm run ops -- audit-log` with the anchors that a running service says, and what it does when they or the log were changed. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { virtualClock } from '@tally/platform'
import { speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { opsAuditLog } from './ops-audit-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-anchors-'))
const anchors = join(folder, 'audit-anchors.jsonl')
const clock = virtualClock('2026-03-02T18:00:00.000Z')
const lines = () => readFileSync(anchors, 'utf8').trimEnd().split('\n')
let isReadOnly = false
let tally: TestHost

beforeAll(async () => {
  writeFileSync(anchors, '')
  const keepAnchor = async (line: string) => {
    if (isReadOnly) throw new Error('EROFS: read-only file system')
    appendFileSync(anchors, `${line}\n`)
  }
  tally = await startTestHost({ services: [speaker], clock, keepAnchor })
  expect((await tally.call('GET', '/v1/audit?actor=nobody')).status).toBe(200)
  await vi.waitFor(() => expect(lines()[0]).toContain('signature'), { timeout: 20_000 })
}, 60_000)
afterAll(async () => {
  await tally.stop()
  rmSync(folder, { recursive: true })
})

async function verified(...more: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line)),
    vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line)),
  ]
  const code = await opsAuditLog(['--database', tally.database.url, ...more])
  for (const spy of spies) spy.mockRestore()
  return { code, said: said.join('\n') }
}

it('is told the heads once a day, of chains that went on', async () => {
  const before = lines().length
  clock.advance(86_400_000)
  await tally.call('GET', '/v1/audit')
  await expect.poll(() => lines().length, { timeout: 20_000 }).toBe(before + 1)
  const [first, second] = [lines()[0], lines().at(-1)].map((line) => JSON.parse(line ?? ''))
  expect(second).toMatchObject({ service: 'speaker', practice: 'prc_demo', at: '2026-03-03T18:00:00.000Z' })
  expect(second.position).toBeGreaterThan(first.position)
  expect(second.publicKey).toBe(first.publicKey)
  expect(tally.logLines.filter((line) => line.includes('audit anchor'))).toHaveLength(before + 1)
})

it('finds nothing in a log and anchors as they were said', async () => {
  const { publicKey } = JSON.parse(lines()[0] ?? '')
  const { code, said } = await verified('--anchors', anchors, '--anchor-key', publicKey)
  expect([code, said]).toEqual([0, expect.stringContaining('Nothing is broken; 0 to doubt.')])
  expect(said).toContain(`${lines().length} anchors compared, signed by ${publicKey}`)
  expect(said).toMatch(/speaker {2}prc_demo {2}\d+ entries.*, head [0-9a-f]{64}/)
})

it('reads the lines of a log as well, where no file could be written', async () => {
  const log = join(folder, 'log.jsonl')
  const said = tally.logLines.filter((line) => line.includes('audit anchor'))
  writeFileSync(log, said.join('\n'))
  expect(await verified('--anchors', log)).toMatchObject({
    code: 0,
    said: expect.stringContaining(`${lines().length} anchors compared`),
  })
})

it('says that without anchors the end is not known', async () => {
  expect(await verified()).toMatchObject({ code: 0, said: expect.stringContaining('No anchor was compared') })
})

it('is asked of one practice that there is, and fails of one that there is not', async () => {
  const { code, said } = await verified('--practice', 'prc_demo')
  expect([code, said]).toEqual([0, expect.stringContaining('Nothing is broken')])
  expect(await verified('--practice', 'prc_nope')).toEqual({
    ...{ code: 2, said: expect.stringContaining('There is no practice prc_nope') },
  })
})

it('knows a practice that has asked for nothing yet', async () => {
  await tally.sql(
    `insert into platform.practice (id, timezone, npis, details)
     select 'prc_new', timezone, '{}', details from platform.practice where id = 'prc_demo'`,
  )
  expect(await verified('--practice', 'prc_new')).toMatchObject({ code: 0 })
})

it('takes no anchor that was changed, and none of another key', async () => {
  const forged = join(folder, 'forged.jsonl')
  const anchor = JSON.parse(lines()[0] ?? '')
  writeFileSync(forged, `${JSON.stringify({ ...anchor, position: 7 })}\nno json\n`)
  const { code, said } = await verified('--anchors', forged)
  expect([code, said]).toEqual([1, expect.stringContaining('anchor of line 1')])
  expect(said).toContain('anchor of line 2')
  const other = Buffer.alloc(32, 7).toString('base64')
  expect((await verified('--anchors', anchors, '--anchor-key', other)).code).toBe(1)
})

it('goes on where no file can be written: each anchor is said once, in the log, and entries get their places', async () => {
  isReadOnly = true
  const before = lines().length
  const said = (words: string) => tally.logLines.filter((line) => line.includes(words)).length
  const [anchored, failed] = [said('audit anchor'), said('an anchor could not be written')]
  clock.advance(86_400_000)
  await tally.call('GET', '/v1/audit')
  await expect.poll(() => said('an anchor could not be written'), { timeout: 20_000 }).toBe(failed + 1)
  await tally.call('GET', '/v1/audit')
  await expect.poll(() => tally.sql('select 1 from speaker.audit_unsealed'), { timeout: 20_000 }).toEqual([])
  isReadOnly = false
  expect([lines().length, said('audit anchor'), said('an anchor could not be written')]).toEqual([
    ...[before, anchored + 1, failed + 1],
  ])
})

it('tells by an anchor that the end was cut off', async () => {
  await tally.sql(
    `alter table speaker.audit_entry disable trigger user; alter table speaker.audit_seal disable trigger user;
     delete from speaker.audit_seal; delete from speaker.audit_entry`,
  )
  expect((await verified()).code).toBe(0)
  const { code, said } = await verified('--anchors', anchors)
  expect([code, said]).toEqual([1, expect.stringContaining('its end was cut off')])
})

it('says what to do when it is asked wrongly', async () => {
  const { code, said } = await verified('--nothing')
  expect([code, said]).toEqual([2, expect.stringContaining('Use: npm run ops -- audit-log')])
})
