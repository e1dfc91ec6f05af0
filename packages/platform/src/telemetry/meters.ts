/** What operators graph. Labels are services, routes, topics and codes: never an id. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Meters {
  readonly registry: Registry
  readonly requests: Counter<'service' | 'method' | 'route' | 'status'>
  readonly requestSeconds: Histogram<'service' | 'method' | 'route'>
  readonly refusals: Counter<'service' | 'code'>
  readonly published: Counter<'service' | 'topic'>
  readonly consumed: Counter<'service' | 'consumer' | 'verdict'>
  readonly webhooks: Counter<'service' | 'verdict'>
  readonly outboxRows: Gauge<'service'>
  readonly outboxSeconds: Gauge<'service'>
  readonly bulkReads: Counter<'service' | 'code'>
  readonly parked: Gauge<'service'>
  readonly lagRecords: Gauge<'service' | 'topic' | 'partition'>
  readonly lagSeconds: Gauge<'service' | 'topic' | 'partition'>
  readonly spansDropped: Counter<'reason'>
  readonly spanFlushesFailed: Counter
}

export function meters(): Meters {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const lagLabels = ['service', 'topic', 'partition'] as const
  return {
    registry,
    requests: new Counter({
      name: 'tally_http_requests_total',
      help: 'Requests answered.',
      labelNames: ['service', 'method', 'route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'tally_http_request_seconds',
      help: 'Time from the request line to the answer.',
      labelNames: ['service', 'method', 'route'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
      registers,
    }),
    refusals: new Counter({
      name: 'tally_refusals_total',
      help: 'Requests refused, by problem code.',
      labelNames: ['service', 'code'],
      registers,
    }),
    published: new Counter({
      name: 'tally_messages_published_total',
      help: 'Outbox rows the broker acknowledged.',
      labelNames: ['service', 'topic'],
      registers,
    }),
    consumed: new Counter({
      name: 'tally_messages_consumed_total',
      help: 'Messages by what became of them: handled, duplicate, parked.',
      labelNames: ['service', 'consumer', 'verdict'],
      registers,
    }),
    bulkReads: new Counter({
      name: 'tally_bulk_reads_total',
      help: 'Keys that saw very many patients, once an hour each.',
      labelNames: ['service', 'code'],
      registers,
    }),
    webhooks: new Counter({
      name: 'tally_webhook_attempts_total',
      help: 'Attempts to tell an endpoint, by what became of the delivery: delivered, put-off, failed.',
      labelNames: ['service', 'verdict'],
      registers,
    }),
    outboxRows: gauge('tally_outbox_unpublished', 'Outbox rows the broker does not have yet.'),
    outboxSeconds: gauge('tally_outbox_oldest_seconds', 'Age of the oldest of them.'),
    parked: gauge('tally_parked_messages', 'Messages that wait for a person.'),
    lagRecords: new Gauge({
      name: 'tally_lag_records',
      help: 'Messages behind.',
      labelNames: lagLabels,
      registers,
    }),
    lagSeconds: new Gauge({
      name: 'tally_lag_seconds',
      help: 'Seconds behind.',
      labelNames: lagLabels,
      registers,
    }),
    spansDropped: new Counter({
      name: 'tally_spans_dropped_total',
      help: 'Spans that the table does not have: no room in memory, refused by the database.',
      labelNames: ['reason'],
      registers,
    }),
    spanFlushesFailed: new Counter({
      name: 'tally_span_flushes_failed_total',
      help: 'Batches of spans that the database did not take.',
      registers,
    }),
  }

  function gauge(name: string, help: string): Gauge<'service'> {
    return new Gauge({ name, help, labelNames: ['service'], registers })
  }
}
