/**
 * The guide (docs/integrate.md) as steps that can be taken: `http` blocks are a request, or the answer to the one before; `ts`
 * blocks are programs. `< file` sends a file, `with <pointer> <value>` changes it first, `{{name}}` is bound by an answer.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Block {
  readonly language: string
  readonly text: string
  /** Of its first line in the document. */
  readonly line: number
}

export interface GuideRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface GuideAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export type Step =
  | {
      readonly kind: 'exchange'
      readonly line: number
      readonly request: string
      readonly answer: GuideAnswer
    }
  | { readonly kind: 'program'; readonly line: number; readonly text: string }

export function blocksOf(document: string): Block[] {
  return [...document.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((found) => ({
    language: found[1] ?? '',
    text: (found[2] ?? '').trimEnd(),
    line: document.slice(0, found.index).split('\n').length + 1,
  }))
}

/** In order; a request without its answer, or an answer to nothing, is an error of the guide. */
export function stepsOf(blocks: readonly Block[]): Step[] {
  const taken = blocks.filter(({ language }) => language === 'http' || language === 'ts')
  return taken.flatMap(({ language, text, line }, place): Step[] => {
    if (language === 'ts') return [{ kind: 'program', line, text }]
    const before = taken[place - 1]
    if (isAnswer(text)) {
      if (before?.language !== 'http' || isAnswer(before.text))
        throw new Error(`line ${line} answers nothing`)
      return [{ kind: 'exchange', line: before.line, request: before.text, answer: answerIn(text) }]
    }
    if (!isAnswer(taken[place + 1]?.text ?? '')) throw new Error(`line ${line} is not answered`)
    return []
  })
}

/** A request as it is sent, with what earlier answers brought filled in. */
export function requestIn(text: string, values: ReadonlyMap<string, string>): GuideRequest {
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`{{${name}}} was brought by no answer`)
    return value
  })
  const { first, headers, body } = partsOf(filled)
  const [method = '', path = ''] = first.split(' ')
  if (method !== 'GET' && method !== 'POST' && method !== 'PUT') throw new Error(`${first} is no request`)
  return { method, path, headers, body: bodyIn(body) }
}

function answerIn(text: string): GuideAnswer {
  const { first, headers, body } = partsOf(text)
  return { status: Number(first.split(' ')[1]), headers, body: JSON.parse(body) }
}

function isAnswer(text: string): boolean {
  return text.startsWith('HTTP/1.1 ')
}

function partsOf(text: string) {
  const [head = '', ...rest] = text.split('\n\n')
  const [first = '', ...lines] = head.split('\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const
  })
  return { first, headers: Object.fromEntries(headers), body: rest.join('\n\n') }
}

function bodyIn(text: string): unknown {
  if (text === '') return undefined
  const [file, ...changes] = text.split('\n')
  if (!file?.startsWith('< ')) return JSON.parse(text)
  const body: unknown = JSON.parse(readFileSync(join(root, file.slice(2)), 'utf8'))
  for (const change of changes) {
    const [, pointer = '', value = ''] = /^with \/(\S+) (.+)$/.exec(change) ?? []
    put(body, pointer.split('/'), JSON.parse(value))
  }
  return body
}

/** The place must be there: a pointer that names nothing is an error of the guide. */
function put(within: unknown, [name = '', ...further]: readonly string[], value: unknown): void {
  const place = within as Record<string, unknown>
  if (!(name in place)) throw new Error(`there is no ${name} to change`)
  if (further.length === 0) place[name] = value
  else put(place[name], further, value)
}
