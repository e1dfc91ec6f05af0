/** The fewest commands that still show a difference, and how to see it again. */
import type { Command } from './command.ts'
import type { PlantedBug } from './planted-bugs.ts'
import { type Difference, idOf, runSequences } from './run-sequences.ts'
import type { RealLedger } from './sample-real-ledger.ts'

/** Behind those of a run; each try is a sequence of its own. */
const firstTry = 5_000

/** Leaves out ever smaller parts, all candidates side by side. */
export async function shrink(
  ledger: RealLedger,
  found: Difference,
  instead?: PlantedBug,
): Promise<Difference> {
  let [smallest, tried] = [found, firstTry]
  for (let size = Math.ceil(found.commands.length / 2); size >= 1; ) {
    const { sequence, commands } = smallest
    const starts = Array.from({ length: Math.ceil(commands.length / size) }, (_, part) => part * size)
    const candidates = starts.map((at) => commands.toSpliced(at, size)).filter(isPossible)
    const scripts = new Map(
      candidates.map((each) => {
        const id = idOf(tried++)
        const renamed: readonly Command[] = JSON.parse(JSON.stringify(each).replaceAll(sequence, id))
        return [id, (_: unknown, step: number) => renamed[step]] as const
      }),
    )
    const { differences } = await runSequences(ledger, scripts, instead ? { instead } : {})
    // Without what it needs a sequence may differ in another way: that is another question.
    const alike = differences.filter((each) => kindsOf(each) === kindsOf(found))
    const [best] = alike.toSorted((one, other) => one.commands.length - other.commands.length)
    if (best && best.commands.length < commands.length) smallest = best
    else size = size === 1 ? 0 : Math.floor(size / 2)
  }
  return smallest
}

const kindsOf = ({ says }: Difference) => [...new Set(says.map((each) => each.split(' ')[0]))].sort().join()

/** Nothing is changed before it is charged, no copy comes of what never came, and no answer to another version. */
function isPossible(commands: readonly Command[]): boolean {
  const [charged, handedIn] = [new Set<string>(), new Set<string>()]
  const sent = new Map<string, number[]>()
  for (const command of commands) {
    const isSent = command.kind === 'send' || ('sent' in command && command.sent)
    if (isSent) sent.set(command.visit.id, [...(sent.get(command.visit.id) ?? []), command.visit.version])
  }
  return commands.every((command) => {
    if (command.kind === 'charge') charged.add(command.visit.id)
    if (command.kind === 'correct' || command.kind === 'void') return charged.has(command.visit.id)
    if (command.kind === 'duplicate') return handedIn.has(command.remittance.trace)
    if (!('remittance' in command)) return true
    handedIn.add(command.remittance.trace)
    return command.remittance.answers.every(
      ({ visit, version }) => sent.get(visit)?.includes(version) ?? true,
    )
  })
}

/** Every command on a line. */
export function toldOf({ sequence, commands, says }: Difference, seed: number): string {
  return [
    `${sequence} differs after ${commands.length} commands (npm run prove -- ledger --seed ${seed} --from ${Number(sequence.slice(1))} --runs 1)`,
    ...says.map((each) => `  ${each}`),
    ...commands.map((each, index) => `  ${index + 1}. ${JSON.stringify(each)}`),
  ].join('\n')
}
