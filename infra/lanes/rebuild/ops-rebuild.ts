/** `npm run ops -- rebuild era-posting [--keep] [--database URL]`: prints what differs; exit 0 when nothing does. */
import { parseArgs } from 'node:util'
import { allServices } from '@tally/embedded/all-services'
import {
  environment,
  type InstallationSecrets,
  installationSecrets,
  localKeyManagement,
} from '@tally/platform'
import { runningDatabase } from '../audit/running-database.ts'
import { root } from '../run-program.ts'
import type { Difference } from './compare-ledgers.ts'
import { type RebuildReport, type RebuildSettings, rebuildLedger } from './rebuild-ledger.ts'
import { RebuildRefused } from './scratch-database.ts'

const use = 'Use: npm run ops -- rebuild era-posting [--keep] [--database URL]'

export async function opsRebuild(args: readonly string[]): Promise<number> {
  try {
    const settings = await settingsOf(args)
    const report = await rebuildLedger(settings)
    for (const line of summaryOf(report, settings.keep)) console.log(line)
    return report.differences > 0 ? 1 : 0
  } catch (error) {
    const says = refusalOf(error)
    if (says === null) throw error
    console.error(says)
    return 2
  }
}

async function settingsOf(args: readonly string[]): Promise<RebuildSettings> {
  const { keep, name, database } = optionsOf(args)
  const settings = environment(root)
  const { databaseUrl, dataFolder } = settings
  const found = database === undefined ? runningDatabase({ databaseUrl, dataFolder }) : { url: database }
  if ('says' in found) throw new RebuildRefused(found.says)
  const { master, roles } = await secretsOf(settings)
  const keyManagement = localKeyManagement(master)
  const service = allServices(keyManagement).find((each) => each.journals && each.name === name)
  if (!service) throw new RebuildRefused(`There is no journal of "${name}". ${use}`)
  return {
    ...{ url: found.url, secret: roles, keyManagement, service, keep },
    tell: (difference) => console.log(lineOf(difference)),
    progress: (line) => console.error(`  ${line}`),
  }
}

/** None is made: what another key sealed could not be opened. */
async function secretsOf(settings: ReturnType<typeof environment>): Promise<InstallationSecrets> {
  try {
    return await installationSecrets(settings, { makes: false })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new RebuildRefused(`${error.message} Or name the data folder of this database with TALLY_DATA.`)
  }
}

function optionsOf(args: readonly string[]) {
  try {
    const options = { keep: { type: 'boolean' }, database: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const { keep = false, database } = values
    return { keep, database, name: positionals[0] ?? 'era-posting' }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new RebuildRefused(`${error.message}. ${use}`)
  }
}

/** null: it is a mistake of ours. */
function refusalOf(error: unknown): string | null {
  if (error instanceof RebuildRefused) return error.message
  if (!(error instanceof Error) || !('code' in error)) return null
  if (!('severity' in error)) {
    return `The database does not answer (${error.code}): start Tally, or name another one with --database URL.`
  }
  if (error.code === '42501') {
    return 'The user of this database may not create another one, or not read all of it: name one who may with --database URL.'
  }
  if (['28P01', '28000', '3D000'].includes(String(error.code))) {
    return `The database refuses the connection (${error.code}): name a database and role with --database URL.`
  }
  return null
}

function lineOf({ what, practice, subject, live, rebuilt, cents }: Difference): string {
  const whose = practice === '' ? 'installation' : practice
  const states = `live ${live ?? 'not there'}; rebuilt ${rebuilt ?? 'not there'}`
  return ['differs', whose, what, subject, `${cents} cents`, states].join('  ')
}

const otherWaysShown = 20

function summaryOf(report: RebuildReport, keep: boolean): readonly string[] {
  const { units, otherWays, comparisons, differences, scratch } = report
  const done = Object.entries(units).map(([kind, count]) => `${count} ${kind}s`)
  return [
    ...otherWays.slice(0, otherWaysShown).map((each) => `another way  ${each}`),
    `Done again: ${done.join(', ')}; ${otherWays.length} went another way than they had.`,
    ...comparisons.map(
      ({ what, looked, differences: differ }) => `${what}: ${looked - differ} equal, ${differ} differ`,
    ),
    ...(keep ? [`The rebuilt ledger is kept in the database ${scratch}.`] : []),
    differences === 0 ? 'The rebuilt ledger is the live one.' : `${differences} differ.`,
  ]
}
