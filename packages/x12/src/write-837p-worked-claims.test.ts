/**
 * The worked claims of the design note (x12.md 1.10), each written from a claim document byte for byte but for CLM01,
 * which is ours: 17 characters with a check character where the note has 19. The checker is tested on the same texts.
 */
import { existsSync, readFileSync } from 'node:fs'
import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { type Change, type WorkedClaim, workedClaim } from './check/sample-worked-claims.ts'
import type { ClaimDocument } from './claim-document.ts'
import { claimNumberWithCheck } from './claim-number.ts'
import {
  sampleClaim,
  sampleLine,
  sampleSecondaryClaim,
  sampleSubmission,
  sampleWorkersCompensationClaim,
} from './sample-claim.ts'
import { write837p } from './write-837p.ts'

const clm = 'CLM*PCN0000000000000001*250***11:B:1*Y*A*Y*Y'
const again = (frequency: '7' | '8'): Change[] => [
  [clm, clm.replace('11:B:1', `11:B:${frequency}`)],
  ['REF*EA*MRN001', 'REF*F8*1234567890ABC', 'REF*EA*MRN001'],
]
const decided = { payerClaimNumber: '1234567890ABC' }

function workersCompensation(): ClaimDocument {
  const claim = sampleWorkersCompensationClaim()
  const { subscriber, patient } = claim
  const line = { modifiers: ['GP'], diagnosisPointers: [1], serviceDate: serviceDate('2026-11-16') }
  return {
    ...claim,
    subscriber: { ...subscriber, memberId: 'POL000103' },
    payer: { ...claim.payer, address: { ...address, line1: '9 FUND ST', city: 'SALEM', zip: '973010000' } },
    patient: patient && {
      ...patient,
      name: { last: 'DUMMY', first: 'CARLA', middle: null, suffix: null },
      address: { ...address, line1: '10 NOWHERE LN', zip: '97206' },
      propertyCasualtyClaimNumber: 'WCCLAIM103',
    },
    ...{ chargeCents: cents(19_000), patientPaidCents: cents(0) },
    ...{ onsetDate: null, initialTreatmentDate: null, accidentDate: serviceDate('2026-10-15') },
    ...{ disabledFrom: null, disabledTo: null, lastWorkedDate: null, attachments: [] },
    ...{ priorAuthorization: null, medicalRecordNumber: 'CHART103', diagnoses: ['S39012D'] },
    lines: [
      sampleLine({ ...line, chargeLineId: 'W103A', chargeCents: cents(10_000) }),
      sampleLine({ ...line, chargeLineId: 'W103B', procedureCode: '97530', chargeCents: cents(9_000) }),
    ],
  }
}
const address = { line1: '', line2: null, city: 'PORTLAND', state: 'OR', zip: '' }

const worked: readonly (readonly [string, WorkedClaim, readonly Change[], ClaimDocument])[] = [
  ['Medicare first', 'medicare', [], sampleClaim()],
  ['its replacement', 'medicare', again('7'), sampleClaim({ frequency: '7', ...decided })],
  ['its void', 'medicare', again('8'), sampleClaim({ frequency: '8', ...decided })],
  ['the second payer', 'secondary', [], sampleSecondaryClaim()],
  ['workers’ compensation', 'workersCompensation', [], workersCompensation()],
]

describe('byte for byte', () => {
  it.each(worked)('%s', (_, name, changes, document) => {
    const claim = { ...document, claimNumber: claimNumberWithCheck('WORKED1') }
    const expected = workedClaim(name, changes)
      .replaceAll('\n', '')
      .replace(/CLM\*[^*]*\*/, `CLM*${claim.claimNumber}*`)
    const result = write837p(sampleSubmission([claim]))
    if (!result.ok) expect(result.problems).toEqual([])
    expect(result).toMatchObject({
      ...{ ok: true, text: expected, replacements: [], unsent: [] },
      controlNumbers: { interchange: '000000101', group: '101', transaction: '0001', batchId: 'B0000101' },
    })
    expect(expected.indexOf('~')).toBe(105)
  })
})

const note = new URL('../../../../shared/design/x12.md', import.meta.url)

describe.skipIf(!existsSync(note))('the texts are those of the design note', () => {
  const section = /^### 1\.10 [\s\S]*?(?=^### )/m.exec(
    existsSync(note) ? readFileSync(note, 'utf8') : '',
  )?.[0]

  it('Medicare first, whole', () => {
    expect(section?.split('```')[1]?.trim()).toBe(workedClaim('medicare'))
  })

  it.each([
    ['the replacement', 'medicare', again('7')],
    ['the second payer', 'secondary', []],
  ] as const)('%s: every segment that it says is another', (_, name, changes) => {
    const before = workedClaim('medicare').split('~\n')
    const other = workedClaim(name, changes)
      .split('~\n')
      .filter((segment) => !before.includes(segment) && !/^(CLM|SE|NM1\*(IL|PR))\*/.test(segment))
    expect(other.filter((segment) => !section?.includes(`\`${segment}\``))).toEqual(
      // The note has these two lines in figures: 40 = 60-10-10; 56 = 90-20-14.
      name === 'medicare'
        ? []
        : [
            ...['SVD*02302*40*HC:97140:GP:CQ:KX**1', 'CAS*CO*45*10', 'CAS*PR*2*10'],
            ...['SVD*02302*56*HC:97530:GP:KX**2', 'CAS*PR*2*14'],
          ],
    )
  })
})
