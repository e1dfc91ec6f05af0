/**
 * Claims on their way to cash through era-posting itself, to be multiplied (multiply-claims.ts). Whatever names one of
 * them, and every id made meanwhile, holds the ten characters of one moment: the clock stands.
 */
import { ulid } from '@tally/kernel'
import type { virtualClock } from '@tally/platform'
import { say, type TestHost } from '@tally/testkit'
import type { Answered } from '../audit/sample-835.ts'
import { answer, handIn, takenBack, until } from '../audit/sample-happenings.ts'
import { charged, type Said, submitted, type Visit } from '../audit/sample-visits.ts'
import { chargesOf, fullyPaid } from '../charged-visits.ts'

const claimsEach = 100
/** A night and more: what was posted is proven, and what found no claim is looked for no more. */
const untilProvenMs = 25 * 3_600_000

/** As ULIDs begin, so that ids of a later moment sort behind. */
export function markOf(millis: number): string {
  return ulid(millis, new Uint8Array(10)).slice(0, 10)
}

/** Of 26 characters with what stands before it, as ids of ours are. */
export function visitId(mark: string, number: number): string {
  return `${mark}${String(number).padStart(12, '0')}`
}

export function templateVisit(mark: string, index: number): Visit {
  return { id: visitId(mark, index), charges: chargesOf(index) }
}

/**
 * Charges and sends `count` claims, about ten postings each: three of ten still wait for their answer, one was denied and
 * then paid, and of twenty one was taken back and corrected; of fifty one is answered under a number that nobody knows.
 * Ends a day later.
 */
export async function fillTemplate(
  tally: TestHost,
  clock: ReturnType<typeof virtualClock>,
  count: number,
): Promise<string> {
  const mark = markOf(clock.millis())
  const visits = Array.from({ length: count }, (_, index) => templateVisit(mark, index))
  for (let at = 0; at < count; at += claimsEach) {
    const some = visits.slice(at, at + claimsEach)
    await say(
      tally,
      some.flatMap((visit): Said[] => [charged(visit), submitted(visit)]),
    )
    await tally.settled()
    await answerAll(tally, some)
  }
  await nightAfter(tally, clock)
  return mark
}

async function answerAll(tally: TestHost, visits: readonly Visit[]): Promise<void> {
  const [first] = visits
  if (!first) return
  // A reference that names no claim whole is read again with each remittance of its payer, and could not be after copying.
  const reference = payerNumber(first)
  await handIn(tally, {
    trace: `T${first.id}`,
    claims: visits.flatMap((visit, index) => (waits(index) ? [] : [firstAnswer(visit, index)])),
    levels: [
      ['L6', reference, -125],
      ['WO', reference, 4_000],
    ],
  })
  const again = visits.flatMap((visit, index): Answered[] => {
    if (index % 20 === 3) return [takenBack(firstAnswer(visit, index)), better(visit)]
    return index % 10 === 7 ? [better(visit)] : []
  })
  await handIn(tally, { trace: `A${first.id}`, claims: again, levels: [['WO', reference, 1_000]] })
}

const waits = (index: number) => [4, 5, 9].includes(index % 10)
const payerNumber = ({ id }: Visit) => `ICN${id}`

function firstAnswer(visit: Visit, index: number): Answered {
  const [one = 0, two = 0, three = 0] = visit.charges
  if (index % 10 === 7) {
    const lines = [`CO 45 ${one - 3_000}, CO 16 3000`, `CO 16 ${two}`, `CO 197 ${three}`]
    return answer(
      visit,
      lines.map((words) => [0, words] as const),
      { payerNumber: payerNumber(visit) },
    )
  }
  const paid = fullyPaid(visit)
  if (index % 50 !== 11) return paid
  const lines = paid.lines.map((line) => ({ ...line, line: 'NOLINE' }))
  return { ...paid, number: `X${visit.id}`, payerNumber: `X${payerNumber(visit)}`, lines }
}

function better(visit: Visit): Answered {
  const lines = visit.charges.map((charge) => [charge - 1_000, 'CO 45 1000'] as const)
  return answer(visit, lines, { payerNumber: `${payerNumber(visit)}B` })
}

/** The night's look at the books, as the product takes it. */
async function nightAfter(tally: TestHost, clock: ReturnType<typeof virtualClock>): Promise<void> {
  clock.advance(untilProvenMs)
  for (const { shell } of tally.host.services) shell.wakeJobs()
  const left = `
    select (select count(*) from era_posting.remittance_claim where look_again_at is not null)
           + (select count(*) from era_posting.remittance r
              where not exists (select from era_posting.remittance_proof p
                                where p.practice_id = r.practice_id and p.remittance_id = r.id))
           + case when exists (select from era_posting.ledger_night) then 0 else 1 end as left`
  await until(async () => (await tally.sql<{ left: string }>(left))[0]?.left === '0')
}
