/**
 * A file of JSON lines that only grows. What was appended together is written together; `append` is done
 * when the disk has it (fdatasync, shared by all who wait at the time). A line cut off by a kill was never
 * answered for and is dropped at the next start.
 */
import { closeSync, ftruncateSync, openSync, promises, readFileSync } from 'node:fs'

export interface AppendLog<Entry> {
  /** In the order of the calls. */
  append(entry: Entry): Promise<void>
  /** When everything appended so far is on disk. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** The entries that are there, and the log to go on with. */
export function openLog<Entry>(path: string): { readonly entries: Entry[]; readonly log: AppendLog<Entry> } {
  const text = readOrCreate(path)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) cutTo(path, Buffer.byteLength(whole))
  const entries = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Entry => JSON.parse(line))
  return { entries, log: growing(path) }
}

/** Nothing is kept. */
export function forgetfulLog<Entry>(): AppendLog<Entry> {
  const done = () => Promise.resolve()
  return { append: done, settled: done, close: done }
}

function growing<Entry>(path: string): AppendLog<Entry> {
  let opened: Promise<promises.FileHandle> | undefined
  let waiting: string[] = []
  let writing: Promise<void> | undefined
  const write = async (): Promise<void> => {
    opened ??= promises.open(path, 'a')
    const file = await opened
    // Whoever appends in the same turn is written with it.
    const lines = waiting
    waiting = []
    writing = undefined
    await file.appendFile(lines.join(''))
    await file.datasync()
  }
  let last = Promise.resolve()
  return {
    append(entry) {
      waiting.push(`${JSON.stringify(entry)}\n`)
      writing ??= last = last.then(write)
      return writing
    },
    settled: () => last,
    async close() {
      await last
      await (await opened)?.close()
    },
  }
}

function readOrCreate(path: string): string {
  closeSync(openSync(path, 'a', 0o600))
  return readFileSync(path, 'utf8')
}

function cutTo(path: string, bytes: number): void {
  const file = openSync(path, 'r+')
  ftruncateSync(file, bytes)
  closeSync(file)
}
