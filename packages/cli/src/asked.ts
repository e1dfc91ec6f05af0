/** What the arguments of `tally` ask for: `tally <command> [FILE | -] [options]`, a command of one word or two. */
import { parseArgs } from 'node:util'

type Option = 'lines' | 'text' | 'claims'

/** Each with the options that it knows. */
const commands = {
  code: ['lines', 'text'],
  price: ['lines', 'text'],
  'x12 read': ['text'],
  'x12 check': ['text'],
  'x12 era': ['claims', 'text'],
  'x12 ack': ['text'],
  'x12 benefits': ['text'],
  'x12 write': [],
} as const satisfies Record<string, readonly Option[]>
export type CommandName = keyof typeof commands

export interface Asked extends Readonly<Record<Option, boolean>> {
  readonly command: CommandName
  /** null: standard input. */
  readonly file: string | null
  /** The command and what it reads, as a sentence about them begins. */
  readonly where: string
}

const names = Object.keys(commands)
export const usage = names.filter(isCommand).map(usageOf).join('\n')

/** Or the sentence that a person gets instead. */
export function askedBy(args: readonly string[]): Asked | string {
  const options = {
    lines: { type: 'boolean' },
    text: { type: 'boolean' },
    claims: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    const why = error instanceof Error ? error.message.split('.', 1)[0] : error
    return `tally: ${why}; tally --help shows what there is.`
  }
  const { help = false, ...given } = parsed.values
  if (help) return usage
  const found = commandIn(parsed.positionals)
  if (typeof found === 'string') return found
  const { command, rest } = found
  const [file = '-', ...more] = rest
  if (more.length > 0)
    return `tally ${command}: one FILE is read at a time, and "${more[0]}" is a second one.`
  const known: readonly string[] = commands[command]
  const foreign = Object.keys(given).find((option) => !known.includes(option))
  if (foreign !== undefined)
    return `tally ${command}: --${foreign} does not apply to it; use ${usageOf(command)}.`
  const { lines = false, text = false, claims = false } = given
  const where = `tally ${command}: ${file === '-' ? 'standard input' : file}`
  return { command, file: file === '-' ? null : file, where, lines, text, claims }
}

function commandIn([first, second, ...rest]: readonly string[]) {
  if (first === undefined) return `tally: no command was given; choose one of ${names.join(', ')}.`
  if (isCommand(first)) return { command: first, rest: second === undefined ? [] : [second, ...rest] }
  const inner = names.filter((name) => name.startsWith(`${first} `))
  if (inner.length === 0) return `tally: there is no command "${first}"; choose one of ${names.join(', ')}.`
  const both = `${first} ${second}`
  if (second !== undefined && isCommand(both)) return { command: both, rest }
  const missing = second === undefined ? 'no command was given' : `there is no command "${both}"`
  return `tally ${first}: ${missing}; choose one of ${inner.join(', ')}.`
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

function usageOf(command: CommandName): string {
  return [`tally ${command} [FILE | -]`, ...commands[command].map((option) => `[--${option}]`)].join(' ')
}
