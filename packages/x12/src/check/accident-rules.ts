/**
 * Accidents and injuries: CLM11 with its state, DTP*439, and what workers' compensation and automobile plans want
 * (x12.md 1.4, 1.7, 1.8 11).
 */
import { causeOfPlan } from '../claim/claim-rules.ts'
import type { OfLoop } from '../reader/of-loop.ts'
import { state } from '../writer/forms.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

const causes: ReadonlySet<string> = new Set(['AA', 'EM', 'OA'])

const cause: Check<ClaimUnderCheck> = {
  slug: 'accident/cause',
  snip: 5,
  severity: 'reject',
  sentence: 'CLM11 names AA, EM or OA.',
  citation: 'x12.md 1.4; TR3 2300 CLM11',
  fix: 'Write AA for an automobile, EM for employment, OA for another accident.',
  check({ claim }, fault) {
    if (claim.relatedCauses.some((code) => !causes.has(code)))
      fault(headOf(claim), 11, 'a related cause is none of AA, EM, OA')
  },
}

const incomplete: Check<ClaimUnderCheck> = {
  slug: 'accident/incomplete',
  snip: 4,
  severity: 'reject',
  sentence:
    'A related cause has the day of the accident, DTP*439; an automobile (AA) also its state, CLM11-4, or country.',
  citation: 'x12.md 1.4, 1.8 (11), 5.3; TR3 2300 CLM11-4, CLM11-5, DTP*439',
  fix: 'Enter the day of the accident, and the state where an automobile had it.',
  check({ claim }, fault) {
    if (claim.relatedCauses.length === 0) return
    const auto = claim.relatedCauses.includes('AA') && claim.accidentCountry === null
    const missing = [
      ...(auto && claim.accidentState === null ? ['CLM11-4'] : []),
      ...(hasAccidentDate(claim) ? [] : ['DTP*439']),
    ]
    if (missing.length > 0)
      fault(headOf(claim), 11, `CLM11 names a cause, and ${missing.join(' and ')} is missing`)
    else if (auto && !state.is(claim.accidentState ?? '')) fault(headOf(claim), 11, state.says)
  },
}

const withoutCause: Check<ClaimUnderCheck> = {
  slug: 'accident/date-without-cause',
  snip: 4,
  severity: 'reject',
  sentence: 'The day of an accident stands only with a related cause in CLM11.',
  citation: 'x12.md 1.4, 1.8 (11), 5.3; TR3 2300 DTP*439',
  fix: 'Say whether employment, an automobile or another accident is the cause, or take the date away.',
  check({ claim }, fault) {
    if (claim.relatedCauses.length === 0 && hasAccidentDate(claim))
      fault(segmentIn(claim, 'DTP', '439'), 1, 'DTP*439 is given, and CLM11 names no cause')
  },
}

function hasAccidentDate({ dates }: ClaimUnderCheck['claim']): boolean {
  return dates.some(({ qualifier }) => qualifier === '439')
}

const causeCodes = { employment: 'EM', auto: 'AA' } as const

const causeOfThePlan: Check<ClaimUnderCheck> = {
  slug: 'accident/cause-of-plan',
  snip: 4,
  severity: 'reject',
  sentence: 'A plan WC pays for what employment caused (EM), a plan AM for an automobile (AA).',
  citation: 'x12.md 1.7; TR3 2000B SBR09, 2300 CLM11',
  fix: 'Add the cause to CLM11, or correct SBR09.',
  check({ claim }, fault) {
    const plan = claim.subscriber?.plan?.filingIndicator ?? ''
    const name = causeOfPlan.get(plan)
    if (name !== undefined && !claim.relatedCauses.includes(causeCodes[name]))
      fault(headOf(claim), 11, `SBR09 is ${plan}, and CLM11 does not have ${causeCodes[name]}`)
  },
}

const injuryNumber: Check<ClaimUnderCheck> = {
  slug: 'accident/claim-number-missing',
  snip: 4,
  severity: 'reject',
  sentence: 'A plan WC or AM has its own number of the injury, REF*Y4 of subscriber or patient.',
  citation: 'x12.md 1.3, 1.7; TR3 2010BA, 2010CA REF*Y4',
  fix: 'Ask the payer for the number of the injury’s claim.',
  check({ claim }, fault) {
    const { subscriber, patient } = claim
    const plan = subscriber?.plan?.filingIndicator ?? ''
    if (!causeOfPlan.has(plan)) return
    if (!hasInjuryNumber(patient) && !hasInjuryNumber(subscriber))
      fault(headOf(claim), null, `SBR09 is ${plan}, and REF*Y4 is missing`)
  },
}

/** A level is searched once, however many claims stand under it. */
const searched = new WeakMap<OfLoop, boolean>()

function hasInjuryNumber(level: OfLoop | null): boolean {
  if (!level) return false
  const known = searched.get(level)
  if (known !== undefined) return known
  const found = segmentIn(level, 'REF', 'Y4') !== null
  searched.set(level, found)
  return found
}

export const accidentRules: readonly Check<ClaimUnderCheck>[] = [
  cause,
  incomplete,
  withoutCause,
  causeOfThePlan,
  injuryNumber,
]
