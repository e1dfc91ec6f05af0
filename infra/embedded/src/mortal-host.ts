/** A program for tests of faults: the mortal service on a given Postgres and Kafka. Prints a line when it is up. */
import { createHash } from 'node:crypto'
import { environment, host, jsonLog, kafkaBroker, localKeyManagement, startTracing } from '@tally/platform'
import { mortal } from './mortal-service.ts'

const { databaseUrl, kafkaBrokers, demoKey, operatorKey } = environment(process.cwd())
if (!databaseUrl || !kafkaBrokers || !operatorKey)
  throw new Error('this program is started by killed-by-message.wire.test.ts')

const log = jsonLog('silent', () => undefined)
const running = await host([mortal], {
  ...{ databaseUrl, log, firstKeys: { operator: operatorKey, demo: demoKey }, listen: null },
  secret: createHash('sha256').update('the secret of test roles').digest(),
  keyManagement: localKeyManagement(createHash('sha256').update('the master key of tests').digest()),
  broker: kafkaBroker({
    ...{ brokers: kafkaBrokers.split(','), clientId: 'tally-mortal', connectTimeoutMs: 15_000 },
    ...{ sessionTimeoutMs: 2_000, log: () => undefined },
  }),
  tracing: startTracing({ otlp: false }),
})
process.stdout.write('up\n')
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
