/**
 * The rows of `npm run bench -- posting`: era-posting alone, in a process of its own, on a Postgres that syncs. Aims
 * (issue 8): 10,000 claims received to posted in 5 s; 50,000 in 25 s with 256 MB.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { eraPosting } from '@tally/era-posting'
import { migrate } from '@tally/platform'
import { speaker } from '@tally/testkit'
import pg from 'pg'
import { paid835, visitsFrom } from './charged-visits.ts'
import type { AloneSettings } from './era-posting-alone.ts'
import { recordResult } from './recorded-result.ts'
import { sayVisits } from './say-visits.ts'
import { type File835, type PostedFile, startEraPosting } from './started-era-posting.ts'

/** The first is for warming up, and is not shown. */
const sizes = [1_000, 1_000, 10_000, 50_000]

export async function benchPosting(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'tally-bench-posting-'))
  const postgres = await startEmbeddedPostgres({ data, progress: (line) => console.log(line) })
  try {
    const secret = randomBytes(32)
    const settings: AloneSettings = {
      ...{
        databaseUrl: overTcp(postgres.url),
        secret: secret.toString('base64'),
        apiKey: 'key-of-the-bench',
      },
      masterKey: randomBytes(32).toString('base64'),
    }
    await migrate({ url: postgres.url, secret, services: [eraPosting, speaker] })
    const files: File835[] = []
    for (const [index, claims] of sizes.entries()) {
      const visits = visitsFrom(100_000 * (index + 1), claims)
      await sayVisits(settings, visits)
      files.push({ claims, body: Buffer.from(paid835(`BENCH${index}`, visits)) })
      console.log(`${claims} claims are charged and sent`)
    }
    await restoredToQuiet(postgres.url)
    const [, ...posted] = await postedFiles(settings, files)
    record(posted)
    return 0
  } finally {
    await postgres.stop()
    rmSync(data, { recursive: true })
  }
}

/** As a deployment reaches its database; a socket file holds 200 KB at once, and what an ST writes is more. */
function overTcp(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.delete('host')
  return url.href
}

/** What was charged and sent over weeks was vacuumed long before its remittance comes: here it was minutes ago. */
async function restoredToQuiet(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('vacuum (analyze)')
  await client.query('checkpoint')
  await client.end()
}

async function postedFiles(
  settings: AloneSettings,
  files: readonly File835[],
): Promise<readonly PostedFile[]> {
  const alone = await startEraPosting(settings)
  try {
    const posted: PostedFile[] = []
    for (const each of files) {
      const file = await alone.post(each)
      console.log(JSON.stringify(file))
      posted.push(file)
    }
    return posted
  } finally {
    await alone.stop()
  }
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
      'row-level security on, the database reached over TCP and vacuumed after the charges. The sender and Postgres share the two',
      'cores with it; its process alone is measured.',
    ],
  })
}
