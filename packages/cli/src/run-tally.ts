/**
 * `tally <command> [FILE | -] [--lines] [--text]`: one JSON document on standard output, findings included;
 * everything else on standard error. 0: it could answer, also when the answer is "reject"; 2: the input could
 * not be read, and one sentence says where and why. A command is loaded only when it is asked for, since
 * starting is most of what a short run takes.
 */
import { parseArgs } from 'node:util'
import { jsonFaults } from '@tally/kernel'
import type { Runnable } from './command.ts'
import { type Bytes, linesOf, wholeText } from './read-input.ts'
import type { Unreadable } from './unreadable.ts'

/** What a run touches of the world. */
export interface Surroundings {
  /** null: standard input. */
  readonly read: (file: string | null) => Bytes
  readonly print: (text: string) => void | Promise<void>
  /** A sentence for a person. */
  readonly say: (sentence: string) => void
}

type ExitCode = 0 | 2

interface Asked {
  readonly command: string
  readonly file: string | null
  readonly lines: boolean
  readonly text: boolean
}

const commands: Readonly<Record<string, () => Promise<Runnable>>> = {
  code: async () => (await import('./code-command.ts')).code,
  price: async () => (await import('./price-command.ts')).price,
}
const usage = `tally <${Object.keys(commands).join(' | ')}> [FILE | -] [--lines] [--text]`

export async function runTally(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const asked = askedBy(args)
  if (typeof asked === 'string') {
    around.say(asked)
    return asked === usage ? 0 : 2
  }
  const run = await commands[asked.command]?.()
  if (!run) return 2
  const where = `tally ${asked.command}: ${asked.file ?? 'standard input'}`
  try {
    return asked.lines
      ? await everyLine(run, asked, where, around)
      : await oneDocument(run, asked, where, around)
  } catch (error) {
    const why = unopenable(error)
    if (why === null) throw error
    around.say(`${where} ${why}.`)
    return 2
  }
}

/** What the arguments ask for, or the sentence that they get. */
function askedBy(args: readonly string[]): Asked | string {
  const options = {
    lines: { type: 'boolean' },
    text: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    return `tally: ${error instanceof Error ? error.message.split('.', 1)[0] : error}; use ${usage}.`
  }
  const { help = false, lines = false, text = false } = parsed.values
  const [command, file = '-', ...more] = parsed.positionals
  if (help) return usage
  const choose = `choose one of ${Object.keys(commands).join(', ')}`
  if (command === undefined) return `tally: no command was given; ${choose}.`
  if (!Object.hasOwn(commands, command)) return `tally: there is no command "${command}"; ${choose}.`
  if (more.length > 0)
    return `tally ${command}: one FILE is read at a time, and "${more[0]}" is a second one.`
  return { command, file: file === '-' ? null : file, lines, text }
}

async function oneDocument(
  run: Runnable,
  asked: Asked,
  where: string,
  around: Surroundings,
): Promise<ExitCode> {
  const answered = await answer(run, await wholeText(around.read(asked.file)))
  if ('unreadable' in answered) {
    around.say(await refusal(where, answered.unreadable))
    return 2
  }
  await around.print(asked.text ? answered.text() : `${JSON.stringify(answered.answer, null, 2)}\n`)
  return 0
}

/** An answer a line, in order; a line that cannot be read is answered by the places, and the rest goes on. */
async function everyLine(
  run: Runnable,
  asked: Asked,
  where: string,
  around: Surroundings,
): Promise<ExitCode> {
  let first: string | null = null
  const unread: number[] = []
  for await (const { number, text } of linesOf(around.read(asked.file))) {
    const answered = await answer(run, text)
    if (!('unreadable' in answered)) {
      await around.print(`${asked.text ? answered.text() : JSON.stringify(answered.answer)}\n`)
      continue
    }
    const why = await refusal(`${where} line ${number}`, answered.unreadable)
    first ??= why
    unread.push(number)
    await around.print(`${asked.text ? why : JSON.stringify(answered)}\n`)
  }
  if (first === null) return 0
  around.say(unread.length === 1 ? first : `${first.slice(0, -1)}; and ${others(unread.slice(1))}.`)
  return 2
}

async function answer(run: Runnable, text: string) {
  const faults = jsonFaults(text, 50)
  if (faults.length > 0) return { unreadable: faults.map(({ pointer, says }) => ({ pointer, says })) }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { unreadable: [{ pointer: '', says: `is not JSON: ${notJson(error)}` }] }
  }
  const answered = run(value)
  if (!('error' in answered)) return answered
  return { unreadable: (await import('./unreadable.ts')).unreadableIn(answered.error) }
}

async function refusal(where: string, places: readonly Unreadable[]): Promise<string> {
  return `${where}: ${(await import('./unreadable.ts')).inOneSentence(places)}.`
}

/** Node names line and column, and quotes the text around, which may hold a person's name. */
function notJson(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const place = /\(?(line \d+ column \d+)\)?$/.exec(message)?.[1]
  return place ? `it breaks at ${place}` : 'it is empty, ends too early or is something else'
}

function others(lines: readonly number[]): string {
  const named = lines.slice(0, 10).join(', ')
  const more = lines.length > 10 ? ` and ${lines.length - 10} more` : ''
  return `line${lines.length > 1 ? 's' : ''} ${named}${more} cannot be read either`
}

/** null: the fault is not the input's. */
function unopenable(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  switch (error.code) {
    case 'ENOENT':
      return 'cannot be opened: there is no such file'
    case 'EISDIR':
      return 'cannot be read: it is a folder'
    case 'EACCES':
      return 'cannot be opened: you may not read it'
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'cannot be read: it is not UTF-8 text'
    default:
      return null
  }
}
