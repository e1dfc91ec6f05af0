/**
 * Errors as application/problem+json (RFC 9457), all problems at once; nothing of the request's values is
 * echoed.
 */
import type { Severity } from '@tally/kernel'
import { z } from 'zod'

export const problemItem = z.object({
  /**
   * JSON Pointer into the body; '' for the body itself; `header:` or `query:` names what stands elsewhere.
   */
  pointer: z.string(),
  code: z.string(),
  says: z.string(),
  severity: z.enum(['reject', 'hold', 'warn', 'info']),
  rule: z.string().optional(),
  citation: z.string().optional(),
  x12: z.string().optional(),
  cms1500: z.string().optional(),
  fix: z.string().optional(),
})
export type ProblemItem = z.infer<typeof problemItem>

export const problemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    requestId: z.string(),
    problems: z.array(problemItem),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document; `problems` holds all of them at once.' })

/** A handler's way to refuse: becomes a problem document. */
export interface Problem {
  readonly kind: 'problem'
  readonly status: number
  /** A stable slug, `<thing>/<why>`. */
  readonly code: string
  /** What is wrong and what to do. */
  readonly detail: string
  readonly problems: readonly ProblemItem[]
  readonly headers?: Readonly<Record<string, string>>
  /** Stored under the idempotency key like a success: the natural key's 409. */
  readonly remembered?: boolean
}

export const titles: Readonly<Record<number, string>> = {
  400: 'The request is not well formed',
  401: 'No valid key',
  403: 'This key may not do that',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'The request took too long',
  409: 'Conflict with what is stored',
  410: 'Gone',
  412: 'The version is not the current one',
  413: 'The body is too large',
  414: 'The path is too long',
  415: 'Content type not taken',
  422: 'Understood, but it cannot be taken',
  428: 'If-Match is required',
  429: 'Too many requests',
  431: 'The headers are too large',
  500: 'Our mistake',
  503: 'Not available at the moment',
}

export function problem(
  status: number,
  code: string,
  detail: string,
  more: Partial<Pick<Problem, 'problems' | 'headers' | 'remembered'>> = {},
): Problem {
  return { kind: 'problem', status, code, detail, problems: [], ...more }
}

/** A refusal of one thing, whose only item says what the whole does. `pointer`: '' is the request as such. */
export function problemAt(status: number, pointer: string, code: string, says: string): Problem {
  return problem(status, code, says, { problems: [item(pointer, code, says)] })
}

/** One item of severity reject. */
export function item(
  pointer: string,
  code: string,
  says: string,
  fix?: string,
  severity: Severity = 'reject',
): ProblemItem {
  return { pointer, code, says, severity, ...(fix ? { fix } : {}) }
}

export function documentOf(
  { status, code, detail, problems }: Problem,
  requestId: string,
): z.infer<typeof problemDocument> {
  return {
    type: `urn:tally:problem:${code}`,
    title: titles[status] ?? 'Problem',
    status,
    detail,
    instance: `urn:tally:request:${requestId}`,
    requestId,
    problems: problems.length > 0 ? [...problems] : [item('', code, detail)],
  }
}

/** Without a practice, a role or an id of another practice: the same answer as for what does not exist. */
export function notFound(what: string): Problem {
  return problem(404, 'not-found', `${what} is not there, or not in this practice`)
}

/** `?service=` names none that runs here; a process that answered with its own would be taken for the one that was named. */
export function noSuchService(running: readonly string[]): Problem {
  const says = `there is no such service here; there are: ${running.join(', ')}. Name one of them, or ask the process that runs it`
  return problem(400, 'service/not-named', says)
}
