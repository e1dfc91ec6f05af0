/** Whether a statement writes, told from its text: for those who note that something was changed. */
import type { Statement } from './pool.ts'

const known = new WeakMap<Statement, boolean>()

/** True also where it finds no row to write. */
export function writes(statement: Statement): boolean {
  let does = known.get(statement)
  if (does === undefined) {
    const text = statement.text.replaceAll(/\bfor\s+(no\s+key\s+)?update\b/gi, '')
    does = /\b(insert|update|delete|merge|put_\w+)\b/i.test(text)
    known.set(statement, does)
  }
  return does
}
