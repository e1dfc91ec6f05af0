/** What people do by hand, by chance: amounts near what is there, and more than that too. */
import { pick } from './chance.ts'
import { type Command, type LineAt, lineOf } from './command.ts'
import { type Outside, two } from './outside.ts'

export function rematch({ chance, model }: Outside, kind: 'unmatch' | 'match'): Command | undefined {
  const likely = model.answers.filter(({ state }) =>
    kind === 'match' ? state !== 'posted' : state === 'posted',
  )
  const answer = pick(chance, chance(0, 4) === 0 ? model.answers : likely)
  return (
    answer && {
      kind,
      trace: answer.trace,
      position: answer.position,
      visit: answer.visit,
      order: answer.order,
    }
  )
}

export function payByHand(outside: Outside): Command | undefined {
  const { chance, model } = outside
  if (model.lines.size === 0) return undefined
  const credit = -model.at('credit')
  const from = credit > 0 && chance(0, 2) === 0 ? 'credit' : 'cash'
  const cents = from === 'credit' ? chance(1, credit + 100) : chance(1, 9_000)
  return { kind: 'hand payment', ...entered(outside), from, cents }
}

export function refund(outside: Outside): Command | undefined {
  const { chance, model } = outside
  const overpaid = linesAt(outside, false).filter((of) => of.order > 0 && model.at(placeOf(of)) < 0)
  const of = pick(chance, overpaid)
  if (of && chance(0, 1) === 0) {
    return { kind: 'refund', ...entered(outside), of, cents: chance(1, -model.at(placeOf(of)) + 50) }
  }
  const credit = -model.at('credit')
  return credit > 0
    ? { kind: 'refund', ...entered(outside), of: 'patient', cents: chance(1, credit + 50) }
    : undefined
}

export function writeOff(outside: Outside): Command | undefined {
  const { chance, model } = outside
  const open = (of: LineAt) =>
    Math.max(0, model.at(placeOf(of))) + (of.order > 0 ? Math.max(0, model.at(deniedOf(of))) : 0)
  const lines = linesAt(outside, true).filter((each) => open(each) > 0)
  // Owed and denied at once: what is owed goes first.
  const both = lines.filter((each) => model.at(placeOf(each)) > 0 && open(each) > model.at(placeOf(each)))
  const of = pick(chance, both.length > 0 && chance(0, 2) === 0 ? both : lines)
  if (!of) return undefined
  const most = chance(0, 2) === 0 ? open(of) + 20 : Math.min(open(of), 3_000)
  return { kind: 'write-off', ...entered(outside), of, cents: chance(1, most), agreed: chance(0, 1) === 0 }
}

export function takeBack({ chance, entries, model }: Outside): Command | undefined {
  // The payer may have taken back a denial that it worked.
  const touched = entries.filter(
    (each) => !model.takenBack.has(each) && model.entries.get(each)?.some(({ undone }) => undone),
  )
  const entry = pick(chance, touched.length > 0 && chance(0, 1) === 0 ? touched : entries)
  return entry === undefined ? undefined : { kind: 'take back', entry }
}

export function resolve(outside: Outside): Command | undefined {
  const { chance, model, id, step } = outside
  const of = pick(
    chance,
    linesAt(outside, false).filter((each) => model.at(deniedOf(each)) > 0),
  )
  if (!of) return undefined
  const resolution =
    (['written-off', 'to-patient', 'to-next-payer', 'resubmitted'] as const)[chance(0, 3)] ?? 'resubmitted'
  return {
    kind: 'resolve',
    entry: `${id}D${two(step)}`,
    of,
    resolution,
    cents: chance(1, model.at(deniedOf(of)) + 100),
  }
}

function linesAt({ model }: Outside, withPatient: boolean): readonly LineAt[] {
  return [...model.visits.values()].flatMap(({ id: visit, charges }) =>
    charges.flatMap((_, index) =>
      (withPatient ? [0, 1, 2] : [1, 2]).map((order) => ({ visit, place: index + 1, order })),
    ),
  )
}

function placeOf({ visit, place, order }: LineAt): string {
  return `${order === 0 ? 'patient' : `payer${order}`} ${lineOf(visit, place)}`
}

function entered({ id, step, entries }: Outside) {
  const entry = `${id}E${two(step)}`
  entries.push(entry)
  return { entry }
}

const deniedOf = ({ visit, place, order }: LineAt) => `denied${order} ${lineOf(visit, place)}`
