/**
 * What a thrown error is to a client: Fastify's own refusals by their code, a fault of the world, or a defect,
 * of which nothing is told but the request's id. An error's own message is never passed on: Fastify's quote the
 * path.
 */
import type { FastifyError, FastifyRequest } from 'fastify'
import { isFault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import { type Problem, problem } from './problem.ts'
import { templateOf } from './record-request.ts'

/** One JSON body; an encounter of 50 lines has about 20 KB. */
export const bodyBytesMax = 65_536
export const idCharactersMax = 200

export function refusalOfError(log: Log, error: FastifyError, request: FastifyRequest): Problem {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem(413, 'body/too-large', `a body has at most ${bytesMaxOf(request)} bytes here`)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem(415, 'body/content-type', `send ${typesOf(request)}`)
    case 'FST_ERR_BAD_URL':
      return problem(400, 'path/not-readable', 'the path is not a URL: write a percent sign in it as %25')
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return problem(414, 'path/too-long', `an id in a path has at most ${idCharactersMax} characters`)
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return problem(error.statusCode, 'request/refused', 'the request could not be read')
  }
  if (isFault(error)) {
    const detail = 'the database does not answer; ask again with the same Idempotency-Key'
    return problem(503, 'fault/unavailable', detail, { headers: { 'retry-after': '2' } })
  }
  log.error('a request failed', { requestId: request.id, route: templateOf(request), error })
  return problem(500, 'defect', 'our mistake; name the request id when you tell us')
}

function bytesMaxOf({ routeOptions: { config } }: FastifyRequest): number {
  return config.feature?.raw?.bytesMax ?? bodyBytesMax
}

function typesOf({ routeOptions: { config } }: FastifyRequest): string {
  return config.feature?.raw?.types.join(' or ') ?? 'application/json'
}
