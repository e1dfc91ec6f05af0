/** Era-posting against a model of what every charge line's cents are, command by command, and the model against planted bugs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Kind } from './command.ts'
import { plantedBugs } from './planted-bugs.ts'
import { type Run, randomScripts, runSequences, runSideBySide } from './run-sequences.ts'
import { RealLedger } from './sample-real-ledger.ts'
import { shrink, toldOf } from './shrink-sequence.ts'

const seed = 20_261_126
const sequences = 100

/** One that is missing does not compile. */
const kinds = Object.keys({
  ...{ charge: 0, correct: 0, send: 0, void: 0, pay: 0, split: 0, deny: 0, reverse: 0, recoup: 0 },
  ...{ duplicate: 0, unmatch: 0, match: 0, 'hand payment': 0, refund: 0, 'write-off': 0 },
  ...{ 'take back': 0, resolve: 0, replay: 0, crash: 0 },
} satisfies Record<Kind, 0>)

const [ledger, beside] = [new RealLedger(), new RealLedger()]
let run: Run
beforeAll(async () => {
  await Promise.all([ledger.start(), beside.start()])
  const options = { planted: plantedBugs, plantedIn: sequences }
  run = await runSideBySide([ledger, beside], randomScripts(seed, 1, sequences), options)
}, 900_000)
afterAll(() => Promise.all([ledger.stop(), beside.stop()]))

describe(`${sequences} sequences of 60 commands`, () => {
  it('leave every line, and what stands beside the lines, at the cents of the model after every command', async () => {
    const [first] = run.differences
    const told = first ? [toldOf(first, seed), toldOf(await shrink(ledger, first), seed)] : []
    expect(told).toEqual([])
  }, 120_000)

  it('break no invariant', async () => {
    expect([await ledger.broken(), await beside.broken()]).toEqual([[], []])
  })

  it('hold every kind of command, refused ones too, and the process dies in the middle of work', () => {
    expect(kinds.filter((kind) => (run.commands.get(kind) ?? 0) < 20)).toEqual([])
    expect(run.refused).toBeGreaterThan(50)
    expect(ledger.cutShort + beside.cutShort).toBeGreaterThan(10)
  })
})

describe(`a bug planted in the model shows within ${sequences} sequences:`, () => {
  it('of every kind of command one or more', () => {
    const planted = new Set<string>(plantedBugs.map((bug) => bug.in))
    expect(kinds.filter((kind) => !planted.has(kind))).toEqual([])
  })

  it.each(plantedBugs.map((bug) => [bug.in, bug.name]))('%s: %s', (_, name) => {
    expect(run.caught.get(name)?.length).toBeGreaterThan(0)
  })
})

it('a difference is told by the fewest commands that show it', async () => {
  const instead = plantedBugs.find(({ name }) => name === 'what is denied is written off')
  if (!instead) throw new Error('the bug is not there any more')
  const [first] = (await runSequences(ledger, randomScripts(seed, 4_001, 3), { instead })).differences
  const smallest = first && (await shrink(ledger, first, instead))
  // Where the claim goes out by a command of its own, that one is needed too.
  const kinds = smallest?.commands.map(({ kind }) => kind).filter((kind) => kind !== 'send')
  expect(kinds).toEqual(['charge', 'deny'])
}, 60_000)
