/** What Medicare Part B wants of a therapy claim (design note x12.md 1.7), and when a plan is second to it. */
import type { ClaimDocument } from '../claim-document.ts'
import type { Pen } from '../writer/pen.ts'

const disciplines = new Set(['GP', 'GO', 'GN'])
/** Therapists (NUCC 225, 2251, 225X, 235Z) and physical-therapy clinics. */
const therapy = /^(225|235Z|261QP2000X)/

export function isTherapyTaxonomy(code: string): boolean {
  return therapy.test(code)
}

export function isDisciplineModifier(modifier: string): boolean {
  return disciplines.has(modifier)
}

/** True where Medicare is not the first payer: then, and only then, SBR05 says why. */
export function isMedicareSecond(filingIndicator: string | null, responsibility: string | null): boolean {
  const medicare = filingIndicator === 'MB' || filingIndicator === 'MA'
  return medicare && responsibility !== 'P' && responsibility !== 'U'
}

export function applyMedicareRules(pen: Pen, claim: ClaimDocument): void {
  refuseSecondaryType(pen, claim)
  if (claim.subscriber.filingIndicator !== 'MB') return
  if (!claim.referringProvider) {
    const says = 'Medicare wants the clinician who certifies the plan of care as the referring provider.'
    const place = ['referringProvider', '2310A NM1', '17'] as const
    pen.refuse('x12/medicare-referrer', place, says, 'Enter who signed the plan of care, with NPI.')
  }
  const { billingProvider, renderingProvider } = claim
  claim.lines.forEach((line, index) => {
    const rendering = line.renderingProvider ?? renderingProvider
    if (!rendering && billingProvider.kind === 'organization') {
      const says = 'Medicare wants the therapist who rendered a line that an organization bills.'
      const place = [`lines/${index}/renderingProvider`, '2310B NM1', '24J'] as const
      pen.refuse('x12/medicare-rendering-provider', place, says, 'Enter the therapist, with NPI.')
    }
    const specialties = [rendering?.taxonomy ?? '', billingProvider.taxonomy]
    if (!specialties.some(isTherapyTaxonomy)) return
    if (line.modifiers.some(isDisciplineModifier)) return
    const says = 'A therapy line for Medicare has GP, GO or GN.'
    const place = [`lines/${index}/modifiers`, '2400 SV101-3', '24D'] as const
    pen.refuse('x12/medicare-therapy-modifier', place, says, 'Add the modifier of the plan of care.')
  })
}

/** SBR05 belongs to a claim on which Medicare pays second, and to no other (OpenEMR #11869). */
function refuseSecondaryType(pen: Pen, { subscriber, otherPayers }: ClaimDocument): void {
  const plans = [
    { plan: subscriber, at: 'subscriber', loop: '2000B' },
    ...otherPayers.map((plan, index) => ({ plan, at: `otherPayers/${index}`, loop: '2320' })),
  ]
  for (const { plan, at, loop } of plans) {
    const place = [`${at}/medicareSecondaryType`, `${loop} SBR05`, null] as const
    const second = isMedicareSecond(plan.filingIndicator, plan.responsibility)
    if (second && plan.medicareSecondaryType === null) {
      const says = 'Medicare is not the first payer, and the reason is missing.'
      const fix = 'Choose why another payer pays first, such as 12 for working aged.'
      pen.refuse('x12/medicare-secondary-type', place, says, fix)
    }
    if (!second && plan.medicareSecondaryType !== null) {
      const says = 'A reason why Medicare pays second goes only where it does.'
      const fix = 'Leave it out, or correct the order of the payers.'
      pen.refuse('x12/medicare-secondary-type', place, says, fix)
    }
  }
}
