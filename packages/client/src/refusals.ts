/** The two ways in which a call fails: Tally said no, or nothing that can be read came back. */
import type { Problem } from './generated/schemas.ts'

/** A problem document: what is wrong, all of it, and where. */
export class TallyProblem extends Error {
  override readonly name = 'TallyProblem'
  readonly status: number
  /** Stable, such as `version/stale`; decide by it. */
  readonly code: string
  readonly problem: Problem
  readonly requestId: string
  /** In seconds, where Tally says when to ask again. */
  readonly retryAfter: number | null
  /** What the ETag names: the version that is stored, where the refusal is about it. */
  readonly version: number | null
  readonly tries: number

  constructor(problem: Problem, told: Pick<TallyProblem, 'retryAfter' | 'version' | 'tries'>) {
    super(`${problem.status} ${problem.detail}${listed(problem)} (request ${problem.requestId})`)
    this.status = problem.status
    this.code = problem.type.replace(/^urn:tally:problem:/, '')
    this.problem = problem
    this.requestId = problem.requestId
    this.retryAfter = told.retryAfter
    this.version = told.version
    this.tries = told.tries
  }
}

/** Whether anything was stored is not known: ask again with the same `idempotencyKey`. */
export class TallyUnreachable extends Error {
  override readonly name = 'TallyUnreachable'
  readonly tries: number
  /** What was sent with; null for a route that takes none. */
  readonly idempotencyKey: string | null

  constructor(why: string, told: Pick<TallyUnreachable, 'tries' | 'idempotencyKey'>, cause: unknown) {
    super(`${why}, ${told.tries} ${told.tries === 1 ? 'try' : 'tries'}`, { cause })
    this.tries = told.tries
    this.idempotencyKey = told.idempotencyKey
  }
}

function listed({ detail, problems }: Problem): string {
  const others = problems.filter(({ says }) => says !== detail)
  return others.map(({ pointer, says }) => `; ${pointer === '' ? '' : `${pointer}: `}${says}`).join('')
}
