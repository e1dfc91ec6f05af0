/**
 * A program for tests of faults: era-posting alone on a given Postgres, with Kafka where KAFKA_BROKERS names one, dying
 * where TALLY_FAILPOINT says. Prints its address as its only line.
 */
import { allServices } from '@tally/embedded/all-services'
import {
  armFailpoint,
  environment,
  host,
  inProcessBroker,
  jsonLog,
  kafkaBroker,
  startTracing,
} from '@tally/platform'
import { testKeyManagement, testSecret } from '@tally/testkit'

const { databaseUrl, kafkaBrokers, demoKey, operatorKey, failpoint } = environment(process.cwd())
const eraPosting = allServices(testKeyManagement).filter(({ name }) => name === 'era-posting')
if (!databaseUrl || !demoKey || !operatorKey) throw new Error('this program is started by sample-deaths.ts')

armFailpoint(failpoint)
const log = jsonLog('error', (line) => process.stderr.write(line))
const kafka = (brokers: string) =>
  kafkaBroker({
    ...{ brokers: brokers.split(','), clientId: 'tally-dying', connectTimeoutMs: 15_000 },
    ...{ sessionTimeoutMs: 2_000, log: (level, says, fields) => log[level](says, fields) },
  })
const running = await host(eraPosting, {
  ...{ databaseUrl, log, secret: testSecret, keyManagement: testKeyManagement },
  broker: kafkaBrokers ? kafka(kafkaBrokers) : inProcessBroker(),
  firstKeys: { operator: operatorKey, demo: demoKey },
  listen: { host: '127.0.0.1', port: 0 },
  tracing: startTracing({ otlp: false }),
})
process.stdout.write(`${running.address}\n`)
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
