/** Starts the load as a process and hears what it measured. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Loaded, LoadSettings } from './load-program.ts'

const program = fileURLToPath(new URL('load-program.ts', import.meta.url))

/** Resolves when every request has its answer, or none. */
export async function runLoad(settings: LoadSettings): Promise<Loaded> {
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the load ended with ${code}`)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
