/** Answers JSON documents: the whole input as one, or with `--lines` one a line. */
import type { ExitCode, Run, Runnable, Surroundings } from './command.ts'
import { jsonIn } from './json-in.ts'
import { type Bytes, linesOf, wholeText } from './read-input.ts'
import type { Unreadable } from './unreadable.ts'

interface Shown {
  readonly where: string
  readonly text: boolean
}

export function documents(run: Runnable): Run {
  return (input, { where, lines, text }, around) =>
    lines ? everyLine(run, input, { where, text }, around) : oneDocument(run, input, { where, text }, around)
}

async function oneDocument(
  run: Runnable,
  input: Bytes,
  { where, text }: Shown,
  around: Surroundings,
): Promise<ExitCode> {
  const answered = await answer(run, await wholeText(input))
  if ('unreadable' in answered) {
    around.say(await refusal(where, answered.unreadable))
    return 2
  }
  await around.print(text ? answered.text() : `${JSON.stringify(answered.answer, null, 2)}\n`)
  return 0
}

/** An answer a line, in order; a line that cannot be read is answered by the places, and the rest goes on. */
async function everyLine(
  run: Runnable,
  input: Bytes,
  { where, text: asText }: Shown,
  around: Surroundings,
): Promise<ExitCode> {
  let first: string | null = null
  const unread: number[] = []
  for await (const { number, text } of linesOf(input)) {
    const answered = await answer(run, text)
    if (!('unreadable' in answered)) {
      await around.print(`${asText ? answered.text() : JSON.stringify(answered.answer)}\n`)
      continue
    }
    const why = await refusal(`${where} line ${number}`, answered.unreadable)
    first ??= why
    unread.push(number)
    await around.print(`${asText ? why : JSON.stringify(answered)}\n`)
  }
  if (first === null) return 0
  around.say(unread.length === 1 ? first : `${first.slice(0, -1)}; and ${others(unread.slice(1))}.`)
  return 2
}

async function answer(run: Runnable, text: string) {
  const read = jsonIn(text)
  if ('unreadable' in read) return read
  const answered = run(read.value)
  if (!('error' in answered)) return answered
  return { unreadable: (await import('./unreadable.ts')).unreadableIn(answered.error) }
}

async function refusal(where: string, places: readonly Unreadable[]): Promise<string> {
  return `${where}: ${(await import('./unreadable.ts')).inOneSentence(places)}.`
}

function others(lines: readonly number[]): string {
  const named = lines.slice(0, 10).join(', ')
  const more = lines.length > 10 ? ` and ${lines.length - 10} more` : ''
  return `line${lines.length > 1 ? 's' : ''} ${named}${more} cannot be read either`
}
