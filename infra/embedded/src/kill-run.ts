/**
 * Kills the running system under load, at each failpoint several times, and then asks three journals: what
 * the poster was told (2xx), what charge-capture holds, what claim-submission holds. Lost: told and not
 * there. Doubled: a day with two claims, or an event said twice.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sampleEncounter } from '@tally/testkit'
import pg from 'pg'

export interface KillRun {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  /** At least so many are posted. */
  readonly encounters: number
  readonly killsPerFailpoint: number
  readonly progress: (line: string) => void
}

export interface KillReport {
  readonly posted: number
  readonly kills: Readonly<Record<string, number>>
  readonly told: number
  readonly lost: readonly string[]
  readonly doubledClaims: number
  readonly doubledEvents: number
  readonly parked: number
  readonly seconds: number
}

const failpoints = [
  'before-commit',
  'after-commit-before-answer',
  'after-publish-before-mark',
  'mid-batch',
  'after-effect-before-offset',
]
const program = fileURLToPath(new URL('killable-host.ts', import.meta.url))
const demoKey = 'demo-key-of-the-kill-run'
const posters = 8

export async function killRun({
  databaseUrl,
  kafkaBrokers,
  encounters,
  killsPerFailpoint,
  progress,
}: KillRun): Promise<KillReport> {
  const began = performance.now()
  const kills: Record<string, number> = {}
  const load: Load = { posted: 0, again: [], told: new Set() }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  for (const name of failpoints) {
    for (let round = 0; round < killsPerFailpoint; round++) {
      // Each time at another pass, so that the process dies young and old.
      const failpoint = `${name}:${2 + (round % 5) * 3}`
      const host = await startHost({ databaseUrl, kafkaBrokers, failpoint })
      await postUntilDeath(host, load)
      kills[name] = (kills[name] ?? 0) + 1
      progress(`killed at ${failpoint}; ${load.told.size} told`)
    }
  }
  const host = await startHost({ databaseUrl, kafkaBrokers, failpoint: '' })
  await postAll(host, load, encounters)
  await quiet(pool, load.told.size)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const report = await judge(pool, load.told, { posted: load.posted, kills, seconds })
  host.process.kill('SIGTERM')
  await once(host.process, 'exit')
  await pool.end()
  return report
}

interface Load {
  /** Encounters named so far. */
  posted: number
  /** Those that got no 2xx: posted again under the same key. */
  readonly again: string[]
  readonly told: Set<string>
}

interface Host {
  readonly process: ChildProcess
  readonly address: string
  dead: boolean
}

async function startHost(env: {
  databaseUrl: string
  kafkaBrokers: string
  failpoint: string
}): Promise<Host> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{
        DATABASE_URL: env.databaseUrl,
        KAFKA_BROKERS: env.kafkaBrokers,
        TALLY_FAILPOINT: env.failpoint,
        TALLY_PORT: '0',
      },
      ...{ TALLY_DEMO_KEY: demoKey, TALLY_OPERATOR_KEY: 'operator-key-of-the-kill-run' },
    },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await lines.next()
  // A failpoint may strike while the host still starts: that counts as a death, with no address to post to.
  const host: Host = { process: child, address: first.done ? '' : first.value, dead: first.done === true }
  child.once('exit', () => {
    host.dead = true
  })
  return host
}

/** Posts without pause until the host dies; what was not answered is posted again to the next one. */
async function postUntilDeath(host: Host, load: Load): Promise<void> {
  const poster = async () => {
    while (!host.dead) await postNext(host, load)
  }
  await Promise.all(Array.from({ length: posters }, poster))
}

/** Posts what is owed, and new ones until there are at least `least`. */
async function postAll(host: Host, load: Load, least: number): Promise<void> {
  const poster = async () => {
    while (load.again.length > 0 || load.posted < least) await postNext(host, load)
  }
  await Promise.all(Array.from({ length: posters }, poster))
}

async function postNext(host: Host, load: Load): Promise<void> {
  const id = load.again.shift() ?? `KILLED-${load.posted++}`
  // A connection cut by the death is an answer that was never given.
  const told = await post(host, id).catch(() => false)
  if (told) load.told.add(id)
  else load.again.push(id)
}

/** True for 2xx; each visit has a patient, so a day, of its own. */
async function post(host: Host, id: string): Promise<boolean> {
  const sample = sampleEncounter({ externalId: id })
  const body = JSON.stringify({ ...sample, patient: { ...sample.patient, externalId: `PATIENT-OF-${id}` } })
  const answer = await fetch(`${host.address}/v1/encounters`, {
    ...{ method: 'POST', body, signal: AbortSignal.timeout(10_000) },
    headers: {
      authorization: `Bearer ${demoKey}`,
      'content-type': 'application/json',
      'idempotency-key': id,
    },
  })
  await answer.arrayBuffer()
  return answer.ok
}

/**
 * Waits until claim-submission holds as many claims as were told, or a minute has passed: then the report
 * says what lacks.
 */
async function quiet(pool: pg.Pool, claims: number): Promise<void> {
  const giveUp = performance.now() + 60_000
  while (performance.now() < giveUp) {
    const { rows } = await pool.query(
      `select (select count(*)::int from claim_submission.claim) as claims,
              (select count(*)::int from charge_capture.outbox where published_at is null) as unpublished`,
    )
    if (rows[0].claims >= claims && rows[0].unpublished === 0) return
    await setTimeout(50)
  }
}

async function judge(
  pool: pg.Pool,
  told: ReadonlySet<string>,
  run: Pick<KillReport, 'posted' | 'kills' | 'seconds'>,
): Promise<KillReport> {
  const { rows } = await pool.query(
    `select (select count(*)::int from charge_capture.encounter) as encounters,
            (select count(*)::int from claim_submission.claim) as claims,
            (select count(*)::int from claim_submission.claim where day_version <> 1 or charge_cents <> 19500) as wrong,
            (select count(*)::int from (select treatment_day_id from claim_submission.claim group by 1 having count(*) > 1) d)
              as doubled_claims,
            (select count(*)::int from (select key from charge_capture.outbox group by 1 having count(*) > 1) d)
              as doubled_events,
            (select count(*)::int from claim_submission.parked_message) as parked`,
  )
  const { encounters, claims, wrong, doubled_claims, doubled_events, parked } = rows[0]
  const lost = [
    ...(encounters === told.size ? [] : [`${told.size} told, ${encounters} in charge-capture`]),
    ...(claims === told.size ? [] : [`${told.size} told, ${claims} in claim-submission`]),
    ...(wrong === 0 ? [] : [`${wrong} claims are not what was captured`]),
  ]
  return {
    ...run,
    told: told.size,
    lost,
    doubledClaims: doubled_claims,
    doubledEvents: doubled_events,
    parked,
  }
}
