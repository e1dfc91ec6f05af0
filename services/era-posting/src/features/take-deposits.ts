/** POST /v1/deposits and /v1/deposits/bank-file: what came to the bank, one by hand or a file of the bank. */
import { dayIn, serviceDate } from '@tally/kernel'
import { type Actor, answer, item, notFound, type Problem, problem, route, type Work } from '@tally/platform'
import { z } from 'zod'
import { plusBankDays, reassociationDays } from '../domain/bank-day.ts'
import { type BankLine, readBankFile } from '../domain/bank-file.ts'
import { plainTrace } from '../domain/match-deposit.ts'
import { addDeposit, type Deposit, findDeposit, lineDigest, waitForDeposits } from '../store/deposits.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { textOf } from '../store/remittance-content.ts'
import { depositShown, shownDeposit } from './deposit-shape.ts'
import { personOf, plainDay, reason, someCents } from './hand-entry-shape.ts'
import { matchByPerson } from './match-deposit-by-hand.ts'
import { tryMatch } from './match-deposits.ts'

export const takeDeposit = route({
  method: 'POST',
  path: '/v1/deposits',
  summary:
    'A bank deposit by hand, matched to the remittances that its trace names, or to those that are given.',
  description:
    'Day, amount and trace are its key: the same again answers 200 with the first one and moves nothing.',
  roles: ['biller', 'owner'],
  idempotent: 'optional',
  body: z.strictObject({
    depositedOn: plainDay,
    amountCents: someCents,
    /** As the bank writes it; of several checks all of them. */
    trace: z.string().trim().max(200).nullish(),
    description: z.string().trim().max(500).default(''),
    /** What a person says that it pays. */
    remittanceIds: z.array(z.string().max(40)).min(1).max(200).optional(),
    reason: reason.optional(),
  }),
  answers: { 200: depositShown, 201: depositShown },
  async handle({ work, actor, body }) {
    const { depositedOn, amountCents, trace = null, description, remittanceIds } = body
    const today = dayIn(await practiceZone(work), work.now)
    if (depositedOn > today) {
      return problem(422, 'date/in-future', 'a deposit has come: name today or an earlier day')
    }
    const id = work.newId()
    const key = plainTrace(trace ?? '') === '' ? id : plainTrace(trace ?? '')
    const digest = lineDigest(work, ['by-hand', depositedOn, amountCents, key])
    const made = newDeposit(work, actor, {
      id,
      source: 'by-hand',
      on: depositedOn,
      amountCents,
      trace,
      description,
    })
    await waitForDeposits(work)
    const known = await addDeposit(work, made, digest)
    if (known !== null) {
      const first = await findDeposit(work, known)
      return first ? answer(200, await shownDeposit(work, first, today)) : notFound('the deposit')
    }
    const became = remittanceIds
      ? await matchByPerson(work, actor, made, remittanceIds, body.reason ?? '')
      : await tryMatch(work, made)
    return 'kind' in became ? became : answer(201, await shownDeposit(work, became, today))
  },
})

/** A year of a busy practice's account has a tenth of it. */
const fileBytesMax = 4 * 1024 * 1024
const column = z.string().trim().min(1).max(100).optional()
const linesMax = 20_000

const fileTaken = z.object({
  lines: z.int(),
  taken: z.int(),
  /** Were here before: nothing moved by them. */
  known: z.int(),
  matched: z.int(),
  matchedCents: z.int(),
  waiting: z.int(),
  waitingCents: z.int(),
  /** Nothing came in by them. */
  withdrawals: z.int(),
  /** What this file brought anew, the first 200 of it. */
  deposits: z.array(depositShown),
})

export const takeBankFile = route({
  method: 'POST',
  path: '/v1/deposits/bank-file',
  summary: 'A bank’s CSV: each line that was not here yet is matched by trace and amount.',
  description:
    'Columns are recognised by their heads, or named in the query. A file that cannot be read whole is refused, every wrong line named.',
  roles: ['biller', 'owner'],
  raw: { types: ['text/csv', 'text/plain'], bytesMax: fileBytesMax },
  query: z.strictObject({ date: column, amount: column, description: column, trace: column }),
  answers: { 200: fileTaken, 201: fileTaken },
  async handle({ work, actor, raw, query }) {
    const columns = {
      ...{ date: query.date ?? null, amount: query.amount ?? null },
      ...{ description: query.description ?? null, trace: query.trace ?? null },
    }
    const file = readBankFile(textOf(raw), columns)
    if (file.kind === 'unreadable') return unreadable(file.problems)
    const today = dayIn(await practiceZone(work), work.now)
    const late = file.lines.find(({ on }) => on > today)
    if (late) {
      const says = `line ${late.row}: a deposit has come; its day is not before tomorrow`
      return unreadable([{ code: 'date/in-future', says }])
    }
    if (file.lines.length > linesMax) {
      return unreadable([
        { code: 'bank-file/too-long', says: `it has more than ${linesMax} lines: send it in parts` },
      ])
    }
    await waitForDeposits(work)
    return take(work, actor, file.lines, today)
  },
})

async function take(work: Work, actor: Actor, lines: readonly BankLine[], today: string) {
  const came = lines.filter(({ amountCents }) => amountCents > 0)
  const taken: Deposit[] = []
  for (const { on, amountCents, description, trace, occurrence } of came) {
    const digest = lineDigest(work, [on, amountCents, description, trace ?? '', occurrence])
    const parts = { id: work.newId(), source: 'bank-file', on, amountCents, trace, description } as const
    const made = newDeposit(work, actor, parts)
    if ((await addDeposit(work, made, digest)) === null) taken.push(await tryMatch(work, made))
  }
  const [matched, waiting] = [
    taken.filter(({ status }) => status === 'matched'),
    taken.filter(({ status }) => status === 'waiting'),
  ]
  const sum = (deposits: readonly Deposit[]) =>
    deposits.reduce((total, { amountCents }) => total + amountCents, 0)
  const deposits: z.infer<typeof depositShown>[] = []
  for (const each of taken.slice(0, 200)) deposits.push(await shownDeposit(work, each, today))
  return answer(taken.length > 0 ? 201 : 200, {
    ...{ lines: lines.length, taken: taken.length, known: came.length - taken.length },
    ...{ matched: matched.length, matchedCents: sum(matched) },
    ...{ waiting: waiting.length, waitingCents: sum(waiting) },
    ...{ withdrawals: lines.length - came.length, deposits },
  })
}

interface Parts {
  readonly id: string
  readonly source: Deposit['source']
  readonly on: string
  readonly amountCents: Deposit['amountCents']
  readonly trace: string | null
  readonly description: string
}

function newDeposit(
  work: Work,
  actor: Actor,
  { id, source, on, amountCents, trace, description }: Parts,
): Deposit {
  return {
    ...{ id, source, depositedOn: on, amountCents, status: 'waiting', because: null, expectedCents: null },
    words: { description, trace, reason: null },
    lateOn: plusBankDays(serviceDate(on), reassociationDays),
    by: personOf(actor, work),
  }
}

function unreadable(problems: readonly { readonly code: string; readonly says: string }[]): Problem {
  const [first] = problems
  return problem(422, first?.code ?? 'bank-file/not-csv', 'the file was not taken; nothing of it was kept', {
    problems: problems.slice(0, 100).map(({ code, says }) => item('', code, says)),
  })
}
