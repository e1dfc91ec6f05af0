import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noteOtherDatabase, refusalOfFresh, removeData } from './begin-anew.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))
/** A process of its own loads every service. */
const patient = { timeout: 60_000 }
const databaseUrl = 'postgres://owner:secret@db.example.org:5433/tally'
let dataFolder = ''
let key = ''
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'tally-fresh-'))
  key = join(dataFolder, 'secrets', 'master.key')
  mkdirSync(join(dataFolder, 'secrets'))
  writeFileSync(key, Buffer.alloc(32))
})
afterEach(() => rmSync(dataFolder, { recursive: true }))

const npmStart = (settings: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const { PATH = '' } = process.env
  const env = { PATH, TALLY_DATA: dataFolder, ...settings }
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8' })
  return { status, stderr }
}

it('npm start -- --fresh keeps the key to a database that stays, and says what to do', patient, () => {
  const { status, stderr } = npmStart({ DATABASE_URL: databaseUrl }, '--fresh')
  expect([status, existsSync(key)]).toEqual([1, true])
  expect(stderr).toContain('Leave --fresh out; or begin anew with an empty database in DATABASE_URL')
})

it('what a start with DATABASE_URL sealed is remembered by one without it', () => {
  expect(refusalOfFresh({ dataFolder, databaseUrl: null })).toBeUndefined()
  noteOtherDatabase({ dataFolder, databaseUrl, masterKeyFile: '/run/secrets/master.key' })
  noteOtherDatabase({ dataFolder, databaseUrl: null, masterKeyFile: null })
  expect(refusalOfFresh({ dataFolder, databaseUrl: null })).toBeUndefined()
  noteOtherDatabase({ dataFolder, databaseUrl, masterKeyFile: null })
  const refusal = refusalOfFresh({ dataFolder, databaseUrl: null }) ?? ''
  expect(refusal).toContain(
    `${key}, which alone opens what the database tally at db.example.org:5433 keeps sealed`,
  )
  expect(refusal).not.toContain('owner')
})

it('what is removed leaves the downloaded tools, and no key', () => {
  mkdirSync(join(dataFolder, 'tools'))
  removeData(dataFolder)
  expect([existsSync(join(dataFolder, 'tools')), existsSync(join(dataFolder, 'secrets'))]).toEqual([
    true,
    false,
  ])
})

it.each(['TALLY_MASTER_KEY_FILE', 'TALLY_ROLES_KEY_FILE'])(
  'npm start takes the key that %s names, and makes none in its place',
  patient,
  (setting) => {
    const path = join(dataFolder, 'nowhere')
    const { status, stderr } = npmStart({ [setting]: path })
    expect([status, existsSync(path)]).toEqual([1, false])
    expect(stderr).toContain(`There is no key file ${path}: set ${setting}`)
    expect(readFileSync(key)).toEqual(Buffer.alloc(32))
  },
)
