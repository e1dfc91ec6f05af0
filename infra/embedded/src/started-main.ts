/** `npm start` as a child process, for tests of its start and its stop. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProcessIdentity } from './process-identity.ts'

export interface StartedMain {
  readonly child: ChildProcess
  /** All that it said until now, on both streams. */
  said(): string
  /** Its exit code, when it is gone; null after a signal that it did not hear. */
  readonly gone: Promise<number | null>
}

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Nothing of this process's own settings reaches it. */
export function startMain(settings: Readonly<Record<string, string>>): StartedMain {
  const { PATH = '', HOME = '', JAVA_HOME } = process.env
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, ...(JAVA_HOME === undefined ? {} : { JAVA_HOME }), ...settings },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)))
  return {
    child,
    said: () => said,
    gone: new Promise((resolve) => child.once('close', (code) => resolve(code))),
  }
}

/** The servers of the run that is recorded in `data`, none where there is no record. */
export function recordedServers(data: string): Record<string, ProcessIdentity> {
  const path = join(data, 'run.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).servers : {}
}
