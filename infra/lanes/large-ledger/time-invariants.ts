/** How long it takes to look at every invariant of a ledger: by the jobs of a running era-posting, and view by view. */
import { setTimeout as sleep } from 'node:timers/promises'
import { passwordOf } from '@tally/platform'
import pg from 'pg'
import type { AloneSettings } from '../era-posting-alone.ts'

export interface Look {
  readonly what: string
  readonly ms: number
  /** Rows that break an invariant. */
  readonly broken: number
}

/** The minute's look of an era-posting that was started since `since` (RFC 3339). */
export async function minuteLook(url: string, since: string): Promise<Look> {
  const sql = 'select took_ms as ms, broken from era_posting.ledger_check where checked_at >= $1'
  return { what: 'the minute’s look', ...(await firstRow(url, sql, [since])) }
}

/** The night's, of an era-posting that runs: its last one is forgotten, and taken again within a minute. */
export async function nightLook(url: string): Promise<Look> {
  await asked(url, 'delete from era_posting.ledger_night', [])
  const sql = 'select took_ms as ms, broken from era_posting.ledger_night order by night desc limit 1'
  return { what: 'the night’s look', ...(await firstRow(url, sql, [])) }
}

/** Neither begins in the midst of what is measured: the last night counts as tomorrow's, and the last minute's look as of then. */
export async function keepLooksAway(url: string): Promise<void> {
  await asked(url, "update era_posting.ledger_check set checked_at = now() + interval '1 day'", [])
  await asked(
    url,
    `insert into era_posting.ledger_night
     select practice_id, night + 1, looked_at, broken, unproven, proven, examples, took_ms from era_posting.ledger_night
     on conflict do nothing`,
    [],
  )
}

/** Each view of an invariant by itself and then all of them, as the role of the jobs. */
export async function eachView({ databaseUrl, secret }: AloneSettings): Promise<readonly Look[]> {
  const role = 'era_posting_worker'
  const url = Object.assign(new URL(databaseUrl), {
    ...{ username: role, password: passwordOf(Buffer.from(secret, 'base64'), role) },
  }).toString()
  const views = await asked(
    url,
    `select relname as name from pg_class
     where relnamespace = 'era_posting'::regnamespace and relkind = 'v' and relname like 'invariant\\_%'
     order by relname = 'invariant_broken', relname`,
    [],
  )
  const looks: Look[] = []
  for (const { name } of views) {
    const began = performance.now()
    const [row] = await asked(url, `select count(*)::int as broken from era_posting.${name}`, [])
    const look = {
      what: String(name),
      ms: Math.round(performance.now() - began),
      broken: Number(row?.broken),
    }
    console.log(JSON.stringify(look))
    looks.push(look)
  }
  return looks
}

async function firstRow(url: string, sql: string, values: readonly unknown[]): Promise<Omit<Look, 'what'>> {
  for (;;) {
    const [row] = await asked(url, sql, values)
    if (row) return { ms: Number(row.ms), broken: Number(row.broken) }
    await sleep(1_000)
  }
}

async function asked(
  url: string,
  sql: string,
  values: readonly unknown[],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, [...values])).rows
  } finally {
    await client.end()
  }
}
