/** The readers of X12 over mangled files, in a process that may take no more than 256 MB of heap and must not hang. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Totals } from './fuzz-x12-readers.ts'
import { root } from './run-program.ts'

export interface FuzzingX12 {
  readonly seconds: number
  /** The number of the first file; another one each time where it is left out. */
  readonly seed?: number
  /** Reads the first file alone. */
  readonly once?: boolean
}

/** Past its time a run is killed: a reader hangs. */
const patienceSeconds = 30

/** The run's totals, or null with the number of the file that broke a reader printed. */
export async function fuzzX12({
  seconds,
  seed = Date.now() % 1e9,
  once = false,
}: FuzzingX12): Promise<Totals | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-fuzz-'))
  const place = join(folder, 'reading')
  const program = join(root, 'infra', 'lanes', 'fuzz-x12-readers.ts')
  const args = [place, String(seed), String(seconds), once ? 'once' : '']
  try {
    const child = spawn(process.execPath, ['--max-old-space-size=256', program, ...args], {
      stdio: 'inherit',
    })
    const killer = setTimeout(() => child.kill('SIGKILL'), (seconds + patienceSeconds) * 1_000)
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (...ended) => resolve(ended))
    })
    clearTimeout(killer)
    if (code === 0) return JSON.parse(readFileSync(place, 'utf8'))
    if (code !== 1) {
      const [file, reader] = readFileSync(place, 'utf8').split(' ')
      const why =
        signal === 'SIGKILL' ? 'hung, or took the machine’s memory' : 'took over 256 MB or broke down'
      console.log(`file ${file}: ${reader} ${why}\nAgain: npm run fuzz -- x12 --file ${file}`)
    }
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
