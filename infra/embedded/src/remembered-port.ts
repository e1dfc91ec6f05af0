/**
 * A free port of 127.0.0.1 for each embedded server, kept in `<data>/ports.json`: a client that remembers an
 * address finds the server there again after a restart, as long as no one else took the port meanwhile.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** The port `name` had last time when it is still free, else a new one, remembered. */
export async function rememberedPort(data: string, name: string): Promise<number> {
  const before = readPorts(data)[name]
  if (before !== undefined && (await listenOnce(before)) === before) return before
  const port = await listenOnce(0)
  if (port === undefined) throw new Error('No free port on 127.0.0.1: end some programs and start again.')
  writeFileSync(join(data, 'ports.json'), `${JSON.stringify({ ...readPorts(data), [name]: port })}\n`)
  return port
}

function readPorts(data: string): Record<string, number> {
  const path = join(data, 'ports.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

/** The port it could listen on; undefined when that one is taken. */
function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
