/** Two ledgers in one Postgres: one of the claims of the template, and the same multiplied. */
import { eraPosting } from '@tally/era-posting'
import { instantOf, migrate, virtualClock } from '@tally/platform'
import { demoKey, speaker, startTestHost, testMasterKey, testSecret } from '@tally/testkit'
import pg from 'pg'
import type { AloneSettings } from '../era-posting-alone.ts'
import { multiplyClaims } from './multiply-claims.ts'
import { fillTemplate, markOf } from './template-claims.ts'

export const templateClaims = 1_000
const copiesAtOnce = 20
/** The moment of the template is so long ago; between it and now lie those of its copies. */
const spreadMs = 25 * 3_600_000

export interface TwoLedgers {
  readonly small: AloneSettings
  readonly large: AloneSettings
  /** Of the template and of each copy. */
  readonly marks: readonly string[]
  /** Of the large one. */
  readonly postings: number
  readonly bytes: number
  readonly copiedSeconds: number
}

/** `server` is the superuser's URL; `claims` a multiple of those of the template. */
export async function makeTwoLedgers(server: string, claims: number): Promise<TwoLedgers> {
  const [small, large] = [settingsOf(server, 'small'), settingsOf(server, 'large')]
  const times = Math.round(claims / templateClaims)
  const began = Date.now() - spreadMs
  const marks = Array.from({ length: times }, (_, copy) =>
    markOf(began + Math.floor((copy * spreadMs) / times)),
  )
  await asSuperuser(server, (client) => client.query('create database small'))
  await writeTemplate(small.databaseUrl, began)
  await asSuperuser(server, (client) => client.query('create database large template small'))
  const copiedSeconds = await asSuperuser(large.databaseUrl, (client) => copy(client, marks))
  const { postings, bytes } = await asSuperuser(large.databaseUrl, sizeOf)
  return { small, large, marks, postings, bytes, copiedSeconds }
}

function settingsOf(server: string, database: string): AloneSettings {
  const databaseUrl = Object.assign(new URL(server), { pathname: `/${database}` }).toString()
  const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64')
  return { databaseUrl, secret: base64(testSecret), masterKey: base64(testMasterKey), apiKey: demoKey }
}

async function writeTemplate(url: string, began: number): Promise<void> {
  const clock = virtualClock(instantOf(began))
  const services = [eraPosting, speaker]
  await migrate({ url, secret: testSecret, services })
  const database = { name: 'small', url, drop: () => Promise.resolve() }
  const tally = await startTestHost({ services, clock, database })
  try {
    await fillTemplate(tally, clock, templateClaims)
  } finally {
    await tally.stop()
  }
}

/** Answers the seconds that it took. */
async function copy(client: pg.Client, [mark = '', ...copies]: readonly string[]): Promise<number> {
  const began = performance.now()
  await multiplyClaims(client, { mark, copies, copiesAtOnce, progress: (says) => console.log(says) })
  await client.query('checkpoint')
  return Math.round((performance.now() - began) / 1_000)
}

async function sizeOf(client: pg.Client): Promise<Pick<TwoLedgers, 'postings' | 'bytes'>> {
  const { rows } = await client.query(
    `select (select count(*) from era_posting.posting) as postings, pg_database_size(current_database()) as bytes`,
  )
  return { postings: Number(rows[0].postings), bytes: Number(rows[0].bytes) }
}

async function asSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
