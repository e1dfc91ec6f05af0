/** README.md names every setting that there is, no other, and what it says of them is what the reader of the environment does. */
import { readFileSync } from 'node:fs'
import { environment } from '@tally/platform'
import { describe, expect, it } from 'vitest'
import { repository } from './compose-file.ts'

const readme = readFileSync(`${repository}/README.md`, 'utf8')
const reader = readFileSync(`${repository}/packages/platform/src/config.ts`, 'utf8')

/** Kills the process at a named place: for tests alone. */
const untold = 'TALLY_FAILPOINT'

const [, table = ''] = /^\| Setting +\| Says +\|.*\n\|[ |-]+\n((?:\|.*\n)+)/m.exec(readme) ?? []
const rows = new Map(
  table
    .trim()
    .split('\n')
    .map((row) => {
      const [, names = '', says = '', without = ''] = row.split('|').map((cell) => cell.trim())
      return [names, { says, without }] as const
    }),
)
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)

describe('the settings in README.md', () => {
  it('are those that config.ts reads', () => {
    const bare = [...reader.matchAll(/\bvariables\.([A-Z_]+)/g)].map(([, name = '']) => name)
    const filed = [...reader.matchAll(/\bgivenOrFiled\(variables, '([A-Z_]+)'\)/g)]
    const read = [...bare, ...filed.flatMap(([, name = '']) => [name, `${name}_FILE`])]
    const told = [...readme.matchAll(/`((?:TALLY|OTEL|DATABASE|KAFKA)_[A-Z_]+)`/g)].map(
      ([, name = '']) => name,
    )
    expect(filed).toHaveLength(3)
    expect([...new Set(told)].toSorted()).toEqual(
      [...new Set(read)].filter((name) => name !== untold).toSorted(),
    )
  })

  it('stand in the table, but for what a service’s own process alone reads', () => {
    const inTable = [...rows.keys()].flatMap(quoted)
    expect(inTable.length).toBeGreaterThan(12)
    const told = [...readme.matchAll(/`((?:TALLY|OTEL|DATABASE|KAFKA)_[A-Z_]+)`/g)].map(
      ([, name = '']) => name,
    )
    const beside = told.filter(
      (name) => !inTable.includes(name) && !inTable.includes(name.replace('_FILE', '')),
    )
    expect(new Set(beside)).toEqual(new Set(['OTEL_SERVICE_NAME']))
  })

  it('begin where nothing is set with what the table says', () => {
    const { port, logLevel, dataFolder, trustedProxies, databaseVolume } = environment('/tally', {})
    const without = (name: string) => rows.get(`\`${name}\``)?.without
    expect(without('TALLY_PORT')).toBe(String(port))
    expect(without('TALLY_LOG')).toBe(`\`${logLevel}\``)
    expect(quoted(without('TALLY_DATA') ?? '').map((folder) => `/tally/${folder}`)).toEqual([dataFolder])
    expect([trustedProxies, databaseVolume]).toEqual([null, null])
  })

  it.each(['TALLY_LOG', 'TALLY_TRACES', 'TALLY_WEBHOOKS_TO_LOOPBACK', 'TALLY_DATABASE_VOLUME'])(
    '%s takes the words that are told, and says all of them when it is given another',
    (name) => {
      const words = quoted(rows.get(`\`${name}\``)?.says ?? '').filter((word) => word !== 'DATABASE_URL')
      expect(words).not.toEqual([])
      for (const word of words) expect(() => environment('/tally', { [name]: word })).not.toThrow()
      const refusal = () => environment('/tally', { [name]: 'another' })
      for (const word of words) expect(refusal).toThrow(word)
    },
  )
})
