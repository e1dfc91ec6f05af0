/** `npm run ops -- audit [--database URL]`: prints what is wrong with the ledger; exit 0 when nothing is. */
import { parseArgs } from 'node:util'
import { environment } from '@tally/platform'
import { root } from '../run-program.ts'
import { AuditRefused, type AuditReport, auditDatabase } from './audit-database.ts'
import type { Finding } from './finding.ts'
import { runningDatabase } from './running-database.ts'

export async function opsAudit(args: readonly string[]): Promise<number> {
  const database = databaseOf(args)
  if ('says' in database) return refuse(database.says)
  try {
    const report = await auditDatabase(database.url, {
      tell: (finding) => console.log(lineOf(finding)),
      progress: (line) => console.error(`  ${line}`),
    })
    for (const line of summaryOf(report)) console.log(line)
    return report.wrong > 0 ? 1 : 0
  } catch (error) {
    if (error instanceof AuditRefused) return refuse(error.message)
    if (error instanceof Error && 'code' in error && !('severity' in error)) {
      return refuse(
        `The database does not answer (${error.code}): start Tally, or name another one with --database URL.`,
      )
    }
    if (error instanceof Error && 'code' in error && connectionRefused.includes(String(error.code))) {
      return refuse(
        `The database refuses the connection (${error.code}): name a database and role with --database URL.`,
      )
    }
    throw error
  }
}

/** Wrong password, no such role, no such database. */
const connectionRefused = ['28P01', '28000', '3D000']

function databaseOf(args: readonly string[]): ReturnType<typeof runningDatabase> {
  try {
    const { values } = parseArgs({ args: [...args], options: { database: { type: 'string' } } })
    return values.database === undefined ? runningDatabase(environment(root)) : { url: values.database }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { says: `${error.message}. Use: npm run ops -- audit [--database URL]` }
  }
}

function lineOf({ practice, check, subject, cents, says, level }: Finding): string {
  const off = cents === null ? 'no cents' : `${cents} cents`
  return [level, practice === '' ? 'installation' : practice, check, subject, off, says].join('  ')
}

function summaryOf(report: AuditReport): readonly string[] {
  const { practices, batches, postings, remittances, claims, milliseconds, wrong, doubts, notLookedAt } =
    report
  const seconds = (milliseconds / 1_000).toFixed(1)
  const looked = `${practices} practices, ${batches} batches, ${postings} postings, ${remittances} remittances, ${claims} claims`
  return [
    ...notLookedAt.map((each) => `Not looked at: ${each}.`),
    `Looked at ${looked} in ${seconds} s.`,
    `${wrong === 0 ? 'Nothing is wrong' : `${wrong} wrong`}; ${doubts} to doubt.`,
  ]
}

function refuse(says: string): number {
  console.error(says)
  return 2
}
