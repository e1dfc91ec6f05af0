/**
 * The one stop of a run, whoever asks for it and whenever: first what takes work, then what carries it. What fails on the way
 * is said in a line and keeps nothing else from ending: a full disk must not leave servers behind.
 */
import { describeError, type RunningHost } from '@tally/platform'
import type { BegunServers } from './begun-servers.ts'
import type { RunningInstance } from './running-instance.ts'
import { settles } from './settles.ts'

export interface Stopper {
  /** Ends the process; once, however often it is asked. */
  (code: number, says?: string): Promise<void>
  asked: boolean
  /** The services, from the moment they begin to start. */
  host?: Promise<Pick<RunningHost, 'stop'>>
}

export interface ToStop {
  readonly instance: Pick<RunningInstance, 'stopping' | 'release'>
  readonly servers: BegunServers
  readonly say: (line: string) => void
  readonly exit: (code: number) => void
}

/** For services that still start; their servers are stopped under them after that. */
const patienceMs = 15_000

export function stopper({ instance, servers, say, exit }: ToStop): Stopper {
  const step = async (what: string, act: () => unknown) => {
    try {
      await act()
    } catch (error) {
      say(`${what} failed (${describeError(error).says}); the stop goes on.`)
    }
  }
  const stop: Stopper = Object.assign(
    async (code: number, says?: string) => {
      if (stop.asked) return
      stop.asked = true
      if (says) say(says)
      servers.close()
      await step('Noting the stop in run.json', () => instance.stopping())
      await step('Stopping the simulated clearinghouse', () => servers.end('simulator'))
      await step('Stopping the services', async () => (await startedHost(stop.host))?.stop())
      await step('Stopping the servers', () => servers.end('kafka', 'postgres'))
      await step('Stopping what had begun to start', () => servers.over())
      await step('Removing run.json', () => instance.release())
      exit(code)
    },
    { asked: false },
  )
  return stop
}

/** Undefined where the start failed, which was said by whoever started it, or takes too long to wait for. */
function startedHost(host: Stopper['host']): Promise<Pick<RunningHost, 'stop'> | undefined> {
  const started = (host ?? Promise.resolve(undefined)).catch(() => undefined)
  return settles(started, patienceMs)
}
