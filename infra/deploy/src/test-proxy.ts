/**
 * What stands before the services in a test: Caddy with its Caddyfile where Caddy is, else a small one that reads the same
 * paths.caddy.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { serviceOf, type UriRule } from './caddy-paths.ts'
import { repository } from './compose-file.ts'

export interface TestProxy {
  readonly kind: 'caddy' | 'reader of paths.caddy'
  readonly address: string
  /** What it logged. */
  said(): string
  stop(): Promise<void>
}

const folder = `${repository}/infra/compose`

/** `ports` by service. */
export async function startTestProxy(port: number, ports: ReadonlyMap<string, number>): Promise<TestProxy> {
  return spawnSync('caddy', ['version']).status === 0 ? startCaddy(port, ports) : startReader(port, ports)
}

async function startCaddy(port: number, ports: ReadonlyMap<string, number>): Promise<TestProxy> {
  const at = [...ports].map(([name, on]) => [
    `TALLY_AT_${name.replaceAll('-', '_').toUpperCase()}`,
    `127.0.0.1:${on}`,
  ])
  const child: ChildProcess = spawn('caddy', ['run', '--config', `${folder}/Caddyfile`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TALLY_SITE: `:${port}`,
      ...Object.fromEntries(at),
    },
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  return {
    ...{ kind: 'caddy', address: `http://127.0.0.1:${port}`, said: () => said },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function startReader(port: number, ports: ReadonlyMap<string, number>): Promise<TestProxy> {
  const rules = rulesIn(readFileSync(`${folder}/paths.caddy`, 'utf8'))
  const server: Server = createServer((asked, answered) => {
    const { method, headers, url = '' } = asked
    const to = { host: '127.0.0.1', port: ports.get(serviceOf(rules, url)), path: url, method, headers }
    const onward = request(to, (answer) => {
      answered.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(answered)
    })
    onward.on('error', () => answered.writeHead(502).end())
    asked.pipe(onward)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...{ kind: 'reader of paths.caddy', address: `http://127.0.0.1:${port}`, said: () => '' },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The first map of the file. */
function rulesIn(text: string): UriRule[] {
  return [...text.matchAll(/^\t~(\S+) (\S+)$/gm)].map(([, pattern = '', service = '']) => ({
    pattern,
    service,
  }))
}
