/** What a run of the mutation lane found, as docs/mutation.md tells it. */
import type { Result } from './recorded-result.ts'

/** As much of Stryker's JSON report as is read. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly statusReason?: string
  readonly replacement?: string
  readonly location: { readonly start: Place; readonly end: Place }
}

/** Counted from 1. */
interface Place {
  readonly line: number
  readonly column: number
}

/** Breaks of one line that no test can notice, because nothing that can be seen changes. */
export interface Equivalent {
  readonly path: string
  /** The line that is broken, without the blanks around. */
  readonly line: string
  /** `code → replacement`, as docs/mutation.md writes it. */
  readonly breaks: readonly string[]
  readonly why: string
}

/** One mutant, with what it does in words. */
interface Broken {
  readonly path: string
  readonly place: number
  readonly line: string
  readonly change: string
  readonly mutant: Mutant
}

export const sparedProse = 'a sentence for people'

export function resultOf(
  name: string,
  report: Report,
  equivalents: readonly Equivalent[],
  seconds: number,
): Result {
  const all = brokenOf(report)
  const noticed = all.filter(({ mutant }) => mutant.status === 'Killed' || mutant.status === 'Timeout').length
  const missed = all.filter(({ mutant }) => mutant.status === 'Survived' || mutant.status === 'NoCoverage')
  const prose = all.filter(({ mutant }) => mutant.statusReason === sparedProse).length
  const open = missed.filter((broken) => !equivalents.some((one) => fits(one, broken)))
  const counted = noticed + missed.length
  return {
    name,
    command: `npm run mutate -- ${name}`,
    rows: [
      ['breaks noticed', `${noticed} of ${counted} (${((100 * noticed) / counted).toFixed(1)} %)`],
      ['unnoticed, and nothing changes', String(missed.length - open.length)],
      ['unnoticed otherwise', String(open.length)],
      ['not tried: sentences for people', String(prose)],
      ['time', `${seconds} s`],
    ],
    notes: [
      ...headed('Unnoticed, because nothing changes:', linesOf(missed, equivalents)),
      ...headed(
        'Unnoticed otherwise:',
        open.map((one) => `${one.path}:${one.place} ${quoted(one.change)}`),
      ),
    ],
  }
}

function brokenOf({ files }: Report): Broken[] {
  return Object.entries(files).flatMap(([path, { source, mutants }]) => {
    const lines = source.split('\n')
    return mutants.map((mutant): Broken => {
      const { start, end } = mutant.location
      const code = lines
        .slice(start.line - 1, end.line)
        .map((line, index, { length }) =>
          line.slice(index === 0 ? start.column - 1 : 0, index === length - 1 ? end.column - 1 : undefined),
        )
      const change = `${short(code.join('\n'))} → ${short(mutant.replacement ?? '')}`
      return { path, place: start.line, line: lines[start.line - 1]?.trim() ?? '', change, mutant }
    })
  })
}

/** One line for each explanation that explains something. */
function linesOf(missed: readonly Broken[], equivalents: readonly Equivalent[]): string[] {
  return equivalents.flatMap((one) => {
    const own = missed.filter((broken) => fits(one, broken))
    const [first] = own
    if (!first) return []
    return [`${one.path}:${first.place} ${own.map(({ change }) => quoted(change)).join(', ')}: ${one.why}`]
  })
}

function fits({ path, line, breaks }: Equivalent, broken: Broken): boolean {
  return path === broken.path && line === broken.line && breaks.includes(broken.change)
}

function headed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, '', ...lines.map((line) => `- ${line}`), '']
}

/** As code of Markdown, which may hold a backtick of its own. */
function quoted(change: string): string {
  return change.includes('`') ? `\`\` ${change} \`\`` : `\`${change}\``
}

function short(code: string): string {
  const folded = code.replace(/\s+/g, ' ')
  return folded.length > 44 ? `${folded.slice(0, 43)}…` : folded
}
