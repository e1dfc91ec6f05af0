/** 2000A without its HL, 2010AA and 2010AB: who bills, and where the money goes. */
import type { BillingProvider, ClaimDocument } from '../claim-document.ts'
import type { Address } from '../claim-parts.ts'
import { asFreeText } from '../writer/characters.ts'
import * as form from '../writer/forms.ts'
import {
  addressSegments,
  contactSegment,
  organizationSegment,
  personSegment,
  placeIn,
} from '../writer/party-segments.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'

const spot = { at: 'billingProvider', loop: '2010AA', box: '33' }

export function billingProviderSegments(
  pen: Pen,
  { billingProvider: provider, payToAddress }: ClaimDocument,
): SegmentToWrite[] {
  const taxonomy = pen.code(provider.taxonomy, form.taxonomy, [
    'billingProvider/taxonomy',
    '2000A PRV03',
    '33b',
  ])
  const taxId = pen.code(provider.taxId, form.taxId, ['billingProvider/taxId', '2010AA REF02', '25'])
  refuseBoxes(pen, provider.address)
  return [
    ['PRV', 'BI', 'PXC', taxonomy],
    nameSegment(pen, provider),
    ...addressSegments(pen, provider.address, { ...spot, at: 'billingProvider/address' }, form.nineDigitZip),
    ['REF', provider.taxIdKind === 'EIN' ? 'EI' : 'SY', taxId],
    ...(provider.contact
      ? [contactSegment(pen, provider.contact, { ...spot, at: 'billingProvider/contact' })]
      : []),
    ...payToSegments(pen, provider, payToAddress),
  ]
}

function nameSegment(pen: Pen, provider: BillingProvider): SegmentToWrite {
  const npi = pen.code(provider.npi, form.npi, ['billingProvider/npi', '2010AA NM109', '33a'])
  return provider.kind === 'person'
    ? personSegment(pen, '85', provider, spot, ['XX', npi])
    : organizationSegment(pen, '85', provider.name, spot, ['XX', npi])
}

/** The billing address is where the practice stands (RFI 1451); a box goes into the pay-to address. */
function refuseBoxes(pen: Pen, address: Address): void {
  for (const line of ['line1', 'line2'] as const) {
    if (!isPostBox(address[line] ?? '')) continue
    pen.refuse(
      'x12/billing-address',
      placeIn({ ...spot, at: 'billingProvider/address' }, line, line === 'line1' ? 'N301' : 'N302'),
      'The billing address is a post office box.',
      'Enter the street address, and the box as the pay-to address.',
    )
  }
}

const box = /\bP\.? *O\.? *BOX\b|\bPOB\b|\bPOST OFFICE BOX\b|\bLOCK *BOX\b/i

/** True of an address line that names a post office box or a lockbox. */
export function isPostBox(line: string): boolean {
  return box.test(line)
}

/** Only where it differs, and without a name: a name here is refused. */
function payToSegments(pen: Pen, provider: BillingProvider, address: Address | null): SegmentToWrite[] {
  if (address === null) return []
  if (isSameAddress(address, provider.address)) {
    pen.leaveOut('payToAddress', 'The address to pay to is the billing address, which stands there already.')
    return []
  }
  return [
    ['NM1', '87', provider.kind === 'person' ? '1' : '2'],
    ...addressSegments(pen, address, { at: 'payToAddress', loop: '2010AB', box: null }),
  ]
}

/** True of addresses that are written alike. */
export function isSameAddress(one: Address, other: Address): boolean {
  const keyOf = ({ line1, line2, city, state, zip }: Address) =>
    [line1, line2 ?? '', city, state, zip].map((text) => asFreeText(text).text).join('*')
  return keyOf(one) === keyOf(other)
}
