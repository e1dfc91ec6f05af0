/**
 * `npm run bench -- load`: the whole system under an open-model load, written to docs/performance.md. Aims (issue 9): 150 claims
 * written a second (400 at best), 50 posted (120 at best), accepted p99 50 ms at half of the highest rate, accepted to written p99
 * 1 s at 25/s, a webhook stored p99 100 ms at 200/s.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Goal, type Held, holdRate } from './open-load/hold-rate.ts'
import { type ControlResult, measureControl } from './open-load/measure-control.ts'
import { sharesOf } from './open-load/profile-shares.ts'
import { inWords, quantilesOf } from './open-load/quantiles.ts'
import { runLoad } from './open-load/run-load.ts'
import { type SystemUnderLoad, startSystem } from './open-load/system-under-load.ts'
import { warmUp } from './open-load/warm-up.ts'
import { recordResult } from './recorded-result.ts'

/** Each has eleven visits to come after its first one. */
const patients = 1_600
const warmingRate = 25
const rampSeconds = 20
const heldSeconds = 60
/** A second; the first that is not held ends the climb. */
const writtenRates = [25, 40, 50, 60, 80, 100]
const postedRates = [10, 15, 20, 30, 40, 50]
const controlRates = [750, 1_000, 1_500]
const controlSeconds = 8
const webhookRate = 200

interface Row {
  readonly figure: string
  readonly value: string
}

export async function benchLoad(): Promise<number> {
  const written = await withSystem([], measureWritten)
  const posted = await withSystem([], (system) => climb(system, 'posted', postedRates))
  const highest = best(written.climbed)?.rate ?? writtenRates[0] ?? 1
  const shares = await profile(Math.max(1, Math.round(highest * 0.75)))
  const rows = [...rowsOfWritten(written), ...rowsOfPosted(posted), ...shares]
  recordResult('performance.md', 'Performance', {
    name: 'load',
    command: 'npm run bench -- load',
    rows: rows.map(({ figure, value }) => [figure, value] as const),
    notes: [
      'Open model: a second process sends at a fixed rate and counts each latency from the due time. Load, the simulated outside, all six',
      'services in one process, Postgres (fsync on) and Apache Kafka share the cores; row-level security, sealing and the audit log are on,',
      'spans of one visit in ten are kept. 70 of 100 visits have 3 to 5 lines, ten requests of 100 are corrections; coverage is fresh. A',
      `claim is written when the bytes of its 837 are frozen. A rate is held when in ${heldSeconds} s nothing failed and at the end the topics lag`,
      'no more than half a second more than after ten seconds; lag is asked for once a second. The control does a validated POST, one insert',
      'with an outbox row, relay, Kafka and one insert of a consumer, and nothing else, in the same run on the same servers.',
    ],
  })
  return 0
}

async function withSystem<T>(
  nodeArguments: readonly string[],
  measure: (system: SystemUnderLoad) => Promise<T>,
): Promise<T> {
  const system = await startSystem(nodeArguments)
  try {
    return await measure(system)
  } finally {
    await system.stop()
  }
}

interface Written {
  readonly climbed: readonly Held[]
  readonly atHalf: Held | undefined
  readonly control: readonly ControlResult[]
  readonly webhooks: { readonly errors: number; readonly sent: number; readonly stored: readonly number[] }
  readonly memoryMb: number
  readonly connections: number
}

async function measureWritten(system: SystemUnderLoad): Promise<Written> {
  const control = await measureControl(system, controlRates, controlSeconds)
  for (const each of control)
    console.log(`control ${each.rate}/s: ${each.heardPerSecond}/s, ${inWords(each.accepted)}`)
  const climbed = await climb(system, 'written', writtenRates)
  const highest = best(climbed)
  const half = highest ? Math.round(highest.rate / 2) : null
  const atHalf = half === null ? undefined : await next(system, climbed, 'written', half, rampSeconds)
  const sent = webhookRate * rampSeconds
  const { address, key, webhookSecret } = system
  const webhooks = await runLoad({
    ...{ address, key, webhookSecret, kind: 'webhooks', prefix: 'HOOK', patients, rate: webhookRate },
    ...{ count: sent, from: 0 },
  })
  const { rows } = await system.pool.query(
    "select count(*)::int as count from pg_stat_activity where application_name like 'tally%'",
  )
  return {
    ...{ climbed, atHalf, control, memoryMb: system.memoryMb(), connections: rows[0].count },
    webhooks: { errors: sent - webhooks.latencies.length, sent, stored: webhooks.latencies },
  }
}

const best = (climbed: readonly Held[]) =>
  climbed.findLast(({ held, seconds }) => held && seconds === heldSeconds)

/** Upwards until a rate is not held, then the last that was, for a minute; one lower for each that then is not. */
async function climb(
  system: SystemUnderLoad,
  goal: Goal,
  rates: readonly number[],
): Promise<readonly Held[]> {
  await warmUp(system, { goal, prefix: 'LOAD', patients, rate: warmingRate })
  const climbed: Held[] = []
  for (const rate of rates) {
    climbed.push(await next(system, climbed, goal, rate, rampSeconds))
    if (!climbed.at(-1)?.held) break
  }
  const held = climbed.filter((each) => each.held).map(({ rate }) => rate)
  for (const rate of held.reverse()) {
    climbed.push(await next(system, climbed, goal, rate, heldSeconds))
    if (climbed.at(-1)?.held) break
  }
  return climbed
}

async function next(
  system: SystemUnderLoad,
  before: readonly Held[],
  goal: Goal,
  rate: number,
  seconds: number,
): Promise<Held> {
  const from = before.reduce((sum, { sent }) => sum + sent, 0)
  const held = await holdRate(system, { rate, seconds, goal, prefix: 'LOAD', patients, from })
  console.log(JSON.stringify(held))
  return held
}

/** Where the services' time goes at `rate`, written. */
async function profile(rate: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-profile-'))
  try {
    await withSystem(['--cpu-prof', `--cpu-prof-dir=${folder}`], async (system) => {
      await warmUp(system, { goal: 'written', prefix: 'LOAD', patients, rate: warmingRate })
      await next(system, [], 'written', rate, rampSeconds)
    })
    const [file] = readdirSync(folder)
    if (file === undefined) throw new Error('the services left no profile')
    return sharesOf(join(folder, file)).map(([owner, share]) => ({
      figure: `profile at ${rate}/s: ${owner}`,
      value: `${(share * 100).toFixed(1)} % of the services’ busy time`,
    }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function rowsOfWritten({ climbed, atHalf, control, webhooks, memoryMb, connections }: Written): Row[] {
  const highest = best(climbed)
  const bare = control.findLast(({ held }) => held)
  const at25 = climbed.find(({ rate }) => rate === 25)
  return [
    {
      figure: 'claims written, the highest rate held 60 s',
      value: highest ? `${highest.rate}/s (must 150, aim 400); ${highest.donePerSecond} claims/s` : 'none',
    },
    ...(highest ? rowsOfHeld(highest, 'written') : []),
    ...(bare && highest
      ? [
          {
            figure: 'control, the highest rate held',
            value: `${bare.rate}/s; accepted ${inWords(bare.accepted)}; heard ${inWords(bare.heard)}`,
          },
          {
            figure: 'claims written to control',
            value: `1 : ${(bare.rate / highest.rate).toFixed(1)} at the highest rates held`,
          },
        ]
      : []),
    ...(atHalf
      ? [
          {
            figure: `accepted at half of the highest rate, ${atHalf.rate}/s`,
            value: `${inWords(atHalf.accepted)} (aim p99 50 ms)`,
          },
        ]
      : []),
    ...(at25
      ? [{ figure: 'accepted to written at 25/s', value: `${inWords(at25.done)} (aim p99 1000 ms)` }]
      : []),
    {
      figure: `webhooks stored at ${webhookRate}/s`,
      value: `${inWords(quantilesOf(webhooks.stored))} (aim p99 100 ms); ${webhooks.errors} of ${webhooks.sent} failed`,
    },
    { figure: 'memory of the process with all services (PSS)', value: `${memoryMb} MB` },
    { figure: 'database connections of all services', value: String(connections) },
    ...climbed.map((each) => ({
      figure: `written, ${each.rate}/s for ${each.seconds} s`,
      value: climbing(each),
    })),
  ]
}

function rowsOfPosted(climbed: readonly Held[]): Row[] {
  const highest = best(climbed)
  return [
    {
      figure: 'through to posted, the highest rate held 60 s',
      value: highest ? `${highest.rate}/s (must 50, aim 120); ${highest.donePerSecond} posted/s` : 'none',
    },
    ...(highest ? rowsOfHeld(highest, 'posted') : []),
    ...climbed.map((each) => ({
      figure: `posted, ${each.rate}/s for ${each.seconds} s`,
      value: climbing(each),
    })),
  ]
}

function rowsOfHeld(held: Held, goal: Goal): Row[] {
  const { accepted, done, lagAfterTen, lagAtEnd, used, drainedMs } = held
  const { services, postgres, kafka, outside } = used
  return [
    { figure: '… accepted, from the due time', value: inWords(accepted) },
    { figure: `… accepted to ${goal}`, value: inWords(done) },
    { figure: '… lag after 10 s, at the end', value: `${lagAfterTen} s, ${lagAtEnd} s` },
    { figure: '… the rest done after the last answer', value: `${drainedMs} ms` },
    {
      figure: '… processor time a second',
      value: `services ${services}, Postgres ${postgres}, Kafka ${kafka}, outside ${outside} ms`,
    },
  ]
}

function climbing({
  held,
  errors,
  statuses,
  accepted,
  done,
  lagAfterTen,
  lagAtEnd,
  donePerSecond,
}: Held): string {
  const kept = held ? 'held' : 'not held'
  const failed = errors === 0 ? 'no errors' : `${errors} errors (${JSON.stringify(statuses)})`
  return `${kept}; ${failed}; accepted p99 ${accepted.p99}, done p99 ${done.p99} ms; ${donePerSecond} done/s; lag ${lagAfterTen}, ${lagAtEnd} s`
}
