/**
 * `npm run prove -- ledger`: 500 sequences of 60 commands at random (ledger-model/), each compared with a model after every
 * command, on a real Postgres; `--from 342 --runs 1` is one of them again. In portions with ledgers of their own, which
 * stay small.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@tally/embedded/embedded-postgres'
import { plantedBugs } from './ledger-model/planted-bugs.ts'
import { type Run, randomScripts, runSideBySide } from './ledger-model/run-sequences.ts'
import { RealLedger } from './ledger-model/sample-real-ledger.ts'
import { shrink, toldOf } from './ledger-model/shrink-sequence.ts'
import { recordResult } from './recorded-result.ts'

const portion = 100
/** A shorter run is not worth a record. */
const recordedFrom = 500

interface Told {
  readonly runs: Run[]
  cutShort: number
}

export async function proveLedger(args: readonly string[]): Promise<number> {
  const { runs, seed, from } = asked(args)
  const data = mkdtempSync(join(tmpdir(), 'tally-prove-ledger-'))
  chmodSync(data, 0o711) // Postgres's own user must pass.
  const postgres = await startEmbeddedPostgres({
    data,
    durable: false,
    progress: (line) => console.log(line),
  })
  process.env.TEST_DATABASE_URL = postgres.url
  const stop = async () => {
    await postgres.stop()
    removeEmbeddedPostgres(data)
    rmSync(data, { recursive: true, force: true })
  }
  process.once('SIGINT', () => void stop().then(() => process.exit(130)))
  const told: Told = { runs: [], cutShort: 0 }
  const begun = performance.now()
  try {
    for (let done = 0; done < runs; done += portion) {
      if (!(await agrees(seed, from + done, Math.min(portion, runs - done), told))) return 1
      console.log(`ledger: ${Math.min(done + portion, runs)} of ${runs} sequences agree`)
    }
  } finally {
    await stop()
  }
  if (runs >= recordedFrom) record(told, seed, (performance.now() - begun) / 1_000)
  return 0
}

async function agrees(seed: number, from: number, count: number, told: Told): Promise<boolean> {
  const ledgers = [new RealLedger(), new RealLedger()]
  try {
    for (const ledger of ledgers) await ledger.start()
    const options = { planted: plantedBugs, plantedIn: count }
    const run = await runSideBySide(ledgers, randomScripts(seed, from, count), options)
    const broken = (await Promise.all(ledgers.map((ledger) => ledger.broken()))).flat()
    for (const each of broken) console.log(`An invariant is broken: ${JSON.stringify(each)}`)
    const [first] = run.differences
    const [ledger] = ledgers
    if (first && ledger) {
      console.log(toldOf(first, seed))
      console.log(toldOf(await shrink(ledger, first), seed))
    }
    told.runs.push(run)
    for (const { cutShort } of ledgers) told.cutShort += cutShort
    return run.differences.length + broken.length === 0
  } finally {
    for (const ledger of ledgers) await ledger.stop()
  }
}

function record({ runs, cutShort }: Told, seed: number, seconds: number): void {
  const count = (of: (run: Run) => number) => String(runs.reduce((sum, run) => sum + of(run), 0))
  const kinds = [...new Set(runs.flatMap(({ commands }) => [...commands.keys()]))]
  const byKind = kinds.map((kind) => `${kind} ${count(({ commands }) => commands.get(kind) ?? 0)}`)
  const shown = plantedBugs.map(({ name }) => Number(count(({ caught }) => caught.get(name)?.length ?? 0)))
  recordResult('reliability.md', 'What holds when things break', {
    name: 'ledger',
    command: `npm run prove -- ledger --seed ${seed}`,
    rows: [
      [
        'commands obeyed and compared',
        count(({ commands }) => [...commands.values()].reduce((a, b) => a + b, 0)),
      ],
      ['by kind', byKind.join(', ')],
      ['of them refused, by both', count(({ refused }) => refused)],
      ['statements and transactions that a crash ended', String(cutShort)],
      ['cents that differ; invariants broken', '0; 0'],
      [
        'bugs planted in the model that the ledger showed',
        `${shown.filter((times) => times > 0).length} of ${shown.length}`,
      ],
      ['the rarest of them showed in', `${Math.min(...shown)} sequences`],
      ['duration', `${Math.round(seconds)} s`],
    ],
    notes: [
      'Of each charge line the cents at each payer, refused there, at the patient, adjusted by kind and written off; beside',
      'the lines what is unmatched, the credit, what payers take back, interest and refunds: compared after every command.',
    ],
  })
}

function asked(args: readonly string[]) {
  const text = { type: 'string' } as const
  const { runs, seed, from } = parseArgs({
    args: [...args],
    options: { runs: text, seed: text, from: text },
  }).values
  return {
    runs: Number(runs ?? recordedFrom),
    seed: Number(seed ?? Date.now() % 1e9),
    from: Number(from ?? 1),
  }
}
