/** The process `tally`: hands its arguments, files and streams to `runTally`. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// Compiled modules are kept beside the tools: a second run starts in two thirds of the time (0.30 s, then 0.20 s).
enableCompileCache(fileURLToPath(new URL('../../../.tally/compile-cache', import.meta.url)))
const { dayIn } = await import('@tally/kernel')
const { runTally } = await import('./run-tally.ts')

// Whoever reads may have seen enough (`| head`): that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await runTally(process.argv.slice(2), {
  // npm runs scripts from the root of the workspace; a file is named from where the person stands.
  read: (file) =>
    file === null ? process.stdin : createReadStream(resolve(process.env.INIT_CWD ?? '', file)),
  print: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  },
  today: dayIn(Intl.DateTimeFormat().resolvedOptions().timeZone, new Date().toISOString()),
  say: (sentence) => void process.stderr.write(`${sentence}\n`),
})
