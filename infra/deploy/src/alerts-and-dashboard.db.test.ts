/** A panel or a rule whose metric there is not is empty and silent: each must be one that /metrics offers, with values it has. */
import { readFileSync } from 'node:fs'
import { operatorKey, startTestHost, type TestHost, testKeyManagement } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { composeFile, repository } from './compose-file.ts'
import { expressions } from './dashboard.ts'
import { deployedServices } from './deployed-services.ts'

const read = (name: string): unknown =>
  parse(readFileSync(`${repository}/infra/compose/lgtm/${name}`, 'utf8'))
const rule = z.strictObject({
  alert: z.string().regex(/^Tally\w+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().endsWith('.'), action: z.string().endsWith('.') }),
})
const { groups } = z
  .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
  .parse(read('alerts.yaml'))
const rules = groups.flatMap((group) => group.rules)
const asked = [
  ...expressions.map((expression) => [expression] as const),
  ...rules.map(({ expr }) => [expr] as const),
]

let tally: TestHost
let offered: string
beforeAll(async () => {
  tally = await startTestHost({ services: deployedServices(testKeyManagement) })
  const { status, text } = await tally.call('GET', '/metrics', { key: operatorKey })
  expect(status).toBe(200)
  offered = text
})
afterAll(() => tally.stop())

describe('dashboard and alerts', () => {
  it.each(asked)('%s asks for what there is', (expression) => {
    const types = new Map(
      [...offered.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]),
    )
    const names = [...expression.matchAll(/\b(?:tally|nodejs|process)_\w+/g)].map(([name]) => name)
    // `up` is Prometheus's own.
    if (!expression.startsWith('up{')) expect(names).not.toEqual([])
    for (const name of names) {
      const base = name.replace(/_(bucket|count|sum)$/, '')
      expect(types.has(name) || types.get(base) === 'histogram', `${name} is not offered`).toBe(true)
    }
    for (const [label] of expression.matchAll(/(what|code)="[^"]+"/g)) expect(offered).toContain(label)
  })

  it('every metric that tells of trouble is looked at by a rule', () => {
    // Money, time and people: what is not called out is found by chance.
    const troubles = [
      'bulk_reads_total',
      'parked_messages',
      'self_check_holds',
      'database_scarce',
      'lag_seconds',
    ]
    for (const trouble of troubles) {
      expect(
        rules.filter(({ expr }) => expr.includes(`tally_${trouble}`)),
        trouble,
      ).not.toEqual([])
      expect(
        expressions.filter((each) => each.includes(`tally_${trouble}`)),
        trouble,
      ).not.toEqual([])
    }
  })

  it('each kind of what waits is told where none waits, and so is each pool', () => {
    const waiting = [...offered.matchAll(/^tally_waiting_items\{service="(.+)",what="(.+)"\} 0$/gm)]
    expect(waiting.map(([, service, what]) => `${service}: ${what}`).toSorted()).toEqual([
      'claim-submission: batches to send',
      'claim-submission: batches unknown',
      'claim-submission: claims held',
      'claim-submission: claims rejected',
      'claim-submission: claims to write',
      'claim-submission: claims unanswered',
      'claim-submission: claims unknown',
      'claim-submission: files not understood',
      'eligibility: checks to answer',
      'era-posting: remittances to post',
    ])
    expect(offered).toMatch(/^tally_self_check_holds\{service="era-posting",check="ledger invariants"\} 1$/m)
    expect(offered).toMatch(/^tally_pool_connections\{service="insight",pool="worker",state="busy"\} \d+$/m)
  })

  it('Prometheus asks each service that compose runs, by a key from a file', () => {
    const prometheus = z
      .looseObject({
        scrape_configs: z.array(
          z.looseObject({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
        ),
        rule_files: z.array(z.string()),
      })
      .parse(read('prometheus.yaml'))
    const [job] = prometheus.scrape_configs
    const ran = Object.entries(composeFile().services).filter(([, { command }]) =>
      command[1]?.startsWith('services/'),
    )
    expect(job?.static_configs[0]?.targets).toEqual(ran.map(([name]) => `${name}:4000`).toSorted())
    expect(job?.authorization).toMatchObject({ credentials_file: '/run/secrets/operator-key' })
    const mounted = composeFile().services.lgtm?.volumes.map((volume) => volume.split(':')[1])
    expect(mounted).toEqual(expect.arrayContaining(prometheus.rule_files))
  })
})
