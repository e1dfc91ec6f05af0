/**
 * A program for tests of faults: insight alone on a given Postgres, dying where TALLY_FAILPOINT says. Prints its address as
 * its only line.
 */
import { insightWith } from '@tally/insight'
import { armFailpoint, environment, host, inProcessBroker, jsonLog, startTracing } from '@tally/platform'
import { testKeyManagement, testSecret } from '@tally/testkit'

const { databaseUrl, demoKey, operatorKey, failpoint } = environment(process.cwd())
if (!databaseUrl || !demoKey || !operatorKey)
  throw new Error('this program is started by webhook-sender-killed.db.test.ts')

armFailpoint(failpoint)
const running = await host([insightWith({ webhooksToLoopback: true })], {
  ...{ databaseUrl, secret: testSecret, keyManagement: testKeyManagement, broker: inProcessBroker() },
  firstKeys: { operator: operatorKey, demo: demoKey },
  listen: { host: '127.0.0.1', port: 0 },
  log: jsonLog('error', (line) => process.stderr.write(line)),
  tracing: startTracing({ otlp: false }),
})
process.stdout.write(`${running.address}\n`)
