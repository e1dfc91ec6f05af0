import { expect, it } from 'vitest'
import { begunServers } from './begun-servers.ts'
import { stopper } from './stop-in-order.ts'

/** What happened in which order, and a stop of it all. */
function begun(stopping: () => void = () => undefined) {
  const seen: string[] = []
  const note = (what: string) => async () => void seen.push(what)
  const servers = begunServers({ record: () => undefined })
  const instance = { stopping, release: () => void seen.push('released') }
  const exit = (code: number) => void seen.push(`exit ${code}`)
  const stop = stopper({ instance, servers, say: (line) => seen.push(line), exit })
  return { seen, note, servers, stop }
}

it('ends what takes work before what carries it, once', async () => {
  const { seen, note, servers, stop } = begun()
  for (const name of ['postgres', 'simulator'] as const) servers.spawned(name)(1, note(name))
  stop.host = Promise.resolve({ stop: note('services') })
  await Promise.all([stop(1, 'why'), stop(0)])
  expect(seen).toEqual(['why', 'simulator', 'services', 'postgres', 'released', 'exit 1'])
})

it('ends a server that comes to be while the stop is under way, before the record goes', async () => {
  const { seen, note, servers, stop } = begun()
  const { promise, resolve } = Promise.withResolvers<void>()
  void servers.starting(promise.then(() => servers.spawned('kafka')(1, note('kafka'))))
  const stopped = stop(0)
  resolve()
  await stopped
  expect(seen).toEqual(['kafka', 'released', 'exit 0'])
})

it('goes on over what fails, in a line each', async () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const { seen, note, servers, stop } = begun(() => {
    throw full
  })
  servers.spawned('postgres')(1, note('postgres'))
  stop.host = Promise.resolve({ stop: () => Promise.reject(full) })
  await stop(0)
  expect(seen).toEqual([
    'Noting the stop in run.json failed (Error ENOSPC); the stop goes on.',
    'Stopping the services failed (Error ENOSPC); the stop goes on.',
    ...['postgres', 'released', 'exit 0'],
  ])
})
