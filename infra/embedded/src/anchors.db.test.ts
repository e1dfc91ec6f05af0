/** Where the chains of the audit log stand leaves the process, whatever its log says otherwise. */
import { host, inProcessBroker, jsonLog, type Log, startTracing } from '@tally/platform'
import {
  demoKey,
  operatorKey,
  speaker,
  temporaryDatabase,
  testKeyManagement,
  testSecret,
} from '@tally/testkit'
import { expect, it } from 'vitest'

it('an anchor that neither file nor log took is tried again, and then said once in a log of warnings', async () => {
  const lines: string[] = []
  const written = jsonLog('warn', (line) => lines.push(line), { kept: true })
  let tries = 0
  const record: Log['record'] = (says, fields) => {
    tries += 1
    if (tries <= 2) throw new Error('the log takes nothing')
    written.record(says, fields)
  }
  const database = await temporaryDatabase([speaker])
  const running = await host([speaker], {
    ...{ databaseUrl: database.url, secret: testSecret, keyManagement: testKeyManagement, listen: null },
    ...{ broker: inProcessBroker(), firstKeys: { operator: operatorKey, demo: demoKey } },
    ...{ log: { ...written, record }, tracing: startTracing({ otlp: false }) },
    keepAnchor: () => Promise.reject(new Error('no disk')),
  })
  const asked = await running.app.inject({
    url: '/v1/audit?actor=nobody',
    headers: { authorization: `Bearer ${demoKey}` },
  })
  expect(asked.statusCode).toBe(200)
  const said = (what: string) => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === what)
  await expect.poll(() => said('audit anchor').length, { timeout: 20_000 }).toBe(1)
  expect(JSON.parse(said('audit anchor')[0].anchor)).toMatchObject({
    service: 'speaker',
    practice: 'prc_demo',
  })
  await running.stop()
  expect(
    said('an anchor could not be written to the data folder: keep its line of the log instead'),
  ).toHaveLength(1)
  expect(tries).toBe(3)
  await database.drop()
})
