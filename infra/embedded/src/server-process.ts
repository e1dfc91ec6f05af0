/**
 * A server that runs beside Tally. It gets a session of its own: Ctrl-C in the terminal reaches Tally alone,
 * which stops its services before what they stand on. Its output goes to a file, not a pipe: a killed Tally
 * must not take the server's log away.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { settles } from './settles.ts'

export interface ServerCommand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Appended to; begun anew at a start that finds it above 5 MB. */
  readonly log: string
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>
}

export interface ServerProcess {
  readonly pid: number
  /** Resolves when the process is gone, with a sentence on how it went; never rejects. */
  readonly exited: Promise<string>
  /** What the server wrote since this start. */
  output(): string
  /** Sends each signal in turn, waiting so many milliseconds after each, until the process is gone. */
  end(steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<void>
}

/** Starts it; rejects when the command cannot be run at all. */
export async function startServerProcess({
  name,
  command,
  args,
  log,
  owner,
  environment = {},
}: ServerCommand): Promise<ServerProcess> {
  const sizeBefore = existsSync(log) ? statSync(log).size : 0
  const startsAt = sizeBefore > 5_000_000 ? 0 : sizeBefore
  const file = openSync(log, startsAt === 0 ? 'w' : 'a', 0o600)
  const child = spawn(command, args, {
    ...{ detached: true, stdio: ['ignore', file, file], env: { ...process.env, ...environment } },
    ...owner,
  })
  closeSync(file)
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`${name} could not be started (${error.message}).`)))
  })
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`${name} ended (${signal ?? `exit code ${code}`}); see ${log}.`),
    )
  })
  if (child.pid === undefined) return failed
  failed.catch(() => undefined) // A child with a pid reports by `exit`; only a signal that could not be sent still lands here.
  return {
    pid: child.pid,
    exited,
    output: () => readFileSync(log).subarray(startsAt).toString('utf8'),
    end: async (steps) => {
      for (const [signal, ms] of steps) {
        child.kill(signal)
        if ((await settles(exited, ms)) !== undefined) return
      }
    },
  }
}
