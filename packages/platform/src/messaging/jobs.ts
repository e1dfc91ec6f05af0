/**
 * Work that no request and no message may do inside its transaction: sending what an intent row says, asking a
 * partner what came, posting a stored file part by part. One process a service does it, the one whose relay
 * leads; it is woken by every commit and looks again after `everyMs`.
 */
import { randomUUID } from 'node:crypto'
import { isOurId } from '../auditing/what-is-shown.ts'
import { type Query, queryOn } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { isFault } from '../fault.ts'
import type { Shell } from '../shell.ts'
import { type Doorbell, doorbell } from './doorbell.ts'
import { growingWait } from './growing-wait.ts'
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
  let stopping = false
  const jobs = features.map(named)
  const loops = jobs.map((feature) => {
    const bell = doorbell()
    return { bell, ended: loop(feature, bell) }
  })
  return {
    wake() {
      for (const { bell } of loops) bell.ring()
    },
    async stop() {
      stopping = true
      for (const { bell } of loops) bell.close()
      await Promise.all(loops.map(({ ended }) => ended))
      await Promise.all(jobs.map((feature) => feature.finish?.(shell)))
    },
  }

  async function loop({ name, everyMs, run }: JobFeature, bell: Doorbell): Promise<void> {
    const wait = growingWait()
    while (!stopping) {
      let more = false
      let waitMs = 0
      const looked = performance.now()
      try {
        if (leads()) more = await run(shell)
        wait.wentWell()
      } catch (error) {
        waitMs = wait.failed()
        const says = isFault(error)
          ? 'the world failed; the job is tried again'
          : 'a job failed; it is tried again'
        shell.log[isFault(error) ? 'warn' : 'error'](says, { service: shell.service, process: name, error })
      }
      if (stopping || more) continue
      // A commit must not hurry what just failed: a partner that is away would hear each of them.
      if (waitMs > 0) await bell.pause(waitMs)
      else if (await bell.wait(everyMs))
        await bell.pauseUntil(Math.max(performance.now() + settlingMs, looked + lingerMs))
    }
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
