/** Where the time of a process went, by a V8 profile: shares of what was not idle, by whose code it was. */
import { readFileSync } from 'node:fs'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** The first that fits, of a function's name and its file. */
const owners: readonly (readonly [owner: string, fits: (name: string, url: string) => boolean])[] = [
  ['garbage collection', (name) => name === '(garbage collector)'],
  ['writes to sockets', (name) => /^(writev|writeBuffer|writeUtf8String|writeLatin1String)$/.test(name)],
  ['the Postgres driver', (_, url) => /node_modules\/pg(-\w+)?\//.test(url)],
  ['the Kafka client', (_, url) => url.includes('kafkajs')],
  ['zod', (_, url) => url.includes('/zod/')],
  ['fastify', (_, url) => /fastify|find-my-way|light-my-request|under-pressure/.test(url)],
  ['spans and metrics', (_, url) => /opentelemetry|prom-client|\/telemetry\//.test(url)],
  [
    'ciphers and digests',
    (_, url) => url.startsWith('node:internal/crypto') || url.includes('/platform/src/keys/'),
  ],
  ['the shell (platform)', (_, url) => url.includes('/packages/platform/')],
  ['X12', (_, url) => url.includes('/packages/x12/')],
  ['coding rules', (_, url) => url.includes('/packages/coding-rules/')],
  ['calendar and dates', (_, url) => /temporal-polyfill|\/kernel\//.test(url)],
  ['contracts', (_, url) => url.includes('/packages/contracts/')],
  ['the services', (_, url) => url.includes('/services/')],
  ['Node itself', () => true],
]

/** Owner and share of 1, the largest first. */
export function sharesOf(file: string): readonly (readonly [owner: string, share: number])[] {
  const profile: Profile = JSON.parse(readFileSync(file, 'utf8'))
  const byNode = new Map<number, number>()
  for (const [index, node] of profile.samples.entries())
    byNode.set(node, (byNode.get(node) ?? 0) + (profile.timeDeltas[index] ?? 0))
  const byOwner = new Map<string, number>()
  for (const { id, callFrame } of profile.nodes) {
    if (callFrame.functionName === '(idle)') continue
    const owner = owners.find(([, fits]) => fits(callFrame.functionName, callFrame.url))?.[0] ?? ''
    byOwner.set(owner, (byOwner.get(owner) ?? 0) + (byNode.get(id) ?? 0))
  }
  const busy = [...byOwner.values()].reduce((sum, each) => sum + each, 0)
  return [...byOwner].map(([owner, time]) => [owner, time / busy] as const).sort(([, a], [, b]) => b - a)
}
