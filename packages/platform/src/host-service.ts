/**
 * A service as a process of its own: everything it needs is named by the environment, and nothing is
 * embedded.
 */
import { keepAnchorsIn } from './auditing/anchor-file.ts'
import { type Environment, environment } from './config.ts'
import { hasOwnUser } from './database/role-url.ts'
import { armFailpoint } from './failpoint.ts'
import { host } from './host.ts'
import { installationSecrets } from './keys/installation-secrets.ts'
import { type KeyManagement, localKeyManagement } from './keys/key-management.ts'
import { kafkaBroker } from './messaging/broker/kafka-broker.ts'
import type { FirstKeys } from './operating/installation.ts'
import type { Service } from './service.ts'
import { jsonLog } from './telemetry/log.ts'
import { startTracing } from './telemetry/start-tracing.ts'
import { type StartPlace, troubleInWords } from './trouble-in-words.ts'

/**
 * Runs the service until SIGTERM or SIGINT. Needs DATABASE_URL and KAFKA_BROKERS; where DATABASE_URL names a user the
 * service migrates by itself, and then needs TALLY_OPERATOR_KEY too.
 */
export async function hostService(make: MakeService): Promise<void> {
  let place: StartPlace = { port: 0, databaseUrl: null }
  try {
    const settings = environment(process.cwd())
    place = settings
    await start(make, settings)
  } catch (error) {
    process.stderr.write(`${troubleInWords(error, place)}\n`)
    // What the start left open must not keep a process alive that serves nothing.
    process.exit(1)
  }
}

type MakeService = (management: KeyManagement, dataFolder: string, settings: Environment) => Service

async function start(make: MakeService, settings: Environment): Promise<void> {
  const {
    port,
    dataFolder,
    databaseUrl,
    kafkaBrokers,
    failpoint,
    otlp,
    traces,
    serviceName,
    trustedProxies,
    databaseVolume,
    logLevel,
  } = settings
  if (!databaseUrl || !kafkaBrokers) {
    throw new Error('Set DATABASE_URL and KAFKA_BROKERS, or run everything with `npm start`.')
  }
  armFailpoint(failpoint)
  const migrates = hasOwnUser(databaseUrl)
  const firstKeys = migrates ? firstKeysOf(settings) : null
  const secrets = await installationSecrets(settings, { makes: migrates })
  const keyManagement = localKeyManagement(secrets.master)
  const log = jsonLog(logLevel, (line) => process.stderr.write(line), { kept: true })
  const service = make(keyManagement, dataFolder, settings)
  const running = await host([service], {
    ...{ databaseUrl, keyManagement, firstKeys, trustedProxies, log },
    secret: secrets.roles,
    broker: kafkaBroker({
      brokers: kafkaBrokers.split(','),
      clientId: `tally-${service.name}`,
      connectTimeoutMs: 15_000,
      sessionTimeoutMs: 30_000,
      log: (level, says, fields) => log[level](says, fields),
    }),
    keepAnchor: keepAnchorsIn(dataFolder),
    databaseRoom: databaseVolume,
    listen: { host: '0.0.0.0', port },
    tracing: startTracing({ otlp, traces: traces ?? 'off', serviceName: serviceName ?? service.name }),
  })
  log.info(`${service.name} answers at ${running.address}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.stop())
}

/** Throws where the operator's lacks: an installation without one could not be operated. */
export function firstKeysOf({ operatorKey, demoKey }: Environment): FirstKeys {
  if (!operatorKey) throw new Error('Set TALLY_OPERATOR_KEY: it is the key that operates the installation.')
  return { operator: operatorKey, demo: demoKey }
}
