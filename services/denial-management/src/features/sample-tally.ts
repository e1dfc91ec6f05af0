/** denial-management alone, with a clock to move and what the tests look at. */
import { createHash } from 'node:crypto'
import { demoPractice, inProcessBroker, virtualClock } from '@tally/platform'
import { startTestHost } from '@tally/testkit'
import { denialManagement } from '../service.ts'
import { SampleClaim, type SampleSettings } from './sample-events.ts'

export interface Said {
  readonly type: string
  readonly subject: string
  readonly sequence: number
  readonly correlationid: string
  readonly data: Readonly<Record<string, unknown>>
  readonly sealed?: { readonly kid: string; readonly iv: string; readonly ct: string }
}

/** With another key than the owner's, and what the action wants beside. */
interface Acting extends Readonly<Record<string, unknown>> {
  readonly key?: string
}

export async function startSampleTally(now: string) {
  const clock = virtualClock(now)
  const broker = inProcessBroker()
  const host = await startTestHost({ services: [denialManagement], broker, clock })
  const call = host.call
  return {
    ...{ clock, broker, host, call, settled: host.settled, stop: host.stop, sql: host.sql },
    claim: (settings: SampleSettings = {}) => new SampleClaim(broker, clock, settings),
    /** Everything that was said of the denials of a claim, in order, without the version of its type. */
    async said(claimId: string): Promise<Said[]> {
      const rows = await host.sql<{ body: string }>(
        `select body from denial_management.outbox where body::jsonb -> 'data' ->> 'claimId' = $1 order by id`,
        [claimId],
      )
      return rows.map(({ body }) => {
        const said = JSON.parse(body)
        return { ...said, type: said.type.replace(/\.v\d+$/, '') }
      })
    },
    async denials(claimId: string) {
      const { json } = await call('GET', '/v1/denials?limit=200')
      return json.items.filter((item: { claimId: string }) => item.claimId === claimId)
    },
    act: (id: string, action: string, { key, ...more }: Acting = {}) =>
      call('POST', `/v1/denials/${id}/actions`, {
        ...(key === undefined ? {} : { key }),
        body: { action, reason: 'as the payer said', ...more },
      }),
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

export type SampleTally = Awaited<ReturnType<typeof startSampleTally>>
