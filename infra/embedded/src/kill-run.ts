/**
 * Kills the running system under load, at each failpoint several times and at random moments, while the outside
 * loses answers, doubles, shuffles and drops its webhooks; then lets it come to rest and has it judged.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startSimulator, testWebhookSecret, type World } from '@tally/simulator'
import pg from 'pg'
import { judgeKills, type Verdict } from './judge-kills.ts'
import { frontDesk } from './post-visits.ts'
import { freePort, type KillableSettings, startKillableHost } from './start-killable-host.ts'

export interface KillRun {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  /** At least so many are posted. */
  readonly encounters: number
  readonly killsPerFailpoint: number
  readonly randomKills: number
  readonly progress: (line: string) => void
}

export interface KillReport extends Verdict {
  readonly posted: number
  readonly told: number
  readonly kills: Readonly<Record<string, number>>
  readonly seconds: number
}

/** The pass at which the first round strikes, and how many later each next one: the process dies young and old. */
const failpoints: Readonly<Record<string, readonly [first: number, step: number]>> = {
  'before-commit': [2, 9],
  'after-commit-before-answer': [1, 5],
  'after-publish-before-mark': [2, 5],
  'mid-batch': [2, 9],
  'after-effect-before-offset': [2, 9],
  'after-send-before-record': [1, 1],
}
const randomMsMax = 1_500

export async function killRun(run: KillRun): Promise<KillReport> {
  const { databaseUrl, kafkaBrokers, encounters, progress } = run
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'tally-outside-'))
  const port = await freePort()
  const callback = `http://127.0.0.1:${port}`
  const outside = await startSimulator({ port: 0, folder, callback, secret: testWebhookSecret })
  disturb(outside.world)
  const settings = { databaseUrl, kafkaBrokers, outside: outside.address, port }
  const desk = frontDesk()
  const kills = await killAll(run, settings, desk)
  const host = await startKillableHost({ ...settings, failpoint: '' })
  await desk.postAll(host, encounters)
  progress(`${desk.told.size} told; waiting until all is at rest`)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  const verdict = await judgeKills({ pool, outside: outside.address, told: desk.told.size })
  host.process.kill('SIGTERM')
  await host.death
  await pool.end()
  await outside.stop()
  rmSync(folder, { recursive: true })
  const seconds = Math.round((performance.now() - began) / 100) / 10
  return { ...verdict, posted: desk.named(), told: desk.told.size, kills, seconds }
}

/** One answer in twenty is lost after it was taken; webhooks come twice, out of order, or not at all. */
function disturb(world: World): void {
  world.setFaults({
    answerLostAfterAccept: { rate: 0.05, seed: 'kill' },
    duplicateWebhook: { rate: 0.3, seed: 'kill' },
    reorderWebhooks: { rate: 0.3, seed: 'kill', ms: 400 },
    dropWebhook: { rate: 0.05, seed: 'kill' },
  })
  world.changeSettings({ ackAfterMs: 50, acceptAfterMs: 150, remitAfterMs: 400, afterwardsMs: 300 })
}

async function killAll(
  { killsPerFailpoint, randomKills, progress }: KillRun,
  settings: Omit<KillableSettings, 'failpoint'>,
  desk: ReturnType<typeof frontDesk>,
): Promise<Record<string, number>> {
  const kills: Record<string, number> = {}
  const died = (how: string, at: string) => {
    kills[how] = (kills[how] ?? 0) + 1
    progress(`killed ${at}; ${desk.told.size} told`)
  }
  for (const [name, [first, step]] of Object.entries(failpoints)) {
    for (let round = 0; round < killsPerFailpoint; round++) {
      const failpoint = `${name}:${first + (round % 5) * step}`
      const host = await startKillableHost({ ...settings, failpoint })
      await desk.postUntilDeath(host)
      await host.death
      died(name, `at ${failpoint}`)
    }
  }
  for (let round = 0; round < randomKills; round++) {
    const host = await startKillableHost({ ...settings, failpoint: '' })
    const waitMs = chance(round) % randomMsMax
    const end = setTimeout(waitMs).then(() => host.process.kill('SIGKILL'))
    await Promise.all([desk.postUntilDeath(host), end, host.death])
    died('at random', `after ${waitMs} ms`)
  }
  return kills
}

/** The same in every run: what was seen can be seen again. */
function chance(round: number): number {
  return createHash('sha256').update(`kill ${round}`).digest().readUInt32BE(0)
}
