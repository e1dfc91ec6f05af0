/**
 * One rate, held for a while: how long visits took to be accepted and to be written as claims (the 837 frozen) or posted, and whether
 * the topics kept up. A rate is held when at its end they lag no more than half a second more than after ten seconds, and
 * nothing failed.
 */
import { setTimeout } from 'node:timers/promises'
import { type Quantiles, quantilesOf } from './quantiles.ts'
import { runLoad } from './run-load.ts'
import type { SystemUnderLoad, Used } from './system-under-load.ts'

export interface Held {
  readonly rate: number
  readonly seconds: number
  readonly sent: number
  /** Not 2xx. */
  readonly errors: number
  readonly statuses: Readonly<Record<string, number>>
  /** Due time to the last byte of the answer. */
  readonly accepted: Quantiles
  /** Accepted (its transaction's moment) to the claim written or posted. */
  readonly done: Quantiles
  /** Visits of this load whose claim was done while it was sent, a second. */
  readonly donePerSecond: number
  /** Seconds behind, over all groups and partitions. */
  readonly lagAfterTen: number
  readonly lagAtEnd: number
  readonly held: boolean
  /** From the last answer until everything was done. */
  readonly drainedMs: number
  /** Processor milliseconds a second of load. */
  readonly used: Used
}

/** How far a visit goes in a run. */
export type Goal = 'written' | 'posted'

export interface Load {
  readonly rate: number
  readonly seconds: number
  readonly goal: Goal
  readonly prefix: string
  readonly patients: number
  readonly from: number
}

const lagSecondsMore = 0.5
const drainSecondsMax = 300

export async function holdRate(system: SystemUnderLoad, load: Load): Promise<Held> {
  const { rate, seconds, goal, prefix, patients, from } = load
  const { address, key, webhookSecret, pool } = system
  const startedAt = new Date()
  const before = system.used()
  const sending = runLoad({
    ...{ address, key, webhookSecret, kind: 'mix', prefix, patients, rate, from },
    count: rate * seconds,
  })
  const lags = await lagsUntil(system, sending)
  const { latencies, statuses, tookMs } = await sending
  const after = system.used()
  const sentAll = performance.now()
  const doneMeanwhile = (await doneSince(system, goal, startedAt)).length
  await drained(pool, goal)
  const drainedMs = Math.round(performance.now() - sentAll)
  const sent = rate * seconds
  const errors = sent - latencies.length
  const lagAfterTen = lags[Math.min(10, lags.length - 1)] ?? 0
  const lagAtEnd = lags.at(-1) ?? 0
  const each = (part: keyof Used) => Math.round(((after[part] - before[part]) / tookMs) * 1_000)
  return {
    ...{ rate, seconds, sent, errors, statuses, lagAfterTen, lagAtEnd, drainedMs },
    accepted: quantilesOf(latencies),
    done: quantilesOf(await doneSince(system, goal, startedAt)),
    donePerSecond: Math.round((doneMeanwhile / tookMs) * 10_000) / 10,
    held: errors === 0 && lagAtEnd <= lagAfterTen + lagSecondsMore,
    used: {
      services: each('services'),
      postgres: each('postgres'),
      kafka: each('kafka'),
      outside: each('outside'),
    },
  }
}

/** The greatest lag of all partitions in seconds, asked once a second; a lag that is not known counts as none. */
async function lagsUntil(
  { address, operatorKey }: SystemUnderLoad,
  over: Promise<unknown>,
): Promise<readonly number[]> {
  const lags: number[] = []
  const ended = over.then(
    () => true,
    () => true,
  )
  const headers = { authorization: `Bearer ${operatorKey}` }
  while (!(await Promise.race([ended, setTimeout(1_000, false)]))) {
    const answer = await fetch(`${address}/v1/lag`, { headers })
    if (!answer.ok) continue
    const { items } = (await answer.json()) as { items: readonly { seconds: number | null }[] }
    lags.push(Math.max(0, ...items.map(({ seconds }) => seconds ?? 0)))
  }
  return lags
}

const doneStatements: Readonly<Record<Goal, string>> = {
  written: `select extract(epoch from b.written_at - e.created_at) * 1000 as ms
            from charge_capture.encounter e
            join claim_submission.claim c on c.treatment_day_id = e.treatment_day_id
            join claim_submission.claim_version v on v.practice_id = c.practice_id and v.claim_id = c.id and v.version = 1
            join claim_submission.batch b on b.practice_id = v.practice_id and b.id = v.batch_id
            where e.created_at >= $1`,
  posted: `select extract(epoch from r.posted_at - e.created_at) * 1000 as ms
           from charge_capture.encounter e
           join claim_submission.claim c on c.treatment_day_id = e.treatment_day_id
           join claim_submission.claim_version v on v.practice_id = c.practice_id and v.claim_id = c.id and v.version = 1
           join era_posting.remittance_claim a on a.practice_id = c.practice_id and a.claim_id = c.id
           join era_posting.remittance r on r.practice_id = a.practice_id and r.id = a.remittance_id
           where e.created_at >= $1 and r.posted_at is not null`,
}

/** Milliseconds from the visit's acceptance, of every visit since then that is done. */
async function doneSince({ pool }: SystemUnderLoad, goal: Goal, since: Date): Promise<readonly number[]> {
  const { rows } = await pool.query<{ ms: string }>(doneStatements[goal], [since])
  return rows.map(({ ms }) => Number(ms))
}

const leftStatements: Readonly<Record<Goal, string>> = {
  written: `select (select count(*) from charge_capture.treatment_day)
                   - (select count(distinct claim_id) from claim_submission.claim_version where batch_id is not null) as left`,
  posted: `select (select count(*) from charge_capture.treatment_day)
                  - (select count(*) from claim_submission.claim where state in ('closed', 'adjudicated')) as left`,
}

/** Until nothing is left of what was sent; rejects after five minutes with what is. */
export async function drained(pool: SystemUnderLoad['pool'], goal: Goal): Promise<void> {
  const giveUp = performance.now() + drainSecondsMax * 1_000
  for (;;) {
    const { rows } = await pool.query<{ left: string }>(leftStatements[goal])
    const left = Number(rows[0]?.left)
    if (left <= 0) return
    if (performance.now() > giveUp)
      throw new Error(`after ${drainSecondsMax} s ${left} visits are not ${goal}`)
    await setTimeout(50)
  }
}
