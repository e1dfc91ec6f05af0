/** What the guide at `/integrate.md` links to, where its relative links lead from there. */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

const root = new URL('../../../../', import.meta.url)
const json = 'application/json; charset=utf-8'
const plain = 'text/plain; charset=utf-8'

const linked = [
  { path: '/encounter.json', file: 'docs/encounter.json', type: json },
  // As the guide's requests name it.
  { path: '/docs/encounter.json', file: 'docs/encounter.json', type: json },
  { path: '/events.asyncapi.json', file: 'docs/events.asyncapi.json', type: json },
  { path: '/packages/client/README.md', file: 'packages/client/README.md', type: plain },
  { path: '/infra/simulator/README.md', file: 'infra/simulator/README.md', type: plain },
]

/** Each is read when asked for. */
export function serveGuide(app: FastifyInstance): void {
  for (const { path, file, type } of linked) {
    app.get(path, async (_request, reply) =>
      reply.type(type).send(await readFile(new URL(file, root), 'utf8')),
    )
  }
  // As the client's README links back to it; the guide's own links lead on from one place alone.
  app.get('/docs/integrate.md', (_request, reply) => reply.redirect('/integrate.md'))
}
