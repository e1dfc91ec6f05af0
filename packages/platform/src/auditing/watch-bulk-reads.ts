/**
 * Rings when one key sees very many patients: more than 500 within an hour, whichever services showed them, or within a day more than
 * five times its mean of the 30 days before (reliability-security.md 4.7). Where an answer names visits or claims and no patient, each
 * of them counts as one. A key that never read much is not measured by its mean below 50 patients, nor before it has read on five days;
 * its mean is that of one service, which counts what it shows itself. Each service that the key asks rings by itself.
 */
import type { Query } from '../database/pool.ts'
import { look } from '../messaging/jobs.ts'
import type { Shell } from '../shell.ts'
import { auditEntryId, firstAuditEntryId } from './audit-entry.ts'
import type { CanonicalRow } from './chain.ts'

const hourMax = 500
const timesNormMax = 5
const dayMin = 50
const normDaysMin = 5
const lookEveryMs = 30_000
const hourMs = 3_600_000
/** How it rings: once an hour each. */
const rings = { hour: 'over-500-an-hour', norm: 'over-5-times-its-norm' } as const
type Ring = (typeof rings)[keyof typeof rings]

export interface BulkReadWatch {
  /** Notes whom these entries showed to whom, in the transaction that seals them: they are looked at once. */
  note(query: Query, entries: readonly CanonicalRow[]): Promise<void>
  /** Now and then looks whether one key of those that were noted saw too many. */
  see(entries: readonly CanonicalRow[]): Promise<void>
}

interface Reader {
  readonly practiceId: string
  readonly actor: string
}

interface Seen {
  readonly hour: number
  readonly day: number
  readonly norm: number
  readonly days: number
}

export function watchBulkReads(shell: Shell): BulkReadWatch {
  const touched = new Map<string, Reader>()
  let nextLook = 0
  // Told before it rings: an alert sees a count rise, and not the first value of a new one.
  for (const code of Object.values(rings)) shell.meters.bulkReads.inc({ service: shell.service, code }, 0)
  return {
    note: (query, entries) => noteSights(query, readsIn(entries)),
    async see(entries) {
      for (const { practice_id: practiceId, actor } of readsIn(entries)) {
        touched.set(`${practiceId} ${actor}`, { practiceId, actor })
      }
      if (touched.size === 0 || shell.clock.millis() < nextLook) return
      nextLook = shell.clock.millis() + lookEveryMs
      for (const [key, reader] of touched) {
        await judge(shell, reader)
        touched.delete(key)
      }
    },
  }
}

function readsIn(entries: readonly CanonicalRow[]): readonly CanonicalRow[] {
  return entries.filter(({ kind, actor_kind }) => kind === 'read' && actor_kind === 'key')
}

async function noteSights(query: Query, reads: readonly CanonicalRow[]): Promise<void> {
  const sights = reads.flatMap(({ practice_id, actor, at, subjects, patients }) =>
    subjects
      .filter((subject) => patients === 0 || subject.startsWith('pat_'))
      .map((subject) => ({ practice_id, actor, at, subject })),
  )
  if (sights.length === 0) return
  await query(note, [
    sights.map(({ practice_id }) => practice_id),
    sights.map(({ actor }) => actor),
    sights.map(({ at }) => at),
    sights.map(({ subject }) => subject),
  ])
}

async function judge(shell: Shell, reader: Reader): Promise<void> {
  const { practiceId, actor } = reader
  const now = shell.clock.now()
  const [seen] = await look(shell)<Seen>(count, [practiceId, actor, now])
  if (!seen) return
  if (seen.hour > hourMax) await ring(shell, reader, rings.hour, seen.hour)
  const { day, days, norm } = seen
  if (day >= dayMin && days >= normDaysMin && day > timesNormMax * norm) {
    await ring(shell, reader, rings.norm, day)
  }
}

/** An entry, a line for operators, a meter. */
async function ring(
  shell: Shell,
  { practiceId, actor }: Reader,
  outcome: Ring,
  patients: number,
): Promise<void> {
  const { service } = shell
  const at = shell.clock.now()
  const since = firstAuditEntryId(new Date(shell.clock.millis() - hourMs).toISOString())
  const rung = await look(shell)(rungSince, [practiceId, since, actor, outcome])
  if (rung.length > 0) return
  await shell.auditing.write([
    {
      ...{ id: auditEntryId(at), practiceId, at, kind: 'alarm', action: 'bulk-read', subjects: [] },
      ...{ actor: { kind: 'key', id: actor, label: null, role: null }, patients, outcome },
      ...{ causes: [], reason: null },
    },
  ])
  shell.meters.bulkReads.inc({ service, code: outcome })
  const says =
    'a key saw very many patients; GET /v1/audit?action=bulk-read tells whose, and revoking it stops it'
  shell.log.warn(says, { service, practiceId, keyId: actor, count: patients })
}

const note = {
  name: 'audit-sights-note',
  text: `insert into audit_sight (practice_id, actor, seen_on, subject, last_at)
         select practice_id, actor, (at at time zone 'UTC')::date, subject, max(at)
         from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]) as each (practice_id, actor, at, subject)
         group by 1, 2, 3, 4 order by 1, 2, 3, 4
         on conflict (practice_id, actor, seen_on, subject)
         do update set last_at = greatest(audit_sight.last_at, excluded.last_at)`,
}

const count = {
  name: 'audit-sights-count',
  text: `with now as (select $3::timestamptz as at, ($3::timestamptz at time zone 'UTC')::date as today),
         sight as (select s.* from audit_sight s, now where s.practice_id = $1 and s.actor = $2 and s.seen_on >= now.today - 30)
         select platform.patients_shown($1, $2, $3::timestamptz - interval '1 hour') as hour,
                count(*) filter (where seen_on = now.today) as day,
                count(distinct seen_on) filter (where seen_on < now.today) as days,
                (coalesce(count(*) filter (where seen_on < now.today)::float8
                          / nullif(count(distinct seen_on) filter (where seen_on < now.today), 0), 0)) as norm
         from sight, now`,
}

const rungSince = {
  name: 'audit-rung-since',
  text: `select 1 from audit_entry
         where practice_id = $1 and id >= $2 and kind = 'alarm' and actor = $3 and outcome = $4 limit 1`,
}
