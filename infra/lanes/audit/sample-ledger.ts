/** A ledger with one of every kind of movement, filled through era-posting itself, for the audit's own tests. */
import type { TestHost } from '@tally/testkit'
import { fromFormerSystem } from './sample-former-system.ts'
import { byHand } from './sample-hand-work.ts'
import { answer, handIn, hear, one, sent, takenBack } from './sample-happenings.ts'
import { atProviderLevel, ofOthers, setAside, unmatchedAndMatched } from './sample-remittances.ts'
import { charged, claimNumber, resolved, submitted, type Visit, voided } from './sample-visits.ts'

/** What the tests damage, by the id of the visit; each is one way that money goes. */
export async function fillLedger(tally: TestHost): Promise<void> {
  await paidAndAdjusted(tally)
  await deniedAndWorked(tally)
  await takenBackAndAnsweredAnew(tally)
  await voidAndHandedOn(tally)
  await unmatchedAndMatched(tally)
  await atProviderLevel(tally)
  await setAside(tally)
  await ofOthers(tally)
  await fromFormerSystem(tally)
  await byHand(tally)
}

async function paidAndAdjusted(tally: TestHost): Promise<void> {
  const two: Visit = { id: '101', charges: [10000, 9000] }
  await sent(tally, two)
  await sent(tally, one('102', { patientPaid: 2500 }))
  await handIn(tally, {
    trace: 'PAID',
    claims: [
      answer(
        two,
        [
          [6400, 'CO 45 2000, PR 2 1600'],
          [5600, 'CO 45 2000, PR 2 1400'],
        ],
        { patient: 3000, payerNumber: 'ICN101' },
      ),
      answer(one('102'), [[7840, 'CO 45 2000, CO 253 160']]),
    ],
  })
  // Two payers: what the first leaves to the patient the second owes.
  const both = one('103', { payers: 2 })
  await sent(tally, both)
  await handIn(tally, {
    trace: 'FIRST',
    claims: [answer(both, [[6400, 'CO 45 2000, PR 2 1600']], { status: '19' })],
  })
  const second = answer(both, [[1200, 'OA 23 8400, PR 3 400']], {
    status: '2',
    number: claimNumber('103', 2),
  })
  await handIn(tally, { trace: 'SECOND', payer: '67890', claims: [second] })
  // At the claim's level, with lines and without.
  const three: Visit = { id: '104', charges: [3333, 3333, 3334] }
  await sent(tally, three)
  await sent(tally, { ...three, id: '105' })
  await handIn(tally, {
    trace: 'LEVELS',
    claims: [
      answer(
        three,
        [
          [2333, 'CO 45 1000'],
          [2333, 'CO 45 1000'],
          [2334, 'CO 45 1000'],
        ],
        { adjusted: [['CO', '253', 140]] },
      ),
      {
        number: claimNumber('105'),
        lines: [],
        adjusted: [['CO', '45', 3001]],
        whole: { charge: 10000, paid: 6999 },
      },
    ],
  })
  // Charges that change: corrected, to the patient himself, void.
  await hear(tally, [charged(one('106', { self: true, patientPaid: 4000 }))])
  await hear(tally, [charged(one('107')), charged(one('107', { version: 2, charges: [12000, 500] }))])
  await hear(tally, [charged(one('107', { version: 3, self: true, charges: [12000, 0] }))])
  await hear(tally, [charged(one('108', { patientPaid: 1000 })), voided(one('108', { version: 2 }))])
}

async function deniedAndWorked(tally: TestHost): Promise<void> {
  const [open, off, again] = [one('201'), one('202'), one('203')]
  for (const visit of [open, off, again]) await sent(tally, visit)
  const denials = [open, off, again].map((visit) => answer(visit, [[0, 'CO 45 2000, CO 16 8000']]))
  await handIn(tally, { trace: 'DENIED', claims: denials })
  await hear(tally, [resolved('202', 'written-off', 8000), resolved('203', 'resubmitted', 8000)])
  await handIn(tally, { trace: 'ANEW', claims: [answer(again, [[8000, 'CO 45 2000']])] })
  const aside = one('204')
  await sent(tally, aside)
  await handIn(tally, { trace: 'ASIDE', claims: [answer(aside, [[0, 'CO 109 10000']], { status: '23' })] })
}

async function takenBackAndAnsweredAnew(tally: TestHost): Promise<void> {
  const [corrected, back, denied, twice] = [one('301'), one('302'), one('303'), one('304')]
  for (const visit of [corrected, back, denied, twice]) await sent(tally, visit)
  // Paid twice without a reversal: work for a person.
  await handIn(tally, { trace: 'ONCE', claims: [answer(twice, [[8000, 'CO 45 2000']])] })
  await handIn(tally, { trace: 'ONCEMORE', claims: [answer(twice, [[8000, 'CO 45 2000']])] })
  const first = answer(corrected, [[6400, 'CO 45 2000, PR 2 1600']], { payerNumber: 'ICN301' })
  await handIn(tally, { trace: 'BEFORE', claims: [first, answer(back, [[8000, 'CO 45 2000']])] })
  await handIn(tally, {
    ...{
      trace: 'AFTER',
      claims: [takenBack(first), answer(corrected, [[8000, 'CO 45 2000']], { payerNumber: 'ICN301X' })],
    },
  })
  await handIn(tally, {
    ...{ trace: 'TAKEBACK', claims: [takenBack(answer(back, [[8000, 'CO 45 2000']]))] },
    levels: [['FB', 'TAKEBACK', -8000]],
  })
  // What a person decided on a denial goes back with it.
  const refused = answer(denied, [[0, 'CO 45 2000, CO 16 8000']], { payerNumber: 'ICN303' })
  await handIn(tally, { trace: 'REFUSED', claims: [refused] })
  await hear(tally, [resolved('303', 'to-patient', 8000)])
  await handIn(tally, {
    trace: 'MENDED',
    claims: [takenBack(refused), answer(denied, [[8000, 'CO 45 2000']])],
  })
}

/** Of a void visit nobody is asked, whenever its payer answers; and the next payer answers a claim that was handed on to it. */
async function voidAndHandedOn(tally: TestHost): Promise<void> {
  const [before, after, back] = [one('311'), one('312'), one('313')]
  const handedOn = one('314', { payers: 2 })
  for (const visit of [before, after, back, handedOn]) await hear(tally, [charged(visit), submitted(visit)])
  const shared = (visit: Visit, status = '1') => {
    const more = { status, patient: 1600, payerNumber: `ICN${visit.id}` }
    return answer(visit, [[6400, 'CO 45 2000, PR 2 1600']], more)
  }
  await handIn(tally, { trace: 'VOIDSOON', claims: [shared(before), shared(back)] })
  await hear(
    tally,
    [before, after, back].map((visit) => voided({ ...visit, version: 2 })),
  )
  await handIn(tally, { trace: 'VOIDED', claims: [shared(after)] })
  const taken = { claims: [takenBack(shared(back))], levels: [['FB', 'VOIDBACK', -6400]] as const }
  await handIn(tally, { trace: 'VOIDBACK', ...taken })
  await handIn(tally, { trace: 'HANDEDON', claims: [shared(handedOn, '19')] })
  const next = answer(handedOn, [[1600, 'OA 23 8400']], { status: '2', payerNumber: 'SUP314' })
  await handIn(tally, { trace: 'NEXTPAYER', payer: '67890', claims: [next] })
}
