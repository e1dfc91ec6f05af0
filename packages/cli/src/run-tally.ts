/**
 * `tally <command> [FILE | -] [options]`: one JSON document on standard output, findings included; everything else
 * on standard error. 0: it could answer, also when the answer is "reject" or "quarantine"; 2: the input could not
 * be read, and one sentence says where and why. A command is loaded only when it is asked for, since starting is
 * most of what a short run takes.
 */
import { askedBy, type CommandName, usage } from './asked.ts'
import type { ExitCode, Run, Runnable, Surroundings } from './command.ts'
import type { ReadInterchange } from './interchange-command.ts'

const commands: Readonly<Record<CommandName, () => Promise<Run>>> = {
  code: async () => documents((await import('./code-command.ts')).code),
  price: async () => documents((await import('./price-command.ts')).price),
  'x12 read': async () => interchange((await import('./x12-read.ts')).read),
  'x12 check': async () => interchange((await import('./x12-check.ts')).check),
  'x12 era': async () => interchange((await import('./x12-era.ts')).era),
  'x12 ack': async () => interchange((await import('./x12-ack.ts')).ack),
  'x12 benefits': async () => interchange((await import('./x12-benefits.ts')).benefits),
  'x12 write': async () => (await import('./x12-write.ts')).write,
}

async function documents(run: Runnable): Promise<Run> {
  return (await import('./answer-documents.ts')).documents(run)
}

async function interchange(read: ReadInterchange): Promise<Run> {
  return (await import('./interchange-command.ts')).interchange(read)
}

export async function runTally(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const asked = askedBy(args)
  if (typeof asked === 'string') {
    around.say(asked)
    return asked === usage ? 0 : 2
  }
  const run = await commands[asked.command]()
  try {
    return await run(around.read(asked.file), asked, around)
  } catch (error) {
    const why = unopenable(error)
    if (why === null) throw error
    around.say(`${asked.where} ${why}.`)
    return 2
  }
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
