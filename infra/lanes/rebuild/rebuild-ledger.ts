/**
 * Makes the ledger anew from its journal (DESIGN.md 10) in a database of its own, and compares it with the live one. Journal
 * and ledger are read at one moment, so the services may go on writing; nothing is written to the live database.
 */
import { type KeyManagement, openReplay, type Service } from '@tally/platform'
import pg from 'pg'
import { type Snapshot, withSnapshot } from '../audit/snapshot.ts'
import { type Comparison, compareLedgers, type Difference } from './compare-ledgers.ts'
import { copyPlatform } from './copy-platform.ts'
import { journalRows } from './journal-rows.ts'
import { orderAsLive } from './order-of-live.ts'
import { RebuildRefused, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'

export interface RebuildSettings {
  /** Of the live database, as a user that may create another one. */
  readonly url: string
  readonly secret: Uint8Array
  readonly keyManagement: KeyManagement
  readonly service: Service
  /** Leaves the rebuilt database where it is. */
  readonly keep: boolean
  readonly tell: (difference: Difference) => void
  readonly progress: (line: string) => void
}

export interface RebuildReport {
  /** Units of work that were done again, by kind. */
  readonly units: Readonly<Record<string, number>>
  /** Those that went another way than they had: no difference by itself. */
  readonly otherWays: readonly string[]
  readonly comparisons: readonly Comparison[]
  readonly differences: number
  readonly scratch: string
}

const everyUnits = 5_000

export async function rebuildLedger(settings: RebuildSettings): Promise<RebuildReport> {
  return withSnapshot({ connectionString: settings.url }, async (live) => {
    await assertWholeJournal(live)
    const scratch = await scratchDatabase(settings.url, settings.secret, settings.service)
    try {
      const { units, otherWays } = await playAll(live, scratch, settings)
      const comparisons = await withSnapshot({ connectionString: scratch.url }, (rebuilt) =>
        compareLedgers(live, rebuilt, settings.tell),
      )
      const differences = comparisons.reduce((sum, each) => sum + each.differences, 0)
      return { units, otherWays, comparisons, differences, scratch: scratch.name }
    } finally {
      if (!settings.keep) await scratch.drop()
    }
  })
}

/** A ledger that is older than its journal cannot be made from it. */
async function assertWholeJournal(live: Snapshot): Promise<void> {
  const [there] = await live.all<{ journal: boolean }>(
    `select to_regclass('era_posting.journal') is not null as journal`,
  )
  if (there?.journal !== true) {
    throw new RebuildRefused('This database has no journal: name the one that Tally runs on with --database.')
  }
  const [begun] = await live.all<{ before: number }>(
    `select count(*) as before from posting_batch
     where recorded_at < coalesce((select min(at) from journal), 'infinity')`,
  )
  if ((begun?.before ?? 0) === 0) return
  throw new RebuildRefused(
    `${begun?.before} batches were posted before the journal was begun: this ledger cannot be made from it alone.`,
  )
}

async function playAll(
  live: Snapshot,
  scratch: ScratchDatabase,
  { service, secret, keyManagement, progress }: RebuildSettings,
): Promise<Pick<RebuildReport, 'units' | 'otherWays'>> {
  const units: Record<string, number> = { event: 0, request: 0, job: 0, deadline: 0 }
  const otherWays: string[] = []
  const into = new pg.Client({ connectionString: scratch.url, application_name: 'tally rebuild' })
  await into.connect()
  const replay = openReplay(service, { databaseUrl: scratch.url, secret, keyManagement })
  try {
    await orderAsLive(live, into)
    const platform = await copyPlatform(live, into)
    let done = 0
    for await (const { writtenAt, ...sealed } of journalRows(live)) {
      const row = await replay.open(sealed)
      await platform.before(row, writtenAt)
      const otherWay = await replay.play(row)
      units[row.kind] = (units[row.kind] ?? 0) + 1
      if (otherWay !== null) otherWays.push(`${row.sequence} ${row.kind} ${row.name}: ${otherWay}`)
      done += 1
      if (done % everyUnits === 0) progress(`${done} units of work done again`)
    }
    return { units, otherWays }
  } finally {
    await replay.close()
    await into.end()
  }
}
