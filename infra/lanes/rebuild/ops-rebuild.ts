/**
 * `npm run ops -- rebuild era-posting [--keep] [--database URL]`: prints what differs; exit 0 when nothing does.
 * `npm run ops -- rebuild insight [--database URL]`: makes its read models again in place, and says how many rows they had and have.
 */
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
import { rebuildInsight } from './rebuild-insight.ts'
import { type RebuildReport, type RebuildSettings, rebuildLedger } from './rebuild-ledger.ts'
import { RebuildRefused } from './scratch-database.ts'

const use =
  'Use: npm run ops -- rebuild era-posting [--keep] [--database URL], or rebuild insight [--database URL]'

export async function opsRebuild(args: readonly string[]): Promise<number> {
  try {
    const asked = optionsOf(args)
    return asked.name === 'insight' ? await readModels(asked) : await ledger(asked)
  } catch (error) {
    const says = refusalOf(error)
    if (says === null) throw error
    console.error(says)
    return 2
  }
}

type Asked = ReturnType<typeof optionsOf>

async function readModels({ keep, database }: Asked): Promise<number> {
  if (keep)
    throw new RebuildRefused(`What insight shows is made again in place: there is nothing to keep. ${use}`)
  const { url, roles } = await installationOf(database)
  let practices = 0
  await rebuildInsight({ url, secret: roles }, ({ practiceId, facts, money, encounterDays }) => {
    practices += 1
    const rows = `money had ${money.before} rows and has ${money.now}`
    const days = `encounter_day had ${encounterDays.before} and has ${encounterDays.now}`
    console.log(`${practiceId}: ${facts} facts; ${rows}, ${days}`)
  })
  console.log(`Made again for ${practices} ${practices === 1 ? 'practice' : 'practices'}.`)
  return 0
}

async function ledger(asked: Asked): Promise<number> {
  const report = await rebuildLedger(await settingsOf(asked))
  for (const line of summaryOf(report, asked.keep)) console.log(line)
  return report.differences > 0 ? 1 : 0
}

async function installationOf(database: string | undefined): Promise<InstallationSecrets & { url: string }> {
  const settings = environment(root)
  const { databaseUrl, dataFolder } = settings
  const found = database === undefined ? runningDatabase({ databaseUrl, dataFolder }) : { url: database }
  if ('says' in found) throw new RebuildRefused(found.says)
  return { url: found.url, ...(await secretsOf(settings)) }
}

async function settingsOf({ keep, name, database }: Asked): Promise<RebuildSettings> {
  const { url, master, roles } = await installationOf(database)
  const keyManagement = localKeyManagement(master)
  const service = allServices(keyManagement).find((each) => each.journals && each.name === name)
  if (!service) throw new RebuildRefused(`There is no journal of "${name}". ${use}`)
  return {
    ...{ url, secret: roles, keyManagement, service, keep },
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
