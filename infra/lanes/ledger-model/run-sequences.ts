/**
 * Sequences of commands, obeyed by the model and by the real ledger, which must agree on every place after every command.
 * Beside it go models with a planted bug, which must not.
 */
import { chance as seededChance } from '@tally/testkit/chance'
import { chooser } from './choose-command.ts'
import type { Command } from './command.ts'
import { LedgerModel } from './ledger-model.ts'
import type { PlantedBug } from './planted-bugs.ts'
import { differencesOf } from './read-ledger.ts'
import type { RealLedger } from './sample-real-ledger.ts'

/** The commands of a sequence, in turn; undefined: no more. */
export type Script = (model: LedgerModel, step: number) => Command | undefined

export interface Difference {
  readonly sequence: string
  /** Up to the one that shows it. */
  readonly commands: readonly Command[]
  readonly says: readonly string[]
}

export interface Options {
  /** Each beside the model, in the first `plantedIn` sequences. */
  readonly planted?: readonly PlantedBug[]
  readonly plantedIn?: number
  /** In place of the model. */
  readonly instead?: PlantedBug
  readonly progress?: (says: string) => void
}

export interface Run {
  readonly differences: readonly Difference[]
  /** Commands obeyed, by kind; refused ones are among them. */
  readonly commands: ReadonlyMap<string, number>
  readonly refused: number
  /** Sequences that showed each bug, by its name. */
  readonly caught: ReadonlyMap<string, readonly string[]>
}

interface Sequence {
  readonly id: string
  readonly script: Script
  readonly model: LedgerModel
  readonly commands: Command[]
  readonly bugged: Map<PlantedBug, LedgerModel>
}

export function idOf(number: number): string {
  return `Q${String(number).padStart(4, '0')}`
}

const steps = 60
/** In these the process dies while most sequences have a command under way: one in ten asks for it. */
const crashes = [9, 26, 43, 58]

/** Made of `seed` and the sequences' numbers. */
export function randomScripts(seed: number, from: number, count: number): ReadonlyMap<string, Script> {
  const numbers = Array.from({ length: count }, (_, index) => from + index)
  return new Map(numbers.map((number) => [idOf(number), randomScript(seed, number)]))
}

function randomScript(seed: number, number: number): Script {
  const choose = chooser(idOf(number), seededChance(seed * 10_007 + number).whole)
  return (model, step) => {
    if (step >= steps) return undefined
    return crashes.includes(step) && number % 10 === step % 10 ? { kind: 'crash' } : choose(model, step)
  }
}

export async function runSequences(
  ledger: RealLedger,
  scripts: ReadonlyMap<string, Script>,
  { planted = [], plantedIn = 0, instead, progress }: Options = {},
): Promise<Run> {
  const run = { differences: [] as Difference[], commands: new Map<string, number>(), refused: 0 }
  const caught = new Map(planted.map(({ name }) => [name, [] as string[]]))
  let running = [...scripts].map(([id, script], place): Sequence => {
    const bugged = new Map((place < plantedIn ? planted : []).map((bug) => [bug, new LedgerModel()]))
    return { id, script, model: new LedgerModel(), commands: [], bugged }
  })
  for (let step = 0; running.length > 0; step += 1) {
    const told = running.flatMap(({ id, script, model }) => {
      const command = script(model, step)
      return command ? [{ sequence: id, command }] : []
    })
    if (told.length === 0) break
    const refused = await ledger.obey(told)
    const commandOf = new Map(told.map(({ sequence, command }) => [sequence, command]))
    running = running.filter((sequence) => {
      const command = commandOf.get(sequence.id)
      if (!command) return false
      const { id, commands } = sequence
      run.commands.set(command.kind, (run.commands.get(command.kind) ?? 0) + 1)
      run.refused += refused.has(id) ? 1 : 0
      commands.push(command)
      const says = judge(sequence, command, refused.has(id), ledger, instead)
      for (const name of caughtBy(sequence, command, ledger)) caught.get(name)?.push(id)
      if (says.length > 0) run.differences.push({ sequence: id, commands, says })
      return says.length === 0
    })
    progress?.(`step ${step + 1}: ${running.length} of ${scripts.size} sequences agree`)
  }
  return { ...run, caught }
}

/** The sequences dealt out to the ledgers, which run at once: each waits for its database most of the time. */
export async function runSideBySide(
  ledgers: readonly RealLedger[],
  scripts: ReadonlyMap<string, Script>,
  options: Options = {},
): Promise<Run> {
  const plantedIn = Math.ceil((options.plantedIn ?? 0) / ledgers.length)
  const runs = await Promise.all(
    ledgers.map((ledger, which) => {
      const own = [...scripts].filter((_, place) => place % ledgers.length === which)
      return runSequences(ledger, new Map(own), { ...options, plantedIn })
    }),
  )
  const [commands, caught] = [new Map<string, number>(), new Map<string, readonly string[]>()]
  for (const run of runs) {
    for (const [kind, count] of run.commands) commands.set(kind, (commands.get(kind) ?? 0) + count)
    for (const [name, ids] of run.caught) caught.set(name, [...(caught.get(name) ?? []), ...ids])
  }
  const refused = runs.reduce((sum, run) => sum + run.refused, 0)
  return { differences: runs.flatMap(({ differences }) => differences), commands, refused, caught }
}

function judge(
  { id, model }: Sequence,
  command: Command,
  refused: boolean,
  { reading }: RealLedger,
  instead: PlantedBug | undefined,
): readonly string[] {
  const obeyed = instead ? instead.obey(model, command) : model.obey(command)
  const says = differencesOf(model.cents, reading.of(id))
  // A replay asks for nothing new; a planted bug says nothing of refusals.
  if (obeyed === !refused || command.kind === 'replay' || instead) return says
  return [
    ...says,
    `${command.kind}: model ${obeyed ? 'done' : 'refused'}, ledger ${refused ? 'refused' : 'done'}`,
  ]
}

function caughtBy({ id, bugged }: Sequence, command: Command, { reading }: RealLedger): readonly string[] {
  return [...bugged].flatMap(([bug, model]) => {
    bug.obey(model, command)
    if (differencesOf(model.cents, reading.of(id)).length === 0) return []
    bugged.delete(bug)
    return [bug.name]
  })
}
