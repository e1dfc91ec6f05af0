/** What payers want of therapy: GP, GO or GN, who certifies the plan, who rendered (x12.md 1.7, 1.8 15, 16). */
import { isDisciplineModifier, isTherapyTaxonomy } from '../claim/medicare-rules.ts'
import type { LineRead } from '../claims/claim-read.ts'
import type { Check, CheckRule, Fault } from './check-rule.ts'
import { type ClaimUnderCheck, headOf, segmentIn } from './under-check.ts'

type Wanted = 'required' | 'expected'

/** One rule for payers that require it, one for payers of which some do. */
const modifier = (wanted: Wanted, card: Pick<CheckRule, 'slug' | 'severity'>): Check<ClaimUnderCheck> => ({
  ...card,
  snip: 6,
  sentence: `A line of therapy has GP, GO or GN where the payer ${wanted === 'required' ? 'requires' : 'may want'} it.`,
  citation: 'x12.md 1.7, 1.8 (15), 5.3; payer rules `therapyModifier`',
  fix: 'Add the modifier of the plan of care, GP for physical therapy.',
  check(subject, fault) {
    if (subject.payer.therapyModifier === wanted) checkModifiers(subject, fault)
  },
})

const modifierRequired = modifier('required', { slug: 'therapy/modifier-missing', severity: 'reject' })
const modifierExpected = modifier('expected', { slug: 'therapy/modifier-expected', severity: 'warn' })

function checkModifiers({ claim }: ClaimUnderCheck, fault: Fault): void {
  for (const line of claim.lines) {
    const { procedure, position } = line
    if (!procedure || procedure.modifiers.some(isDisciplineModifier)) continue
    if (isOfTherapy(claim, line)) fault(segmentIn(line, 'SV1'), 1, `line ${position} has none of GP, GO, GN`)
  }
}

/** By who bills or renders; where no taxonomy is given, by the code. */
function isOfTherapy(claim: ClaimUnderCheck['claim'], line: LineRead): boolean {
  const billing = claim.billing?.taxonomy ?? null
  const rendering = (line.renderingProvider ?? claim.renderingProvider)?.taxonomy ?? null
  if (billing === null && rendering === null) return therapyCodes.has(line.procedure?.code ?? '')
  return (
    (billing !== null && isTherapyTaxonomy(billing)) || (rendering !== null && isTherapyTaxonomy(rendering))
  )
}

/** Codes that are always therapy (CMS therapy code list; shared/reference/therapy-codes.csv). */
const therapyCodes: ReadonlySet<string> = new Set(
  (
    '97012 97016 97018 97022 97024 97026 97028 97032 97033 97034 97035 97036 97110 97112 97113 97116 97124 97140 ' +
    '97150 97161 97162 97163 97164 97165 97166 97167 97168 97530 97533 97535 97537 97542 G0283'
  ).split(' '),
)

const referrer = (wanted: Wanted, card: Pick<CheckRule, 'slug' | 'severity'>): Check<ClaimUnderCheck> => ({
  ...card,
  snip: 6,
  sentence: `Who certifies the plan of care is the referring provider where the payer ${wanted === 'required' ? 'requires' : 'may want'} it.`,
  citation: 'x12.md 1.7, 1.8 (16), 5.3; TR3 2310A NM1*DN; payer rules `referringProvider`',
  fix: 'Enter who signed the plan of care, with NPI.',
  check({ claim, payer }, fault) {
    if (payer.referringProvider !== wanted || claim.referringProvider) return
    if (claim.lines.some((line) => isOfTherapy(claim, line))) fault(headOf(claim), null, 'NM1*DN is missing')
  },
})

const referrerRequired = referrer('required', {
  slug: 'therapy/referring-provider-missing',
  severity: 'reject',
})
const referrerExpected = referrer('expected', {
  slug: 'therapy/referring-provider-expected',
  severity: 'warn',
})

const renderer = (wanted: Wanted, card: Pick<CheckRule, 'slug' | 'severity'>): Check<ClaimUnderCheck> => ({
  ...card,
  snip: 6,
  sentence: `Who rendered a line that an organization bills is named where the payer ${wanted === 'required' ? 'requires' : 'may want'} it.`,
  citation: 'x12.md 1.3, 1.7; TR3 2310B, 2420A NM1*82; payer rules `renderingProvider`',
  fix: 'Enter the therapist, with NPI.',
  check({ claim, payer }, fault) {
    if (payer.renderingProvider !== wanted || claim.renderingProvider) return
    if (claim.billing?.provider?.kind !== 'organization') return
    for (const line of claim.lines) {
      if (!line.renderingProvider)
        fault(headOf(line), null, `nobody is named who rendered line ${line.position}`)
    }
  },
})

const rendererRequired = renderer('required', {
  slug: 'therapy/rendering-provider-missing',
  severity: 'reject',
})
const rendererExpected = renderer('expected', {
  slug: 'therapy/rendering-provider-expected',
  severity: 'warn',
})

const refusedModifier: Check<ClaimUnderCheck> = {
  slug: 'payer/modifier-refused',
  snip: 7,
  severity: 'reject',
  sentence: 'No line has a modifier that its payer refuses.',
  citation: 'payer rules `refusedModifiers`',
  fix: 'Take the modifier away for this payer.',
  check({ claim, payer }, fault) {
    const { refusedModifiers: refused } = payer
    if (refused.length === 0) return
    for (const line of claim.lines) {
      const found = line.procedure?.modifiers.find((one) => refused.includes(one))
      if (found !== undefined)
        fault(segmentIn(line, 'SV1'), 1, `line ${line.position} has ${found}, which the payer refuses`)
    }
  },
}

export const therapyRules: readonly Check<ClaimUnderCheck>[] = [
  modifierRequired,
  modifierExpected,
  referrerRequired,
  referrerExpected,
  rendererRequired,
  rendererExpected,
  refusedModifier,
]
