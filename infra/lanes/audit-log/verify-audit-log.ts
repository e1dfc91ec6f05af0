/**
 * Verifies the audit log by tables alone: it imports nothing of the platform and knows no key of a practice. Every practice's
 * chain in every service is gone through entry by entry; one that was changed, removed, put in or moved breaks it at its place, and
 * what is behind it is verified all the same. A chain that was made anew whole, or lost its end, is told by an anchor alone.
 */
import { type Snapshot, withSnapshot } from '../audit/snapshot.ts'
import { beforeFirst, type CanonicalEntry, canonicalSql, chained } from './canonical-form.ts'
import type { Anchor } from './read-anchors.ts'

export interface Break {
  readonly service: string
  /** '' is the installation. */
  readonly practice: string
  /** In the chain; null: it has no place there. */
  readonly position: number | null
  readonly entry: string | null
  readonly check: 'changed' | 'gone' | 'gap' | 'unplaced' | 'cut-off' | 'made-anew' | 'late'
  readonly says: string
  /** `doubt`: possible without a fault. */
  readonly level: 'wrong' | 'doubt'
}

export interface Chain {
  readonly service: string
  readonly practice: string
  readonly entries: number
  /** Entries that wait for their place; a row does for a second or so. */
  readonly waiting: number
  readonly head: string
}

export interface VerifyOptions {
  readonly practice?: string | undefined
  readonly anchors?: readonly Anchor[]
  readonly tell?: (found: Break) => void
}

export interface LogReport {
  /** Of a practice that was asked for: no table knows it. */
  readonly unknown: boolean
  readonly chains: readonly Chain[]
  readonly breaks: readonly Break[]
  readonly anchors: number
}

export async function verifyAuditLog(url: string, options: VerifyOptions = {}): Promise<LogReport> {
  return withSnapshot({ connectionString: url }, (snapshot) => verifySnapshot(snapshot, options))
}

export async function verifySnapshot(
  snapshot: Snapshot,
  { practice, anchors = [], tell }: VerifyOptions,
): Promise<LogReport> {
  const breaks: Break[] = []
  const chains: Chain[] = []
  const found = (each: Break) => {
    breaks.push(each)
    tell?.(each)
  }
  const own = anchors.filter((anchor) => practice === undefined || anchor.practice === practice)
  const schemas = await snapshot.all<{ schema: string }>(schemasSql)
  for (const { schema } of schemas) {
    const service = schema.replaceAll('_', '-')
    const ofService = own.filter((anchor) => anchor.service === service)
    chains.push(...(await verifyService(snapshot, { schema, service, practice, anchors: ofService, found })))
  }
  const isTold = practice === undefined || chains.length > 0 || own.length > 0
  const unknown = !isTold && (await snapshot.all(practiceSql, [practice])).length === 0
  return { unknown, chains, breaks, anchors: own.length }
}

interface Placed extends CanonicalEntry {
  readonly practice: string
  readonly position: number | null
  readonly placed_id: string | null
  readonly hash: string | null
  readonly seconds: number | null
  readonly waits: boolean
}

interface OfService {
  readonly schema: string
  readonly service: string
  readonly practice: string | undefined
  readonly anchors: readonly Anchor[]
  readonly found: (each: Break) => void
}

async function verifyService(snapshot: Snapshot, ofService: OfService): Promise<Chain[]> {
  const { schema, service, practice, anchors, found } = ofService
  const chains: Chain[] = []
  let walk: Walk | null = null
  for await (const row of snapshot.rows<Placed>(placedSql(schema))) {
    if (practice !== undefined && row.practice !== practice) continue
    if (walk?.practice !== row.practice) {
      if (walk) chains.push(walk.end())
      walk = walkOf(service, row.practice, anchors, found)
    }
    walk.step(row)
  }
  if (walk) chains.push(walk.end())
  for (const anchor of anchors) {
    if (!chains.some((chain) => chain.practice === anchor.practice)) found(cutOff(anchor, 0))
  }
  return chains
}

interface Walk {
  readonly practice: string
  step(row: Placed): void
  end(): Chain
}

/** Later than this after it happened an entry is sealed when the services stood still meanwhile, or when it was dated back. */
const lateSeconds = 3_600

function walkOf(
  service: string,
  practice: string,
  anchors: readonly Anchor[],
  found: (each: Break) => void,
): Walk {
  const expected = new Map(
    anchors.filter((each) => each.practice === practice).map((each) => [each.position, each]),
  )
  let [position, head, waiting] = [0, beforeFirst, 0]
  const tell = (row: Placed, check: Break['check'], says: string, level: Break['level'] = 'wrong') => {
    const entry = row.placed_id ?? (row.id === null ? null : String(row.id))
    found({ service, practice, position: row.position, entry, check, says, level })
  }

  function stepPlaced(row: Placed, at: number): void {
    if (at !== position + 1) {
      const missing = at > position ? 'places before it are missing' : 'its place was taken already'
      tell(row, 'gap', `after place ${position} comes place ${at}: ${missing}`)
    }
    const hash = row.hash ?? ''
    if (row.id === null) tell(row, 'gone', 'its entry is gone from the table')
    else if (chained(head, row, at) !== hash) tell(row, 'changed', 'it or its place was changed')
    else if ((row.seconds ?? 0) > lateSeconds)
      tell(row, 'late', `sealed ${row.seconds} s after it says it happened`, 'doubt')
    const anchor = expected.get(at)
    if (anchor && anchor.hash !== hash) {
      tell(row, 'made-anew', `the anchor of ${anchor.at} has another hash: the chain was made anew`)
    }
    position = at
    head = hash
  }

  return {
    practice,
    step(row) {
      if (row.position !== null) stepPlaced(row, row.position)
      else if (row.waits) waiting += 1
      else tell(row, 'unplaced', 'it has no place in the chain and waits for none')
    },
    end() {
      const last = anchors
        .filter((each) => each.practice === practice && each.position > position)
        .sort((a, b) => b.position - a.position)[0]
      if (last) found(cutOff(last, position))
      return { service, practice, entries: position, waiting, head }
    },
  }
}

function cutOff({ service, practice, position, at }: Anchor, end: number): Break {
  const says = `the anchor of ${at} knows ${position} entries, the chain ends at ${end}: its end was cut off`
  return { service, practice, position: end, entry: null, check: 'cut-off', says, level: 'wrong' }
}

const schemasSql = `
  select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relname = 'audit_entry' and c.relkind = 'r' order by 1`

/** One that was made and asked for nothing yet has no chain. */
const practiceSql = 'select 1 from platform.practice where id = $1'

const placedSql = (schema: string) => `
  with placed as (
    select s.practice_id, s.first_position + each.place - 1 as position, each.id, each.hash, s.sealed_at
    from ${schema}.audit_seal s
    cross join lateral unnest(s.entries, s.hashes) with ordinality as each (id, hash, place))
  select coalesce(placed.practice_id, e.practice_id) collate "C" as practice, placed.position, placed.id as placed_id,
         encode(placed.hash, 'hex') as hash, extract(epoch from placed.sealed_at - e.at)::int8 as seconds,
         u.id is not null as waits, ${canonicalSql}
  from placed
  full join ${schema}.audit_entry e on e.practice_id = placed.practice_id and e.id = placed.id
  left join ${schema}.audit_unsealed u on u.practice_id = e.practice_id and u.id = e.id
  order by practice, placed.position nulls last, e.id collate "C"`
