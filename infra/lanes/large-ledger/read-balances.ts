/** The balance of one claim, chosen at random among all, as the product reads it: its statement, its role, its route. */
import { randomInt } from 'node:crypto'
import { balancesOf } from '@tally/era-posting/ledger'
import { inTransaction, openPool, passwordOf, type Work } from '@tally/platform'
import pg from 'pg'
import type { AloneSettings } from '../era-posting-alone.ts'
import { type Asked, askAtRate } from './open-model.ts'

const practiceId = 'prc_demo'
const perSecond = 50

interface SampledClaim {
  readonly id: string
  /** At its payer, refused there, and at its patient. */
  readonly accounts: readonly string[]
}

/** Some thousands of all claims, wherever they lie. */
export async function sampleClaims(url: string): Promise<readonly SampledClaim[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<SampledClaim>(`
      select c.id, array_agg(a.account order by a.account) as accounts
      from (select * from era_posting.claim order by random() limit 5000) c
      join era_posting.charge_line l on l.practice_id = c.practice_id and l.treatment_day_id = c.treatment_day_id
      cross join lateral (values ('receivable:payer:' || l.id || ':' || c.coverage_order),
                                 ('denied:open:' || l.id || ':' || c.coverage_order),
                                 ('receivable:patient:' || c.patient_id || ':' || l.id)) as a (account)
      group by c.id`)
    return rows
  } finally {
    await client.end()
  }
}

/** By `balancesOf`, in a transaction of the role that sees one practice, until `over`. */
export async function readByStatement(
  { databaseUrl, secret }: AloneSettings,
  claims: readonly SampledClaim[],
  over: Promise<unknown>,
): Promise<Asked> {
  const role = 'era_posting_api'
  const url = Object.assign(new URL(databaseUrl), {
    ...{ username: role, password: passwordOf(Buffer.from(secret, 'base64'), role) },
  }).toString()
  const pool = openPool({ url, connections: 3, applicationName: 'tally bench' })
  try {
    return await askAtRate(perSecond, over, () =>
      inTransaction(pool, practiceId, (query) =>
        // It asks with these two alone.
        millisecondsOf(balancesOf({ query, practiceId } as Work, anyOf(claims).accounts)),
      ),
    )
  } finally {
    await pool.end()
  }
}

/** By GET /v1/ledger/claims/{claimId}: balances, postings and what keeps the patient's from a statement. */
export function readByRoute(
  address: string,
  { apiKey }: AloneSettings,
  claims: readonly SampledClaim[],
  over: Promise<unknown>,
): Promise<Asked> {
  const headers = { authorization: `Bearer ${apiKey}` }
  const show = async () => {
    const response = await fetch(`${address}/v1/ledger/claims/${anyOf(claims).id}`, { headers })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`answered ${response.status}: ${text}`)
  }
  return askAtRate(perSecond, over, () => millisecondsOf(show()))
}

/** From when it was asked, which is just now. */
async function millisecondsOf(asked: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await asked
  return performance.now() - began
}

function anyOf(claims: readonly SampledClaim[]): SampledClaim {
  const claim = claims[randomInt(claims.length)]
  if (!claim) throw new Error('there are claims')
  return claim
}
