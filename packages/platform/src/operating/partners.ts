/**
 * Partners of the installation: clearinghouses that claims and inquiries go to and whose files come back. Each
 * has an address, the ids of the envelope, and the secrets that its webhooks are signed with.
 */
import type { Query } from '../database/pool.ts'
import type { PracticeKeys } from '../keys/practice-keys.ts'

export interface Partner {
  readonly id: string
  /** Which gateway speaks to it. */
  readonly adapter: 'http'
  readonly address: string
  /** ISA06 and ISA08. */
  readonly senderId: string
  readonly receiverId: string
  readonly receiverName: string
  /** Production or test. */
  readonly usage: 'P' | 'T'
  /** How often its list of files is compared with ours. */
  readonly pollSeconds: number
  /** How old a webhook's timestamp may be; some partners stamp the file's making, not the attempt. */
  readonly toleranceSeconds: number
  /** `whsec_…`; two while one replaces the other. */
  readonly secrets: readonly string[]
}

interface Row {
  readonly id: string
  readonly adapter: string
  readonly address: string
  readonly sender_id: string
  readonly receiver_id: string
  readonly receiver_name: string
  readonly usage: string
  readonly poll_seconds: number
  readonly tolerance_seconds: number
  readonly secrets: Buffer
}

/** `keys` are the installation's; null when there is no such partner. */
export async function partnerOf(query: Query, keys: PracticeKeys, id: string): Promise<Partner | null> {
  const [row] = await query<Row>(find, [id])
  return row ? read(row, keys) : null
}

export async function listPartners(query: Query, keys: PracticeKeys): Promise<Partner[]> {
  return (await query<Row>(list)).map((row) => read(row, keys))
}

export async function savePartner(query: Query, keys: PracticeKeys, saved: Partner): Promise<void> {
  const { id, adapter, address, senderId, receiverId, receiverName, usage } = saved
  await query(put, [
    ...[id, adapter, address, senderId, receiverId, receiverName, usage],
    ...[saved.pollSeconds, saved.toleranceSeconds, keys.sealColumn(saved.secrets, binding(id))],
  ])
}

function read(row: Row, keys: PracticeKeys): Partner {
  return {
    id: row.id,
    adapter: 'http',
    address: row.address,
    senderId: row.sender_id,
    receiverId: row.receiver_id,
    receiverName: row.receiver_name,
    usage: row.usage === 'P' ? 'P' : 'T',
    pollSeconds: row.poll_seconds,
    toleranceSeconds: row.tolerance_seconds,
    secrets: keys.openColumn(row.secrets, binding(row.id)) as string[],
  }
}

function binding(id: string): string {
  return `partner|secrets|${id}`
}

const find = { name: 'partner-of', text: 'select * from platform.partner_of($1)' }
const list = { name: 'partner-list', text: 'select * from platform.list_partners()' }
const put = {
  name: 'partner-put',
  text: 'select platform.put_partner($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
}
