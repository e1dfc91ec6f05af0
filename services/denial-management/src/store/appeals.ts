/** Appeals: each asks the payer once more, one at a time. */
import { type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { appeal } from './tables.ts'

type Row = typeof appeal.$inferSelect

export type Outcome = 'pending' | 'overturned' | 'upheld' | 'withdrawn'

export interface Appeal {
  readonly id: string
  readonly denialId: string
  readonly claimId: string
  readonly payerId: string
  readonly level: number
  readonly filedOn: ServiceDate
  readonly answerDueOn: ServiceDate
  readonly outcome: Outcome
  readonly decidedOn: ServiceDate | null
}

export async function insertAppeal(work: Work, filed: Appeal): Promise<void> {
  const { id, denialId, claimId, payerId, level, filedOn, answerDueOn, outcome } = filed
  const values = [work.practiceId, id, denialId, claimId, payerId, level, filedOn, answerDueOn, outcome]
  await work.query(insert, values)
}

/** Ends the pending appeal of a denial, if there is one; tells whether there was. */
export async function endPending(
  work: Work,
  denialId: string,
  outcome: Outcome,
  decidedOn: ServiceDate,
): Promise<boolean> {
  return (await work.query(end, [work.practiceId, denialId, outcome, decidedOn])).length > 0
}

/** What a letter said of an appeal, in place of what was recorded of it before. */
export async function saveAnswer(
  work: Work,
  id: string,
  outcome: Outcome,
  decidedOn: ServiceDate,
): Promise<void> {
  await work.query(answer, [work.practiceId, id, outcome, decidedOn])
}

/** The appeal that an answer ended is with the payer again: the answer was another claim's. */
export async function awaitAgain(work: Work, denialId: string, level: number): Promise<void> {
  await work.query(again, [work.practiceId, denialId, level])
}

export async function appealsOf(work: Work, denialId: string): Promise<Appeal[]> {
  return (await work.query<Row>(ofDenial, [work.practiceId, denialId])).map(read)
}

export async function findAppeal(work: Work, id: string): Promise<Appeal | null> {
  const [row] = await work.query<Row>(find, [work.practiceId, id])
  return row ? read(row) : null
}

/** A page in the order of ids, which is that of filing. */
export async function listAppeals(
  work: Work,
  outcome: Outcome | null,
  after: string,
  limit: number,
): Promise<Appeal[]> {
  return (await work.query<Row>(list, [work.practiceId, outcome, after, limit])).map(read)
}

function read(row: Row): Appeal {
  const { id, denial_id: denialId, claim_id: claimId, payer_id: payerId, level, decided_on } = row
  return {
    ...{ id, denialId, claimId, payerId, level },
    filedOn: serviceDate(row.filed_on),
    answerDueOn: serviceDate(row.answer_due_on),
    // Written from the same type, and checked by the table.
    outcome: row.outcome as Outcome,
    decidedOn: decided_on === null ? null : serviceDate(decided_on),
  }
}

const insert = {
  name: 'appeal-insert',
  text: `insert into appeal (practice_id, id, denial_id, claim_id, payer_id, level, filed_on, answer_due_on, outcome)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
}

const end = {
  name: 'appeal-end',
  text: `update appeal set outcome = $3, decided_on = $4
         where practice_id = $1 and denial_id = $2 and outcome = 'pending' returning id`,
}

const answer = {
  name: 'appeal-answer',
  text: 'update appeal set outcome = $3, decided_on = $4 where practice_id = $1 and id = $2',
}

const again = {
  name: 'appeal-await-again',
  text: `update appeal set outcome = 'pending', decided_on = null where practice_id = $1 and denial_id = $2 and level = $3`,
}

const ofDenial = {
  name: 'appeals-of-denial',
  text: 'select * from appeal where practice_id = $1 and denial_id = $2 order by level',
}

const find = { name: 'appeal-find', text: 'select * from appeal where practice_id = $1 and id = $2' }

const list = {
  name: 'appeal-list',
  text: `select * from appeal where practice_id = $1 and ($2::text is null or outcome = $2) and id > $3
         order by id limit $4`,
}
