/** The outside over plain HTTP: a fastify instance around a world. It listens nowhere by itself; tests may `inject`. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { faultsShape } from './state/faults.ts'
import type { InquiryReply, Mishap, SubmissionAnswer, World } from './state/outside-world.ts'
import { settingsChange } from './state/settings.ts'
import { filesPage, inquiriesPage, journalPage, submissionItem, submissionsBy } from './state/show-world.ts'
import type { Posted } from './state/take-submission.ts'
import { keyOf } from './state/world-state.ts'

const x12 = 'application/edi-x12'

/** `wake`: called when something may have become due. */
export function httpFace(world: World, wake: () => void = () => undefined): FastifyInstance {
  const app = Fastify({ bodyLimit: 64 * 1024 * 1024, forceCloseConnections: true })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, _request, reply) => problem(reply, statusOfError(error), messageOf(error)))
  app.setNotFoundHandler((_request, reply) =>
    problem(reply, 404, 'There is no such route here; see README.md.'),
  )
  takeRoutes(app, world, wake)
  showRoutes(app, world)
  turnRoutes(app, world, wake)
  return app
}

function takeRoutes(app: FastifyInstance, world: World, wake: () => void): void {
  app.post('/claims', async (request, reply) => {
    const answer = await world.submit(postedIn(request))
    wake()
    return answerSubmission(reply, answer)
  })
  app.post('/eligibility', async (request, reply) => {
    const answer = await world.inquire(postedIn(request))
    wake()
    return answerInquiry(reply, answer)
  })
}

function showRoutes(app: FastifyInstance, world: World): void {
  const { state } = world
  app.get('/journal', (request) => {
    const { after, limit } = paging(request)
    return journalPage(state, after, limit)
  })
  app.get('/inquiries', (request) => {
    const { after, limit } = paging(request)
    return inquiriesPage(state, after, limit)
  })
  app.get('/files', (request) => {
    const { after, limit } = paging(request)
    return filesPage(state, after, limit)
  })
  app.get<{ Params: { id: string } }>('/files/:id', (request, reply) => {
    const file = state.files.get(request.params.id)?.file
    if (!file) return problem(reply, 404, 'No file has this id: GET /files lists them.')
    return reply.type(x12).send(file.text)
  })
  app.get<{ Params: { key: string } }>('/submissions/:key', (request, reply) => {
    const { sender } = z.object({ sender: z.string().optional() }).parse(request.query)
    const { key } = request.params
    const found =
      sender === undefined
        ? state.submissions.find(({ taken }) => taken.key === key)
        : state.byKey.get(keyOf(sender, key))
    return found ? submissionItem(found) : problem(reply, 404, 'No submission came with this key.')
  })
  app.get('/transactions', (request) => {
    const text = z.string().optional()
    const by = z.object({ batch: text, control: text, sender: text }).parse(request.query)
    const given = Object.fromEntries(Object.entries(by).filter(([, value]) => value !== undefined))
    return { items: submissionsBy(state, given).map(submissionItem), nextCursor: null }
  })
}

function turnRoutes(app: FastifyInstance, world: World, wake: () => void): void {
  app.get('/health', () => ({ status: 'up', submissions: world.state.submissions.length }))
  app.get('/settings', () => world.settings())
  app.put('/settings', (request) => {
    const settings = world.changeSettings(settingsChange.parse(request.body))
    wake()
    return settings
  })
  app.get('/faults', () => world.faults())
  app.put('/faults', (request) => world.setFaults(faultsShape.parse(request.body)))
}

function postedIn(request: FastifyRequest): Posted {
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  return { bytes, key: header('idempotency-key'), sender: header('tally-sender') }
}

async function answerSubmission(reply: FastifyReply, answer: SubmissionAnswer): Promise<FastifyReply> {
  if (answer.kind === 'hangs') return hang(reply)
  if (await suffers(reply, answer.mishap)) return reply
  if (answer.kind === 'accepted') return reply.send({ transmissionId: answer.transmissionId, accepted: true })
  return problem(reply, refusalStatus[answer.kind], answer.says)
}

async function answerInquiry(reply: FastifyReply, answer: InquiryReply): Promise<FastifyReply> {
  if (answer.kind === 'hangs') return hang(reply)
  if (await suffers(reply, answer.mishap)) return reply
  if (answer.kind === 'later')
    return reply.code(202).send({ transmissionId: answer.transmissionId, accepted: true })
  if (answer.kind !== 'answered') return problem(reply, refusalStatus[answer.kind], answer.says)
  if (answer.afterMs > 0) await pause(answer.afterMs)
  return reply.type(x12).send(answer.text)
}

const refusalStatus = { unreadable: 400, 'other-bytes': 409, refused: 503 } as const

/** True when the caller is left without an answer. */
async function suffers(reply: FastifyReply, { lost, delayMs }: Mishap): Promise<boolean> {
  if (delayMs > 0) await pause(delayMs)
  if (!lost) return false
  reply.hijack()
  reply.raw.destroy()
  return true
}

/** The connection stays open until the caller gives up or the process ends. */
function hang(reply: FastifyReply): FastifyReply {
  return reply.hijack()
}

function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ title: detail, status, detail }))
}

function paging(request: FastifyRequest): { readonly after: string | null; readonly limit: number } {
  const shape = z.object({ after: z.string().optional(), limit: z.coerce.number().int().min(1).optional() })
  const { after, limit } = shape.parse(request.query)
  return { after: after ?? null, limit: limit ?? Number.MAX_SAFE_INTEGER }
}

function statusOfError(error: unknown): number {
  if (error instanceof z.ZodError) return 400
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return `The request cannot be used: ${z.prettifyError(error)}`
  return error instanceof Error ? error.message : 'Something went wrong.'
}

/** Keeps no process alive: a stop does not wait for the slow. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
