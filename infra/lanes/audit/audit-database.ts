/**
 * An audit of the ledger by tables alone (reliability-security.md 3.5): it imports nothing of era-posting, shares no query
 * with it and knows no key. All checks see one moment of the database. What is held in memory does not grow with the ledger:
 * a few thousand rows of each stream, the rows of one claim or line, and the first findings.
 */
import { checkAccounts } from './check-accounts.ts'
import { checkCauses } from './check-causes.ts'
import { checkChargeLines } from './check-charge-lines.ts'
import { checkClaims } from './check-claims.ts'
import { checkClosings } from './check-closings.ts'
import { checkContent } from './check-content.ts'
import { checkDeposits } from './check-deposits.ts'
import { checkHandEntries } from './check-hand-entries.ts'
import { checkOpenings } from './check-openings.ts'
import { checkPostings } from './check-postings.ts'
import { checkProviderLevels } from './check-provider-levels.ts'
import { checkRemittances } from './check-remittances.ts'
import type { Finding, Tell } from './finding.ts'
import { type Snapshot, withSnapshot } from './snapshot.ts'
import { whatRoleSees } from './what-role-sees.ts'

export interface AuditOptions {
  /** Hears each finding at once. */
  readonly tell?: Tell
  readonly progress?: (line: string) => void
}

export interface AuditReport {
  readonly wrong: number
  readonly doubts: number
  /** The first of them, wrong or doubtful. */
  readonly first: readonly Finding[]
  readonly practices: number
  readonly batches: number
  readonly postings: number
  readonly remittances: number
  readonly claims: number
  readonly milliseconds: number
  /** What it could not or did not look at, in sentences. */
  readonly notLookedAt: readonly string[]
}

/** A database that cannot be audited, with what to do. */
export class AuditRefused extends Error {}

const checks: readonly (readonly [what: string, check: (snapshot: Snapshot, tell: Tell) => Promise<void>])[] =
  [
    ['postings, mirrors and answered claims', checkPostings],
    ['causes', checkCauses],
    ['remittances', checkRemittances],
    ['provider-level adjustments', checkProviderLevels],
    ['charge lines', checkChargeLines],
    ['accounts', checkAccounts],
    ['claims', checkClaims],
    ['hand work', checkHandEntries],
    ['deposits', checkDeposits],
    ['closings', checkClosings],
    ['opening balances', checkOpenings],
  ]

const firstMax = 200

export async function auditDatabase(url: string, options: AuditOptions = {}): Promise<AuditReport> {
  return withSnapshot({ connectionString: url }, (snapshot) => auditSnapshot(snapshot, options))
}

export async function auditSnapshot(snapshot: Snapshot, options: AuditOptions = {}): Promise<AuditReport> {
  const began = performance.now()
  const { refusal, unread, seesContent } = await whatRoleSees(snapshot)
  if (refusal !== null) throw new AuditRefused(refusal)
  const first: Finding[] = []
  const counts = { wrong: 0, doubt: 0 }
  const tell = (finding: Finding) => {
    counts[finding.level]++
    if (first.length < firstMax) first.push(finding)
    options.tell?.(finding)
  }
  for (const [what, check] of [...checks, ...(seesContent ? [content] : [])]) {
    const checkBegan = performance.now()
    await check(snapshot, tell)
    options.progress?.(`${what}: ${((performance.now() - checkBegan) / 1_000).toFixed(1)} s`)
  }
  const [looked] = await snapshot.all<Looked>(lookedSql)
  if (!looked) throw new Error('the ledger could not be counted')
  return {
    ...{ wrong: counts.wrong, doubts: counts.doubt, first, ...looked },
    milliseconds: Math.round(performance.now() - began),
    notLookedAt: [
      ...unread.map((name) => `the table ${name}, of which this audit knows nothing`),
      ...(seesContent
        ? []
        : ['stored copies and the keys they are sealed under: the role may not ask for them']),
    ],
  }
}

const content = ['stored content', checkContent] as const

type Looked = Pick<AuditReport, 'practices' | 'batches' | 'postings' | 'remittances' | 'claims'>

const lookedSql = `
  select (select count(*) from posting) as postings, (select count(*) from posting_batch) as batches,
         (select count(*) from remittance) as remittances, (select count(*) from claim) as claims,
         (select count(*) from (select practice_id from posting_batch union select practice_id from remittance
                                union select practice_id from charge_day union select practice_id from claim) p
          where practice_id <> '') as practices`
