/** HI*ABK:code*ABF:code … and who points to it (x12.md 1.4, 1.5, 1.8 3). */

import type { ServiceDate } from '@tally/kernel'
import { element } from '../reader/segment.ts'
import { diagnosisCode } from '../writer/forms.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentAt, segmentIn } from './under-check.ts'

const count: Check<ClaimUnderCheck> = {
  slug: 'diagnosis/count',
  snip: 2,
  severity: 'reject',
  sentence: 'A claim has 1 to 12 diagnoses, or fewer where the payer takes fewer.',
  citation: 'x12.md 1.4, 5.3; TR3 2300 HI; payer rules `mostDiagnoses`',
  fix: 'Keep those that the lines point to.',
  check({ claim, payer }, fault) {
    const { length } = claim.diagnoses
    if (length === 0) fault(headOf(claim), null, 'the claim has no diagnosis')
    else if (length > payer.mostDiagnoses) {
      const beyond = claim.diagnoses[payer.mostDiagnoses]
      const at = beyond ? segmentAt(claim, beyond.segment) : null
      fault(at, beyond?.element ?? null, `${length} diagnoses are given and ${payer.mostDiagnoses} fit`)
    }
  },
}

const qualifier: Check<ClaimUnderCheck> = {
  slug: 'diagnosis/qualifier',
  snip: 5,
  severity: 'reject',
  sentence: 'The first diagnosis is ABK, the others ABF; BK and BF were those of ICD-9.',
  citation: 'x12.md 1.4, 5.3; TR3 2300 HI01-1',
  fix: 'Write ABK before the main diagnosis and ABF before the others.',
  check({ claim }, fault) {
    const wrong = claim.diagnoses.find((one, index) => one.qualifier !== (index === 0 ? 'ABK' : 'ABF'))
    if (!wrong) return
    const expected = wrong === claim.diagnoses[0] ? 'ABK' : 'ABF'
    fault(segmentAt(claim, wrong.segment), wrong.element, `the qualifier is not ${expected}`)
  },
}

const form: Check<ClaimUnderCheck> = {
  slug: 'diagnosis/form',
  snip: 1,
  severity: 'reject',
  sentence: 'A diagnosis is an ICD-10-CM code without its dot.',
  citation: 'x12.md 1.4, 5.3; TR3 2300 HI01-2',
  fix: diagnosisCode.fix,
  check({ claim }, fault) {
    for (const { code, segment, element: position } of claim.diagnoses) {
      if (!isOfForm(code)) fault(segmentAt(claim, segment), position, diagnosisCode.says)
    }
  },
}

/** Small letters are told by themselves. */
function isOfForm(code: string): boolean {
  return diagnosisCode.is(code) || diagnosisCode.is(code.toUpperCase())
}

const twice: Check<ClaimUnderCheck> = {
  slug: 'diagnosis/twice',
  snip: 2,
  severity: 'warn',
  sentence: 'No diagnosis stands twice.',
  citation: 'x12.md 1.4; TR3 2300 HI',
  fix: 'Take the second away, and let the lines point to the first.',
  check({ claim }, fault) {
    const { diagnoses } = claim
    if (diagnoses.length < 2) return
    const met = new Set<string>()
    for (const { code, segment, element: position } of diagnoses) {
      if (met.has(code)) fault(segmentAt(claim, segment), position, 'the diagnosis stands twice')
      met.add(code)
    }
  },
}

const valid: Check<ClaimUnderCheck> = {
  slug: 'diagnosis/not-valid-on-date',
  snip: 5,
  severity: 'reject',
  sentence: 'A diagnosis is valid on the date of service.',
  citation: 'x12.md 1.4, 4; ICD-10-CM by its effective dates',
  fix: 'Choose a code that is valid on that date, to its last digit.',
  check({ claim, facts }, fault) {
    const { knows } = facts
    if (!knows) return
    const date = firstDayOf(claim) ?? facts.today
    for (const { qualifier: kind, code, segment, element: position } of claim.diagnoses) {
      if ((kind !== 'ABK' && kind !== 'ABF') || !isOfForm(code)) continue
      if (!knows.diagnosis(code.toUpperCase(), date))
        fault(segmentAt(claim, segment), position, `the code is not valid on ${date}`)
    }
  },
}

function firstDayOf({ lines }: ClaimUnderCheck['claim']): ServiceDate | null {
  let first: ServiceDate | null = null
  for (const { serviceFrom } of lines) {
    if (serviceFrom !== null && (first === null || serviceFrom < first)) first = serviceFrom
  }
  return first
}

export const diagnosisRules: readonly Check<ClaimUnderCheck>[] = [count, qualifier, form, twice, valid]

const pointer: Check<ClaimUnderCheck> = {
  slug: 'line/pointer-to-no-diagnosis',
  snip: 4,
  severity: 'reject',
  sentence: 'Every pointer of SV107 names a diagnosis of the claim.',
  citation: 'x12.md 1.5, 1.8 (3), 5.3; TR3 2400 SV107',
  fix: 'Point to one to four diagnoses of the claim.',
  check({ claim }, fault) {
    const { length } = claim.diagnoses
    if (length === 0) return
    for (const line of claim.lines) {
      for (const target of line.diagnosisPointers) {
        if (target < 1 || target > length)
          fault(segmentIn(line, 'SV1'), 7, `line ${line.position} points to diagnosis ${target} of ${length}`)
      }
    }
  },
}

const pointerCount: Check<ClaimUnderCheck> = {
  slug: 'line/pointer-count',
  snip: 2,
  severity: 'reject',
  sentence: 'A line points to one to four diagnoses.',
  citation: 'x12.md 1.5; TR3 2400 SV107',
  fix: 'Point to one to four diagnoses of the claim.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const { length } = line.diagnosisPointers
      if (length >= 1 && length <= 4) continue
      const sv1 = segmentIn(line, 'SV1')
      // A pointer that is no number was told when it was read.
      if (sv1 && (length > 4 || element(sv1, 7).trim() === ''))
        fault(sv1, 7, `line ${line.position} points to ${length} diagnoses`)
    }
  },
}

const pointerTwice: Check<ClaimUnderCheck> = {
  slug: 'line/pointer-twice',
  snip: 2,
  severity: 'warn',
  sentence: 'A line points to a diagnosis once.',
  citation: 'x12.md 1.5; TR3 2400 SV107',
  fix: 'Take the second pointer away.',
  check({ claim }, fault) {
    for (const line of claim.lines) {
      const { diagnosisPointers: pointers } = line
      if (standsTwice(pointers))
        fault(segmentIn(line, 'SV1'), 7, `line ${line.position} points to a diagnosis twice`)
    }
  },
}

/** More than four are told by themselves. */
function standsTwice(pointers: readonly number[]): boolean {
  return pointers.length <= 4 && pointers.some((pointer, index) => pointers.indexOf(pointer) < index)
}

export const diagnosisPointerRules: readonly Check<ClaimUnderCheck>[] = [pointer, pointerCount, pointerTwice]
