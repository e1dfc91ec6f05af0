import { createHash } from 'node:crypto'
import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { getBlob, inTransaction, migrate, openPool, putBlob, virtualClock } from '@tally/platform'
import {
  sampleEncounter,
  startTestHost,
  type TestHost,
  temporaryDatabase,
  testKeyManagement,
  testSecret,
} from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const clock = virtualClock('2026-11-24T18:00:00Z')
const services = [chargeCapture(testKeyManagement), claimSubmission]
let tally: TestHost

beforeAll(async () => {
  tally = await startTestHost({ services, clock })
})
afterAll(() => tally.stop())

function shellOf(name: string) {
  const running = tally.host.services.find(({ service }) => service.name === name)
  if (!running) throw new Error(`no service ${name}`)
  return running.shell
}

describe('the blob store', () => {
  it('keeps bytes once, encrypted, under their digest, for their practice alone', async () => {
    const shell = shellOf('claim-submission')
    const keys = await shell.vault.of('prc_demo')
    const bytes = Buffer.from('ISA*00*          ~', 'latin1')
    const digest = await inTransaction(shell.worker, null, async (query) => {
      await putBlob(query, keys, bytes)
      return putBlob(query, keys, bytes)
    })
    const found = await inTransaction(shell.worker, null, (query) => getBlob(query, keys, digest))
    expect(Buffer.from(found ?? []).equals(bytes)).toBe(true)
    const rows = await tally.sql<{ content: Buffer }>('select content from platform.blob')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.content.includes('ISA')).toBe(false)
    const installation = await shell.vault.of('')
    expect(
      await inTransaction(shell.worker, null, (query) => getBlob(query, installation, digest)),
    ).toBeNull()
  })

  it('opens what earlier versions kept, and no byte that somebody changed', async () => {
    const shell = shellOf('claim-submission')
    const keys = await shell.vault.of('prc_demo')
    const stored = (name: string, seal: (bytes: Buffer, boundTo: string) => Buffer) => {
      const bytes = Buffer.from(`ISA*${name}~`, 'latin1')
      const digest = createHash('sha256').update(bytes).digest('hex')
      return { bytes, digest, sealed: seal(bytes, `blob|content|${digest}`) }
    }
    const asBytes = stored('bytes', (bytes, boundTo) => keys.sealBytes('bytes', bytes, boundTo))
    const asText = stored('text', (bytes, boundTo) => keys.sealColumn(bytes.toString('base64'), boundTo))
    const changed = stored('changed', (bytes, boundTo) => keys.sealBytes('bytes', bytes, boundTo))
    changed.sealed[0] = 1
    for (const { digest, sealed } of [asBytes, asText, changed]) {
      await tally.sql(`select platform.put_blob('prc_demo', $1, $2)`, [digest, sealed])
    }
    const find = (digest: string) =>
      inTransaction(shell.worker, null, (query) => getBlob(query, keys, digest))
    for (const { bytes, digest } of [asBytes, asText]) expect(await find(digest)).toEqual(bytes)
    await expect(find(changed.digest)).rejects.toThrow()
  })

  it('keeps X12 in a fifth of its room', async () => {
    const shell = shellOf('claim-submission')
    const keys = await shell.vault.of('prc_demo')
    const lines = Array.from(
      { length: 1_000 },
      (_, n) => `CLP*C${n * 7919}*1*300*${n % 300}**12*${n}~SVC*HC:97110*100*80~`,
    )
    const bytes = Buffer.from(lines.join('\n'))
    const digest = await inTransaction(shell.worker, null, (query) => putBlob(query, keys, bytes))
    const size = 'select length(content) as size from platform.blob where digest = $1'
    const [row] = await tally.sql<{ size: number }>(size, [digest])
    expect(row?.size).toBeLessThan(bytes.length / 5)
  })
})

describe('what has served', () => {
  it('is removed after its time, and the feed says from where it goes on', async () => {
    const post = (externalId: string) =>
      tally.call('POST', '/v1/encounters', {
        body: sampleEncounter({ externalId, patient: { ...sampleEncounter().patient, externalId } }),
        headers: { 'idempotency-key': externalId },
      })
    await post('OLD-1')
    await post('OLD-2')
    await tally.settled()
    clock.moveTo('2026-12-20T18:00:00Z')
    const outbox = () => tally.sql('select 1 from charge_capture.outbox')
    await expect.poll(outbox).toHaveLength(0)
    await post('NEW')
    await tally.settled()
    const feed = (after: number) => tally.call('GET', `/v1/events?service=charge-capture&after=${after}`)
    expect([(await feed(1)).status, (await feed(1)).json.problems[0].code]).toEqual([
      410,
      'events/not-retained',
    ])
    expect((await feed(2)).json.items).toMatchObject([{ position: 3, type: 'charge.captured.v1' }])
    expect((await feed(0)).json.items).toHaveLength(1)
    expect((await post('OLD-1')).headers['idempotent-replayed']).toBe('true')
    clock.moveTo('2027-01-20T18:00:00Z')
    const answers = () => tally.sql('select 1 from charge_capture.idempotent_answer')
    await expect.poll(answers).toHaveLength(0)
    expect((await post('OLD-1')).status).toBe(200)
  })
})

describe('migrations', () => {
  it('apply once, also when several processes start together, and refuse a file that was changed', async () => {
    const database = await temporaryDatabase([])
    const settings = { url: database.url, secret: testSecret, services }
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(settings)))
    expect(applied.filter((files) => files.length > 0)).toHaveLength(1)
    const pool = openPool({ url: database.url, connections: 1, applicationName: 'migration test' })
    await pool.query(
      "update charge_capture.migration set hash = 'other' where name = '0001-treatment-days.sql'",
    )
    await expect(migrate(settings)).rejects.toThrow(
      'was changed after it was applied: put it back and add a new file',
    )
    await pool.end()
    await database.drop()
  })
})
