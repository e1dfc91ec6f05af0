/** 2310C, where the patient was treated (x12.md 1.3). */
import { isSameAddress } from '../claim/billing-provider-loop.ts'
import type { Address } from '../claim-parts.ts'
import type { Party } from '../claims/party.ts'
import type { Check } from './check-rule.ts'
import { type ClaimUnderCheck, headOf } from './under-check.ts'

const sameAsBilling: Check<ClaimUnderCheck> = {
  slug: 'facility/same-as-billing',
  snip: 4,
  severity: 'reject',
  sentence: 'NM1*77 stands only where the patient was treated elsewhere than at the billing address.',
  citation: 'x12.md 1.3; TR3 2310C; OpenEMR #2929',
  fix: 'Leave the facility out.',
  check({ claim }, fault) {
    const { serviceFacility: facility, billing } = claim
    const provider = billing?.provider
    if (!facility || !provider) return
    const [there, here] = [addressOf(facility), addressOf(provider)]
    const own = facility.id === null || facility.id === provider.id
    if (own && there && here && isSameAddress(there, here))
      fault(headOf(facility), null, 'the facility is the billing provider at the billing address')
  },
}

function addressOf({ address }: Party): Address | null {
  if (!address) return null
  const { line1, line2, city, state, zip } = address
  return line1 === null || city === null || state === null || zip === null
    ? null
    : { line1, line2, city, state, zip }
}

export const facilityRules: readonly Check<ClaimUnderCheck>[] = [sameAsBilling]
