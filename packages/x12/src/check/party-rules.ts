/**
 * Providers, wherever they stand: NPI, taxonomy, address, tax number (x12.md 1.3, 1.8 5, 6, 18).
 *
 *   NM1*role*kind*name*first****XX*NPI | PRV*role*PXC*taxonomy | N3 | N4*city*state*zip | REF*EI*tax number
 */
import { isNpi } from '@tally/kernel'
import { isPostBox } from '../claim/billing-provider-loop.ts'
import type { BillingLevel, Party } from '../claims/party.ts'
import { element, given } from '../reader/segment.ts'
import { nineDigitZip, state, taxId, taxonomy, zip } from '../writer/forms.ts'
import type { Check, Fault } from './check-rule.ts'
import { isTaxonomyOfTherapy } from './taxonomies.ts'
import { headOf, segmentIn } from './under-check.ts'

/** A party that is a provider or a place of service, and what is wanted of it. */
export interface ProviderUnderCheck {
  readonly party: Party
  readonly nineDigitZip: boolean
}

const npi: Check<ProviderUnderCheck> = {
  slug: 'identifier/npi',
  snip: 5,
  severity: 'reject',
  sentence: 'An NPI has ten digits and a true check digit.',
  citation: 'x12.md 1.8 (6), 5.3; TR3 NM109; 45 CFR 162.406',
  fix: 'Enter the NPI that NPPES lists for the provider.',
  check({ party }, fault) {
    const { id, idQualifier } = party
    if (id !== null && idQualifier === 'XX' && !isNpi(id))
      fault(headOf(party), 9, 'it is no ten digits with a true check digit')
  },
}

/** A provider who bills, renders or refers has one; a place of service may have none of its own. */
const withNpi: ReadonlySet<string> = new Set(['85', '82', 'DN', 'P3', 'DQ', 'DK'])

const npiMissing: Check<ProviderUnderCheck> = {
  slug: 'identifier/npi-missing',
  snip: 4,
  severity: 'reject',
  sentence: 'Who bills, renders, supervises, orders or refers is named with an NPI (XX).',
  citation: 'x12.md 1.3; TR3 2010AA, 2310, 2420',
  fix: 'Enter the NPI that NPPES lists for the provider.',
  check({ party }, fault) {
    if (!withNpi.has(party.role)) return
    if (party.id === null) fault(headOf(party), 9, `NM1*${party.role} has no NPI`)
    else if (party.idQualifier !== 'XX') fault(headOf(party), 8, `NM108 of NM1*${party.role} is not XX`)
  },
}

const personsOnly: ReadonlySet<string> = new Set(['DN', 'P3', 'DQ', 'DK'])

/** Where an ambulance picks up and drops off has an address alone. */
const nameless: ReadonlySet<string> = new Set(['PW', '45'])

const name: Check<ProviderUnderCheck> = {
  slug: 'provider/name',
  snip: 2,
  severity: 'reject',
  sentence: 'A provider has a name; who refers, orders or supervises is a person.',
  citation: 'x12.md 1.3; TR3 2010AA, 2310',
  fix: 'Enter the name as NPPES has it.',
  check({ party }, fault) {
    const { role, kind } = party
    if (kind === null) fault(headOf(party), 2, 'NM102 is neither 1 nor 2')
    else if (kind !== 'person' && personsOnly.has(role)) fault(headOf(party), 2, `NM1*${role} is no person`)
    if (party.name === null && !nameless.has(role)) fault(headOf(party), 3, `NM1*${role} has no name`)
  },
}

const taxonomyForm: Check<ProviderUnderCheck> = {
  slug: 'identifier/taxonomy',
  snip: 5,
  severity: 'reject',
  sentence: 'A taxonomy code has nine letters and digits and an X.',
  citation: 'x12.md 1.8 (18), 5.3; TR3 PRV03',
  fix: taxonomy.fix,
  check: ({ party }, fault) => checkForm(party, fault),
}

/** Of a provider, or of a billing level. */
function checkForm(of: WithTaxonomy, fault: Fault): void {
  if (of.taxonomy !== null && !taxonomy.is(of.taxonomy)) fault(segmentIn(of, 'PRV'), 3, taxonomy.says)
}

type WithTaxonomy = Pick<Party, 'taxonomy' | 'segments'>

const taxonomyListed: Check<ProviderUnderCheck> = {
  slug: 'identifier/taxonomy-not-of-therapy',
  snip: 5,
  severity: 'warn',
  sentence: 'A taxonomy code is one of a therapy practice or of who refers to it.',
  citation: 'x12.md 1.8 (18), 5.3; NUCC 25.1',
  fix: 'Compare it with NPPES; it may be right for another kind of provider.',
  check: ({ party }, fault) => checkListed(party, fault),
}

function checkListed(of: WithTaxonomy, fault: Fault): void {
  const code = of.taxonomy
  if (code !== null && taxonomy.is(code) && !isTaxonomyOfTherapy(code))
    fault(segmentIn(of, 'PRV'), 3, 'the code is none that a therapy practice uses')
}

const zipForm: Check<ProviderUnderCheck> = {
  slug: 'address/zip',
  snip: 4,
  severity: 'reject',
  sentence: 'The ZIP code of the billing provider and of a facility has nine digits and nothing else.',
  citation: 'x12.md 1.3, 1.8 (5), 5.3; TR3 2010AA N403, 2310C N403; RFI 1533',
  fix: nineDigitZip.fix,
  check({ party, nineDigitZip: nine }, fault) {
    const { address } = party
    if (!address || address.zip === null || address.country !== null) return
    const form = nine ? nineDigitZip : zip
    if (!form.is(address.zip)) fault(segmentIn(party, 'N4'), 3, form.says)
  },
}

const stateForm: Check<ProviderUnderCheck> = {
  slug: 'address/state',
  snip: 5,
  severity: 'reject',
  sentence: 'A state is one that the post office lists.',
  citation: 'TR3 N402',
  fix: state.fix,
  check({ party }, fault) {
    const { address } = party
    if (address && address.state !== null && address.country === null && !state.is(address.state))
      fault(segmentIn(party, 'N4'), 2, state.says)
  },
}

const withAddress: ReadonlySet<string> = new Set(['85', '77'])

const address: Check<ProviderUnderCheck> = {
  slug: 'address/missing',
  snip: 2,
  severity: 'reject',
  sentence: 'The billing provider and a facility have street, city, state and ZIP code.',
  citation: 'x12.md 1.3; TR3 2010AA N3, N4, 2310C N3, N4',
  fix: 'Enter the address where the practice stands.',
  check({ party }, fault) {
    if (!withAddress.has(party.role)) return
    const missing = missingInAddress(party)
    if (missing !== null) fault(headOf(party), null, `${missing} of NM1*${party.role} is missing`)
  },
}

/** N3 and N4 as a guide wants them; outside the United States there may be no state and no ZIP code. */
export function missingInAddress({ address: at }: Party): string | null {
  if (!at || at.line1 === null) return 'N3'
  if (at.city === null) return 'N401'
  if (at.country !== null) return null
  return at.state === null ? 'N402' : at.zip === null ? 'N403' : null
}

/** Of every provider. */
export const providerRules: readonly Check<ProviderUnderCheck>[] = [
  npi,
  npiMissing,
  name,
  taxonomyForm,
  taxonomyListed,
  zipForm,
  stateForm,
  address,
]

const postBox: Check<Party> = {
  slug: 'billing/post-box',
  snip: 4,
  severity: 'reject',
  sentence: 'The billing address is a street address, no post office box and no lockbox.',
  citation: 'x12.md 1.3, 1.8 (5), 5.3; TR3 2010AA N3; RFI 1451',
  fix: 'Enter the street address, and the box as the pay-to address.',
  check(party, fault) {
    for (const n3 of party.segments) {
      if (n3.tag !== 'N3') continue
      for (const position of [1, 2]) {
        if (isPostBox(element(n3, position)))
          fault(n3, position, `N30${position} of the billing provider is a post office box`)
      }
    }
  },
}

const taxNumber: Check<Party> = {
  slug: 'billing/tax-number',
  snip: 2,
  severity: 'reject',
  sentence: 'The billing provider has one tax number of nine digits, REF*EI or REF*SY.',
  citation: 'x12.md 1.3, 5.3; TR3 2010AA REF',
  fix: 'Enter the EIN, or the SSN of a sole proprietor, without hyphens.',
  check(party, fault) {
    const ref = segmentIn(party, 'REF', 'EI') ?? segmentIn(party, 'REF', 'SY')
    if (!ref) return fault(headOf(party), null, 'neither REF*EI nor REF*SY follows NM1*85')
    if (!taxId.is(given(ref, 2) ?? '')) fault(ref, 2, taxId.says)
  },
}

/** Of NM1*85. */
export const billingProviderRules: readonly Check<Party>[] = [postBox, taxNumber]

const payToName: Check<Party> = {
  slug: 'billing/pay-to-name',
  snip: 2,
  severity: 'reject',
  sentence: 'NM1*87 ends behind NM102: the pay-to address has no name and no id.',
  citation: 'x12.md 1.3, 5.3; TR3 2010AB NM1',
  fix: 'Take everything behind NM102 away.',
  check(party, fault) {
    const nm1 = headOf(party)
    if (!nm1) return
    const at = nm1.elements.findIndex((text, position) => position > 2 && text.trim() !== '')
    if (at > 0) fault(nm1, at, `NM1*87 has an element ${at}`)
  },
}

const providerMissing: Check<BillingLevel> = {
  slug: 'billing/provider-missing',
  snip: 2,
  severity: 'reject',
  sentence: 'A billing level names who bills, NM1*85.',
  citation: 'x12.md 1.3; TR3 2010AA NM1',
  fix: 'Enter the billing provider.',
  check(level, fault) {
    if (!level.provider) fault(headOf(level), null, 'the billing level has no NM1*85')
  },
}

/** Of 2000A, whose PRV*BI stands in the level itself. */
export const billingLevelRules: readonly Check<BillingLevel>[] = [
  providerMissing,
  { ...taxonomyForm, check: checkForm },
  { ...taxonomyListed, check: checkListed },
]

/** Of NM1*87. */
export const payToRules: readonly Check<Party>[] = [payToName]
