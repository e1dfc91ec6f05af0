/** What an operator looks at, as Grafana reads it: written from this list by `npm run docs`. */

interface Panel {
  readonly title: string
  readonly says: string
  readonly unit?: 's' | 'percentunit' | 'bytes'
  /** PromQL, each with how its lines are called. */
  readonly asks: readonly (readonly [expression: string, legend: string])[]
}

const quantile = (q: number, histogram: string, by: string) =>
  `histogram_quantile(${q}, sum by (le, ${by}) (rate(${histogram}_bucket[$__rate_interval])))`

const requests = (which: string) =>
  `sum by (service) (rate(tally_http_requests_total${which}[$__rate_interval]))`
const failed = `${requests('{status=~"5.."}')} / ${requests('')}`

const rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[] = [
  {
    title: 'From visit to cash',
    panels: [
      {
        title: 'Time to each stage, half of the visits',
        says: 'From a treatment day’s first charges, at the first time it reaches the stage.',
        unit: 's',
        asks: [[quantile(0.5, 'tally_stage_seconds', 'stage'), '{{stage}}']],
      },
      {
        title: 'Time to each stage, 99 of 100',
        says: 'Cleared within 60 s and sent within 15 min are the aims; the rest is the payers’ time.',
        unit: 's',
        asks: [[quantile(0.99, 'tally_stage_seconds', 'stage'), '{{stage}}']],
      },
      {
        title: 'Visits through each stage a minute',
        says: 'Where it dries up, look at the stage before.',
        asks: [['60 * sum by (stage) (rate(tally_stage_seconds_count[$__rate_interval]))', '{{stage}}']],
      },
      {
        title: 'What waits',
        says: 'Unknown: nobody knows whether it arrived. Held and rejected wait for a person.',
        asks: [['sum by (what) (tally_waiting_items)', '{{what}}']],
      },
      {
        title: 'How long the oldest of it waits',
        says: 'Batches to send over 60 min, unknown over 4 h and 835s over 30 min call somebody.',
        unit: 's',
        asks: [['max by (what) (tally_waiting_oldest_seconds)', '{{what}}']],
      },
      {
        title: 'Ledger',
        says: '1: every invariant held when it was last looked at. 0 is money that differs.',
        asks: [
          ['tally_self_check_holds', '{{check}} hold'],
          ['tally_self_check_age_seconds / 3600', '{{check}}: looked at hours ago'],
        ],
      },
    ],
  },
  {
    title: 'Messages',
    panels: [
      {
        title: 'Outbox: age of the oldest that Kafka lacks',
        says: 'Over 120 s calls somebody. Nothing is lost meanwhile.',
        unit: 's',
        asks: [['max by (service) (tally_outbox_oldest_seconds)', '{{service}}']],
      },
      {
        title: 'Outbox: how many Kafka lacks',
        says: 'Grows while the broker is away.',
        asks: [['max by (service) (tally_outbox_unpublished)', '{{service}}']],
      },
      {
        title: 'Lag in seconds',
        says: 'By group and partition: how old what it hears is.',
        unit: 's',
        asks: [['tally_lag_seconds', '{{service}} {{topic}} {{partition}}']],
      },
      {
        title: 'Lag in records',
        says: 'By group and partition.',
        asks: [['tally_lag_records', '{{service}} {{topic}} {{partition}}']],
      },
      {
        title: 'Parked',
        says: 'Messages and deadlines that could not be handled and wait for a person.',
        asks: [['max by (service) (tally_parked_messages)', '{{service}}']],
      },
      {
        title: 'Messages a second',
        says: 'Said, and by what became of those that were heard.',
        asks: [
          ['sum by (service) (rate(tally_messages_published_total[$__rate_interval]))', '{{service}} said'],
          [
            'sum by (service, verdict) (rate(tally_messages_consumed_total[$__rate_interval]))',
            '{{service}} {{verdict}}',
          ],
        ],
      },
    ],
  },
  {
    title: 'Requests, database, process',
    panels: [
      {
        title: 'Requests that failed',
        says: '5xx of all. 0.1 % of a month is the budget.',
        unit: 'percentunit',
        asks: [[failed, '{{service}}']],
      },
      {
        title: 'Time of a request, 99 of 100',
        says: 'By service and route.',
        unit: 's',
        asks: [[quantile(0.99, 'tally_http_request_seconds', 'service, route'), '{{service}} {{route}}']],
      },
      {
        title: 'Refusals a minute',
        says: 'By code: what callers get wrong.',
        asks: [['60 * sum by (code) (rate(tally_refusals_total[$__rate_interval]))', '{{code}}']],
      },
      {
        title: 'Keys that saw very many patients',
        says: 'Rings in the last hour, by service. Its log names the key; revoke it where nobody knows why.',
        asks: [['sum by (service, code) (increase(tally_bulk_reads_total[1h]))', '{{service}} {{code}}']],
      },
      {
        title: 'Connections to the database',
        says: 'Waiting over none for long: the pool is too small, or statements are slow.',
        asks: [['sum by (service, state) (tally_pool_connections)', '{{service}} {{state}}']],
      },
      {
        title: 'Database: disk nearly full',
        says: '1: what brings work is refused. Said where the volume’s size is known (TALLY_DATABASE_VOLUME).',
        asks: [['tally_database_scarce', '{{instance}}']],
      },
      {
        title: 'Event loop: delay, 99 of 100',
        says: 'Over 0.5 s a process computes too much.',
        unit: 's',
        asks: [['nodejs_eventloop_lag_p99_seconds', '{{instance}}']],
      },
      {
        title: 'Memory',
        says: 'Resident, by process.',
        unit: 'bytes',
        asks: [['process_resident_memory_bytes', '{{instance}}']],
      },
    ],
  },
]

const [width, height] = [8, 8]
const datasource = { type: 'prometheus', uid: 'prometheus' }

/** Every expression of it. */
export const expressions = rows.flatMap(({ panels }) =>
  panels.flatMap(({ asks }) => asks.map(([expression]) => expression)),
)

export function dashboard(): object {
  let top = 0
  const laid = rows.flatMap(({ title, panels }) => {
    const head = { type: 'row', title, collapsed: false, gridPos: { x: 0, y: top, w: 24, h: 1 } }
    const first = top + 1
    top = first + Math.ceil(panels.length / 3) * height
    const placed = panels.map((panel, index) => ({
      ...graph(panel),
      gridPos: { x: (index % 3) * width, y: first + Math.floor(index / 3) * height, w: width, h: height },
    }))
    return [head, ...placed]
  })
  return {
    ...{ uid: 'tally', title: 'Tally', tags: ['tally'], editable: false, schemaVersion: 39, version: 1 },
    ...{ time: { from: 'now-6h', to: 'now' }, refresh: '30s', timezone: 'browser' },
    panels: laid.map((panel, index) => ({ id: index + 1, ...panel })),
  }
}

function graph({ title, says, unit, asks }: Panel): object {
  return {
    ...{ type: 'timeseries', title, description: says, datasource },
    fieldConfig: { defaults: { ...(unit ? { unit } : {}), min: 0 }, overrides: [] },
    targets: asks.map(([expr, legendFormat], index) => ({
      ...{ refId: String.fromCharCode(65 + index), datasource, expr, legendFormat },
    })),
  }
}
