/**
 * What pyx12, a reader that shares no code with us, finds in the claims we write: nothing but what it is known
 * to get wrong (design note x12.md 5.1). It has no 270 and no 276 of 5010, so questions are not shown to it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { peerClaims } from './sample-peer-claims.ts'

const python = inject('pyx12Python')
const missing = inject('pyx12Missing')

/** The maps want an id of every subscriber; an employer has none (RFI 1317, 1990). */
const employerWithoutId = [
  'NM1*IL*2*INVENTED FREIGHT INC: Mandatory data element "Identification Code Qualifier" (NM108) is missing',
  'NM1*IL*2*INVENTED FREIGHT INC: Mandatory data element "Subscriber Primary Identifier" (NM109) is missing',
]
const knownToBeWrong: Readonly<Record<string, string[]>> = {
  'workers’ compensation': employerWithoutId,
  'all kinds in one file': employerWithoutId,
}

const files: Record<string, { text: string; expected: string[] }> = {
  ...Object.fromEntries(
    Object.entries(peerClaims).map(([name, text]) => [name, { text, expected: knownToBeWrong[name] ?? [] }]),
  ),
  'a fault: an unknown place of service': {
    text: peerClaims['Medicare first'].replace('*11:B:1*', '*9Z:B:1*'),
    expected: [expect.stringContaining('(9Z) is not a valid code for Place of Service Code') as string],
  },
}

describe.skipIf(python === undefined)(`pyx12${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-pyx12-'))
    const paths = Object.values(files).map(({ text }, index) => {
      writeFileSync(pathOf(folder, index), text)
      return pathOf(folder, index)
    })
    // Its exit code says nothing; what it found stands beside each file.
    spawnSync(python ?? '', ['-m', 'pyx12.scripts.x12valid', '-q', '-J', ...paths], { cwd: folder })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(
    Object.entries(files).map(([name, file], index) => {
      const known = knownToBeWrong[name]?.length ?? 0
      return { ...file, index, title: known === 0 ? name : `${name} (${known} known)` }
    }),
  )('$title', ({ text, expected, index }) => {
    const report = `${pathOf(folder, index)}.json`
    expect(existsSync(report)).toBe(true)
    const { accepted, findings } = findingsIn(JSON.parse(readFileSync(report, 'utf8')), text.split('~'))
    expect(findings).toEqual(expected)
    expect(accepted).toBe(expected.length === 0)
  })
})

function pathOf(folder: string, index: number): string {
  return join(folder, `claims-${index}.edi`)
}

interface Level {
  readonly errors?: readonly { readonly err_str: string }[]
  readonly cur_line?: number
  readonly ack_code?: string
  readonly groups?: readonly Level[]
  readonly transactions?: readonly Level[]
  readonly segments?: readonly Level[]
  readonly elements?: readonly Level[]
}

/** Every finding of every level, with the segment it concerns, and whether all was accepted. */
function findingsIn(report: { interchanges: readonly Level[] }, segments: readonly string[]) {
  const findings: string[] = []
  let read = 0
  let accepted = true
  const visit = (level: Level, line: number): void => {
    for (const { err_str: says } of level.errors ?? []) findings.push(`${segments[line - 1]}: ${says}`)
    if (level.ack_code !== undefined) {
      read += 1
      accepted &&= level.ack_code === 'A'
    }
    for (const list of [level.groups, level.transactions, level.segments, level.elements]) {
      for (const below of list ?? []) visit(below, below.cur_line ?? line)
    }
  }
  for (const interchange of report.interchanges) visit(interchange, interchange.cur_line ?? 0)
  // The group and the transaction: a reader that gave up would have found nothing.
  expect(read).toBe(2)
  return { accepted, findings }
}
