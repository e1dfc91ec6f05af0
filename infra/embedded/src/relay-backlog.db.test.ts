import { defineService, inProcessBroker } from '@tally/platform'
import { startTestHost } from '@tally/testkit'
import { expect, it } from 'vitest'

const probe = defineService({
  name: 'claim-submission',
  decides: 'nothing: its outbox is filled by the test',
  features: [],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})

it('what waits beyond a batch is sent once, in its order, and numbered so', async () => {
  const published: string[] = []
  const real = inProcessBroker()
  const publish: typeof real.publish = async (messages) => {
    published.push(...messages.map(({ key }) => key))
    await real.publish(messages)
  }
  const tally = await startTestHost({ services: [probe], broker: { ...real, publish } })
  const said = 1_300
  await tally.sql(
    `insert into claim_submission.outbox (message_id, topic, key, type, body, created_at)
     select number, 'claim-submission.claims', number, 'probe', '{}', now()
     from generate_series(1, $1::integer) as number`,
    [said],
  )
  const inOrder = Array.from({ length: said }, (_, index) => String(index + 1))
  await expect.poll(() => published.length).toBe(said)
  expect(published).toEqual(inOrder)
  await expect
    .poll(() => tally.sql('select key from claim_submission.outbox where published_at is null'))
    .toEqual([])
  const numbered = await tally.sql<{ readonly key: string }>(
    'select key from claim_submission.outbox order by position',
  )
  expect(numbered.map(({ key }) => key)).toEqual(inOrder)
  await tally.stop()
})
