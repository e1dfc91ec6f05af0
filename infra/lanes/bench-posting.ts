/**
 * The rows of `npm run bench -- posting`: era-posting alone, in a process of its own, on a Postgres that syncs. Aims
 * (issue 8): 10,000 claims received to posted in 5 s; 50,000 in 25 s with 256 MB.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { eraPosting } from '@tally/era-posting'
import { migrate } from '@tally/platform'
import { speaker } from '@tally/testkit'
import pg from 'pg'
import { paid835, visitsFrom } from './charged-visits.ts'
import type { AloneSettings, Used } from './era-posting-alone.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'
import { sayVisits } from './say-visits.ts'

/** The first is for warming up, and is not shown. */
const sizes = [1_000, 1_000, 10_000, 50_000]

/**
 * A heap for a container of 256 MB: on a machine of 24 GB V8 lets garbage lie until there are 500 MB of it. Nothing
 * else is set.
 */
const heap = ['--max-semi-space-size=8', '--max-old-space-size=128']

/** What a file of one size took; the times run from its first byte. */
interface PostedFile extends Used {
  readonly claims: number
  readonly bytes: number
  readonly takenInMs: number
  readonly postedMs: number
}

interface File {
  readonly claims: number
  readonly body: Buffer
}

export async function benchPosting(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'tally-bench-posting-'))
  const postgres = await startEmbeddedPostgres({ data, progress: (line) => console.log(line) })
  try {
    const secret = randomBytes(32)
    const settings: AloneSettings = {
      ...{ databaseUrl: postgres.url, secret: secret.toString('base64'), apiKey: 'key-of-the-bench' },
      masterKey: randomBytes(32).toString('base64'),
    }
    await migrate({ url: postgres.url, secret, services: [eraPosting, speaker] })
    const files: File[] = []
    for (const [index, claims] of sizes.entries()) {
      const visits = visitsFrom(100_000 * (index + 1), claims)
      await sayVisits(settings, visits)
      files.push({ claims, body: Buffer.from(paid835(`BENCH${index}`, visits)) })
      console.log(`${claims} claims are charged and sent`)
    }
    const [, ...posted] = await postedFiles(settings, files)
    record(posted)
    return 0
  } finally {
    await postgres.stop()
    rmSync(data, { recursive: true })
  }
}

async function postedFiles(settings: AloneSettings, files: readonly File[]): Promise<readonly PostedFile[]> {
  const program = join(root, 'infra', 'lanes', 'era-posting-alone.ts')
  const alone = spawn(process.execPath, [...heap, program, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const died = once(alone, 'exit').then(([code]): never => {
    throw new Error(`era-posting ended before its bench did, with ${code}`)
  })
  const lines = createInterface({ input: alone.stdout })[Symbol.asyncIterator]()
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 1 })
  const nextLine = async (said?: string) => {
    if (said !== undefined) alone.stdin.write(`${said}\n`)
    const { value } = await Promise.race([lines.next(), died])
    return String(value)
  }
  try {
    const address = await nextLine()
    const posted: PostedFile[] = []
    for (const { claims, body } of files) {
      await nextLine('begin')
      const began = performance.now()
      await handIn(address, settings.apiKey, body)
      const takenInMs = Math.round(performance.now() - began)
      await Promise.race([nothingWaits(pool), died])
      const postedMs = Math.round(performance.now() - began)
      const used: Used = JSON.parse(await nextLine('end'))
      const file = { claims, bytes: body.length, takenInMs, postedMs, ...used }
      console.log(JSON.stringify(file))
      posted.push(file)
    }
    await allArePosted(pool)
    return posted
  } finally {
    alone.stdin.end()
    await died.catch(() => undefined)
    await pool.end()
  }
}

async function handIn(address: string, key: string, body: Buffer): Promise<void> {
  const response = await fetch(`${address}/v1/remittances`, {
    ...{ method: 'POST', body },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/edi-x12' },
  })
  if (response.status !== 202) throw new Error(`answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}

async function nothingWaits(pool: pg.Pool): Promise<void> {
  const waiting = "select count(*)::int as count from era_posting.remittance where status = 'received'"
  while ((await count(pool, waiting)) > 0) await sleep(20)
}

async function allArePosted(pool: pg.Pool): Promise<void> {
  const found = await count(
    pool,
    `select count(*)::int as count from era_posting.remittance where status <> 'posted' or unmatched_cents <> 0`,
  )
  if (found > 0) throw new Error(`${found} remittances of the bench were not posted whole`)
}

async function count(pool: pg.Pool, text: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(text)
  return rows[0]?.count ?? 0
}

function record(files: readonly PostedFile[]): void {
  recordResult('bench.md', 'How fast', {
    name: 'posting',
    command: 'npm run bench -- posting',
    rows: files.flatMap(({ claims, bytes, takenInMs, postedMs, busyMs, peakMb }): [string, string][] => {
      const file = `${claims} claims, ${(bytes / 1e6).toFixed(1)} MB`
      return [
        [`${file}: received to answered`, `${takenInMs} ms`],
        [`${file}: received to posted`, `${postedMs} ms, ${Math.round((claims * 1000) / postedMs)} claims/s`],
        [`${file}: CPU of era-posting, highest memory`, `${busyMs} ms, ${peakMb} MB`],
      ]
    }),
    notes: [
      'One file over HTTP, at most 10,000 claims an ST, three lines a claim, each claim charged and sent before; fsync on,',
      'row-level security on. The sender and Postgres share the two cores with it; its process alone is measured.',
    ],
  })
}
