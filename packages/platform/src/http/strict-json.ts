/**
 * JSON as money needs it. Fastify's own parser took the last of two equal keys, dropped unknown fields and
 * accepted 400,000 nested arrays in 85 ms (measured); Postgres refuses NUL and lone surrogates. All of these
 * are a 400 here.
 */
import { type JsonFault, jsonFaults, pointerStep } from '@tally/kernel'
import { item, type ProblemItem } from './problem.ts'

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly ProblemItem[] }

const problemsMax = 50

export function parseStrictJson(bytes: Uint8Array): StrictJson {
  const text = decoded(bytes)
  if (text === undefined) return failed(item('', 'json/not-utf-8', 'the body is not UTF-8'))
  const scanned = jsonFaults(text, problemsMax)
  if (scanned.length > 0) return { ok: false, problems: scanned.map(problemOf) }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return failed(item('', 'json/not-json', 'the body is not JSON'))
  }
  const problems: ProblemItem[] = []
  walk(value, '', problems)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value }
}

function problemOf({ kind, pointer, says }: JsonFault): ProblemItem {
  return kind === 'duplicate-key'
    ? item(pointer, 'json/duplicate-key', `the field ${says}`, 'send it once')
    : item('', 'json/too-deep', `the body ${says}`)
}

function failed(problem: ProblemItem): StrictJson {
  return { ok: false, problems: [problem] }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function walk(value: unknown, pointer: string, problems: ProblemItem[]): void {
  if (problems.length >= problemsMax) return
  if (typeof value === 'string') noteText(value, pointer, problems)
  else if (Array.isArray(value))
    for (const [index, each] of value.entries()) walk(each, `${pointer}/${index}`, problems)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      noteText(key, pointer + pointerStep(key), problems)
      walk(each, pointer + pointerStep(key), problems)
    }
  }
}

function noteText(text: string, pointer: string, problems: ProblemItem[]): void {
  if (text.includes('\0'))
    problems.push(item(pointer, 'json/nul', 'a NUL character cannot be stored', 'remove it'))
  if (!text.isWellFormed()) {
    problems.push(
      item(pointer, 'json/lone-surrogate', 'half of a character cannot be stored', 'send valid Unicode'),
    )
  }
}
