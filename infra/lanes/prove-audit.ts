/**
 * `npm run prove -- audit`: era-posting charges, sends and posts 10,000 claims and every other kind of movement, on a
 * Postgres that syncs; then `npm run ops -- audit` looks at its tables and must find nothing.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allServices } from '@tally/embedded/all-services'
import { startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { migrate, virtualClock } from '@tally/platform'
import { speaker, startTestHost, type TestHost, testKeyManagement, testSecret } from '@tally/testkit'
import { addOtherPractice } from './audit/sample-happenings.ts'
import { fillLedger } from './audit/sample-ledger.ts'
import { fillManyClaims } from './audit/sample-many-claims.ts'
import { recordResult } from './recorded-result.ts'
import { root } from './run-program.ts'

const claims = 10_000
const claimsEach = 1_000

export async function proveAudit(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'tally-prove-audit-'))
  const postgres = await startEmbeddedPostgres({ data, progress: (line) => console.log(line) })
  const services = [...allServices(testKeyManagement).filter(({ name }) => name === 'era-posting'), speaker]
  await migrate({ url: postgres.url, secret: testSecret, services })
  const tally = await startTestHost({
    ...{ services, clock: virtualClock('2026-11-24T18:00:00Z') },
    database: { name: 'postgres', url: postgres.url, drop: async () => undefined },
  })
  try {
    const filled = await seconds(() => fill(tally))
    const looked = await seconds(() => tally.sql('select from era_posting.invariant_broken'))
    const audited = await seconds(async () => audit(postgres.url))
    record(filled, looked, audited)
    return audited.result.status === 0 && looked.result.length === 0 ? 0 : 1
  } finally {
    await tally.stop()
    await postgres.stop()
    rmSync(data, { recursive: true })
  }
}

async function fill(tally: TestHost): Promise<void> {
  await addOtherPractice(tally)
  await fillLedger(tally)
  await fillManyClaims(tally, claims, claimsEach)
}

interface Audited {
  readonly status: number | null
  readonly says: readonly string[]
}

/** As people run it, in a process of its own. */
function audit(url: string): Audited {
  const program = join(root, 'infra', 'lanes', 'ops.ts')
  const { status, stdout } = spawnSync(process.execPath, [program, 'audit', '--database', url], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  console.log(stdout)
  // How much it looked at, and how much is wrong.
  return { status, says: stdout.trim().split('\n').slice(-2) }
}

interface Timed<T> {
  readonly result: T
  readonly seconds: string
}

async function seconds<T>(run: () => Promise<T>): Promise<Timed<T>> {
  const began = performance.now()
  const result = await run()
  return { result, seconds: ((performance.now() - began) / 1_000).toFixed(1) }
}

function record(filled: Timed<void>, looked: Timed<readonly unknown[]>, audited: Timed<Audited>): void {
  const { status, says } = audited.result
  recordResult('reliability.md', 'What holds when things break', {
    name: 'audit',
    command: 'npm run prove -- audit',
    rows: [
      ['claims charged, sent and answered', `${claims}, in ${filled.seconds} s`],
      [
        'rows that break an invariant (era_posting.invariant_broken)',
        `${looked.result.length}, in ${looked.seconds} s`,
      ],
      ['`npm run ops -- audit`, start to end', `${audited.seconds} s, exit code ${status}`],
      ['what it says', says.join(' ')],
    ],
    notes: [
      `${claimsEach} claims a remittance; of each hundred ten denied and paid later, five taken back and corrected, two unknown, with`,
      'recoupments and interest; besides, every other kind of movement that the audit’s own tests damage. The audit sees no code of',
      'era-posting; fsync on.',
    ],
  })
}
