/**
 * `node infra/deploy/src/wait-until-migrated.ts eligibility`: ends when the database has all that this version of the service needs.
 * A cluster runs it before the service, in the same pod. It looks as the service's own role, so no pod of a service holds the
 * database owner's password.
 */
import { environment, installationSecrets, localKeyManagement, untilMigrated } from '@tally/platform'
import { deployedServices } from './deployed-services.ts'

const [, , named] = process.argv
const leaving = new AbortController()
// A container's first process is not ended by a signal that it does not hear.
process.once('SIGTERM', () => leaving.abort())

try {
  await wait()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function wait(): Promise<void> {
  const settings = environment(process.cwd())
  const { databaseUrl } = settings
  if (!databaseUrl) throw new Error('Set DATABASE_URL, without a user.')
  const secrets = await installationSecrets(settings, { makes: false })
  const services = deployedServices(localKeyManagement(secrets.master))
  const service = services.find(({ name }) => name === named)
  if (!service) throw new Error(`Name the service: ${services.map(({ name }) => name).join(', ')}.`)
  const say = (line: string) => process.stdout.write(`Waiting. ${line}\n`)
  await untilMigrated(service, { databaseUrl, secret: secrets.roles }, { say, signal: leaving.signal })
  process.stdout.write(`The database has what ${service.name} needs.\n`)
}
