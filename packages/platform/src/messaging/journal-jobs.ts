/**
 * Jobs in a replay. A job decides itself what it takes up, so it is run as it was: a transaction that changes something waits
 * until the journal comes to the row that it left, is done at that row's moment, and the run stands still before the next one,
 * with whatever else happened in between.
 *
 * What it takes up first was decided by what is gone: whose turn it was, which of two rows was written first by transactions
 * that ran beside one another. So it looks through connections that show it the row's practice alone, with `app.cause` set:
 * the database of the replay may have policies by which they show what the row names alone.
 */
import { Defect } from '@tally/kernel'
import type pg from 'pg'
import { inTransaction, RollBack } from '../database/transaction.ts'
import { describeError, Fault } from '../fault.ts'
import { installation } from '../keys/key-vault.ts'
import type { Shell } from '../shell.ts'
import type { Cause, JobFeature } from './jobs.ts'
import type { OpenedRow, WentAnotherWay } from './journal-replay.ts'
import { openWork, type Work } from './work.ts'

interface Run {
  /** The row whose turn it is; null: the run waits, or only looks. */
  turn: OpenedRow | null
  says: WentAnotherWay
  /** Lets the waiting transaction go on; with an error, end. */
  goOn: ((error?: Error) => void) | null
  /** Called when it waits. */
  waits: () => void
  ended: Promise<void>
  isOver: boolean
}

export interface JobsInTurn {
  play(row: OpenedRow): Promise<WentAnotherWay>
  /** Ends what still waits. */
  close(): Promise<void>
}

/** What jobs look through, of one connection each: of one practice, and of all of them for what is nobody's. */
export interface Looks {
  readonly ofOne: pg.Pool
  readonly ofAll: pg.Pool
}

export function jobsInTurn(shell: Shell, features: readonly JobFeature[], looks: Looks): JobsInTurn {
  const runs = new Map<string, Run>()

  async function play(row: OpenedRow): Promise<WentAnotherWay> {
    const { run: id } = row.input as { readonly run: string }
    const waiting = runs.get(id)
    const run = waiting ?? newRun()
    runs.set(id, run)
    run.turn = row
    run.says = 'the job found nothing to do'
    const sees = row.practiceId === installation ? looks.ofAll : looks.ofOne
    await sees.query("select set_config('app.practice', $1, false), set_config('app.cause', $2, false)", [
      row.practiceId,
      row.cause,
    ])
    const stands = new Promise<void>((resolve) => {
      run.waits = resolve
    })
    if (waiting) run.goOn?.()
    else run.ended = begin(run, row, sees)
    await Promise.race([stands, run.ended])
    run.turn = null
    if (run.isOver) runs.delete(id)
    return run.says
  }

  function begin(run: Run, row: OpenedRow, worker: pg.Pool): Promise<void> {
    const feature = features.find(({ name }) => name === row.name)
    if (!feature) throw new Defect(`there is no job ${row.name}`)
    const act = <T>(cause: Cause, handle: (work: Work) => Promise<T>) => actInTurn(shell, run, cause, handle)
    return feature.run({ ...shell, worker, journal: { act } }).then(
      () => {
        run.isOver = true
      },
      (error: unknown) => {
        run.isOver = true
        run.says &&= `the job failed: ${describeError(error).says}`
      },
    )
  }

  return {
    play,
    async close() {
      for (const run of runs.values()) run.goOn?.(new Fault('the journal has ended'))
      await Promise.all([...runs.values()].map(({ ended }) => ended))
    },
  }
}

function newRun(): Run {
  const never = new Promise<void>(() => undefined)
  return { turn: null, says: null, goOn: null, waits: () => undefined, ended: never, isOver: false }
}

async function actInTurn<T>(
  shell: Shell,
  run: Run,
  cause: Cause,
  handle: (work: Work) => Promise<T>,
): Promise<T> {
  const row = run.turn ?? (await nextTurn(run))
  const { practiceId, causationId, traceparent } = cause
  const keys = await shell.vault.of(practiceId)
  const unit = { kind: 'job', name: row.name, input: () => null } as const
  const done = await inTransaction<{ result: T; changed: boolean } | null>(
    shell.worker,
    null,
    async (query) => {
      const work = openWork(shell, query, { keys, causationId, traceparent, unit, now: row.at })
      const result = await handle(work)
      const changed = work.entry?.changed === true
      if (changed && (practiceId !== row.practiceId || causationId !== row.cause)) throw new RollBack(null)
      return { result, changed }
    },
  )
  if (!done) {
    run.says = `the job took up ${causationId} instead of ${row.cause}`
    throw new Fault('another one is next in the journal')
  }
  if (done.changed) {
    run.turn = null
    run.says = null
  }
  return done.result
}

/** The run stands still until the journal comes to its next row. */
async function nextTurn(run: Run): Promise<OpenedRow> {
  await new Promise<void>((resolve, reject) => {
    run.goOn = (error) => (error ? reject(error) : resolve())
    run.waits()
  })
  run.goOn = null
  if (!run.turn) throw new Defect('a job went on without its turn')
  return run.turn
}
