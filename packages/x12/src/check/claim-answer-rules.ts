/** Where, signed, assigned, released: CLM05 to CLM10, CLM12, CLM20 (x12.md 1.4). */

import { isPlaceOfService, isPlaceOn } from '../places-of-service.ts'
import { delayReason, specialProgram } from '../writer/forms.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

const place: Check<ClaimUnderCheck> = {
  slug: 'claim/place-of-service',
  snip: 5,
  severity: 'reject',
  sentence: 'CLM05-1 and SV105 are places of service that CMS lists, on the date of service.',
  citation: 'x12.md 1.4, 5.3; TR3 2300 CLM05-1, 2400 SV105; CMS place of service codes',
  fix: 'Enter where the patient was treated, such as 11 for an office.',
  check({ claim }, fault) {
    const says = 'it is no place of service that CMS lists on that date'
    const first = claim.lines[0]?.serviceFrom ?? null
    const own = claim.placeOfService
    const right = own !== null && (first === null ? isPlaceOfService(own) : isPlaceOn(own, first))
    if (!right) fault(headOf(claim), 5, says)
    for (const line of claim.lines) {
      const code = line.placeOfService
      if (code === null || code === own) continue
      const listed = line.serviceFrom === null ? isPlaceOfService(code) : isPlaceOn(code, line.serviceFrom)
      if (!listed) fault(segmentIn(line, 'SV1'), 5, says)
    }
  },
}

const qualifier: Check<ClaimUnderCheck> = {
  slug: 'claim/place-qualifier',
  snip: 2,
  severity: 'reject',
  sentence: 'CLM05-2 is B.',
  citation: 'x12.md 1.4; TR3 2300 CLM05-2',
  fix: 'Write B: the place is one of the CMS list.',
  check({ claim }, fault) {
    if (claim.placeQualifier !== 'B') fault(headOf(claim), 5, 'CLM05-2 is not B')
  },
}

const answers: Check<ClaimUnderCheck> = {
  slug: 'claim/answers',
  snip: 2,
  severity: 'reject',
  sentence: 'CLM06 is Y or N, CLM07 A, B or C, CLM08 Y, N or W, CLM09 Y or I, CLM10 P or nothing.',
  citation: 'x12.md 1.4; TR3 2300 CLM06 to CLM10; OpenEMR #5699',
  fix: 'Answer by what the patient signed and by the contract with the payer.',
  check({ claim }, fault) {
    const given = [
      [6, claim.signatureOnFile, 'Y N'],
      [7, claim.acceptAssignment, 'A B C'],
      [8, claim.assignmentOfBenefits, 'Y N W'],
      [9, claim.releaseOfInformation, 'Y I'],
      [10, claim.signatureSource ?? 'P', 'P'],
    ] as const
    for (const [position, answer, codes] of given) {
      if (answer === null || answer.length !== 1 || !codes.includes(answer))
        fault(headOf(claim), position, `CLM${String(position).padStart(2, '0')} is none of ${codes}`)
    }
  },
}

const rareCodes: Check<ClaimUnderCheck> = {
  slug: 'claim/rare-codes',
  snip: 5,
  severity: 'reject',
  sentence: 'CLM12 is 02, 03, 05 or 09; CLM20 1 to 11 or 15.',
  citation: 'x12.md 1.4; TR3 2300 CLM12, CLM20',
  fix: 'Choose a code of the guide, or leave it out.',
  check({ claim }, fault) {
    if (claim.specialProgram !== null && !specialProgram.is(claim.specialProgram))
      fault(headOf(claim), 12, specialProgram.says)
    if (claim.delayReason !== null && !delayReason.is(claim.delayReason))
      fault(headOf(claim), 20, delayReason.says)
  },
}

export const claimAnswerRules: readonly Check<ClaimUnderCheck>[] = [place, qualifier, answers, rareCodes]
