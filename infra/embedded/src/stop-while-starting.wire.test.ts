/** A stop ends all that the start had begun, however far it came, and the next start goes on. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isAlive, type ProcessIdentity } from './process-identity.ts'
import { newPort } from './remembered-port.ts'
import { recordedServers, type StartedMain, startMain } from './started-main.ts'

let data = ''
let port = 0
let seen: Record<string, ProcessIdentity> = {}
const runs: StartedMain[] = []

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tally-stopped-'))
  chmodSync(data, 0o711) // Postgres's own user must pass.
  port = await newPort()
  seen = {}
})

afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.child.kill('SIGTERM')
    await run.gone
  }
  // Of a start that did not end them; none without a mistake.
  for (const { pid } of left()) process.kill(pid, 'SIGKILL')
  rmSync(data, { recursive: true })
})

function start(): StartedMain {
  const run = startMain({ TALLY_DATA: data, TALLY_PORT: String(port) })
  runs.push(run)
  return run
}

const left = () => Object.values(seen).filter(isAlive)
const patience = { timeout: 60_000, interval: 5 }

function look(): Record<string, ProcessIdentity> {
  seen = { ...seen, ...recordedServers(data) }
  return seen
}

it('a stop while Postgres, Kafka and the simulator start ends them, and the next start is ready', async () => {
  const first = start()
  await expect
    .poll(() => Object.keys(look()).toSorted(), patience)
    .toEqual(['kafka', 'postgres', 'simulator'])
  first.child.kill('SIGTERM')
  expect([await first.gone, left()]).toEqual([0, []])
  expect(first.said()).toContain('stopping')
  expect(existsSync(join(data, 'run.json'))).toBe(false)

  const second = start()
  await expect.poll(() => second.said(), patience).toContain('Tally is ready')
  look()
  second.child.kill('SIGINT')
  expect([await second.gone, left()]).toEqual([0, []])
})

it('a stop at the first process that appears leaves none behind', async () => {
  const run = start()
  await expect.poll(() => Object.keys(look()).length, patience).toBeGreaterThan(0)
  run.child.kill('SIGTERM')
  expect(await run.gone).toBe(0)
  expect([left(), existsSync(join(data, 'run.json'))]).toEqual([[], false])
})

it('a stop goes on over a record that cannot be written, and the simulator was there before the services', async () => {
  const run = start()
  await expect.poll(() => run.said(), patience).toContain('Tally is ready')
  look()
  const lines = run.said().split('\n')
  const at = (line: string) => lines.findIndex((said) => said.trim() === line)
  expect(at('starting the simulated clearinghouse')).toBeLessThan(at('migrating'))
  // As on a full disk: the record is written beside and renamed.
  mkdirSync(join(data, `run.json.${run.child.pid}`))
  run.child.kill('SIGTERM')
  expect([await run.gone, left()]).toEqual([0, []])
  expect(run.said()).toContain('Noting the stop in run.json failed')
})
