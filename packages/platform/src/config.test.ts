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
  ['DATABASE_URL', 'databaseUrl', 'postgres://user@host/tally'],
  ['TALLY_OPERATOR_KEY', 'operatorKey', 'a key of thirty-two characters, !'],
  ['TALLY_DEMO_KEY', 'demoKey', ' kept within'],
] as const)('%s is taken from the environment, or from the file of %s_FILE', (name, field, value) => {
  expect(environment(folder, {})[field]).toBeNull()
  expect(environment(folder, { [name]: value })[field]).toBe(value)
  expect(environment(folder, { [name]: '', [`${name}_FILE`]: filed(`${value} \n`) })[field]).toBe(value)
})

const aKey =
  'TALLY_OPERATOR_KEY has 3 characters, and a key of fewer than 32 can be guessed: make one with `openssl'
const aDatabase = 'DATABASE_URL must be an address such as postgres://'
const proxies = 'TALLY_TRUSTED_PROXIES must be addresses, networks or uniquelocal, with commas'
it.each([
  ['TALLY_OPERATOR_KEY', 'abc', aKey],
  ['DATABASE_URL', 'nonsense', aDatabase],
  ['DATABASE_URL', 'mysql://user@host/tally', aDatabase],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'nonsense', 'OTEL_EXPORTER_OTLP_ENDPOINT must be the http address of'],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'host:4318', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be the http'],
  ['TALLY_TRUSTED_PROXIES', 'foo', proxies],
  ['TALLY_TRUSTED_PROXIES', '10.0.0.1,10.0.0.0/33', '"10.0.0.0/33" is none'],
])('%s=%s is refused by its name, with what to write', (name, value, says) => {
  expect(() => environment(folder, { [name]: value })).toThrow(says)
})

it('a password in a wrong DATABASE_URL is not repeated', () => {
  const wrong = () => environment(folder, { DATABASE_URL: 'host:5432 password=secret' })
  expect(wrong).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }))
})

it.each(['127.0.0.1', '10.0.0.0/8, uniquelocal', 'fd00::/8,::1', '10.0.0.0/255.0.0.0', 'loopback'])(
  'TALLY_TRUSTED_PROXIES=%s is taken',
  (value) => {
    expect(environment(folder, { TALLY_TRUSTED_PROXIES: value }).trustedProxies).toBe(value)
  },
)

it('a data folder that is a file, or lies below one, is refused; one that is not there yet is taken', () => {
  const file = filed('')
  for (const path of [file, join(file, 'below', 'it')])
    expect(() => environment(folder, { TALLY_DATA: path })).toThrow(
      `TALLY_DATA names ${path}, and ${file} is a file`,
    )
  const next = join(folder, 'not', 'yet')
  expect(environment(folder, { TALLY_DATA: next }).dataFolder).toBe(next)
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
