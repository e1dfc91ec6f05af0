/**
 * The fuzzed half of `npm run fuzz -- x12`, a process of its own with a heap of 256 MB: reads mangled files with every
 * reader until its time is over. What it reads stands in the file named, so that whoever started it knows what hung.
 * Exit 1, with a line on standard output, when a reader throws, takes over a second, or calls right what is not.
 */
import { openSync, writeFileSync, writeSync } from 'node:fs'
import { serviceDate } from '@tally/kernel'
import {
  checkClaims,
  contentsOf,
  equalitiesOf,
  readAcknowledgments,
  readBenefits,
  readClaims,
  readInterchanges,
  readRemittances,
  readSegments,
  readStatus,
} from '@tally/x12'
import { mangled, samplesOfX12 } from './mangled-x12.ts'

/** What stands in the file named when all went well. */
export interface Totals {
  readonly files: number
  readonly first: number
  readonly megabytes: number
  /** Milliseconds that a reader took for one file, at most. */
  readonly slowest: number
  /** MB of memory that the process had, its program included. */
  readonly peak: number
}

const [place = '', first = '0', seconds = '20', only = ''] = process.argv.slice(2)
const readers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  readSegments,
  readInterchanges,
  contentsOf,
  readRemittances: rightOrQuarantined,
  readBenefits,
  readAcknowledgments,
  readStatus,
  readClaims,
  checkClaims: (bytes) => checkClaims(bytes, { today: serviceDate('2026-11-21') }),
}

const samples = samplesOfX12()
const handle = openSync(place, 'w')
const end = performance.now() + Number(seconds) * 1_000
let number = Number(first)
let [files, bytes, slowest] = [0, 0, 0]
do {
  const file = mangled(samples, number)
  for (const [name, read] of Object.entries(readers)) {
    writeSync(handle, `${number} ${name}`.padEnd(60), 0)
    const began = performance.now()
    try {
      read(file)
    } catch (error) {
      fail(`file ${number}: ${name} threw ${error instanceof Error ? error.stack : String(error)}`)
    }
    const took = performance.now() - began
    slowest = Math.max(slowest, took)
    if (took > 1_000) fail(`file ${number}: ${name} took ${Math.round(took)} ms for ${file.length} bytes`)
  }
  files += 1
  bytes += file.length
  number += 1
} while (performance.now() < end && only === '')
const peak = process.resourceUsage().maxRSS / 1024
const totals: Totals = { files, first: Number(first), megabytes: bytes / 1e6, slowest, peak }
writeFileSync(place, JSON.stringify(totals))

/** Law: what may be posted is complete and adds up, line by line. */
function rightOrQuarantined(file: Uint8Array): unknown {
  const { transactions, findings } = readRemittances(file)
  for (const one of transactions) {
    if (one.verdict !== 'post' && one.verdict !== 'notification-only') continue
    const broken = equalitiesOf(one).some(({ equation, holds }) => equation !== 'claim-patient' && !holds)
    if (broken || !one.complete || one.claims.length !== one.totals.claims)
      throw new Error('a remittance that does not add up may be posted')
  }
  return findings
}

function fail(says: string): never {
  console.log(`${says}\nAgain: npm run fuzz -- x12 --file ${number}`)
  process.exit(1)
}
