/** Programs of the image as processes of a test: each with the arguments and the environment that are handed in, and no other. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'

export interface RunningProgram {
  readonly child: ChildProcess
  /** What it wrote so far, to either stream. */
  readonly said: () => string
}

interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** `args` are node's. */
export function startProgram(args: readonly string[], surroundings: Surroundings): RunningProgram {
  const child = spawn(process.execPath, args, { ...surroundings, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      said += text
    })
  return { child, said: () => said }
}

export async function programEnds({
  child,
  said,
}: RunningProgram): Promise<{ readonly code: number | null; readonly said: string }> {
  await once(child, 'close')
  return { code: child.exitCode, said: said() }
}

/** Its status; 0 while it does not answer. Throws, with what it said, where the process ended. */
export async function statusOf({ child, said }: RunningProgram, address: string): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended: ${said()}`)
  try {
    return (await fetch(address)).status
  } catch (error) {
    if (error instanceof TypeError) return 0
    throw error
  }
}

/** `server` with a database of the test's. */
export function addressOf(server: string, database: string): URL {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url
}

export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
