/** Says to era-posting that visits were charged and their claims sent, before its bench: in a process that is not measured. */
import { eraPosting } from '@tally/era-posting'
import {
  act,
  commit,
  host,
  inProcessBroker,
  jsonLog,
  localKeyManagement,
  startTracing,
} from '@tally/platform'
import { speaker } from '@tally/testkit'
import { charged, submitted, type Visit } from './audit/sample-visits.ts'
import type { AloneSettings } from './era-posting-alone.ts'

const saidAtOnce = 500

/** Ends when all of it is booked. */
export async function sayVisits(settings: AloneSettings, visits: readonly Visit[]): Promise<void> {
  const { databaseUrl, apiKey } = settings
  const running = await host([eraPosting, speaker], {
    ...{ databaseUrl, secret: Buffer.from(settings.secret, 'base64'), broker: inProcessBroker() },
    keyManagement: localKeyManagement(Buffer.from(settings.masterKey, 'base64')),
    firstKeys: { operator: 'operator-key-of-the-bench', demo: apiKey },
    listen: { host: '127.0.0.1', port: 0 },
    log: jsonLog('error', (line) => process.stderr.write(line)),
    tracing: startTracing({ otlp: false }),
  })
  const said = running.services.find(({ service }) => service.name === speaker.name)
  if (!said) throw new Error('the speaker runs')
  for (let at = 0; at < visits.length; at += saidAtOnce) {
    const some = visits.slice(at, at + saidAtOnce)
    await act(said.shell, { practiceId: 'prc_demo', causationId: 'bench' }, (work) =>
      commit(
        work,
        async () => undefined,
        some.flatMap((visit) => [charged(visit), submitted(visit)]),
      ),
    )
    await running.settled()
  }
  await running.stop()
}
