/** Says to era-posting that visits were charged and their claims sent, before its bench: in a process that is not measured. */
import { allServices } from '@tally/embedded/all-services'
import { act, commit, host, inProcessBroker, jsonLog, startTracing } from '@tally/platform'
import { speaker, testKeyManagement, testSecret } from '@tally/testkit'
import { charged, submitted, type Visit } from './audit/sample-visits.ts'

const saidAtOnce = 500

/** `key` is the demo practice's first key afterwards. Ends when all of it is booked. */
export async function sayVisits(databaseUrl: string, key: string, visits: readonly Visit[]): Promise<void> {
  const eraPosting = allServices(testKeyManagement).filter(({ name }) => name === 'era-posting')
  const running = await host([...eraPosting, speaker], {
    ...{ databaseUrl, secret: testSecret, keyManagement: testKeyManagement, broker: inProcessBroker() },
    firstKeys: { operator: 'operator-key-of-the-bench', demo: key },
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
