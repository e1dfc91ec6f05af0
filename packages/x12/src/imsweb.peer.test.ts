/**
 * What imsweb's x12-parser finds in the claims we write: nothing but what it is known to get wrong. Its maps come
 * from pyx12 and its code does not; it looks at the order and presence of loops, segments and elements, and at hardly
 * any value (x12.md 5.1, 5.3). It has no map of a 270 or 276 of 5010.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { peerClaims } from './sample-peer-claims.ts'

const command = inject('imswebCommand')
const missing = inject('imswebMissing')

/** The map wants an id of every subscriber; an employer has none (RFI 1317, 1990). It counts elements from 0. */
const employerWithoutId = ['NM1 in loop 2010BA element at position 8 does not exist!!!!']
const knownToBeWrong: Readonly<Record<string, string[]>> = {
  'workers’ compensation': employerWithoutId,
  'all kinds in one file': employerWithoutId,
}

const first = peerClaims['Medicare first']
const files: Record<string, { text: string; expected: string[] }> = {
  ...Object.fromEntries(
    Object.entries(peerClaims).map(([name, text]) => [name, { text, expected: knownToBeWrong[name] ?? [] }]),
  ),
  'a fault: no date of service': {
    text: first.replace('DTP*472*D8*20261110~', ''),
    expected: ['DTP in loop 2400 is required but not found'],
  },
  'a fault: no tax number': {
    text: first.replace('REF*EI*930000001~', ''),
    expected: ['REF in loop 2010AA is required but not found'],
  },
}

interface Read {
  /** CLM that it put into a loop: a reader that gave up would have found nothing. */
  readonly claims: number
  readonly errors: readonly string[]
  readonly fatalErrors: readonly string[]
}

describe.skipIf(command === undefined)(
  `imsweb${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let read: readonly Read[] = []
    beforeAll(() => {
      const folder = mkdtempSync(join(tmpdir(), 'tally-imsweb-'))
      const paths = Object.values(files).map(({ text }, index) => {
        const path = join(folder, `claims-${index}.edi`)
        writeFileSync(path, text)
        return path
      })
      const [java = '', ...args] = command ?? []
      const { stdout, stderr } = spawnSync(java, [...args, ...paths], { encoding: 'utf8' })
      rmSync(folder, { recursive: true })
      if (stdout === '') throw new Error(`Java printed nothing: ${stderr}`)
      read = JSON.parse(stdout)
    }, 120_000)

    it.each(
      Object.entries(files).map(([name, file], index) => {
        const known = knownToBeWrong[name]?.length ?? 0
        return { ...file, index, title: known === 0 ? name : `${name} (${known} known)` }
      }),
    )('$title', ({ text, expected, index }) => {
      const claims = text.split('~').filter((segment) => segment.startsWith('CLM*')).length
      expect(read[index]).toEqual({ claims, errors: expected, fatalErrors: [] })
    })
  },
)
