import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { environment } from './config.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function filed(text: string): string {
  const path = join(folder, 'secret')
  writeFileSync(path, text)
  return path
}

it.each([
  ['DATABASE_URL', 'databaseUrl'],
  ['TALLY_OPERATOR_KEY', 'operatorKey'],
  ['TALLY_DEMO_KEY', 'demoKey'],
] as const)('%s is taken from the environment, or from the file of %s_FILE', (name, field) => {
  expect(environment(folder, {})[field]).toBeNull()
  expect(environment(folder, { [name]: 'a value' })[field]).toBe('a value')
  expect(environment(folder, { [`${name}_FILE`]: filed('a value\n') })[field]).toBe('a value')
  expect(environment(folder, { [name]: '', [`${name}_FILE`]: filed(' kept within ') })[field]).toBe(
    ' kept within',
  )
})

it('a value and a file of the same name are refused: one of them is out of date', () => {
  const both = { DATABASE_URL: 'postgres://here', DATABASE_URL_FILE: filed('postgres://there') }
  expect(() => environment(folder, both)).toThrow(
    'DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them.',
  )
})

it('a file that is missing or empty is refused by its name, and never taken for no value', () => {
  const missing = join(folder, 'nowhere')
  expect(() => environment(folder, { TALLY_DEMO_KEY_FILE: missing })).toThrow(
    `The file that TALLY_DEMO_KEY_FILE names, ${missing}, cannot be read`,
  )
  expect(() => environment(folder, { TALLY_DEMO_KEY_FILE: filed('\n') })).toThrow('is empty')
})

it.each([
  ['1000', 1_000],
  ['5Mi', 5_242_880],
  ['200Gi', 214_748_364_800],
  ['4Ti', 4_398_046_511_104],
  ['', null],
])('TALLY_DATABASE_VOLUME=%s is %s bytes', (text, bytes) => {
  expect(environment(folder, { TALLY_DATABASE_VOLUME: text }).databaseVolume).toBe(bytes)
})

it.each(['0', '-1', '1.5Gi', '200GB', 'Gi', '200 Gi'])('TALLY_DATABASE_VOLUME=%s is refused', (text) => {
  expect(() => environment(folder, { TALLY_DATABASE_VOLUME: text })).toThrow(
    'TALLY_DATABASE_VOLUME must be bytes, such as 200Gi.',
  )
})
