/** What came in with a request, read and checked: every problem with it at once. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { item, type Problem, type ProblemItem, problem, problemAt } from './problem.ts'
import { type Asked, type HttpFeature, idempotencyOf } from './route.ts'
import { shapeProblems } from './shape-problems.ts'
import { parseStrictJson } from './strict-json.ts'

export type Parts = Omit<Asked<unknown, unknown, unknown>, 'actor' | 'requestId'>

export function rawOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array()
}

/** Everything that came in, or every problem with it at once. */
export function partsOf(feature: HttpFeature, request: FastifyRequest): Parts | Problem {
  const problems: ProblemItem[] = []
  const params = checked(feature.params, request.params, 'path:', problems)
  const query = checked(feature.query ?? z.strictObject({}), request.query, 'query:', problems)
  const body = bodyOf(feature, request, problems)
  const raw = feature.raw ? rawOf(request) : new Uint8Array()
  if (feature.raw && raw.length === 0) {
    problems.push(item('', 'body/missing', `a body is required: ${feature.raw.types.join(', ')}`))
  }
  // Whether one is wanted, the query says.
  if (query !== undefined) problems.push(...keyProblems(feature, query, request))
  if (problems.length > 0) {
    return problem(400, problems[0]?.code ?? 'shape/invalid', 'the request is not what this route takes', {
      problems,
    })
  }
  const named = request.headers['if-match']
  const wanted = feature.ifMatch === 'required' || (feature.ifMatch === 'optional' && named !== undefined)
  const ifMatch = wanted ? versionNamed(named) : null
  const accept = request.headers.accept ?? ''
  return ifMatch !== null && typeof ifMatch === 'object'
    ? ifMatch
    : { params, query, body, raw, ifMatch, accept }
}

function keyProblems(feature: HttpFeature, query: unknown, request: FastifyRequest): ProblemItem[] {
  const wanted = idempotencyOf(feature, query)
  const key = request.headers['idempotency-key']
  if (wanted === 'ignored' || (wanted === 'optional' && key === undefined)) return []
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return []
  const [code, says] =
    key === undefined
      ? ['idempotency/missing', 'this request needs an Idempotency-Key of 1 to 255 printable characters']
      : ['idempotency/format', 'an Idempotency-Key has 1 to 255 printable characters']
  return [item('header:Idempotency-Key', code, says, 'send a new one for each thing created')]
}

/** The version that If-Match names, unquoted. */
function versionNamed(header: string | undefined): string | Problem {
  if (header === undefined) {
    return problem(428, 'version/not-named', 'send the version you correct as `If-Match: "<version>"`')
  }
  const version = /^"([1-9]\d{0,8})"$/.exec(header)?.[1]
  if (version !== undefined) return version
  const says = 'If-Match holds one quoted version, such as "1"'
  return problemAt(400, 'header:If-Match', 'version/format', says)
}

export function checked(
  schema: z.ZodType | undefined,
  value: unknown,
  place: string,
  problems: ProblemItem[],
): unknown {
  if (!schema) return undefined
  // Postgres text cannot hold NUL; a body's is found while it is parsed.
  if (JSON.stringify(value)?.includes('\\u0000')) {
    if (place !== '') problems.push(item(place, 'shape/nul', 'a NUL character cannot be looked for'))
    return undefined
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  problems.push(...shapeProblems(result.error, place))
  return undefined
}

function bodyOf(feature: HttpFeature, request: FastifyRequest, problems: ProblemItem[]): unknown {
  const bytes = request.body
  if (!feature.body) {
    if (!feature.raw && bytes instanceof Uint8Array && !saysNothing(bytes)) {
      problems.push(
        item('', 'body/unexpected', 'this route takes no body: nothing of it would be kept', 'send none'),
      )
    }
    return undefined
  }
  if (!(bytes instanceof Uint8Array)) {
    problems.push(item('', 'json/missing', 'a JSON body is required', 'send it as application/json'))
    return undefined
  }
  const json = parseStrictJson(bytes)
  if (json.ok) return checked(feature.body, json.value, '', problems)
  problems.push(...json.problems)
  return undefined
}

/** Some clients send an empty object where there is nothing to say. */
function saysNothing(bytes: Uint8Array): boolean {
  return bytes.length < 10 && /^\s*(\{\s*\})?\s*$/.test(new TextDecoder().decode(bytes))
}
