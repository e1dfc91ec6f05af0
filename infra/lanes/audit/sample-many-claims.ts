/**
 * Many claims on their way to cash, through era-posting itself: charged, sent, and answered in large remittances; of each
 * hundred some are denied, taken back and corrected, unknown, or recouped at the provider's level.
 */
import { setTimeout } from 'node:timers/promises'
import { say, type TestHost } from '@tally/testkit'
import { type Answered, type Transaction, text835 } from './sample-835.ts'
import { answer, posted, takenBack } from './sample-happenings.ts'
import { charged, type Said, submitted, type Visit } from './sample-visits.ts'

const visitsAtOnce = 500
/** Ids are filled up with zeros: the letter behind keeps 106000 from being 106. */
const idOf = (index: number) => `${100_000 + index}M`

export async function fillManyClaims(tally: TestHost, count: number, claimsEach: number): Promise<void> {
  const visits = Array.from({ length: count }, (_, index): Visit => {
    const charge = 8_000 + (index % 97) * 11
    return { id: idOf(index), charges: [charge, charge - 1_500, charge - 3_000] }
  })
  for (let at = 0; at < count; at += visitsAtOnce) {
    const some = visits.slice(at, at + visitsAtOnce)
    await say(
      tally,
      some.flatMap((visit): Said[] => [charged(visit), submitted(visit)]),
    )
  }
  await tally.settled()
  for (let at = 0; at < count; at += claimsEach) {
    const some = visits.slice(at, at + claimsEach)
    await hand(tally, {
      trace: `MANY${at}`,
      claims: some.map(firstAnswer),
      levels: [
        ['L6', `INT${at}`, -125],
        ['WO', `REC${at}`, 4_000],
      ],
    })
    // A month later: the same money taken back and paid anew, and what was denied is paid.
    const again = some.flatMap((visit, index): Answered[] => {
      if (index % 20 === 3) return [takenBack(firstAnswer(visit, index)), better(visit)]
      return index % 10 === 7 ? [better(visit)] : []
    })
    await hand(tally, { trace: `AGAIN${at}`, claims: again, levels: [['WO', `REC${at}`, 1_000]] })
  }
}

function firstAnswer(visit: Visit, index: number): Answered {
  const [one = 0, two = 0, three = 0] = visit.charges
  const payerNumber = `ICN${visit.id}`
  if (index % 10 === 7) {
    return answer(
      visit,
      [
        [0, `CO 45 ${one - 3000}, CO 16 3000`],
        [0, `CO 16 ${two}`],
        [0, `CO 197 ${three}`],
      ],
      { payerNumber },
    )
  }
  const paid = answer(visit, [
    [one - 3_000, 'CO 45 2000, PR 2 1000'],
    [two - 3_000, 'CO 45 2000, PR 1 1000'],
    [three - 2_050, 'CO 45 2000, CO 253 50'],
  ])
  // Nobody knows the number of some.
  const isUnknown = index % 50 === 11
  const lines = isUnknown ? paid.lines.map((line) => ({ ...line, line: 'NOLINE' })) : paid.lines
  return { ...paid, payerNumber, lines, ...(isUnknown ? { number: `X${visit.id}` } : {}), patient: 2_000 }
}

function better(visit: Visit): Answered {
  const lines = visit.charges.map((charge) => [charge - 1_000, 'CO 45 1000'] as const)
  return answer(visit, lines, { payerNumber: `ICN${visit.id}B` })
}

async function hand(tally: TestHost, transaction: Transaction): Promise<void> {
  const asked = { body: text835(transaction), headers: { 'content-type': 'application/edi-x12' } }
  let answered = await tally.call('POST', '/v1/remittances', asked)
  // A file is written and read in one process here, which may be told to come again.
  while (answered.status === 503) {
    await setTimeout(Number(answered.headers['retry-after']) * 1_000)
    answered = await tally.call('POST', '/v1/remittances', asked)
  }
  const { status, text } = answered
  if (status !== 202) throw new Error(`the remittance was answered with ${status}: ${text}`)
  await posted(tally)
}
