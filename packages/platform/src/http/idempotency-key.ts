/**
 * A POST that creates answers once: the stored answer comes again for the same key and body. The key itself
 * may hold an EMR's id, so only its keyed digest is stored; the answer is encrypted. Kept 30 days. While the
 * first is still running an advisory lock of its transaction says so; a crash leaves nothing behind.
 */
import { createHash } from 'node:crypto'
import type { Work } from '../messaging/work.ts'
import { type Problem, problem } from './problem.ts'
import type { Answer } from './route.ts'

interface StoredAnswer {
  readonly won: boolean
  readonly request_digest: Buffer | null
  readonly status: number
  readonly answer: Buffer
}

export interface IdempotencyKey {
  readonly digest: Buffer
  readonly request: Buffer
  readonly route: string
}

/** `owner` tells apart who may use the same key for other things; null where all of a practice share theirs. */
export function idempotencyKey(
  work: Work,
  owner: string | null,
  key: string,
  route: string,
  asked: unknown,
): IdempotencyKey {
  const request = createHash('sha256')
    .update(JSON.stringify([route, asked]))
    .digest()
  const name = owner === null ? key : JSON.stringify([owner, key])
  return { digest: work.keys.lookup('idempotency-key', name), request, route }
}

/** The answer given before, or a problem, or null when this is the first request with the key. */
export async function answeredBefore(
  work: Work,
  { digest, request }: IdempotencyKey,
): Promise<Answer | Problem | null> {
  const [stored] = await work.query<StoredAnswer>(lockAndFind, [
    work.practiceId,
    digest.toString('hex'),
    digest,
  ])
  if (!stored?.won) {
    const detail = 'a request with this Idempotency-Key is still running; ask again in a second'
    return problem(409, 'idempotency/still-running', detail, { headers: { 'retry-after': '1' } })
  }
  if (!stored.request_digest) return null
  if (!request.equals(stored.request_digest)) {
    return problem(
      422,
      'idempotency/other-body',
      'this Idempotency-Key was used with another body: use a new one',
    )
  }
  const { headers, ...shown } = work.keys.openColumn(stored.answer, bindingOf(digest)) as Pick<
    Answer,
    'body' | 'headers' | 'shows'
  >
  return {
    kind: 'answer',
    status: stored.status,
    ...shown,
    headers: { ...headers, 'idempotent-replayed': 'true' },
  }
}

/**
 * Stores a 2xx or a remembered problem's document under the key, in the same transaction as its effect; it travels with the
 * commit. Another request may have committed its answer between our look and our lock: a conflict (fault.ts), which undoes
 * everything, and the transaction is tried again.
 */
export function remember(
  work: Work,
  { digest, request, route }: IdempotencyKey,
  status: number,
  { body, headers = {}, shows }: Pick<Answer, 'body' | 'headers' | 'shows'>,
): void {
  const answer = work.keys.sealColumn({ body, headers, ...(shows && { shows }) }, bindingOf(digest))
  void work.query(store, [work.practiceId, digest, route, request, status, answer, work.now])
}

/** One statement, so the look may be older than the lock: `store` notices. */
const lockAndFind = {
  name: 'idempotency-lock-and-find',
  text: `select pg_try_advisory_xact_lock(hashtext($1), hashtext($2)) as won, a.request_digest, a.status, a.answer
         from (select 1) one left join idempotent_answer a on a.practice_id = $1 and a.key_digest = $3`,
}

const store = {
  name: 'idempotency-store',
  text: `insert into idempotent_answer (practice_id, key_digest, route, request_digest, status, answer, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
}

function bindingOf(digest: Buffer): string {
  return `idempotent_answer|answer|${digest.toString('hex')}`
}
