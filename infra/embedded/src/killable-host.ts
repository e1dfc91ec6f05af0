/**
 * A program for tests of faults: all services in one process on a given Postgres and Kafka, with the outside at the
 * address of the first argument and as many partitions a topic as the second says, dying where TALLY_FAILPOINT says.
 * Prints its address as its only line.
 */
import { createHash } from 'node:crypto'
import {
  armFailpoint,
  environment,
  host,
  jsonLog,
  kafkaBroker,
  localKeyManagement,
  startTracing,
} from '@tally/platform'
import { testWebhookSecret } from '@tally/simulator'
import { allServices } from './all-services.ts'
import { setUpClearinghouse } from './embedded-clearinghouse.ts'

const { databaseUrl, kafkaBrokers, demoKey, operatorKey, failpoint, port, traces } = environment(
  process.cwd(),
)
const [, , outside, partitions] = process.argv
if (!databaseUrl || !kafkaBrokers || !demoKey || !operatorKey || !outside)
  throw new Error('this program is started by start-killable-host.ts')

armFailpoint(failpoint)
const log = jsonLog('error', (line) => process.stderr.write(line))
const secret = createHash('sha256').update('the secret of test roles').digest()
const keyManagement = localKeyManagement(createHash('sha256').update('the master key of tests').digest())
const running = await host(allServices(keyManagement), {
  ...{ databaseUrl, secret, keyManagement, log, firstKeys: { operator: operatorKey, demo: demoKey } },
  broker: kafkaBroker({
    ...{
      brokers: kafkaBrokers.split(','),
      clientId: 'tally-killable',
      connectTimeoutMs: 15_000,
      sessionTimeoutMs: 2_000,
    },
    log: (level, says, fields) => log[level](says, fields),
  }),
  listen: { host: '127.0.0.1', port },
  ...(partitions === undefined ? {} : { partitions: Number(partitions) }),
  tracing: startTracing({ otlp: false, traces: traces ?? 'off' }),
})
await setUpClearinghouse(running, outside, testWebhookSecret)
process.stdout.write(`${running.address}\n`)
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
