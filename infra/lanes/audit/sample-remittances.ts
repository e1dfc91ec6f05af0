/** Remittances that find no claim, adjust at the provider's level, are set aside, or are of others. */
import type { TestHost } from '@tally/testkit'
import type { Transaction } from './sample-835.ts'
import { answer, handIn, hear, one, other, sent, transmit, until } from './sample-happenings.ts'
import { charged, claimId, claimNumber, submitted, type Visit } from './sample-visits.ts'

export async function unmatchedAndMatched(tally: TestHost): Promise<void> {
  const [never, late, byHand, undone] = [one('401'), one('402'), one('403'), one('404')]
  await hear(tally, [charged(late)])
  const pays = (visit: Visit, number = claimNumber(visit.id)) => ({
    ...answer(visit, [[8000, 'CO 45 2000']]),
    number,
  })
  const foreign = (visit: Visit, number: string) => {
    const { lines, ...rest } = pays(visit, number)
    return { ...rest, lines: lines.map((line) => ({ ...line, line: 'NOLINE' })) }
  }
  await sent(tally, byHand)
  await sent(tally, undone)
  const claims = [pays(never), pays(late), foreign(byHand, 'UNKNOWN403'), foreign(undone, 'UNKNOWN404')]
  const [id = ''] = await handIn(tally, { trace: 'WAITING', claims })
  await hear(tally, [submitted(late)])
  const matched = `select count(*)::integer as count from era_posting.remittance_claim
                   where remittance_id = $1 and position = 2 and outcome = 'posted'`
  await until(async () => (await tally.sql<{ count: number }>(matched, [id]))[0]?.count === 1)
  const match = async (method: 'POST' | 'DELETE', position: number, visit: string) => {
    const body = { position, claimId: claimId(visit), reason: 'seen on paper' }
    const { status, text } = await tally.call(method, `/v1/remittances/${id}/matches`, { body })
    if (status !== 200) throw new Error(`${method} answered ${status}: ${text}`)
  }
  await match('POST', 3, '403')
  await match('POST', 4, '404')
  await match('DELETE', 4, '404')
}

export async function atProviderLevel(tally: TestHost): Promise<void> {
  const pays = one('501')
  await sent(tally, pays)
  await handIn(tally, {
    trace: 'NOPAY',
    levels: [
      ['WO', 'ICN OLD', 4000],
      ['FB', 'NOPAY', -4000],
    ],
  })
  await handIn(tally, {
    ...{ trace: 'NEXT', claims: [answer(pays, [[10000]])] },
    levels: [
      ['FB', 'NOPAY', 4000],
      ['L6', 'ICN501', -255],
      ['CS', 'CARE', -100],
      ['ZZ', 'NEW', 30],
    ],
  })
  // A cut reference: what stood by itself moves into the chain of the whole one.
  await handIn(tally, { trace: 'CUTREF', levels: [['WO', 'ABCDEFGHIJKLMNOP', -2000]] })
  await handIn(tally, {
    trace: 'WHOLEREF',
    levels: [
      ['WO', 'ABCDEFGHIJKLMNOPQRSTUVWX', 500],
      ['72', 'RET', -900],
    ],
  })
}

/** Quarantined, a duplicate, cut, and one that is out at a claim alone. */
export async function setAside(tally: TestHost): Promise<void> {
  const [kept, again] = [one('601'), one('602')]
  for (const visit of [kept, again]) await sent(tally, visit)
  await handIn(tally, { trace: 'OFF', payment: 8001, claims: [answer(kept, [[8000, 'CO 45 2000']])] })
  const twice: Transaction = { trace: 'TWICE', claims: [answer(again, [[8000, 'CO 45 2000']])] }
  await transmit(tally, '601', twice)
  await transmit(tally, '602', twice)
  await handIn(tally, { ...twice, claims: [answer(again, [[9000, 'CO 45 1000']])] })
  const broken: Visit = { id: '603', charges: [10000, 5000] }
  await sent(tally, broken)
  await sent(tally, one('604'))
  await handIn(tally, {
    trace: 'INPART',
    claims: [answer(broken, [[8000, 'CO 45 1999'], [5000]]), answer(one('604'), [[10000]])],
  })
}

/** Of another practice in one file, and of a payee that nobody has. */
export async function ofOthers(tally: TestHost): Promise<void> {
  const [ours, theirs] = [one('701'), one('702')]
  await sent(tally, ours)
  await sent(tally, theirs, other.id)
  await transmit(
    tally,
    '701',
    { trace: 'OURS', claims: [answer(ours, [[8000, 'CO 45 2000']])] },
    { trace: 'THEIRS', payee: other.npi, claims: [answer(theirs, [[7000, 'CO 45 3000']])] },
    { trace: 'NOBODYS', payee: '1999999976', claims: [answer(one('703'), [[7000, 'CO 45 3000']])] },
  )
}
