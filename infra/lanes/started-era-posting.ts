/** era-posting alone in a process of its own (era-posting-alone.ts), as a bench starts it, hands files to it and waits for them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { AloneSettings, Used } from './era-posting-alone.ts'
import { root } from './run-program.ts'

/**
 * A heap for a container of 256 MB: on a machine of 24 GB V8 lets garbage lie until there are 500 MB of it. Nothing
 * else is set.
 */
const heap = ['--max-semi-space-size=16', '--max-old-space-size=112']

export interface File835 {
  readonly claims: number
  readonly body: Buffer
}

/** What a file took; the times run from its first byte. */
export interface PostedFile extends Used {
  readonly claims: number
  readonly bytes: number
  readonly takenInMs: number
  readonly postedMs: number
}

export interface StartedEraPosting {
  /** `http://…` */
  readonly address: string
  /** Resolves when nothing waits any more; rejects where not all of it was posted. */
  post(file: File835): Promise<PostedFile>
  stop(): Promise<void>
}

export async function startEraPosting(settings: AloneSettings): Promise<StartedEraPosting> {
  const program = join(root, 'infra', 'lanes', 'era-posting-alone.ts')
  const alone = spawn(process.execPath, [...heap, program, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const died = once(alone, 'exit').then(([code]): never => {
    throw new Error(`era-posting ended before its bench did, with ${code}`)
  })
  died.catch(() => undefined) // Whoever waits for it is told.
  const lines = createInterface({ input: alone.stdout })[Symbol.asyncIterator]()
  const nextLine = async (said?: string) => {
    if (said !== undefined) alone.stdin.write(`${said}\n`)
    const { value } = await Promise.race([lines.next(), died])
    return String(value)
  }
  const address = await nextLine()
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 1 })
  return {
    address,
    async post({ claims, body }) {
      await nextLine('begin')
      const began = performance.now()
      const ids = await handIn(address, settings.apiKey, body)
      const takenInMs = Math.round(performance.now() - began)
      await Promise.race([nothingWaits(pool), died])
      const postedMs = Math.round(performance.now() - began)
      const used: Used = JSON.parse(await nextLine('end'))
      await arePosted(pool, ids)
      return { claims, bytes: body.length, takenInMs, postedMs, ...used }
    },
    async stop() {
      alone.stdin.end()
      await died.catch(() => undefined)
      await pool.end()
    },
  }
}

/** Answers the ids of its remittances. */
async function handIn(address: string, key: string, body: Buffer): Promise<readonly string[]> {
  const response = await fetch(`${address}/v1/remittances`, {
    ...{ method: 'POST', body },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/edi-x12' },
  })
  if (response.status !== 202) throw new Error(`answered ${response.status}: ${await response.text()}`)
  const { transactions } = JSON.parse(await response.text())
  return transactions.map(({ remittanceId }: { readonly remittanceId: string }) => remittanceId)
}

async function nothingWaits(pool: pg.Pool): Promise<void> {
  const waiting = "select count(*)::int as count from era_posting.remittance where status = 'received'"
  while ((await count(pool, waiting)) > 0) await sleep(50)
}

async function arePosted(pool: pg.Pool, ids: readonly string[]): Promise<void> {
  const whole = `select count(*)::int as count from era_posting.remittance
                 where id = any($1) and status = 'posted' and unmatched_cents = 0`
  const posted = await count(pool, whole, [ids])
  if (posted !== ids.length) throw new Error(`of ${ids.length} remittances ${posted} were posted whole`)
}

async function count(pool: pg.Pool, text: string, values: readonly unknown[] = []): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(text, [...values])
  return rows[0]?.count ?? 0
}
