/** eligibility with payers that do as a test tells them, and a clock to move. */
import { createHash } from 'node:crypto'
import type { Envelope } from '@tally/contracts'
import { demoPractice, virtualClock } from '@tally/platform'
import { demoKey, setUpPartner, speaker, startTestHost } from '@tally/testkit'
import { eligibilityThrough } from '../service.ts'
import { type DaySettings, SampleDay } from './sample-day.ts'
import { scriptedPayers } from './sample-payers.ts'

export async function startSampleEligibility(now = '2026-03-02T18:00:00.000Z') {
  const clock = virtualClock(now)
  const payers = scriptedPayers()
  const services = [eligibilityThrough(payers.gateway), speaker]
  const host = await startTestHost({ services, clock })
  await setUpPartner(host)
  const shell = host.host.services[0]?.shell
  if (!shell) throw new Error('a host runs at least one service')
  const keys = await shell.vault.of(demoPractice.id)
  return {
    ...{ host, clock, payers, keys, shell },
    ...{ call: host.call, sql: host.sql, settled: host.settled, stop: host.stop },
    day: (settings: DaySettings = {}) => new SampleDay(host, keys, settings),
    async patch(path: string, body: object, more: Readonly<Record<string, string>> = {}) {
      const headers = { authorization: `Bearer ${demoKey}`, 'content-type': 'application/json', ...more }
      const payload = JSON.stringify(body)
      const answer = await host.host.app.inject({ method: 'PATCH', url: path, headers, payload })
      return { status: answer.statusCode, json: JSON.parse(answer.body), headers: answer.headers }
    },
    /** What was said on a topic, in order. */
    async saidOn(topic: string): Promise<Envelope[]> {
      const text = 'select body from eligibility.outbox where topic = $1 order by id'
      return (await host.sql<{ body: string }>(text, [topic])).map(({ body }) => JSON.parse(body))
    },
    openWork: (kind: string) =>
      host.sql<{ subject: string; rule: string; next: string }>(
        'select subject, rule, next from eligibility.work_item where kind = $1 and closed_at is null order by id',
        [kind],
      ),
    opened: (envelope: Envelope | undefined) =>
      envelope?.sealed ? keys.openPart(envelope.sealed, `${envelope.id}|${envelope.type}`) : null,
    /** A key of another role. */
    async keyOf(role: string): Promise<string> {
      const key = `key-of-a-${role}-in-the-tests`
      const digest = createHash('sha256').update(key).digest()
      const text = 'select platform.put_api_key($1, $2, $3, $4, $5)'
      await host.sql(text, [`key_${role}`, digest, role, role, [demoPractice.id]])
      return key
    },
  }
}

export type SampleEligibility = Awaited<ReturnType<typeof startSampleEligibility>>
