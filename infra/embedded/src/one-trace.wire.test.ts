import { chargeCapture } from '@tally/charge-capture'
import { claimSubmission } from '@tally/claim-submission'
import { kafkaBroker } from '@tally/platform'
import { operatorKey, sampleEncounter, startTestHost, testKeyManagement } from '@tally/testkit'
import { expect, it } from 'vitest'

const brokers = process.env.TEST_KAFKA_BROKERS

it.skipIf(!brokers)(
  'one trace runs from POST over Apache Kafka to the consumer’s commit',
  { timeout: 120_000 },
  async () => {
    const tally = await startTestHost({
      services: [chargeCapture(testKeyManagement), claimSubmission],
      broker: kafkaBroker({
        ...{
          brokers: brokers?.split(',') ?? [],
          clientId: 'trace',
          connectTimeoutMs: 10_000,
          sessionTimeoutMs: 6_000,
        },
        log: () => undefined,
      }),
    })
    const traceparent = '00-bbbb2222333344445555666677778888-1234567890abcdef-01'
    const body = sampleEncounter({ externalId: 'TRACED-ON-KAFKA' })
    const posted = await tally.call('POST', '/v1/encounters', {
      body,
      headers: { 'idempotency-key': 'traced', traceparent },
    })
    expect(posted.status).toBe(201)
    await tally.settled()
    const finished = tally.spans.getFinishedSpans()
    const spans = finished.filter((span) => span.spanContext().traceId === traceparent.slice(3, 35))
    const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
    const tree = spans.map(
      (span) => `${span.name} < ${nameOf.get(span.parentSpanContext?.spanId ?? '') ?? 'the caller'}`,
    )
    expect(tree.sort()).toEqual([
      'POST /v1/encounters < the caller',
      'commit < join-charges charge.captured.v1',
      'join-charges charge.captured.v1 < transaction charge-capture',
      'transaction charge-capture < POST /v1/encounters',
    ])
    const links = finished
      .filter(({ name }) => name === 'publish charge-capture')
      .flatMap((span) => span.links)
    expect(links.map(({ context }) => context.traceId)).toContain(traceparent.slice(3, 35))
    const lag = await tally.call('GET', '/v1/lag', { key: operatorKey })
    const behind = lag.json.items.filter(
      ({ records, seconds }: Record<string, number>) => records !== 0 || seconds !== 0,
    )
    expect([lag.json.items.length > 0, behind]).toEqual([true, []])
    await tally.stop()
  },
)
