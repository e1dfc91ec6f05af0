/** CLM01, our key of a claim version, and CLM05-3 with REF*F8, the payer's (x12.md 1.4, 1.8 4, 1.9). */
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

const missing: Check<ClaimUnderCheck> = {
  slug: 'claim/number-missing',
  snip: 2,
  severity: 'reject',
  sentence: 'CLM01 holds a number of the claim version.',
  citation: 'x12.md 1.4; TR3 2300 CLM01',
  fix: 'Give the claim a number of at most 17 capitals and digits.',
  check({ claim }, fault) {
    if (claim.claimNumber === null) fault(headOf(claim), 1, 'CLM01 is missing')
  },
}

const tooLong: Check<ClaimUnderCheck> = {
  slug: 'claim/number-too-long',
  snip: 1,
  severity: 'reject',
  sentence: 'CLM01 has at most 38 characters.',
  citation: 'x12.md 1.2, 5.3; TR3 2300 CLM01',
  fix: 'Give the claim a number of at most 17 capitals and digits.',
  check({ claim }, fault) {
    const length = claim.claimNumber?.length ?? 0
    if (length > 38) fault(headOf(claim), 1, `CLM01 has ${length} characters and 38 fit`)
  },
}

const cutOnReturn: Check<ClaimUnderCheck> = {
  slug: 'claim/number-cut-on-return',
  snip: 7,
  severity: 'warn',
  sentence: 'CLM01 has at most 20 characters, which is what every payer gives back whole.',
  citation: 'x12.md 1.4, 5.3; RFI 419, 525',
  fix: 'Give the claim a number of at most 17 capitals and digits.',
  check({ claim }, fault) {
    const length = claim.claimNumber?.length ?? 0
    if (length > 20 && length <= 38)
      fault(headOf(claim), 1, `CLM01 has ${length} characters; payers give 20 back`)
  },
}

const twice: Check<ClaimUnderCheck> = {
  slug: 'claim/number-twice',
  snip: 4,
  severity: 'reject',
  sentence: 'Every claim version of a file has its own CLM01.',
  citation: 'x12.md 1.4, 1.9',
  fix: 'Give every claim version its own number.',
  check({ claim: { claimNumber, segments }, met }, fault) {
    if (claimNumber === null) return
    if (met.has(claimNumber)) fault(segments[0] ?? null, 1, 'another claim of the file has the same CLM01')
    met.add(claimNumber)
  },
}

const used: Check<ClaimUnderCheck> = {
  slug: 'claim/number-used',
  snip: 7,
  severity: 'reject',
  sentence: 'CLM01 was never sent before: an answer to one version must not touch another.',
  citation: 'x12.md 1.8 (20), 1.9',
  fix: 'Give this version its own number.',
  check({ claim, facts }, fault) {
    const { claimNumber } = claim
    if (claimNumber !== null && facts.seenControlNumbers?.claims?.has(claimNumber))
      fault(headOf(claim), 1, 'CLM01 was used before')
  },
}

const frequencies: ReadonlySet<string> = new Set(['1', '7', '8'])

const frequency: Check<ClaimUnderCheck> = {
  slug: 'claim/frequency',
  snip: 5,
  severity: 'reject',
  sentence: 'CLM05-3 is 1, 7 or 8; the others belong to institutional claims.',
  citation: 'x12.md 1.4, 5.3; TR3 2300 CLM05-3',
  fix: 'Write 1 for an original, 7 for a replacement, 8 for a void.',
  check({ claim }, fault) {
    if (!frequencies.has(claim.frequency ?? '')) fault(headOf(claim), 5, 'CLM05-3 is none of 1, 7, 8')
  },
}

const withoutReference: Check<ClaimUnderCheck> = {
  slug: 'claim/frequency-without-reference',
  snip: 4,
  severity: 'reject',
  sentence: 'A replacement or void names the payer’s number of the first claim, REF*F8.',
  citation: 'x12.md 1.4, 1.8 (4), 5.3; TR3 2300 REF*F8; RFI 1538, 2110, 2398',
  fix: 'Take it from the remittance (CLP07) or the acknowledgment (REF*1K).',
  check({ claim }, fault) {
    const again = claim.frequency === '7' || claim.frequency === '8'
    if (again && claim.payerClaimNumber === null)
      fault(headOf(claim), 5, `CLM05-3 is ${claim.frequency}, and REF*F8 is missing`)
  },
}

const referenceOfOriginal: Check<ClaimUnderCheck> = {
  slug: 'claim/reference-of-original',
  snip: 4,
  severity: 'warn',
  sentence: 'An original claim names no number of the payer.',
  citation: 'x12.md 1.4; TR3 2300 REF*F8',
  fix: 'Leave REF*F8 out, or send a replacement (7) or a void (8).',
  check({ claim }, fault) {
    if (claim.frequency === '1' && claim.payerClaimNumber !== null)
      fault(segmentIn(claim, 'REF', 'F8'), 1, 'CLM05-3 is 1, and REF*F8 is given')
  },
}

const notTaken: Check<ClaimUnderCheck> = {
  slug: 'payer/frequency-not-taken',
  snip: 7,
  severity: 'reject',
  sentence: 'A replacement or void goes only to a payer that takes it.',
  citation: 'x12.md 1.4; payer rules `takesReplacement`, `takesVoid`',
  fix: 'Correct it as this payer wants: a reopening, its portal, or a new claim.',
  check({ claim, payer }, fault) {
    if (takes({ claim, payer }) === 'no')
      fault(headOf(claim), 5, `the payer does not take frequency ${claim.frequency}`)
  },
}

const unclear: Check<ClaimUnderCheck> = {
  slug: 'payer/frequency-unclear',
  snip: 7,
  severity: 'info',
  sentence: 'Whether Medicare Part B takes a replacement or void differs by contractor.',
  citation: 'x12.md 1.4, 8; payer rules `takesReplacement`, `takesVoid`',
  fix: 'Ask the contractor, and keep its answer in the payer’s rules.',
  check({ claim, payer }, fault) {
    if (takes({ claim, payer }) === 'unclear')
      fault(headOf(claim), 5, `sources disagree whether the payer takes frequency ${claim.frequency}`)
  },
}

function takes({ claim, payer }: Pick<ClaimUnderCheck, 'claim' | 'payer'>): string {
  if (claim.frequency === '7') return payer.takesReplacement
  return claim.frequency === '8' ? payer.takesVoid : 'yes'
}

export const claimNumberRules: readonly Check<ClaimUnderCheck>[] = [
  missing,
  tooLong,
  cutOnReturn,
  twice,
  used,
  frequency,
  withoutReference,
  referenceOfOriginal,
  notTaken,
  unclear,
]
