/** The rows of `npm run bench -- --large`. */
import { recordResult } from '../recorded-result.ts'
import type { PostedFile } from '../started-era-posting.ts'
import { type Asked, quantile, sorted } from './open-model.ts'
import type { Look } from './time-invariants.ts'

export interface LargeResult {
  readonly claims: number
  readonly templateClaims: number
  readonly postings: number
  readonly bytes: number
  readonly copiedSeconds: number
  readonly looks: readonly Look[]
  /** The same files, those for warming up left out. */
  readonly small: readonly PostedFile[]
  readonly large: readonly PostedFile[]
  readonly byStatement: Asked
  readonly byRoute: Asked
}

export function recordLarge(result: LargeResult): void {
  recordResult('bench.md', 'How fast', {
    name: 'large',
    command: 'npm run bench -- --large',
    rows: rowsOf(result),
    notes: [
      'The claims of the small ledger are charged, sent and answered through era-posting; the large one has their rows copied in',
      'SQL under other ids and digests, indexes in place. What is sealed cannot be opened in a copy, and nothing measured opens it.',
      'Both are in one Postgres with its embedded settings (128 MB of buffers, fsync on), row-level security on. Each file of 1,000',
      'new claims, charged and sent before, is posted in both, one after the other; their ids lie anywhere among the others.',
      'Balances are those of one claim at random: at its payer, refused, and at its patient, 50 a second (open model), while files',
      'of 1,000 claims are posted. The statement is that of store/ledger.ts, as the role that sees one practice.',
    ],
  })
}

export function rowsOf(result: LargeResult): [string, string][] {
  const { claims, templateClaims, postings, bytes, copiedSeconds, looks, small, large } = result
  const each = (postings / claims).toFixed(1)
  return [
    ['claims and postings in the ledger', `${grouped(claims)} and ${grouped(postings)}, ${each} a claim`],
    ['its size, and how long copying took', `${(bytes / 1e9).toFixed(1)} GB, ${copiedSeconds} s`],
    ...looks.map(({ what, ms, broken }): [string, string] => [
      what === 'invariant_broken' ? 'every invariant, all views at once' : what,
      `${(ms / 1_000).toFixed(1)} s${wholeLook(what) ? ` (aim 60 s), ${broken} rows` : ''}`,
    ]),
    [`1,000 claims received to posted, ${grouped(templateClaims)} in the ledger`, timesOf(small, postedMs)],
    [`the same, ${grouped(claims)} in the ledger`, timesOf(large, postedMs)],
    ['a claim there against a claim here', ratio(small, large, postedMs)],
    [`CPU of era-posting for them, ${grouped(templateClaims)} in the ledger`, timesOf(small, busyMs)],
    [`the same, ${grouped(claims)} in the ledger`, timesOf(large, busyMs)],
    ['CPU of a claim there against a claim here', ratio(small, large, busyMs)],
    [
      'balances of a claim while posting, the statement',
      `${spread(result.byStatement.itself)} (aim p99 2 ms)`,
    ],
    ['the same, from its due time to the end of its transaction', spread(result.byStatement.sinceDue)],
    ['GET /v1/ledger/claims/{claimId} while posting, from its due time', spread(result.byRoute.sinceDue)],
  ]
}

const postedMs = (file: PostedFile) => file.postedMs
const busyMs = (file: PostedFile) => file.busyMs
const wholeLook = (what: string) => what.includes('look') || what === 'invariant_broken'

function timesOf(files: readonly PostedFile[], of: (file: PostedFile) => number): string {
  const [least, median] = leastAndMedian(files, of)
  return `least ${least}, median ${median} ms of ${files.length} files`
}

function ratio(
  small: readonly PostedFile[],
  large: readonly PostedFile[],
  of: (file: PostedFile) => number,
): string {
  const [one, other] = [leastAndMedian(small, of), leastAndMedian(large, of)]
  const times = (place: 0 | 1) => (other[place] / one[place]).toFixed(2)
  return `${times(0)} by the least, ${times(1)} by the median (aim 0.9 to 1.1)`
}

function leastAndMedian(files: readonly PostedFile[], of: (file: PostedFile) => number) {
  const values = sorted(files.map(of))
  return [quantile(values, 0), quantile(values, 0.5)] as const
}

function spread(values: readonly number[]): string {
  const at = (share: number) => quantile(values, share).toFixed(2)
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, max ${at(1)} ms of ${grouped(values.length)}`
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
