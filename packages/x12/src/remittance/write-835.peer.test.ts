/**
 * What pyx12, a reader that shares no code with us, finds in the 835, 999 and 277CA that we write: nothing but
 * what it is known to get wrong (design note x12.md 2.12, 5.1). It has no 271, and no map for a lone TA1.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { generated277ca, generated999 } from '../acknowledgment/sample-generated-acknowledgments.ts'
import { write277ca } from '../acknowledgment/write-277ca.ts'
import { write999 } from '../acknowledgment/write-999.ts'
import { readRemittances } from './read-remittances.ts'
import type { Reference } from './remittance.ts'
import { generatedRemittances } from './sample-generated-remittance.ts'
import { fileOf, workedRemittance } from './sample-remittance.ts'
import { type RemittancesToWrite, write835 } from './write-835.ts'

const python = inject('pyx12Python')
const missing = inject('pyx12Missing')

type Written =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly unknown[] }

/** The same each time. */
const drawn = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns: number) =>
  fc.sample(arbitrary, { numRuns, seed: 20261121 })

const [template] = drawn(generatedRemittances, 1)
const worked = textOf(
  write835({
    ...template,
    remittances: readRemittances(fileOf(workedRemittance)).transactions,
  } as RemittancesToWrite),
)

const files: Record<string, { readonly texts: readonly string[]; readonly expected: readonly unknown[] }> = {
  'the worked remittance': { texts: [worked], expected: [] },
  'remittances by chance': {
    texts: drawn(generatedRemittances, 40).map((file) => textOf(write835(inFull(file)))),
    expected: [],
  },
  '999 by chance': {
    texts: drawn(generated999('in full'), 40).map((file) => textOf(write999(file))),
    expected: [],
  },
  '277CA by chance': {
    texts: drawn(generated277ca('in full'), 40).map((file) => textOf(write277ca(file))),
    expected: [],
  },
  'a remittance with a fault': {
    texts: [worked.replace('*22*-60*', '*77*-60*')],
    expected: [expect.stringContaining('(77) is not a valid code for Claim Status Code')],
  },
}

describe.skipIf(python === undefined)(`pyx12${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tally-pyx12-'))
    const paths = Object.values(files).flatMap(({ texts }, kind) =>
      texts.map((text, index) => {
        writeFileSync(pathOf(folder, kind, index), text)
        return pathOf(folder, kind, index)
      }),
    )
    // Its exit code says nothing; what it found stands beside each file.
    spawnSync(python ?? '', ['-m', 'pyx12.scripts.x12valid', '-q', '-J', ...paths], { cwd: folder })
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(Object.entries(files).map(([name, file], kind) => ({ name, ...file, kind })))(
    '$name',
    ({ texts, expected, kind }) => {
      const findings = texts.flatMap((text, index) => {
        const report = `${pathOf(folder, kind, index)}.json`
        expect(existsSync(report)).toBe(true)
        return findingsIn(JSON.parse(readFileSync(report, 'utf8')), text.split('~'))
      })
      expect(findings).toEqual(expected)
    },
  )
})

function pathOf(folder: string, kind: number, index: number): string {
  return join(folder, `written-${kind}-${index}.edi`)
}

function textOf(written: Written): string {
  if (written.ok) return written.text
  throw new Error(JSON.stringify(written.problems, null, 2))
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

/** A second PLB is legal, and pyx12 refuses it. */
const knownToBeWrong = /^PLB\*.*: Loop FOOTER exceeded max count/

/** Every finding of every level, with the segment it concerns, without what is known to be wrong. */
function findingsIn(report: { interchanges: readonly Level[] }, segments: readonly string[]): string[] {
  const findings: string[] = []
  let read = 0
  const visit = (level: Level, line: number): void => {
    for (const { err_str: says } of level.errors ?? []) findings.push(`${segments[line - 1]}: ${says}`)
    if (level.ack_code !== undefined) read += 1
    for (const list of [level.groups, level.transactions, level.segments, level.elements]) {
      for (const below of list ?? []) visit(below, below.cur_line ?? line)
    }
  }
  for (const interchange of report.interchanges) visit(interchange, interchange.cur_line ?? 0)
  // The group and each of its transactions: a reader that gave up would have found nothing.
  expect(read).toBe(1 + segments.filter((segment) => segment.startsWith('ST*')).length)
  return findings.filter((finding) => !knownToBeWrong.test(finding))
}

/** With all that the guide wants and a payer may still leave out. */
function inFull(file: RemittancesToWrite): RemittancesToWrite {
  const day = serviceDate('2026-11-20')
  return {
    ...file,
    remittances: file.remittances.map((remittance) => ({
      ...remittance,
      paidOn: remittance.paidOn ?? day,
      providerAdjustments: remittance.providerAdjustments.map((one) => ({
        ...one,
        fiscalDate: one.fiscalDate ?? day,
      })),
      claims: remittance.claims.map((claim) => ({
        ...claim,
        claimNumber: claim.claimNumber === '' ? '0' : claim.claimNumber,
        filingIndicator: claim.filingIndicator ?? '12',
        payerClaimNumber: claim.payerClaimNumber ?? 'ICN1',
        patient: claim.patient ?? { last: 'SAMPLE', first: 'ALMA', memberId: 'EXH000000001' },
        crossoverTo: claim.crossoverTo && { ...claim.crossoverTo, id: claim.crossoverTo.id ?? 'X1' },
        references: oneOfEach(claim.references),
        lines: claim.lines.map((line) => ({ ...line, references: oneOfEach(line.references) })),
      })),
    })),
  }
}

function oneOfEach(references: readonly Reference[]): Reference[] {
  return [...new Map(references.map((one) => [one.qualifier, one])).values()]
}
