/** `npm run ops -- rebuild insight`: what it shows is made again from its facts while it runs, and nothing of others is touched. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insight } from '@tally/insight'
import { speaker, startTestHost, type TestHost, testSecret } from '@tally/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { hear, one } from '../audit/sample-happenings.ts'
import { charged, submitted } from '../audit/sample-visits.ts'
import { opsRebuild } from './ops-rebuild.ts'

let tally: TestHost
let said: string[] = []
const secrets = join(mkdtempSync(join(tmpdir(), 'tally-rebuild-')), 'secrets')

beforeAll(async () => {
  tally = await startTestHost({ services: [insight, speaker] })
  const visit = one('101')
  await hear(tally, [charged(visit), submitted(visit)])
  await tally.settled()
})
afterAll(() => tally.stop())
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(line))
  vi.stubEnv('TALLY_DATA', join(secrets, '..'))
  mkdirSync(secrets, { recursive: true })
  writeFileSync(join(secrets, 'roles.key'), testSecret)
  writeFileSync(join(secrets, 'master.key'), createHash('sha256').update('the master key of tests').digest())
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const rebuild = (...args: string[]) => opsRebuild(['insight', '--database', tally.database.url, ...args])
const shown = () =>
  Promise.all(['money', 'encounter_day'].map((table) => tally.sql(`select * from insight.${table}`)))

it('makes them again and says how many rows they had and have', async () => {
  const before = await shown()
  expect(before.map((rows) => rows.length)).toEqual([1, 1])
  await tally.sql('update insight.money set charge_cents = 1')
  await tally.sql('delete from insight.encounter_day')
  expect(await rebuild()).toBe(0)
  expect(said).toEqual([
    'prc_demo: 2 facts; money had 1 rows and has 1, encounter_day had 0 and has 1',
    'Made again for 1 practice.',
  ])
  expect(await shown()).toEqual(before)
})

it('keeps nothing beside them', async () => {
  expect(await rebuild('--keep')).toBe(2)
  expect(said.join()).toContain('there is nothing to keep')
})

it('with the secrets of another installation touches nothing', async () => {
  writeFileSync(join(secrets, 'roles.key'), createHash('sha256').update('another').digest())
  const before = await shown()
  expect(await rebuild()).toBe(2)
  expect(said.join()).toContain('name its data folder with TALLY_DATA')
  expect(await shown()).toEqual(before)
})
