/**
 * A free port of 127.0.0.1 for each embedded server, kept in `<data>/ports.json`: a client that remembers an
 * address finds the server there again after a restart, as long as no one else took the port meanwhile.
 */
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/**
 * New ones lie where no system takes ports for outgoing connections (Linux from 32,768, others from 49,152), so that none of
 * those has it when its server starts, or starts again.
 */
const [firstPort, ports, triesMax] = [20_000, 10_000, 100]

/** The port `name` had last time when it is still free, else a new one, remembered. */
export async function rememberedPort(data: string, name: string): Promise<number> {
  const before = readPorts(data)[name]
  if (before !== undefined && (await isFree(before))) return before
  const port = await newPort(Object.values(readPorts(data)))
  writeFileSync(join(data, 'ports.json'), `${JSON.stringify({ ...readPorts(data), [name]: port })}\n`)
  return port
}

/** Of this process: who was given one may not have begun to listen. */
const given = new Set<number>()

/** One that nobody uses now or was given, and none of `taken`. */
export async function newPort(taken: readonly number[] = []): Promise<number> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = firstPort + randomInt(ports)
    if (given.has(port) || taken.includes(port)) continue
    given.add(port)
    if (await isFree(port)) return port
  }
  throw new Error('No free port on 127.0.0.1: end some programs and start again.')
}

function readPorts(data: string): Record<string, number> {
  const path = join(data, 'ports.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
