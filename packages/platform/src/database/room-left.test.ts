import type pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { jsonLog } from '../telemetry/log.ts'
import { askRoomOf, type RoomLeft, watchRoom } from './room-left.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const tenSeconds = () => vi.advanceTimersByTimeAsync(10_000)

it('asks at once and every ten seconds, and says what changes', async () => {
  const [lines, told]: [string[], RoomLeft[]] = [[], []]
  const log = jsonLog('info', (line) => lines.push(line))
  let left: RoomLeft = 'scarce'
  const watched = watchRoom(
    async () => left,
    log,
    (room) => told.push(room),
  )
  expect(watched.room()).toBe('enough')
  await vi.advanceTimersByTimeAsync(0)
  expect(watched.room()).toBe('scarce')
  await tenSeconds()
  left = 'none'
  await tenSeconds()
  expect(watched.room()).toBe('none')
  left = 'enough'
  await tenSeconds()
  expect(watched.room()).toBe('enough')
  expect(told).toEqual(['scarce', 'scarce', 'none', 'enough'])
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    'the database’s disk is nearly full: requests that bring work are refused until it is larger',
    'the database’s disk is full: requests and webhooks are refused until it is larger',
    'the database’s disk has room again',
  ])
  await watched.stop()
  left = 'none'
  await tenSeconds()
  expect(watched.room()).toBe('enough')
})

it('what was answered last stands while it cannot be asked', async () => {
  const lines: string[] = []
  const log = jsonLog('info', (line) => lines.push(line))
  const answers: RoomLeft[] = ['scarce']
  const ask = async () => {
    const answer = answers.shift()
    if (answer === undefined) throw new Error('no database')
    return answer
  }
  const watched = watchRoom(ask, log, () => undefined)
  await vi.advanceTimersByTimeAsync(0)
  await tenSeconds()
  expect(watched.room()).toBe('scarce')
  expect(lines).toHaveLength(2)
  answers.push('enough')
  await tenSeconds()
  expect(watched.room()).toBe('enough')
  await watched.stop()
})

it.each<[bytes: number, room: RoomLeft]>([
  [0, 'enough'],
  [899, 'enough'],
  [900, 'scarce'],
  [979, 'scarce'],
  [980, 'none'],
  [1_200, 'none'],
])('a database of %d bytes on a volume of 1,000: %s', async (bytes, room) => {
  const pool = { query: async () => ({ rows: [{ bytes }] }) } as unknown as pg.Pool
  expect(await askRoomOf(1_000, pool)()).toBe(room)
})
