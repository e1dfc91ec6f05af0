import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runningDatabase } from './running-database.ts'

let dataFolder = ''
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'tally-audit-'))
})
afterEach(() => rmSync(dataFolder, { recursive: true }))

it('is the one of DATABASE_URL', () => {
  const databaseUrl = 'postgres://db/tally'
  expect(runningDatabase({ databaseUrl, dataFolder })).toEqual({ url: databaseUrl })
})

it('is the embedded one while a Tally runs there', () => {
  mkdirSync(join(dataFolder, 'secrets'))
  writeFileSync(join(dataFolder, 'secrets', 'postgres-password'), 'a-password')
  writeFileSync(join(dataFolder, 'ports.json'), JSON.stringify({ postgres: 5433, kafka: 9 }))
  expect(runningDatabase({ databaseUrl: null, dataFolder })).toEqual({
    says: expect.stringContaining(`No Tally runs with its data in ${dataFolder}`),
  })
  writeFileSync(join(dataFolder, 'run.json'), '{}')
  expect(runningDatabase({ databaseUrl: null, dataFolder })).toEqual({
    url: 'postgres://postgres:a-password@127.0.0.1:5433/postgres',
  })
})
