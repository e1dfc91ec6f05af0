/** `npm run ops -- audit-log`: prints each chain of the audit log and what breaks it; exit 0 when nothing does. */
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { anchorFile, environment } from '@tally/platform'
import { runningDatabase } from '../audit/running-database.ts'
import { root } from '../run-program.ts'
import { type Anchors, readAnchors } from './read-anchors.ts'
import { type Break, type LogReport, verifyAuditLog } from './verify-audit-log.ts'

const use =
  'Use: npm run ops -- audit-log [--practice ID] [--anchors FILE] [--anchor-key KEY] [--database URL]'

export async function opsAuditLog(args: readonly string[]): Promise<number> {
  const asked = askedBy(args)
  if ('says' in asked) return refuse(asked.says)
  const { url, practice, anchors } = asked
  const report = await verifyAuditLog(url, {
    practice,
    anchors: anchors.good,
    tell: (each) => console.log(lineOf(each)),
  })
  if (report.unknown) {
    return refuse(
      `There is no practice ${practice}, and none had entries: leave --practice out to see those there are. ${use}`,
    )
  }
  for (const line of anchors.bad) console.log(`wrong  anchor of line ${line}  its signature does not hold`)
  for (const line of summaryOf(report, anchors)) console.log(line)
  return anchors.bad.length > 0 || report.breaks.some(({ level }) => level === 'wrong') ? 1 : 0
}

interface AskedFor {
  readonly url: string
  readonly practice: string | undefined
  readonly anchors: Anchors
}

function askedBy(args: readonly string[]): AskedFor | { readonly says: string } {
  const option = { type: 'string' } as const
  const options = { practice: option, anchors: option, 'anchor-key': option, database: option }
  try {
    const { values } = parseArgs({ args: [...args], options })
    const settings = environment(root)
    const database = values.database === undefined ? runningDatabase(settings) : { url: values.database }
    if ('says' in database) return database
    // Of another database the anchors of this installation say nothing.
    const own = values.database === undefined ? anchorFile(settings.dataFolder) : undefined
    const file = values.anchors ?? (own !== undefined && existsSync(own) ? own : undefined)
    const text = file === undefined ? '' : readFileSync(file, 'utf8')
    return {
      url: database.url,
      practice: values.practice,
      anchors: readAnchors(text, values['anchor-key'] ?? null),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { says: `${error.message}. ${use}` }
  }
}

function lineOf({ level, service, practice, position, entry, check, says }: Break): string {
  const place = position === null ? 'no place' : `place ${position}`
  return [level, service, named(practice), place, entry ?? 'no entry', check, says].join('  ')
}

function summaryOf({ chains, breaks, anchors }: LogReport, { keys }: Anchors): readonly string[] {
  const wrong = breaks.filter(({ level }) => level === 'wrong').length
  return [
    ...chains.map(({ service, practice, entries, waiting, head }) => {
      const rest = waiting === 0 ? '' : `, ${waiting} wait for their place`
      return `${service}  ${named(practice)}  ${entries} entries${rest}, head ${head}`
    }),
    anchors === 0
      ? 'No anchor was compared: a chain made anew whole, or cut off at its end, would not be seen.'
      : `${anchors} anchors compared, signed by ${keys.join(', ')}: see that this is the key you noted.`,
    `${wrong === 0 ? 'Nothing is broken' : `${wrong} broken`}; ${breaks.length - wrong} to doubt.`,
  ]
}

function named(practice: string): string {
  return practice === '' ? 'installation' : practice
}

function refuse(says: string): number {
  console.error(says)
  return 2
}
