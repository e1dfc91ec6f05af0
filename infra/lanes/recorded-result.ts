/** What a lane measured, kept under docs/: one section an entry, the newest run in place of the last. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from './run-program.ts'

export interface Result {
  readonly name: string
  /** The command that repeats the run. */
  readonly command: string
  /** Figure and value, each already a text with its unit. */
  readonly rows: readonly (readonly [figure: string, value: string])[]
  /** What the rows do not say, in Markdown. */
  readonly notes?: readonly string[]
}

/** Writes `result` into docs/`file`, with the date, the commit and the machine. */
export function recordResult(file: string, title: string, result: Result): void {
  const path = join(root, 'docs', file)
  const document = existsSync(path) ? readFileSync(path, 'utf8') : `# ${title}\n`
  writeFileSync(path, withSection(document, result, `${whenAndWhich()}, ${machine()}`))
  console.log(`Written to docs/${file}.`)
}

/** `document` with the section of `result.name` replaced, or added at the end. */
export function withSection(document: string, result: Result, provenance: string): string {
  const section = [
    `## ${result.name}`,
    '',
    `\`${result.command}\`, ${provenance}`,
    '',
    '| Figure | Value |',
    '|---|---|',
    ...result.rows.map(([figure, value]) => `| ${figure} | ${value} |`),
    ...(result.notes === undefined || result.notes.length === 0 ? [] : ['', ...result.notes]),
    '',
  ].join('\n')
  const parts = document.trimEnd().split(/\n+(?=## )/)
  const place = parts.findIndex((part) => part.split('\n', 1)[0] === `## ${result.name}`)
  if (place === -1) parts.push(section)
  else parts[place] = section
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`
}

function whenAndWhich(): string {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim()
  const changed = git('status', '--porcelain') === '' ? '' : ' with changes'
  return `${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short', 'HEAD')}${changed}`
}

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  const cores = availableParallelism()
  return `Node ${process.versions.node} on ${cores} × ${cpus()[0]?.model.trim() ?? 'unknown core'}, ${memory} GiB`
}
