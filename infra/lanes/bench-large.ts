/**
 * `npm run bench -- --large`: a ledger of 1,000,000 claims beside one of 1,000. Aims (issue 8): a claim costs the same to
 * post in both (±10 %), its balance is read within 2 ms (p99) meanwhile, and every invariant holds and is looked at in 60 s.
 * `--claims 50000` makes a smaller one, and records nothing.
 */
import { randomInt } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { instantOf } from '@tally/platform'
import type { Visit } from './audit/sample-visits.ts'
import { chargesOf, paid835 } from './charged-visits.ts'
import type { AloneSettings } from './era-posting-alone.ts'
import { readByRoute, readByStatement, sampleClaims } from './large-ledger/read-balances.ts'
import { type LargeResult, recordLarge, rowsOf } from './large-ledger/record-large.ts'
import { visitId } from './large-ledger/template-claims.ts'
import { eachView, keepLooksAway, type Look, minuteLook, nightLook } from './large-ledger/time-invariants.ts'
import { makeTwoLedgers, templateClaims } from './large-ledger/two-ledgers.ts'
import { sayVisits } from './say-visits.ts'
import {
  type File835,
  type PostedFile,
  type StartedEraPosting,
  startEraPosting,
} from './started-era-posting.ts'

const recordedClaims = 1_000_000
/** Files of 1,000 claims for both ledgers; the first two are for warming up. */
const sameFiles = 9
const warmUps = 2
/** Files of 1,000, posted while balances are read: by statement, then by route. */
const filesMeanwhile = { byStatement: 30, byRoute: 15 }

export async function benchLarge(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { claims: { type: 'string' } } })
  const claims = Number(values.claims ?? recordedClaims)
  const data = mkdtempSync(join(tmpdir(), 'tally-bench-large-'))
  chmodSync(data, 0o711) // Postgres's own user must pass.
  const postgres = await startEmbeddedPostgres({ data, progress: (line) => console.log(line) })
  const stop = async () => {
    await postgres.stop()
    removeEmbeddedPostgres(data)
    rmSync(data, { recursive: true, force: true })
  }
  process.once('SIGINT', () => void stop().then(() => process.exit(130)))
  try {
    const result = await measure(postgres.url, claims)
    for (const row of rowsOf(result)) console.log(row.join(': '))
    const holds = result.looks.every(({ broken }) => broken === 0)
    if (claims === recordedClaims && holds) recordLarge(result)
    return holds ? 0 : 1
  } finally {
    await stop()
  }
}

async function measure(server: string, claims: number): Promise<LargeResult> {
  const { small, large, marks, postings, bytes, copiedSeconds } = await makeTwoLedgers(server, claims)
  console.log(`${postings} postings, ${(bytes / 1e9).toFixed(1)} GB, copied in ${copiedSeconds} s`)
  const jobs = await looksOfJobs(large)
  for (const { databaseUrl } of [small, large]) await keepLooksAway(databaseUrl)
  const filesFrom = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => newVisits(marks, first + index, 1_000))
  const same = filesFrom(0, sameFiles)
  for (const ledger of [small, large]) await sayVisits(ledger, same.flat())
  const compared = await postInTurns(small, large, same)
  const meanwhile = filesFrom(sameFiles, filesMeanwhile.byStatement + filesMeanwhile.byRoute)
  await sayVisits(large, meanwhile.flat())
  const read = await readMeanwhile(large, meanwhile)
  const looks = [...jobs, ...(await eachView(large))]
  return { claims, templateClaims, postings, bytes, copiedSeconds, looks, ...compared, ...read }
}

async function looksOfJobs(settings: AloneSettings): Promise<readonly Look[]> {
  const since = instantOf(Date.now())
  const alone = await startEraPosting(settings)
  try {
    return [await minuteLook(settings.databaseUrl, since), await nightLook(settings.databaseUrl)]
  } finally {
    await alone.stop()
  }
}

/** Wherever among the others: their accounts fall on every part of the indexes, as those of patients do in the product. */
function newVisits(marks: readonly string[], file: number, count: number): readonly Visit[] {
  return Array.from({ length: count }, (_, index) => {
    const number = 100_000_000_000 + file * 1_000_000 + index
    return { id: visitId(marks[randomInt(marks.length)] ?? '', number), charges: chargesOf(index) }
  })
}

/** Each file to one and then to the other, so that what else the machine does is in both. */
async function postInTurns(
  small: AloneSettings,
  large: AloneSettings,
  files: readonly (readonly Visit[])[],
): Promise<Pick<LargeResult, 'small' | 'large'>> {
  const both = { small: await startEraPosting(small), large: await startEraPosting(large) }
  const posted: { readonly small: PostedFile[]; readonly large: PostedFile[] } = { small: [], large: [] }
  try {
    for (const [number, visits] of files.entries()) {
      const file = fileOf(`SAME${number}`, visits)
      for (const which of number % 2 === 0 ? (['small', 'large'] as const) : (['large', 'small'] as const)) {
        const result = await both[which].post(file)
        console.log(which, JSON.stringify(result))
        if (number >= warmUps) posted[which].push(result)
      }
    }
    return posted
  } finally {
    await both.small.stop()
    await both.large.stop()
  }
}

async function readMeanwhile(
  settings: AloneSettings,
  files: readonly (readonly Visit[])[],
): Promise<Pick<LargeResult, 'byStatement' | 'byRoute'>> {
  const claims = await sampleClaims(settings.databaseUrl)
  const bodies = files.map((visits, number) => fileOf(`MORE${number}`, visits))
  const alone = await startEraPosting(settings)
  try {
    const first = postAll(alone, bodies.slice(0, filesMeanwhile.byStatement))
    const byStatement = await readByStatement(settings, claims, first)
    const second = postAll(alone, bodies.slice(filesMeanwhile.byStatement))
    const byRoute = await readByRoute(alone.address, settings, claims, second)
    return { byStatement, byRoute }
  } finally {
    await alone.stop()
  }
}

async function postAll(alone: StartedEraPosting, files: readonly File835[]): Promise<void> {
  for (const file of files) console.log(JSON.stringify(await alone.post(file)))
}

function fileOf(trace: string, visits: readonly Visit[]): File835 {
  return { claims: visits.length, body: Buffer.from(paid835(trace, visits)) }
}
