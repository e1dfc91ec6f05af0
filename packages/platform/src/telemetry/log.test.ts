import { expect, it } from 'vitest'
import { jsonLog, type LogLevel } from './log.ts'

it.each<[level: LogLevel, kept: boolean, written: readonly string[]]>([
  ['info', false, ['seen', 'recorded']],
  ['warn', false, []],
  ['info', true, ['seen', 'recorded']],
  ['warn', true, ['recorded']],
  ['silent', true, ['recorded']],
])('at level %s, kept: %s, what is seen and what is recorded are written as %j', (level, kept, written) => {
  const lines: string[] = []
  const log = jsonLog(level, (line) => lines.push(line), { kept })
  log.info('seen', { service: 'insight' })
  log.record('recorded', { service: 'insight' })
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    written.map((msg) => ({ level: 30, service: 'insight', msg })),
  )
})

it('what cannot be written is told to who records', () => {
  const log = jsonLog(
    'warn',
    () => {
      throw new Error('no room')
    },
    { kept: true },
  )
  expect(() => log.record('recorded')).toThrow('no room')
})
