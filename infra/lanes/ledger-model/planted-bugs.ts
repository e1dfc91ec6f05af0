/** Bugs as books have them, one or more for each command: each is planted in the model, and the real ledger must differ. */
import { type Command, type Kind, lineOf, sumOf } from './command.ts'
import type { LedgerModel } from './ledger-model.ts'

export interface PlantedBug {
  readonly in: Kind
  readonly name: string
  /** In place of the model's own. */
  obey(model: LedgerModel, command: Command): unknown
}

type Of<K extends Kind> = Command & { readonly kind: K }

/** `wrongly` does the command in place of the model. */
function bug<K extends Kind>(
  kind: K,
  name: string,
  wrongly: (model: LedgerModel, command: Of<K>) => unknown,
): PlantedBug {
  return {
    ...{ in: kind, name },
    obey(model, command) {
      return command.kind === kind ? wrongly(model, command as Of<K>) : model.obey(command)
    },
  }
}

/** A command, and by place what it moved. */
interface Earlier {
  readonly command: Command
  readonly moved: ReadonlyMap<string, number>
}

/** A crash and a replay move nothing: what goes wrong is the command before it, or the one that is repeated. */
function bugOfEarlier(
  kind: 'crash' | 'replay',
  name: string,
  wrongly: (model: LedgerModel, earlier: Earlier) => unknown,
): PlantedBug {
  const told = new WeakMap<LedgerModel, Earlier[]>()
  return {
    ...{ in: kind, name },
    obey(model, command) {
      const before = told.get(model) ?? []
      told.set(model, before)
      if (command.kind === kind) {
        const earlier = before.at(command.kind === 'replay' ? -command.ago : -1)
        if (earlier) wrongly(model, earlier)
      } else if (command.kind !== 'replay') before.push({ command, moved: movedBy(model, command) })
    },
  }
}

/** What `command` moves, once the model has obeyed. */
function movedBy(model: LedgerModel, command: Command): ReadonlyMap<string, number> {
  const before = new Map(model.cents)
  model.obey(command)
  return new Map([...model.cents].map(([place, cents]) => [place, cents - (before.get(place) ?? 0)]))
}

function add(model: LedgerModel, moved: ReadonlyMap<string, number>, times: 1 | -1): void {
  for (const [place, cents] of moved) model.cents.set(place, model.at(place) + times * cents)
}

/** What `command` moved is forgotten at the places that are lost. */
function without(model: LedgerModel, command: Command, isLost: (place: string) => boolean): void {
  for (const [place, cents] of movedBy(model, command)) if (isLost(place)) model.move(cents, place, 'lost')
}

/** What the command put on places `from` goes to others. */
function instead(model: LedgerModel, command: Command, from: RegExp, to: (place: string) => string): void {
  for (const [place, added] of movedBy(model, command)) {
    if (from.test(place) && added > 0) model.move(added, place, to(place))
  }
}

const line = (place: string) => place.split(' ')[1] ?? ''

export const plantedBugs: readonly PlantedBug[] = [
  bug('charge', 'what the payer owes is booked at the patient', (model, command) =>
    instead(model, command, /^payer1 /, (place) => `patient ${line(place)}`),
  ),
  bug('charge', 'what the patient paid at the visit is forgotten', (model, command) =>
    without(model, command, (place) => place === 'credit' || place === 'cash'),
  ),
  bug('correct', 'the new charge is booked beside the old one', (model, command) => {
    const before = model.visits.get(command.visit.id)
    model.obey(command)
    for (const [index, cents] of (before?.charges ?? []).entries()) {
      const id = lineOf(command.visit.id, index + 1)
      model.move(cents, `charged ${id}`, `${command.visit.payers > 0 ? 'payer1' : 'patient'} ${id}`)
    }
  }),
  bug('void', 'the last line of a void visit stays charged', (model, { visit, kind }) => {
    model.obey({ kind, visit })
    const place = visit.charges.length
    const id = lineOf(visit.id, place)
    model.move(
      visit.charges[place - 1] ?? 0,
      `charged ${id}`,
      `${visit.payers > 0 ? 'payer1' : 'patient'} ${id}`,
    )
  }),
  bug('void', 'what its payer left to the patient of a void visit stays his', (model, command) => {
    const before = new Map(model.cents)
    model.obey(command)
    if (command.visit.payers === 0) return
    for (const [index] of command.visit.charges.entries()) {
      const place = `patient ${lineOf(command.visit.id, index + 1)}`
      model.move((before.get(place) ?? 0) - model.at(place), 'lost', place)
    }
  }),
  bug('send', 'an 835 that came before its claim stays unmatched for ever', (model, command) => {
    for (const answer of model.answers) if (answer.state === 'waiting') answer.state = 'apart'
    model.obey(command)
  }),
  bug('pay', 'the patient’s share stays at the payer', (model, command) =>
    instead(model, command, /^(patient|payer2) /, (place) => `payer1 ${line(place)}`),
  ),
  bug('pay', 'sequestration is booked as contractual', (model, command) =>
    instead(model, command, /^sequestration /, (place) => `contractual ${line(place)}`),
  ),
  bug('pay', 'a claim of another charge is posted without a person', (model, command) => {
    const { remittance } = command
    const answers = remittance.answers.map((each) => ({
      ...each,
      charge: model.claims.get(`${each.visit}/${each.order}/${each.version}`) ?? each.charge,
    }))
    model.obey({ ...command, remittance: { ...remittance, answers } })
  }),
  bug('pay', 'what is paid once more is adjusted once more', (model, command) => {
    model.obey(command)
    const again = model.answers.filter((each) => each.again && each.trace === command.remittance.trace)
    for (const answer of again) {
      for (const { cents, from, to } of model.movesOf(answer)) {
        if (!to.startsWith('settled ')) model.move(cents, from, to, answer.moves)
      }
    }
  }),
  bug('split', 'of a line that the payer split the first piece alone is posted', (model, command) => {
    const { remittance } = command
    const answers = remittance.answers.map((each) => {
      const lines = each.lines.filter(
        ({ place }, index) => each.lines.findIndex((other) => other.place === place) === index,
      )
      return { ...each, lines, paid: sumOf(lines.map(({ paid }) => paid)) }
    })
    model.obey({ ...command, remittance: { ...remittance, answers } })
  }),
  bug('deny', 'what is denied moves to the patient', (model, command) =>
    instead(model, command, /^denied/, (place) => `patient ${line(place)}`),
  ),
  bug('deny', 'what is denied is written off', (model, command) =>
    instead(model, command, /^denied/, (place) => `written-off ${line(place)}`),
  ),
  bug('reverse', 'the reversal forgets one line', (model, command) => {
    const [first] = command.remittance.answers
    const id = lineOf(first?.visit ?? '', first?.lines[0]?.place ?? 1)
    without(model, command, (place) => line(place) === id)
  }),
  bug('reverse', 'what people decided on the denial stays when the payer takes it back', (model, command) => {
    const kept = model.decided.splice(0)
    model.obey(command)
    model.decided.push(...kept)
  }),
  bug('reverse', 'a take-back carried forward is forgotten', (model, command) =>
    model.obey({ ...command, remittance: { ...command.remittance, levels: [] } }),
  ),
  bug('recoup', 'what the payer takes is added to what is open', (model, command) => {
    const levels = command.remittance.levels.map(
      ([code, reference, cents]) => [code, reference, -cents] as const,
    )
    model.obey({ ...command, remittance: { ...command.remittance, levels } })
  }),
  bug('duplicate', 'the same money under another envelope is posted again', (model, command) => {
    if (command.how === 'envelope') model.obey({ kind: 'pay', remittance: command.remittance })
  }),
  bug('duplicate', 'other content under the same trace is posted', (model, command) => {
    if (command.how === 'conflict') model.obey({ kind: 'pay', remittance: command.remittance })
  }),
  bug('unmatch', 'the money of a match that is taken apart waits nowhere', (model, command) =>
    without(model, command, (place) => place.startsWith('unmatched ')),
  ),
  bug('match', 'what a person matched waits in unmatched as well', (model, command) =>
    without(model, command, (place) => place.startsWith('unmatched ')),
  ),
  bug('hand payment', 'what is beyond the debt is no credit', (model, command) =>
    without(model, command, (place) => place === 'credit'),
  ),
  bug('hand payment', 'the youngest line is paid first', (model, command) => {
    const paid = [...model.lines]
      .sort()
      .reverse()
      .map((id) => `patient ${id}`)
    const before = new Map(model.cents)
    model.obey(command)
    const total = sumOf(paid.map((place) => (before.get(place) ?? 0) - model.at(place)))
    let left = total
    for (const place of paid) {
      const share = Math.max(0, Math.min(left, before.get(place) ?? 0))
      model.cents.set(place, (before.get(place) ?? 0) - share)
      left -= share
    }
  }),
  bug('refund', 'a refund is counted twice', (model, command) => add(model, movedBy(model, command), 1)),
  bug('write-off', 'one person writes off more than the limit', (model, command) =>
    model.obey({ ...command, agreed: true }),
  ),
  bug('write-off', 'a write-off takes what was denied and not what is owed', (model, command) => {
    const { of } = command
    const [owed, denied] = [
      `payer${of.order} ${lineOf(of.visit, of.place)}`,
      `denied${of.order} ${lineOf(of.visit, of.place)}`,
    ]
    const before = model.at(owed)
    model.obey(command)
    const share = Math.min(before - model.at(owed), Math.max(0, model.at(denied)))
    if (of.order > 0 && share > 0) model.move(share, denied, owed)
  }),
  bug('take back', 'an entry that is taken back twice moves twice', (model, command) => {
    const moves = model.entries.get(command.entry) ?? []
    if (model.takenBack.has(command.entry))
      for (const { cents, from, to } of moves) model.move(cents, to, from)
    else model.obey(command)
  }),
  bug(
    'take back',
    'what the payer took back with its denial is taken back by hand as well',
    (model, command) => {
      const moves = model.entries.get(command.entry) ?? []
      const isTouched = !model.takenBack.has(command.entry) && moves.some(({ undone }) => undone)
      if (isTouched) for (const { cents, from, to } of moves) model.move(cents, to, from)
      else model.obey(command)
    },
  ),
  bug('resolve', 'group CO becomes the patient’s', (model, command) => {
    if (command.resolution !== 'to-patient') return model.obey(command)
    const [id, { order }] = [lineOf(command.of.visit, command.of.place), command.of]
    const moves = Math.min(command.cents, Math.max(0, model.at(`denied${order} ${id}`)))
    if (moves > 0) model.move(moves, `denied${order} ${id}`, `patient ${id}`, model.decided)
  }),
  bugOfEarlier('crash', 'what was done last before it is forgotten', (model, { moved }) =>
    add(model, moved, -1),
  ),
  bugOfEarlier('crash', 'what was done last before it is done once more', (model, { command }) =>
    model.obey(command),
  ),
  bugOfEarlier('replay', 'it is done once more', (model, { command }) => model.obey(command)),
  bugOfEarlier('replay', 'what was done then is taken back', (model, { moved }) => add(model, moved, -1)),
]
