/** What Linux tells of a process: its processor time and its memory; and of a broker's folder, the bytes of its topics. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Of USER_HZ, which is 100 on every Linux that Node runs on. */
const msPerTick = 10

/** Milliseconds of processor time since the process began. */
export function cpuOf(pid: number): number {
  const { own } = ticksOf(pid)
  return own * msPerTick
}

/** The same of a server and of all its children, those included that have ended. */
export function cpuOfFamily(pid: number): number {
  const { own, ofEnded } = ticksOf(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ticksOf(Number(name)))
    .filter(({ parent }) => parent === pid)
  return (own + ofEnded + children.reduce((sum, child) => sum + child.own + child.ofEnded, 0)) * msPerTick
}

interface Ticks {
  readonly parent: number
  readonly own: number
  readonly ofEnded: number
}

/** A process that ended meanwhile has none; its parent has them. */
function ticksOf(pid: number): Ticks {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return { parent: 0, own: 0, ofEnded: 0 }
    throw error
  }
  // Behind the name, which may hold spaces and parentheses: state, ppid, …, utime is the 12th, then stime, cutime, cstime.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const at = (index: number) => fields[index] ?? 0
  return { parent: at(1), own: at(11) + at(12), ofEnded: at(13) + at(14) }
}

/** Proportional set size in MB. */
export function residentOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024)
}

/** Bytes of the segments of all topics that are ours: Kafka's own begin with two underscores. */
export function bytesOfTopics(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /-\d+$/.test(entry.name) && !entry.name.startsWith('__'))
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((file) => file.endsWith('.log'))
    .reduce((sum, file) => sum + statSync(file).size, 0)
}
