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
  readonly connections: Gauge<'service' | 'pool' | 'state'>
  readonly checkHolds: Gauge<'service' | 'check'>
  readonly checkSeconds: Gauge<'service' | 'check'>
  readonly databaseScarce: Gauge
  readonly waitingItems: Gauge<'service' | 'what'>
  readonly waitingSeconds: Gauge<'service' | 'what'>
  readonly stageSeconds: Histogram<'service' | 'stage'>
  readonly spansDropped: Counter<'reason'>
  readonly spanFlushesFailed: Counter
}

/** From 0.2 s to 30 days: machines take seconds, payers weeks. */
const stageBuckets = [
  0.2, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, 259_200, 604_800, 1_209_600, 2_592_000,
]

export function meters(): Meters {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    ...counters(registry),
    ...gauges(registry),
    requestSeconds: new Histogram({
      name: 'tally_http_request_seconds',
      help: 'Time from the request line to the answer.',
      labelNames: ['service', 'method', 'route'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'tally_stage_seconds',
      help: 'From a treatment day’s first charges to each stage on its way to cash, when it is reached first.',
      labelNames: ['service', 'stage'],
      buckets: stageBuckets,
      registers,
    }),
  }
}

/** What is counted when it happens. */
function counters(registry: Registry) {
  return {
    requests: counter('tally_http_requests_total', 'Requests answered.', [
      'service',
      'method',
      'route',
      'status',
    ]),
    refusals: counter('tally_refusals_total', 'Requests refused, by problem code.', ['service', 'code']),
    published: counter('tally_messages_published_total', 'Outbox rows the broker acknowledged.', [
      'service',
      'topic',
    ]),
    consumed: counter(
      'tally_messages_consumed_total',
      'Messages by what became of them: handled, duplicate, parked.',
      ['service', 'consumer', 'verdict'],
    ),
    bulkReads: counter('tally_bulk_reads_total', 'Keys that saw very many patients, once an hour each.', [
      'service',
      'code',
    ]),
    webhooks: counter(
      'tally_webhook_attempts_total',
      'Attempts to tell an endpoint, by what became of the delivery: delivered, put-off, failed.',
      ['service', 'verdict'],
    ),
    spansDropped: counter(
      'tally_spans_dropped_total',
      'Spans that the table does not have: no room in memory, refused by the database.',
      ['reason'],
    ),
    spanFlushesFailed: counter(
      'tally_span_flushes_failed_total',
      'Batches of spans that the database did not take.',
      [],
    ),
  }

  function counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [registry] })
  }
}

/** What is asked when Prometheus asks. */
function gauges(registry: Registry) {
  return {
    outboxRows: gauge('tally_outbox_unpublished', 'Outbox rows the broker does not have yet.', ['service']),
    outboxSeconds: gauge('tally_outbox_oldest_seconds', 'Age of the oldest of them.', ['service']),
    parked: gauge('tally_parked_messages', 'Messages that wait for a person.', ['service']),
    lagRecords: gauge('tally_lag_records', 'Messages behind.', ['service', 'topic', 'partition']),
    lagSeconds: gauge('tally_lag_seconds', 'Seconds behind.', ['service', 'topic', 'partition']),
    connections: gauge(
      'tally_pool_connections',
      'Connections to the database: busy, idle; waiting are those who ask for one.',
      ['service', 'pool', 'state'],
    ),
    checkHolds: gauge(
      'tally_self_check_holds',
      '1 where what the service last checked of itself holds, else 0.',
      ['service', 'check'],
    ),
    checkSeconds: gauge('tally_self_check_age_seconds', 'Since it looked; absent before the first time.', [
      'service',
      'check',
    ]),
    databaseScarce: gauge(
      'tally_database_scarce',
      '1 where the database’s disk is nearly full, so that what brings work is refused, else 0.',
      [],
    ),
    waitingItems: gauge('tally_waiting_items', 'Business that waits, by what it is.', ['service', 'what']),
    waitingSeconds: gauge(
      'tally_waiting_oldest_seconds',
      'How long the oldest of it waits; 0 where none does.',
      ['service', 'what'],
    ),
  }

  function gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [registry] })
  }
}
