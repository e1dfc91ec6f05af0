/** A key that sees very many patients is told of: by an entry of the audit log, a line for operators and a meter. */
import { answer, defineService, route, type Service, virtualClock } from '@tally/platform'
import { operatorKey, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

const whole = z.coerce.number().int()
const shows = (name: string): Service =>
  defineService({
    name,
    decides: 'Nothing: it shows patients.',
    migrations: speaker.migrations,
    features: [
      route({
        ...{ method: 'GET', path: `/v1/${name}`, summary: 'Patients by number.', roles: ['emr', 'owner'] },
        query: z.strictObject({ from: whole, count: whole }),
        answers: { 200: z.object({ items: z.array(z.object({ patientId: z.string() })) }) },
        handle: async ({ query: { from, count }, work }) => {
          const numbers = Array.from({ length: count }, (_, index) => String(from + index))
          return answer(200, {
            items: numbers.map((number) => ({ patientId: work.keys.derive('patient', number) })),
          })
        },
      }),
    ],
  })

const clock = virtualClock('2026-03-02T08:00:00.000Z')
const dayMs = 86_400_000
let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [shows('crowd'), shows('throng')], clock })
})
afterAll(() => tally.stop())

async function newKey(label: string): Promise<{ id: string; key: string }> {
  // The route for keys is charge-capture's, which does not run here.
  const key = `key-of-${label}`
  await tally.sql(
    `insert into platform.api_key (id, digest, label, role, practices) values ($1, sha256($2::bytea), $3, 'emr', '{prc_demo}')`,
    [`key_${label}`, key, label],
  )
  return { id: `key_${label}`, key }
}

async function sees(
  { key }: { readonly key: string },
  from: number,
  count: number,
  service = 'crowd',
): Promise<void> {
  expect((await tally.call('GET', `/v1/${service}?from=${from}&count=${count}`, { key })).status).toBe(200)
  await expect.poll(() => tally.sql(`select 1 from ${service}.audit_unsealed`)).toEqual([])
  clock.advance(31_000)
}

/** What was rung for a key. A read afterwards makes the watch look again, so that nothing is still on its way. */
async function rung({ id, key }: { readonly id: string; readonly key: string }, service = 'crowd') {
  await sees({ key }, 0, 0, service)
  await sees({ key }, 1, 1, service)
  await expect.poll(() => tally.sql(`select 1 from ${service}.audit_unsealed`)).toEqual([])
  const query = `/v1/audit?action=bulk-read&actor=${id}`
  const { items } = (await tally.call('GET', query)).json
  return items.map(({ outcome, patients }: Record<string, unknown>) => ({ outcome, patients }))
}

it('500 patients within an hour are not many, one more is; it is told once an hour', async () => {
  const reader = await newKey('curious')
  await sees(reader, 1, 250)
  await sees(reader, 1, 250)
  await sees(reader, 251, 250)
  expect(await rung(reader)).toEqual([])
  await sees(reader, 501, 1)
  const many = { outcome: 'over-500-an-hour', patients: 501 }
  await expect.poll(() => rung(reader)).toEqual([many])
  await sees(reader, 502, 100)
  expect(await rung(reader)).toEqual([many])
  const line = tally.logLines.find((each) => each.includes('a key saw very many patients'))
  expect(JSON.parse(line ?? '')).toMatchObject({ service: 'crowd', practiceId: 'prc_demo', keyId: reader.id })
  const metrics = await tally.call('GET', '/metrics', { key: operatorKey })
  expect(metrics.text).toMatch(/tally_bulk_reads_total\{service="crowd",code="over-500-an-hour"\} 1/)
  clock.advance(3_600_000)
  expect(await rung(reader)).toEqual([many])
})

it('within an hour counts whom every service showed, nobody twice', async () => {
  const reader = await newKey('here-and-there')
  await sees(reader, 1, 300)
  await sees(reader, 201, 300, 'throng')
  expect([await rung(reader), await rung(reader, 'throng')]).toEqual([[], []])
  await sees(reader, 501, 1, 'throng')
  await expect.poll(() => rung(reader, 'throng')).toEqual([{ outcome: 'over-500-an-hour', patients: 501 }])
})

it('more than five times the mean of its days before is many, from 50 on', async () => {
  const [little, much] = [await newKey('little'), await newKey('much')]
  for (let day = 0; day < 5; day++) {
    clock.advance(dayMs)
    await sees(little, 1, 10)
    await sees(much, 1, 13)
  }
  clock.advance(dayMs)
  await sees(little, 1, 60)
  await sees(much, 1, 60)
  await expect.poll(() => rung(little)).toEqual([{ outcome: 'over-5-times-its-norm', patients: 60 }])
  expect(await rung(much)).toEqual([])
})

it('whom a key saw is not forgotten where noting it failed at first', async () => {
  const reader = await newKey('unnoted')
  await tally.sql('alter table crowd.audit_sight rename to audit_sight_away')
  expect((await tally.call('GET', '/v1/crowd?from=1&count=501', { key: reader.key })).status).toBe(200)
  const unsealed = (line: string) => line.includes('could not be sealed')
  await expect.poll(() => tally.logLines.filter(unsealed).length).toBeGreaterThan(0)
  await tally.sql('alter table crowd.audit_sight_away rename to audit_sight')
  await expect.poll(() => rung(reader)).toEqual([{ outcome: 'over-500-an-hour', patients: 501 }])
})
