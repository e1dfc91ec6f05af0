/**
 * The next command of a sequence, by chance: what the outside would do after what it did so far. It looks at the model
 * only to ask for amounts near what is there; refused ones are asked for, too.
 */
import { type Chance, pick } from './chance.ts'
import { payByHand, refund, rematch, resolve, takeBack, writeOff } from './choose-hand-work.ts'
import { answers, duplicate, payAgain, recoup, reverse } from './choose-remittance.ts'
import type { Command, Visit } from './command.ts'
import type { LedgerModel } from './ledger-model.ts'
import type { Outside } from './outside.ts'

type Choice = (outside: Outside) => Command | undefined

/** How often each is tried, among all. */
const choices: readonly (readonly [often: number, choice: Choice])[] = [
  [10, charge],
  [6, correct],
  [1, voids],
  [6, send],
  [16, (outside) => answers(outside, 'pay', 'pays')],
  [6, (outside) => answers(outside, 'split', 'splits')],
  [10, (outside) => answers(outside, 'deny', 'denies')],
  [12, reverse],
  [6, recoup],
  [5, duplicate],
  [4, payAgain],
  [6, (outside) => rematch(outside, 'unmatch')],
  [6, (outside) => rematch(outside, 'match')],
  [9, payByHand],
  [6, refund],
  [10, writeOff],
  [5, takeBack],
  [9, resolve],
  [5, ({ chance }) => ({ kind: 'replay', ago: chance(1, 6) })],
]
const draws = choices.flatMap(([often, choice]) => Array.from({ length: often }, () => choice))

/** Of sequence `id`: answers the command of each step. */
export function chooser(id: string, chance: Chance): (model: LedgerModel, step: number) => Command {
  const known = {
    ...{
      visits: new Map(),
      charged: new Set<string>(),
      voided: new Set<string>(),
      sent: [],
      remittances: [],
    },
    ...{ toCome: [], entries: [], open: new Map() },
  }
  return (model, step) => {
    const outside: Outside = { id, chance, model, step, ...known }
    for (;;) {
      const command = pick(chance, draws)?.(outside)
      if (command) return command
    }
  }
}

function charge({ id, chance, visits, charged, sent }: Outside): Command | undefined {
  const known = [...visits.values()].find((visit) => !charged.has(visit.id))
  if (known) {
    charged.add(known.id)
    return { kind: 'charge', visit: known, sent: false }
  }
  if (visits.size >= 4) return undefined
  const visit: Visit = {
    ...{ id: `${id}V${visits.size + 1}`, payers: [0, 1, 1, 2, 2][chance(0, 4)] ?? 1, version: 1 },
    charges: Array.from({ length: chance(1, 3) }, () => chance(500, 20_000)),
    patientPaid: chance(0, 3) === 0 ? chance(100, 5_000) : 0,
  }
  visits.set(visit.id, visit)
  // Its claims, and so their answers, may be known before the charge is.
  if (visit.payers > 0 && chance(0, 4) === 0) {
    sent.push(visit)
    return { kind: 'send', visit }
  }
  charged.add(visit.id)
  const isSent = visit.payers > 0 && chance(0, 2) > 0
  if (isSent) sent.push(visit)
  return { kind: 'charge', visit, sent: isSent }
}

function correct({ chance, visits, charged, voided, sent, model }: Outside): Command | undefined {
  // What came before its claim is of the claim's first version.
  const isAwaited = (id: string) =>
    model.answers.some(({ visit, state }) => visit === id && state === 'waiting')
  const before = pick(
    chance,
    [...visits.values()].filter(({ id }) => charged.has(id) && !voided.has(id) && !isAwaited(id)),
  )
  if (!before || before.version >= 8) return undefined
  const changed = before.charges.map((cents) =>
    chance(0, 2) === 0 ? cents : chance(0, 5) === 0 ? 0 : chance(500, 20_000),
  )
  const visit: Visit = {
    ...{ ...before, version: before.version + 1 },
    charges: changed.length < 4 && chance(0, 4) === 0 ? [...changed, chance(500, 9_000)] : changed,
    payers: chance(0, 4) === 0 ? chance(0, 2) : before.payers,
    patientPaid: chance(0, 4) === 0 ? chance(0, 5_000) : before.patientPaid,
  }
  visits.set(visit.id, visit)
  const isSent = visit.payers > 0 && visit.charges.some((cents) => cents > 0) && chance(0, 3) > 0
  if (isSent) sent.push(visit)
  return { kind: 'correct', visit, sent: isSent }
}

function voids({ chance, visits, charged, voided }: Outside): Command | undefined {
  const before = pick(
    chance,
    [...visits.values()].filter(({ id }) => charged.has(id) && !voided.has(id)),
  )
  if (!before) return undefined
  const visit = { ...before, version: before.version + 1 }
  visits.set(visit.id, visit)
  voided.add(visit.id)
  return { kind: 'void', visit }
}

function send({ chance, visits, charged, voided, sent }: Outside): Command | undefined {
  const visit = pick(
    chance,
    [...visits.values()].filter(
      (each) =>
        charged.has(each.id) &&
        !voided.has(each.id) &&
        each.payers > 0 &&
        !sent.includes(each) &&
        each.charges.some((cents) => cents > 0),
    ),
  )
  if (visit) sent.push(visit)
  return visit && { kind: 'send', visit }
}
