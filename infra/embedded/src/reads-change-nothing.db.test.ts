/** A GET's transaction writes its entry of the audit log and nothing else, whatever its handler tries. */
import { answer, defineService, route, type Service } from '@tally/platform'
import { speaker, startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

const remember = {
  name: 'test-remember',
  text: `insert into deadline (practice_id, process, subject, due_at) values ('prc_demo', 'lost', 'one', '2999-01-01T12:00:00Z')`,
}
const moment = { name: 'test-moment', text: 'select count(*)::int as deadlines from deadline' }
const curious: Service = defineService({
  name: 'curious',
  decides: 'Nothing: it is asked.',
  migrations: speaker.migrations,
  features: [
    route({
      ...{ method: 'GET', path: '/v1/writing', summary: 'Writes, though it is a GET.', roles: ['owner'] },
      answers: { 200: z.object({}) },
      handle: async ({ work }) => {
        await work.query(remember)
        return answer(200, {})
      },
    }),
    route({
      ...{ method: 'GET', path: '/v1/reading', summary: 'Reads twice.', roles: ['owner'] },
      answers: { 200: z.object({ seen: z.array(z.int()) }) },
      handle: async ({ work }) => {
        const count = async () => (await work.query<{ deadlines: number }>(moment))[0]?.deadlines ?? -1
        const before = await count()
        await tally.sql(remember.text.replace('deadline', 'curious.deadline'))
        return answer(200, { seen: [before, await count()] })
      },
    }),
  ],
})

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [curious] })
})
afterAll(() => tally.stop())

const entries = () => tally.sql<{ action: string }>('select action from curious.audit_entry')

it('a GET whose handler writes fails, and what it wrote is not there', async () => {
  expect((await tally.call('GET', '/v1/writing')).status).toBe(500)
  expect(await tally.sql('select subject from curious.deadline')).toEqual([])
  expect(tally.logLines.join()).toContain('test-remember writes, and a GET changes nothing')
  expect(await entries()).toEqual([])
})

it('a GET sees one moment, whatever is committed meanwhile, and leaves its entry', async () => {
  expect((await tally.call('GET', '/v1/reading')).json).toEqual({ seen: [0, 0] })
  expect(await tally.sql('select subject from curious.deadline')).toEqual([{ subject: 'one' }])
  expect(await entries()).toEqual([{ action: 'GET /v1/reading' }])
})
