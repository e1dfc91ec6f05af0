/** What partners sent: each file once by its content, each webhook once by its id, and files still to be fetched. */
import { installation, type Work } from '@tally/platform'
import type { expected_file } from './tables.ts'

export type Channel = 'webhook' | 'fetched' | 'poll' | 'upload'

export interface Transmission {
  readonly id: string
  readonly partnerId: string
  readonly content: 'TA1' | '999' | '277CA' | '271' | '835'
  readonly digest: string
  readonly bytes: number
  readonly channel: Channel
}

/** False when the partner sent this content before: the second arrival does nothing. */
export async function addTransmission(work: Work, added: Transmission): Promise<boolean> {
  const { id, partnerId, content, digest, bytes, channel } = added
  const rows = await work.query(insert, [
    installation,
    id,
    partnerId,
    content,
    digest,
    bytes,
    channel,
    work.now,
  ])
  return rows.length > 0
}

/** False when this webhook was taken in before, with these bytes: an id used again for others hides no file. */
export async function addDelivery(
  work: Work,
  partnerId: string,
  webhookId: string,
  digest: string,
): Promise<boolean> {
  return (await work.query(insertDelivery, [installation, partnerId, webhookId, digest, work.now])).length > 0
}

export interface ExpectedFile {
  readonly partnerId: string
  readonly fileId: string
  readonly channel: Channel
  readonly tries: number
}

/** Remembers a file that is known of; `fetchAt` leaves its own webhook the time to bring it. */
export async function expectFile(
  work: Work,
  partnerId: string,
  fileId: string,
  channel: Channel,
  fetchAt: string,
): Promise<void> {
  await work.query(insertExpected, [installation, partnerId, fileId, channel, fetchAt])
}

/** Of `digests` those of files that came from the partner already. */
export async function digestsArrived(
  work: Work,
  partnerId: string,
  digests: readonly string[],
): Promise<Set<string>> {
  const rows = await work.query<{ digest: string }>(ofDigests, [partnerId, [...digests]])
  return new Set(rows.map(({ digest }) => digest))
}

export async function dueFiles(query: Work['query'], now: string, limit: number): Promise<ExpectedFile[]> {
  const rows = await query<typeof expected_file.$inferSelect>(due, [now, limit])
  return rows.map(({ partner_id, file_id, channel, tries }) => {
    return { partnerId: partner_id, fileId: file_id, channel: channel as Channel, tries }
  })
}

/** `refused`: the digest of one that is nothing we take in; it is kept, and waits for a person. */
export async function fileArrived(
  work: Work,
  partnerId: string,
  fileId: string,
  refused: string | null = null,
): Promise<void> {
  await work.query(arrived, [installation, partnerId, fileId, work.now, refused])
}

export async function fileLater(
  work: Work,
  { partnerId, fileId }: ExpectedFile,
  nextTryAt: string,
  said: string,
): Promise<void> {
  await work.query(later, [installation, partnerId, fileId, nextTryAt, said])
}

export interface Cursor {
  readonly fileCursor: string
  readonly polledAt: string
}

export async function cursorOf(work: Work, partnerId: string): Promise<Cursor | null> {
  const [row] = await work.query<{ file_cursor: string; polled_at: string }>(readCursor, [
    installation,
    partnerId,
  ])
  return row ? { fileCursor: row.file_cursor, polledAt: row.polled_at } : null
}

export async function saveCursor(work: Work, partnerId: string, fileCursor: string): Promise<void> {
  await work.query(writeCursor, [installation, partnerId, fileCursor, work.now])
}

const insert = {
  name: 'transmission-insert',
  text: `insert into transmission (practice_id, id, partner_id, content, digest, bytes, channel, received_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (partner_id, digest, content) do nothing returning id`,
}

const insertDelivery = {
  name: 'delivery-insert',
  text: `insert into webhook_delivery (practice_id, partner_id, webhook_id, digest, received_at)
         values ($1, $2, $3, $4, $5)
         on conflict (practice_id, partner_id, webhook_id) do update
           set digest = excluded.digest, received_at = excluded.received_at
           where webhook_delivery.digest <> excluded.digest
         returning webhook_id`,
}

const insertExpected = {
  name: 'expected-insert',
  text: `insert into expected_file (practice_id, partner_id, file_id, channel, next_try_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
}

const ofDigests = {
  name: 'transmission-of-digests',
  text: 'select digest from transmission where partner_id = $1 and digest = any($2::text[])',
}

const due = {
  name: 'expected-due',
  text: `select * from expected_file where fetched_at is null and next_try_at <= $1
         order by next_try_at, file_id limit $2`,
}

const arrived = {
  name: 'expected-arrived',
  text: `update expected_file set fetched_at = $4, refused_digest = $5
         where practice_id = $1 and partner_id = $2 and file_id = $3 and fetched_at is null`,
}

const later = {
  name: 'expected-later',
  text: `update expected_file set tries = tries + 1, next_try_at = $4, said = $5
         where practice_id = $1 and partner_id = $2 and file_id = $3`,
}

const readCursor = {
  name: 'cursor-read',
  text: 'select file_cursor, polled_at from partner_cursor where practice_id = $1 and partner_id = $2',
}

const writeCursor = {
  name: 'cursor-write',
  text: `insert into partner_cursor (practice_id, partner_id, file_cursor, polled_at) values ($1, $2, $3, $4)
         on conflict (practice_id, partner_id) do update
           set file_cursor = excluded.file_cursor, polled_at = excluded.polled_at`,
}
