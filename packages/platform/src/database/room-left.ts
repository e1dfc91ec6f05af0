/**
 * Whether the database's disk has room. What brings work is refused before there is none, so that nothing is taken that could not
 * be worked off (reliability-security.md 5.5: below 10 %); reading goes on, and so does what was taken already.
 */
import type { Log } from '../telemetry/log.ts'
import { type Query, queryOn } from './pool.ts'

/** `scarce`: requests that bring work are refused. `none`: partners' webhooks too. */
export type RoomLeft = 'enough' | 'scarce' | 'none'

export type AskRoom = () => Promise<RoomLeft>

export interface RoomRead {
  /** As it was asked last; enough until then. */
  room(): RoomLeft
}

export interface WatchedRoom extends RoomRead {
  stop(): Promise<void>
}

const everyMs = 10_000

/** Asks at once and then every ten seconds, and tells `told`. While it cannot be asked, what was answered last stands. */
export function watchRoom(ask: AskRoom, log: Log, told: (room: RoomLeft) => void): WatchedRoom {
  let room: RoomLeft = 'enough'
  let asking: Promise<void> = look()
  const timer = setInterval(() => {
    asking = asking.then(look)
  }, everyMs)
  timer.unref()
  return {
    room: () => room,
    async stop() {
      clearInterval(timer)
      await asking
    },
  }

  async function look(): Promise<void> {
    try {
      const answered = await ask()
      if (answered !== room) log[answered === 'enough' ? 'warn' : 'error'](says[answered])
      room = answered
      told(room)
    } catch (error) {
      log.warn('how full the database’s disk is could not be asked', { error })
    }
  }
}

const says: Readonly<Record<RoomLeft, string>> = {
  enough: 'the database’s disk has room again',
  scarce: 'the database’s disk is nearly full: requests that bring work are refused until it is larger',
  none: 'the database’s disk is full: requests and webhooks are refused until it is larger',
}

/** `room`: bytes of the database's volume, who knows what is left of its disk, or null where nobody does. */
export function askRoomOf(room: number | AskRoom | null, pool: Parameters<typeof queryOn>[0]): AskRoom {
  if (typeof room === 'number') return roomOnVolume(queryOn(pool), room)
  return room ?? (async () => 'enough')
}

/** Of a volume of so many bytes: nine tenths may be in use, and 98 of 100 for what a partner sends once. */
const [scarceFrom, noneFrom] = [0.9, 0.98]

/**
 * Postgres tells how large its databases are and not what they lie on: whoever set it up says so. WAL that lies on the same volume
 * is not counted; leave it out of `bytes`.
 */
function roomOnVolume(query: Query, bytes: number): AskRoom {
  return async () => {
    const [size] = await query<{ bytes: number }>({
      name: 'room-database-size',
      text: 'select pg_database_size(current_database()) as bytes',
    })
    return roomOf((size?.bytes ?? 0) / bytes)
  }
}

function roomOf(used: number): RoomLeft {
  if (used >= noneFrom) return 'none'
  return used >= scarceFrom ? 'scarce' : 'enough'
}
