/** How every answer is drawn for people: amounts, columns, sections. */
import { type Cents, inDollars } from '@tally/kernel'

export function money(amount: Cents | null): string {
  return amount === null ? 'unknown' : inDollars(amount)
}

/** Columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows]
  const widths = head.map((_, column) =>
    all.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), 0),
  )
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

export function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', name, ...lines.map((line) => `  ${line}`)]
}

/** One blank line between parts, none before the first and behind the last. */
export function joined(lines: readonly string[]): string {
  const kept = lines.filter((line, place) => line !== '' || (place > 0 && lines[place - 1] !== ''))
  return `${kept.join('\n').replace(/^\n/, '').trimEnd()}\n`
}
