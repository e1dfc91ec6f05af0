/**
 * `node infra/deploy/src/migrate.ts`, once before a version's services start: every schema and role, the installation's own
 * keys and its first operator's, the topics; then it ends. It alone holds the database owner's password; the services are
 * given an address without a user (`postgres://host:5432/tally`) and sign in by roles.key. Repeating it changes nothing.
 */
import {
  environment,
  firstKeysOf,
  install,
  installationSecrets,
  kafkaBroker,
  localKeyManagement,
  randomIds,
  systemClock,
  topicsFor,
} from '@tally/platform'
import { deployedServices } from './deployed-services.ts'

try {
  await migrate()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function migrate(): Promise<void> {
  const settings = environment(process.cwd())
  const { databaseUrl, kafkaBrokers } = settings
  if (!databaseUrl || !kafkaBrokers) {
    throw new Error('Set DATABASE_URL, with a user who may create roles, and KAFKA_BROKERS.')
  }
  const firstKeys = firstKeysOf(settings)
  const secrets = await installationSecrets(settings, { makes: true })
  const keyManagement = localKeyManagement(secrets.master)
  const services = deployedServices(keyManagement)
  const applied = await install(services, {
    ...{ databaseUrl, keyManagement, firstKeys },
    ...{ secret: secrets.roles, newId: randomIds(systemClock) },
  })
  say(`${applied.length} migrations applied.`)
  const topics = topicsFor(services)
  const broker = kafkaBroker({
    ...{ brokers: kafkaBrokers.split(','), clientId: 'tally-migrate' },
    ...{ connectTimeoutMs: 60_000, sessionTimeoutMs: 30_000, log: () => undefined },
  })
  await broker.start()
  try {
    await broker.ensureTopics(topics)
  } finally {
    await broker.stop()
  }
  say(`${topics.length} topics are there.`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
