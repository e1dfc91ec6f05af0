/** What the commands of `tally x12` promise alike: what is read, what could not be, and other kinds. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { corpusFile, corpusFiles, corpusIsThere } from './sample-corpus.ts'
import {
  benefitsAnswered,
  claims,
  claimsAcknowledged,
  interchangeRefused,
  partAccepted,
  payment,
} from './sample-interchanges.ts'
import { runOf } from './sample-run.ts'

const commands = ['read', 'check', 'era', 'ack', 'benefits']
const found = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'reject', 'warn', 'info']),
  segment: z.int().min(0),
  offset: z.int().min(0).nullable(),
  tag: z.string(),
  element: z.int().nullable(),
  says: z.string(),
})
const answered = z.looseObject({ findings: z.array(found) })

describe.each(commands)('tally x12 %s', (command) => {
  test.each<[string, string | Uint8Array[], string]>([
    ['nothing', '', 'it is empty; fetch the file again from where it came'],
    ['white space', ' \r\n ', 'it is empty; fetch the file again from where it came'],
    ['prose', 'Dear team,\n', 'it is no X12, which begins with ISA; give the file as it was sent, unpacked'],
    [
      'bytes of another program',
      [Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0xff)],
      'it is no X12, which begins with ISA; give the file as it was sent, unpacked',
    ],
  ])('says in one sentence that %s cannot be read', async (_, input, why) => {
    const said = [`tally x12 ${command}: standard input cannot be read: ${why}.`]
    expect(await runOf(['x12', command], input)).toEqual({ exit: 2, printed: '', said })
    expect(await runOf(['x12', command, '--text', '-'], input)).toEqual({ exit: 2, printed: '', said })
  })

  test('answers a file that is cut within its ISA, and says so', async () => {
    const { exit, printed, said } = await runOf(['x12', command], payment.slice(0, 50))
    expect({ exit, said }).toEqual({ exit: 0, said: [] })
    expect(rulesIn(printed)).toContain('envelope/isa')
  })

  test('reads bytes that are no UTF-8, whatever the parts they come in', async () => {
    const whole = Uint8Array.from(payment.replace('SAMPLE*ALMA', 'SAMPLÉ*ALMA'), (sign) => sign.charCodeAt(0))
    const parts = Array.from({ length: whole.length }, (_, at) => whole.slice(at, at + 1))
    const { exit, printed } = await runOf(['x12', command], parts)
    expect(exit).toBe(0)
    expect(printed).toBe((await runOf(['x12', command], [whole])).printed)
  })

  test.skipIf(!corpusIsThere)('answers every file of the corpus', async () => {
    const kinds = ['270', '271', '276', '277', '277CA', '835', '837P', '997', '999', 'TA1', 'other']
    for (const file of kinds.flatMap(corpusFiles)) {
      const { exit, printed, said } = await runOf(['x12', command], [corpusFile(file)])
      expect({ file, exit, said }).toEqual({ file, exit: 0, said: [] })
      const { findings } = answered.parse(JSON.parse(printed))
      expect(printed).toBe(`${JSON.stringify(JSON.parse(printed), null, 2)}\n`)
      const shown = await runOf(['x12', command, '--text'], [corpusFile(file)])
      expect({ file, exit: shown.exit }).toEqual({ file, exit: 0 })
      expect(shown.printed).toMatch(/^\S[\s\S]*\S\n$/)
      for (const { rule } of findings) expect(shown.printed).toContain(`(${rule})`)
    }
  })
})

describe('a file of another kind', () => {
  test.each<[string, string, string, string]>([
    ['era', 'an 837', claims, 'the file holds 837: tally x12 check reads it'],
    ['era', 'a 999', partAccepted, 'the file holds 999: tally x12 ack reads it'],
    ['era', 'a TA1', interchangeRefused, 'the file holds TA1: tally x12 ack reads it'],
    ['ack', 'an 835', payment, 'the file holds 835: tally x12 era reads it'],
    ['ack', 'a 271', benefitsAnswered, 'the file holds 271: tally x12 benefits reads it'],
    ['benefits', 'a 277CA', claimsAcknowledged, 'the file holds 277CA: tally x12 ack reads it'],
    [
      'benefits',
      'something unknown',
      claims.replace('ST*837', 'ST*850'),
      'the file holds something that Tally does not know: tally x12 read shows its envelope',
    ],
  ])('for %s, %s, is answered by nothing and the command that reads it', async (command, _, file, says) => {
    const { exit, printed } = await runOf(['x12', command], file)
    expect(exit).toBe(0)
    const { findings, ...lists } = answered.parse(JSON.parse(printed))
    expect(findings).toContainEqual({
      ...{ rule: 'file/other-kind', severity: 'info', segment: 0, offset: null, tag: '', element: null },
      says,
    })
    expect(Object.values(lists).filter((list) => list !== null)).toEqual(
      Object.values(lists).flatMap((list) => (list === null ? [] : [[]])),
    )
    expect((await runOf(['x12', command, '--text'], file)).printed).toContain(says)
  })

  test('beside its own kind is named too', async () => {
    const { printed } = await runOf(['x12', 'era'], payment + partAccepted)
    expect(JSON.parse(printed)).toMatchObject({ transactions: [{ verdict: 'post' }] })
    expect(rulesIn(printed)).toEqual(['file/other-kind'])
  })

  test('is none for tally x12 read', async () => {
    expect(rulesIn((await runOf(['x12', 'read'], payment + partAccepted)).printed)).toEqual([])
  })
})

function rulesIn(printed: string): string[] {
  return answered.parse(JSON.parse(printed)).findings.map(({ rule }) => rule)
}
