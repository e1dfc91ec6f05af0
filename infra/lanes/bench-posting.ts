/**
 * The rows of `npm run bench -- posting`: era-posting alone, in a process of its own, on a Postgres that syncs. Aims
 * (issue 8): 10,000 claims received to posted in 5 s; 50,000 in 25 s with 256 MB.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { migrate } from '@tally/platform'
import { speaker, testKeyManagement, testSecret } from '@tally/testkit'
import type { PostedFile } from './post-835s.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

const sizes = ['1000', '10000', '50000']

export async function benchPosting(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'tally-bench-posting-'))
  const postgres = await startEmbeddedPostgres({ data, progress: (line) => console.log(line) })
  try {
    const eraPosting = allServices(testKeyManagement).filter(({ name }) => name === 'era-posting')
    await migrate({ url: postgres.url, secret: testSecret, services: [...eraPosting, speaker] })
    const program = join(root, 'infra', 'lanes', 'post-835s.ts')
    const { status, stdout } = spawnSync(process.execPath, ['--expose-gc', program, postgres.url, ...sizes], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error('the posting of the bench failed')
    const files = stdout
      .trim()
      .split('\n')
      .map((line): PostedFile => JSON.parse(line))
    record(files)
    return 0
  } finally {
    await postgres.stop()
    rmSync(data, { recursive: true })
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
      'row-level security on. The sender and Postgres share the two cores with it.',
    ],
  })
}
