/** `tally x12 write`: a batch of claims becomes the 837P, or everything that is wrong with it is said. */
import { readClaims } from '@tally/x12'
import { expect, test } from 'vitest'
import { changed, runOf } from './sample-run.ts'
import { submissionText } from './sample-submission.ts'

const submission: unknown = JSON.parse(submissionText)
const writtenFrom = (document: unknown) => runOf(['x12', 'write'], JSON.stringify(document))

test('prints the interchange and nothing else', async () => {
  const { exit, printed, said } = await writtenFrom(submission)
  expect({ exit, said }).toEqual({ exit: 0, said: [] })
  expect(printed).toMatch(/^ISA\*00\*.{10}\*00\*.{10}\*ZZ\*CLINICSUB {6}\*ZZ\*CLEARHOUSE {5}\*261121\*0930\*/)
  expect(printed).toMatch(/~IEA\*1\*000000101~$/)
  const { batches } = readClaims(printed)
  expect(batches.flatMap(({ claims }) => claims).map(({ chargeCents }) => chargeCents)).toHaveLength(3)
})

test('what it prints is clean for tally x12 check', async () => {
  const { printed } = await writtenFrom(submission)
  const { claims, findings } = JSON.parse((await runOf(['x12', 'check'], printed)).printed)
  expect(findings).toEqual([])
  expect(claims.flatMap((claim: { findings: unknown[] }) => claim.findings)).toEqual([])
})

test('refuses with pointer, X12 place, box, what to do and rule, all at once, and prints nothing', async () => {
  const wrong = changed(
    changed(submission, ['claims', 0, 'lines', 1, 'chargeCents'], 6_001),
    ['claims', 1, 'diagnoses', 0],
    'M54.50',
  )
  const { exit, printed, said } = await writtenFrom(wrong)
  expect({ exit, printed }).toEqual({ exit: 2, printed: '' })
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(/^tally x12 write: standard input: /)
  expect(said[0]).toMatch(/\/claims\/0\/chargeCents \(2300 CLM02, box 28\): .*, so .* \(x12\/claim-total\)/)
  expect(said[0]).toMatch(/\/claims\/1\/diagnoses\/0 \(2300 HI01-2, box 21A?\): .* \(x12\/diagnosis-code\)/)
})

test('refuses a shape that is none, field by field', async () => {
  const { exit, said } = await writtenFrom(changed(submission, ['claims', 0, 'colour'], 'red'))
  expect({ exit, said }).toEqual({
    exit: 2,
    said: [
      'tally x12 write: standard input: /claims/0/colour is not known here: remove it or spell it as documented.',
    ],
  })
  expect((await runOf(['x12', 'write'], '{')).said).toEqual([
    'tally x12 write: standard input: the document is not JSON: it breaks at line 1 column 2.',
  ])
})

test('says where characters were replaced, and quotes none of them', async () => {
  const path = ['claims', 0, 'subscriber', 'party', 'name', 'last']
  const { exit, printed, said } = await writtenFrom(changed(submission, path, 'Müller~Doe'))
  expect(exit).toBe(0)
  expect(printed).toContain('NM1*IL*1*MULLER DOE*JANE*')
  expect(said).toEqual([
    'tally x12 write: standard input: /claims/0/subscriber/party/name/last has characters that X12 cannot carry, which were replaced.',
  ])
})
