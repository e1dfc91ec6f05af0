/**
 * What a replay finds in its database and no journal holds: keys, practices as they came, and the files that units name.
 * Practices are there from the moment at which they were: a remittance for one that came later was nobody's then.
 */
import type { OpenedRow } from '@tally/platform'
import type pg from 'pg'
import type { Snapshot } from '../audit/snapshot.ts'

export interface PlatformCopy {
  /** Whatever was there when a row was written, `writtenAt` in microseconds, and its files. */
  before(row: OpenedRow, writtenAt: number): Promise<void>
}

interface PracticeRow {
  readonly createdAt: number
  readonly row: string
}

export async function copyPlatform(live: Snapshot, into: pg.Client): Promise<PlatformCopy> {
  for (const table of ['data_key', 'partner']) {
    const rows = await live.all<{ row: string }>(
      `select to_jsonb(each)::text as row from platform.${table} each`,
    )
    for (const { row } of rows) await insert(into, table, row)
  }
  const practices = await live.all<PracticeRow>(
    `select (extract(epoch from created_at) * 1000000)::bigint as "createdAt", to_jsonb(each)::text as row
     from platform.practice each order by created_at`,
  )
  const copied = new Set<string>()
  return {
    async before(row, writtenAt) {
      while (practices[0] && practices[0].createdAt <= writtenAt) {
        await insert(into, 'practice', practices[0].row)
        practices.shift()
      }
      const file = fileOf(row)
      if (file === null || copied.has(`${row.practiceId} ${file}`)) return
      copied.add(`${row.practiceId} ${file}`)
      const [blob] = await live.all<{ content: Buffer }>(
        'select content from platform.blob where practice_id = $1 and digest = $2',
        [row.practiceId, file],
      )
      if (!blob) return
      await into.query(
        'insert into platform.blob (practice_id, digest, content) values ($1, $2, $3) on conflict do nothing',
        [row.practiceId, file, blob.content],
      )
    },
  }
}

/** Of an event that announces one, or a request whose body was one. */
function fileOf({ kind, input }: OpenedRow): string | null {
  const { envelope, file } = input as {
    readonly envelope?: { readonly data: { readonly digest?: unknown } }
    readonly file?: string | null
  }
  if (kind === 'request') return file ?? null
  const digest = envelope?.data.digest
  return typeof digest === 'string' ? digest : null
}

async function insert(into: pg.Client, table: string, row: string): Promise<void> {
  await into.query(
    `insert into platform.${table} select * from jsonb_populate_record(null::platform.${table}, $1::jsonb)`,
    [row],
  )
}
