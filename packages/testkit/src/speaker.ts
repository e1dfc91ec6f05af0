/** A service that says what a test hands it: a stand-in for those whose events another one hears. */
import { act, commit, defineService, type saying } from '@tally/platform'
import type { TestHost } from './running-host.ts'

export const speaker = defineService({
  name: 'speaker',
  decides: 'Nothing: it says in tests what others would.',
  features: [],
  migrations: new URL('../migrations/', import.meta.url),
})

/** Says `said` for the practice through outbox and broker; the services of `tally` must include `speaker`. */
export async function say(
  tally: TestHost,
  said: readonly ReturnType<typeof saying>[],
  practiceId = 'prc_demo',
  traceparent?: string,
): Promise<void> {
  const running = tally.host.services.find(({ service }) => service.name === speaker.name)
  if (!running) throw new Error('start the test host with `speaker` among its services')
  await act(running.shell, { practiceId, causationId: 'test', traceparent }, (work) =>
    commit(work, async () => undefined, said),
  )
}
