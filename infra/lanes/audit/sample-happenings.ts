/** What happens to a practice, done through era-posting itself, for the audit's own tests. */
import { setTimeout as sleep } from 'node:timers/promises'
import { transmissionReceived } from '@tally/contracts'
import { act, commit, installation, putBlob, saying } from '@tally/platform'
import { say, speaker, type TestHost } from '@tally/testkit'
import { type Adjusted, type Answered, type Transaction, text835 } from './sample-835.ts'
import {
  charged,
  claimNumber,
  lineId,
  procedureOf,
  type Said,
  submitted,
  type Visit,
} from './sample-visits.ts'

/** A second practice beside `prc_demo`, with rows as charge-capture would write them. */
export const other = { id: 'prc_other', npi: '1467560003' }

export async function addOtherPractice({ sql }: TestHost): Promise<void> {
  await sql(
    `insert into platform.practice (id, timezone, npis, details) select $1, timezone, array[$2], details
     from platform.practice where id = 'prc_demo'`,
    [other.id, other.npi],
  )
  await sql(
    `insert into platform.data_key (practice_id, kid, purpose, wrapped) select $1, kid, purpose, wrapped
     from platform.data_key where practice_id = 'prc_demo'`,
    [other.id],
  )
}

/** Says `events` and waits until they are taken in. */
export async function hear(tally: TestHost, events: readonly Said[], practice = 'prc_demo'): Promise<void> {
  await say(tally, events, practice)
  await tally.settled()
}

export async function sent(tally: TestHost, visit: Visit, practice = 'prc_demo'): Promise<void> {
  const orders = Array.from({ length: visit.payers ?? 1 }, (_, index) => index + 1)
  await hear(tally, [charged(visit), ...orders.map((order) => submitted(visit, order))], practice)
}

/** Hands STs in by hand, waits until none waits any more, and answers their ids. */
export async function handIn(
  tally: TestHost,
  ...transactions: readonly Transaction[]
): Promise<readonly string[]> {
  const { json } = await tally.call('POST', '/v1/remittances', {
    body: text835(...transactions),
    headers: { 'content-type': 'application/edi-x12' },
  })
  await posted(tally)
  return json.transactions.map(({ remittanceId }: { readonly remittanceId: string }) => remittanceId)
}

/** A partner's file: whose each ST is, the payee's NPI tells. */
export async function transmit(
  tally: TestHost,
  id: string,
  ...transactions: readonly Transaction[]
): Promise<void> {
  const shell = tally.host.services.find(({ service }) => service.name === speaker.name)?.shell
  if (!shell) throw new Error('start the test host with `speaker` among its services')
  const transmissionId = `TX${id}`.padEnd(26, '0')
  const text = text835(...transactions)
  await act(shell, { practiceId: installation, causationId: 'test' }, async (work) => {
    const digest = await putBlob(work.query, work.keys, Buffer.from(text))
    const data = {
      ...{ transmissionId, partnerId: 'clearinghouse', content: '835' as const, digest, bytes: text.length },
      ...{ receivedAt: work.now, channel: 'webhook' as const },
    }
    const subject = { subject: transmissionId, sequence: 1, correlationId: transmissionId }
    await commit(work, () => Promise.resolve(), [saying(transmissionReceived, { ...subject, data })])
  })
  await tally.settled()
  await posted(tally)
}

/** Until no ST waits, and no claim is to be looked at again that could find something now. */
export async function posted(tally: TestHost): Promise<void> {
  const waiting = `select count(*)::integer as count from era_posting.remittance where status = 'received'`
  await until(async () => (await tally.sql<{ count: number }>(waiting))[0]?.count === 0)
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('what was waited for did not come within a minute')
    await sleep(20)
  }
}

/** An answer to a visit, line by line: paid, and what was adjusted as `CO 45 2000, PR 2 1600`. */
export function answer(
  { id, charges }: Visit,
  lines: readonly (readonly [paid: number, words?: string])[],
  more: Partial<Answered> = {},
): Answered {
  return {
    number: claimNumber(id),
    lines: charges.map((charge, index) => {
      const [paid = 0, words = ''] = lines[index] ?? []
      return {
        code: procedureOf(index + 1),
        charge,
        paid,
        adjusted: adjustedIn(words),
        line: lineId(id, index + 1),
      }
    }),
    ...more,
  }
}

/** The same with every sign turned, as a reversal. */
export function takenBack(answered: Answered): Answered {
  const turned = ([group, reason, cents]: Adjusted): Adjusted => [group, reason, -cents]
  return {
    ...answered,
    status: '22',
    lines: answered.lines.map((line) => ({
      ...{ ...line, charge: -line.charge, paid: -line.paid },
      adjusted: line.adjusted.map(turned),
    })),
  }
}

function adjustedIn(words: string): readonly Adjusted[] {
  if (words === '') return []
  return words.split(', ').map((each) => {
    const [group = '', reason = '', cents = '0'] = each.split(' ')
    return [group, reason, Number(cents)]
  })
}

export const one = (id: string, more: Partial<Visit> = {}): Visit => ({ id, charges: [10000], ...more })
