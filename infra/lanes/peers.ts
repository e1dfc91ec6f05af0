/** `npm run peers [-- name]`: our answers beside those of other programs for the same input, written to docs/peers.md. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askedPeer, imswebVersion } from './imsweb-environment.ts'
import { runLane } from './lane.ts'
import { pyx12Version } from './pyx12-environment.ts'
import { recordResult } from './recorded-result.ts'
import { runProgram } from './run-program.ts'
import type { VitestReport } from './test-result.ts'

interface Peer {
  /** Of its entry. */
  readonly name: string
  /** Its own name and version. */
  readonly program: string
  /** What the paths of its tests have in common; those of a peer that is not asked skip. */
  readonly tests: string
  readonly notes: readonly string[]
}

const pyx12: Peer = {
  name: 'x12',
  program: `pyx12 ${pyx12Version} (PyPI)`,
  tests: 'packages/x12',
  notes: [
    'Known: its maps want an id of every subscriber, and an employer in workers’ compensation has none (RFI 1317, 1990);',
    'it refuses a second PLB, which is legal. It has no map of a 270, 271 or 276, so those are not shown to it.',
  ],
}

const imsweb: Peer = {
  name: 'imsweb',
  program: `com.imsweb:x12-parser ${imswebVersion} (Maven Central)`,
  tests: 'packages/x12/src/imsweb.peer.test.ts',
  notes: [
    'Known: as pyx12, from whose maps its own come, it wants an id of every subscriber (RFI 1317, 1990). It looks at the',
    'order and presence of loops, segments and elements and at hardly any value, so what it is silent on proves little.',
    'Version 1.16, which the design names, is not among those that Maven lists.',
  ],
}

process.exitCode = await runLane(
  'peers',
  [
    { name: pyx12.name, what: 'our 837P, 835, 999 and 277CA read by pyx12', run: () => hear(pyx12) },
    { name: imsweb.name, what: 'our 837P read by imsweb’s x12-parser', run: () => hear(imsweb) },
  ],
  process.argv.slice(2),
)

/** Runs the peer's tests and writes down what each file came to; nothing where they were skipped. */
async function hear({ name, program, tests, notes }: Peer): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-peers-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  process.env[askedPeer] = name
  try {
    const code = await runProgram('vitest', ['run', '--project', 'peer', ...reporters, tests])
    const rows = existsSync(report) ? rowsOf(JSON.parse(readFileSync(report, 'utf8'))) : []
    if (rows.length === 0) console.log(`${program} read nothing, so nothing is written down.`)
    else {
      recordResult('peers.md', 'What other programs find in what we write', {
        name,
        command: `npm run peers -- ${name}`,
        rows: [['read by', program], ...rows],
        notes,
      })
    }
    return code
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** One a file that was shown. */
function rowsOf({ testResults }: VitestReport): (readonly [figure: string, value: string])[] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status }) => {
      const file = fullName.replace(/^(pyx12|imsweb) /, '')
      return [file, status === 'failed' ? 'FAILED' : foundIn(file)]
    })
}

/** What a passed test of this title says. */
function foundIn(file: string): string {
  if (file.includes('fault')) return 'the fault, and nothing else'
  return file.endsWith(' known)') ? 'nothing beside what is known' : 'nothing'
}
