import { chargeCapture } from '@tally/charge-capture'
import { startTestHost, type TemporaryDatabase, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

const services = [chargeCapture(testKeyManagement)]
let tally: TestHost
let database: TemporaryDatabase
/** Made over HTTP, by hand: no start touches them, whatever their labels. */
let made: { readonly operator: string; readonly owner: string }

/** Starts again on the same data, with the keys that the environment names now. */
async function restart(operator: string, demo: string | null): Promise<void> {
  await tally.host.stop()
  const kept = { ...database, drop: async () => undefined }
  tally = await startTestHost({ services, database: kept, firstKeys: { operator, demo } })
}

async function make(body: object): Promise<string> {
  return (await tally.call('POST', '/v1/api-keys', { key: 'operator-1', body })).json.key
}

/** Which of these keys are good. */
async function good(...keys: string[]): Promise<string[]> {
  const answers = await Promise.all(keys.map((key) => tally.call('GET', '/v1/api-keys', { key })))
  return keys.filter((_, nth) => answers[nth]?.status === 200)
}

beforeAll(async () => {
  tally = await startTestHost({ services, firstKeys: { operator: 'operator-1', demo: 'demo-1' } })
  database = tally.database
  made = {
    operator: await make({ label: 'first operator', role: 'operator', practices: [] }),
    owner: await make({ label: 'demo owner', role: 'owner', practices: ['prc_demo'] }),
  }
})
afterAll(async () => {
  await tally.stop()
  await database.drop()
})

it('a changed key takes the place of the earlier one of its purpose, and of no other', async () => {
  const all = ['operator-1', 'operator-2', 'demo-1', 'demo-2', made.operator, made.owner]
  expect(await good(...all)).toEqual(['operator-1', 'demo-1', made.operator, made.owner])
  await restart('operator-2', 'demo-1')
  expect(await good(...all)).toEqual(['operator-2', 'demo-1', made.operator, made.owner])
  const { json } = await tally.call('GET', '/v1/api-keys', { key: 'operator-2' })
  const revoked = json.items.filter(({ revokedAt }: { revokedAt: string | null }) => revokedAt !== null)
  expect(revoked).toMatchObject([{ label: 'first operator', role: 'operator' }])
  await restart('operator-2', 'demo-2')
  expect(await good(...all)).toEqual(['operator-2', 'demo-2', made.operator, made.owner])
})

it('a key that is named again is good again, one that a person revoked is not', async () => {
  await restart('operator-3', 'demo-3')
  await restart('operator-4', 'demo-4')
  await restart('operator-3', 'demo-3')
  expect(await good('operator-3', 'demo-3', 'operator-4', 'demo-4')).toEqual(['operator-3', 'demo-3'])
  const text = "select id from platform.api_key where digest = sha256('demo-3')"
  const [demo] = await tally.sql<{ id: string }>(text)
  await tally.call('DELETE', `/v1/api-keys/${demo?.id}`, { key: 'operator-3' })
  await restart('operator-3', 'demo-3')
  expect(await good('operator-3', 'demo-3')).toEqual(['operator-3'])
})

it('without a demo key the earlier one is left: another process may have been told it', async () => {
  await restart('operator-5', 'demo-5')
  await restart('operator-5', null)
  expect(await good('operator-5', 'demo-5')).toEqual(['operator-5', 'demo-5'])
})

it('keys of an installation from before they had a purpose give way as well', async () => {
  await restart('operator-6', 'demo-6')
  await tally.sql(`
    alter table platform.api_key drop column purpose, drop column superseded_at;
    drop function platform.key_beginnings;
    drop function platform.list_practice_keys;
    drop function platform.revoke_practice_key;
    delete from platform.migration where name like '0002-%'`)
  await restart('operator-7', 'demo-7')
  const all = ['operator-6', 'operator-7', 'demo-6', 'demo-7', made.operator, made.owner]
  expect(await good(...all)).toEqual(['operator-7', 'demo-7', made.operator, made.owner])
})
