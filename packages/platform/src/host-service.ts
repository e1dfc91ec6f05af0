/**
 * A service as a process of its own: everything it needs is named by the environment, and nothing is
 * embedded.
 */
import { join } from 'node:path'
import { keepAnchorsIn } from './auditing/anchor-file.ts'
import { type Environment, environment } from './config.ts'
import { armFailpoint } from './failpoint.ts'
import { host } from './host.ts'
import { type KeyManagement, localKeyManagement, secretFile } from './keys/key-management.ts'
import { kafkaBroker } from './messaging/broker/kafka-broker.ts'
import type { Service } from './service.ts'
import { jsonLog } from './telemetry/log.ts'
import { startTracing } from './telemetry/start-tracing.ts'

/** Runs the service until SIGTERM or SIGINT. Needs DATABASE_URL, KAFKA_BROKERS and TALLY_OPERATOR_KEY. */
export async function hostService(
  make: (management: KeyManagement, dataFolder: string, settings: Environment) => Service,
): Promise<void> {
  const settings = environment(process.cwd())
  const {
    port,
    dataFolder,
    databaseUrl,
    kafkaBrokers,
    operatorKey,
    demoKey,
    failpoint,
    otlp,
    traces,
    logLevel,
  } = settings
  if (!databaseUrl || !kafkaBrokers || !operatorKey) {
    throw new Error(
      'Set DATABASE_URL, KAFKA_BROKERS and TALLY_OPERATOR_KEY, or run everything with `npm start`.',
    )
  }
  armFailpoint(failpoint)
  const secrets = join(dataFolder, 'secrets')
  const keyManagement = localKeyManagement(await secretFile(join(secrets, 'master.key')))
  const log = jsonLog(logLevel, (line) => process.stderr.write(line))
  const service = make(keyManagement, dataFolder, settings)
  const running = await host([service], {
    databaseUrl,
    secret: await secretFile(join(secrets, 'roles.key')),
    keyManagement,
    broker: kafkaBroker({
      brokers: kafkaBrokers.split(','),
      clientId: `tally-${service.name}`,
      connectTimeoutMs: 15_000,
      sessionTimeoutMs: 30_000,
      log: (level, says, fields) => log[level](says, fields),
    }),
    firstKeys: { operator: operatorKey, demo: demoKey },
    keepAnchor: keepAnchorsIn(dataFolder),
    listen: { host: '0.0.0.0', port },
    log,
    tracing: startTracing({ otlp, traces: traces ?? 'off' }),
  })
  log.info(`${service.name} answers at ${running.address}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.stop())
}
