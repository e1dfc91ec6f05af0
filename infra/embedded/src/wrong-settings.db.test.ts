/** Whoever sets something wrong reads one line that names it, from a service's own process as from `npm start`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tally-wrong-'))
const short = join(folder, 'short')
writeFileSync(short, 'five!')
afterAll(() => rmSync(folder, { recursive: true }))

const nowhere = new URL(process.env.TEST_DATABASE_URL ?? 'postgres://nobody@127.0.0.1/')
nowhere.pathname = '/nowhere'
const wrong = [
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'nonsense'],
  ['TALLY_TRUSTED_PROXIES', 'foo'],
  ['DATABASE_URL', 'nonsense'],
  ['DATABASE_URL', nowhere.toString()],
  ['TALLY_DATA', short],
  ['TALLY_MASTER_KEY_FILE', short],
  ['TALLY_OPERATOR_KEY', 'abc'],
] as const

const right = { DATABASE_URL: nowhere.toString(), KAFKA_BROKERS: '127.0.0.1:1', TALLY_DATA: folder }
const programs = ['services/insight', 'infra/embedded']

it.each(programs.flatMap((program) => wrong.map(([name, value]) => ({ program, name, value }))))(
  '$program says in one line that $name is wrong, and ends',
  { timeout: 120_000 },
  ({ program, name, value }) => {
    const { PATH = '' } = process.env
    const main = fileURLToPath(new URL(`../../../${program}/src/main.ts`, import.meta.url))
    const env = { PATH, ...right, TALLY_OPERATOR_KEY: 'an-operator-key-that-is-long-enough', [name]: value }
    const { status, stderr } = spawnSync(process.execPath, [main], { env, encoding: 'utf8' })
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('  '))
    expect([status, lines]).toEqual([1, [expect.stringContaining(name)]])
    expect(stderr).not.toMatch(/^\s+at /m)
  },
)
