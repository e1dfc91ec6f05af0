/** Who pays in generated episodes, and what each kind of payer wants of a visit's body. Nobody of these exists. */
import type { PayerFamily, ServiceDate } from '@tally/kernel'
import type { Chance } from './chance.ts'

interface GeneratedPayer {
  readonly family: PayerFamily
  /** Of a hundred patients. */
  readonly share: number
  readonly payerId: string
  readonly payerName: string
  readonly claimFilingIndicator: string
}

/** A clinic's usual mix; self-pay has no coverage. */
const payers: readonly GeneratedPayer[] = [
  payer('medicare-b', 36, '02302', 'MEDICARE PART B', 'MB'),
  payer('medicare-advantage', 18, 'GENMA', 'GENERATED ADVANTAGE', '16'),
  payer('commercial', 24, 'GENCO', 'GENERATED HEALTH PLAN', 'CI'),
  payer('medicaid', 8, 'GENMC', 'GENERATED MEDICAID', 'MC'),
  payer('workers-comp', 6, 'GENWC', 'GENERATED COMP FUND', 'WC'),
  payer('auto', 3, 'GENAU', 'GENERATED AUTO', 'AM'),
  payer('tricare', 2, 'GENTR', 'GENERATED TRICARE', 'CH'),
  payer('va', 1, 'GENVA', 'GENERATED VA', 'VA'),
  payer('self-pay', 2, '', '', ''),
]

export function drawPayer(draw: Chance): GeneratedPayer {
  let left = draw.whole(1, 100)
  for (const one of payers) {
    left -= one.share
    if (left <= 0) return one
  }
  throw new Error('the shares of payers make a hundred: correct them')
}

/** The fields of an encounter's body that follow from who pays. */
export function coverageFields(
  { family, payerId, payerName, claimFilingIndicator }: GeneratedPayer,
  { number, onset }: { readonly number: number; readonly onset: ServiceDate },
) {
  const atWork = family === 'workers-comp'
  const accident = atWork || family === 'auto'
  const employer = 'GENERATED LUMBER CO'
  const coverage = {
    ...{ order: 1, payerId, payerName, payerFamily: family, claimFilingIndicator },
    medicareSecondaryType: null,
    memberId: accident ? null : memberId(family, number),
    ...{ groupNumber: null, groupName: null, payerAddress: null },
    relationshipToSubscriber: atWork ? 'employee' : 'self',
    subscriber: atWork ? { kind: 'organization', name: employer } : null,
    propertyCasualtyClaimNumber: accident ? `GEN-${number}` : null,
  }
  return {
    coverages: family === 'self-pay' ? [] : [coverage],
    responsibleParty: family === 'self-pay' ? 'self' : 'insurance',
    relatedCauses: accident ? [atWork ? 'employment' : 'auto'] : [],
    accidentDate: accident ? onset : null,
    accidentState: accident ? 'OR' : null,
    employer: atWork ? employer : null,
    jurisdictionState: atWork ? 'OR' : null,
  }
}

/** Of the form of a Medicare number, or of a plan's own. */
function memberId(family: PayerFamily, number: number): string {
  if (family !== 'medicare-b') return `GEN${String(number).padStart(9, '0')}`
  const digits = String(number % 10_000).padStart(4, '0')
  return `1EG${digits[0]}TE${digits[1]}MK${digits.slice(2)}`
}

function payer(
  family: PayerFamily,
  share: number,
  payerId: string,
  payerName: string,
  claimFilingIndicator: string,
): GeneratedPayer {
  return { family, share, payerId, payerName, claimFilingIndicator }
}
