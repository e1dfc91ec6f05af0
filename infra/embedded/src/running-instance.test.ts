import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identify, isAlive } from './process-identity.ts'
import { claimInstance } from './running-instance.ts'

const address = 'http://127.0.0.1:4000'
const progress = () => undefined
const children: ChildProcess[] = []
let data = ''

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'tally-run-'))
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(data, { recursive: true })
})

test('the second start on a data directory is told where the first answers, and by which process', async () => {
  expect((await claimInstance({ data, address, progress })).kind).toBe('claimed')
  expect(await claimInstance({ data, address: 'http://127.0.0.1:4001', progress })).toEqual({
    kind: 'refused',
    says: `Tally already runs at ${address} (process ${process.pid}). Stop it with Ctrl-C there, or set TALLY_DATA and TALLY_PORT for a second one.`,
  })
})

test('only its owner can read the record', async () => {
  await claimInstance({ data, address, progress })
  expect(statSync(join(data, 'run.json')).mode & 0o777).toBe(0o600)
})

test('of several starts at one moment exactly one wins, also over the record of a killed one', async () => {
  for (const leftover of [undefined, await identityOfDead()]) {
    rmSync(join(data, 'run.json'), { force: true })
    if (leftover !== undefined) record({ parent: leftover, servers: {} })
    const starts = Array.from({ length: 4 }, claimant)
    const kinds = await Promise.all(starts.map((start) => start.kind))
    expect(kinds.toSorted()).toEqual(['claimed', 'refused', 'refused', 'refused'])
    await Promise.all(starts.map(({ child }) => killed(child)))
  }
})

test('a start decides nothing while another decides', async () => {
  const deciding = new DatabaseSync(join(data, 'run.lock'))
  deciding.exec('begin exclusive')
  await expect(claimInstance({ data, address, progress, patienceMs: 1 })).rejects.toThrow(
    'database is locked',
  )
  expect(existsSync(join(data, 'run.json'))).toBe(false)
  deciding.close()
})

test('a start after a kill stops the servers that were left', async () => {
  const postgres = sleeper()
  const kafka = sleeper()
  record({
    parent: await identityOfDead(),
    servers: { postgres: identityOf(postgres), kafka: identityOf(kafka) },
  })
  const ends = Promise.all([once(postgres, 'exit'), once(kafka, 'exit')])
  expect((await claimInstance({ data, address, progress })).kind).toBe('claimed')
  expect(await ends).toEqual([
    [null, 'SIGINT'],
    [null, 'SIGTERM'],
  ])
})

test('a stranger who got the number of a dead server, or of a dead Tally, is let be', async () => {
  const stranger = sleeper()
  const recycled = { pid: identityOf(stranger).pid, began: 'another boot:1' }
  record({ parent: recycled, servers: { postgres: recycled } })
  expect((await claimInstance({ data, address, progress })).kind).toBe('claimed')
  expect(isAlive(identityOf(stranger))).toBe(true)
  expect(stranger.signalCode).toBeNull()
})

test('a start waits for the one that is stopping', async () => {
  const first = await claimInstance({ data, address, progress })
  if (first.kind !== 'claimed') throw new Error(first.says)
  first.instance.stopping()
  const lines: string[] = []
  const second = claimInstance({
    data,
    address,
    progress: (line) => {
      lines.push(line)
      first.instance.release()
    },
  })
  expect((await second).kind).toBe('claimed')
  expect(lines).toEqual([`Waiting for the Tally that is stopping (process ${process.pid}) ...`])
})

test('an orderly stop leaves no record, but for a server that still lives', async () => {
  const first = await claimInstance({ data, address, progress })
  if (first.kind !== 'claimed') throw new Error(first.says)
  const postgres = sleeper()
  first.instance.record('postgres', identityOf(postgres).pid)
  expect(JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')).servers).toEqual({
    postgres: identityOf(postgres),
  })
  first.instance.release()
  expect(existsSync(join(data, 'run.json'))).toBe(true)
  await killed(postgres)
  first.instance.release()
  expect(existsSync(join(data, 'run.json'))).toBe(false)
})

test('a process that is gone has no identity', async () => {
  expect(isAlive(await identityOfDead())).toBe(false)
})

function sleeper(): ChildProcess {
  const child = spawn('sleep', ['600'])
  children.push(child)
  return child
}

function identityOf(child: ChildProcess) {
  const identity = identify(child.pid ?? 0)
  if (identity === undefined) throw new Error('the child is gone')
  return identity
}

async function identityOfDead() {
  const child = sleeper()
  const identity = identityOf(child)
  await killed(child)
  return identity
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

function record(run: object): void {
  writeFileSync(join(data, 'run.json'), JSON.stringify({ address, stopping: false, ...run }))
}

/** A process that claims, says what came of it, and stays. */
function claimant() {
  const script = `import { claimInstance } from ${JSON.stringify(join(import.meta.dirname, 'running-instance.ts'))}
    const claim = await claimInstance({ data: ${JSON.stringify(data)}, address: 'http://127.0.0.1:1', progress: () => undefined })
    process.stdout.write(claim.kind)
    setInterval(() => undefined, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return { child, kind: once(child.stdout, 'data').then(([said]) => String(said)) }
}
