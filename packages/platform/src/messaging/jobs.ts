/**
 * Work that no request and no message may do inside its transaction: sending what an intent row says, asking a
 * partner what came, posting a stored file part by part. One process a service does it, the one whose relay
 * leads; it is woken by every commit and looks again after `everyMs`.
 */
import { randomUUID } from 'node:crypto'
import { isOurId } from '../auditing/what-is-shown.ts'
import { type Query, queryOn } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Shell } from '../shell.ts'
import { repeatingLoop } from './repeating-loop.ts'
import { openWork, type Work } from './work.ts'
import { writeHeld } from './write-held.ts'

export interface JobFeature {
  readonly kind: 'job'
  readonly name: string
  readonly everyMs: number
  /** True: there may be more to do at once. */
  run(shell: Shell): Promise<boolean>
  /** Ends what its runs have left under way. Once, after the last of them and while the database is still there. */
  finish?(shell: Shell): Promise<void>
}

export function job(
  name: string,
  everyMs: number,
  run: JobFeature['run'],
  more: Pick<JobFeature, 'finish'> = {},
): JobFeature {
  return { kind: 'job', name, everyMs, run, ...more }
}

/** Statements of a job that only look, each by itself and without a transaction. */
export function look(shell: Shell): Query {
  return queryOn(shell.worker)
}

export interface Jobs {
  wake(): void
  stop(): Promise<void>
}

/** The same job, known by its name, and to the journal each run of it. Its shell is one for all of them: a job may remember by it. */
function named(feature: JobFeature): JobFeature {
  let shellOfJob: Shell | undefined
  const job = { name: feature.name, id: '' }
  return {
    ...feature,
    run(shell) {
      const journal = shell.journal ? { journal: { ...shell.journal, job } } : {}
      shellOfJob ??= { ...shell, ...journal, doing: { kind: 'job', name: feature.name } }
      job.id = randomUUID()
      return feature.run(shellOfJob)
    },
    finish: async (shell) => feature.finish?.(shellOfJob ?? shell),
  }
}

/** Waited after a wake at least: what is committed together rings one by one. */
const settlingMs = 10

export interface JobSettings {
  readonly leads: () => boolean
  /** Milliseconds at least from one look to the next, however many commits wake it: many commits, one look. */
  readonly lingerMs: number
}

/** Runs each job in a loop of its own while `leads` says so. */
export function startJobs(
  shell: Shell,
  features: readonly JobFeature[],
  { leads, lingerMs }: JobSettings,
): Jobs {
  const jobs = features.map(named)
  const loops = jobs.map(({ name, everyMs, run }) =>
    repeatingLoop({
      ...{ everyMs, lingerMs, settlingMs },
      pass: async () => leads() && run(shell),
      failed(level, error) {
        const says = `${level === 'warn' ? 'the world failed; the job' : 'a job failed; it'} is tried again`
        shell.log[level](says, { service: shell.service, process: name, error })
      },
    }),
  )
  return {
    wake() {
      for (const loop of loops) loop.ring()
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
      await Promise.all(jobs.map((feature) => feature.finish?.(shell)))
    },
  }
}

/** Who acts and why, for `act`. */
export interface Cause {
  readonly practiceId: string
  /** The id of what led to it. */
  readonly causationId: string
  readonly traceparent?: string | undefined
}

/** One transaction of a job, as the service's `_worker` role; what `handle` commits is said when it ends. */
export async function act<T>(shell: Shell, cause: Cause, handle: (work: Work) => Promise<T>): Promise<T> {
  if (shell.journal?.act) return shell.journal.act(cause, handle)
  const { practiceId, causationId, traceparent } = cause
  const keys = await shell.vault.of(practiceId)
  const { name = '', id: run = '' } = shell.journal?.job ?? {}
  const unit = { kind: 'job', name, input: () => ({ run }) } as const
  const { kind, name: doing } = shell.doing ?? { kind: 'job', name: 'unnamed' }
  const acting = { kind, name: doing, action: doing, subject: isOurId(causationId) ? causationId : '' }
  const answer = await inTransaction(shell.worker, null, async (query) => {
    const work = openWork(shell, query, { keys, causationId, traceparent, unit, acting })
    const result = await handle(work)
    await writeHeld(query, work.held)
    return { result, said: work.held.outbox.length > 0 }
  })
  if (answer.said) shell.wake()
  return answer.result
}
