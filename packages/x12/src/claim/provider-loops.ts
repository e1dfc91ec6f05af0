/**
 * 2310 and the providers of 2400: who referred, rendered, supervised, and where. Each is sent only where it
 * differs from what already stands further up; the same NPI is the same provider.
 */
import type { ClaimDocument, ClaimLine, RenderingProvider, ServiceFacility } from '../claim-document.ts'
import * as form from '../writer/forms.ts'
import { addressSegments, clinicianSegment, organizationSegment } from '../writer/party-segments.ts'
import type { Pen } from '../writer/pen.ts'
import type { SegmentToWrite } from '../writer/segment-text.ts'
import { isSameAddress } from './billing-provider-loop.ts'

export function claimProviderSegments(pen: Pen, claim: ClaimDocument): SegmentToWrite[] {
  const { referringProvider, renderingProvider, serviceFacility, supervisingProvider } = claim
  const referring = { at: 'referringProvider', loop: '2310A', box: '17' }
  const supervising = { at: 'supervisingProvider', loop: '2310D', box: '17' }
  return [
    ...(referringProvider ? [clinicianSegment(pen, 'DN', referringProvider, referring, '17b')] : []),
    ...renderingSegments(pen, renderingProvider, claim.billingProvider.npi, '2310B'),
    ...(serviceFacility ? facilitySegments(pen, serviceFacility, claim) : []),
    ...(supervisingProvider ? [clinicianSegment(pen, 'DQ', supervisingProvider, supervising, '17b')] : []),
  ]
}

export function lineProviderSegments(pen: Pen, line: ClaimLine, claim: ClaimDocument): SegmentToWrite[] {
  const already = claim.renderingProvider?.npi ?? claim.billingProvider.npi
  return [
    ...renderingSegments(pen, line.renderingProvider, already, '2420A'),
    ...supervisingSegments(pen, line, claim.supervisingProvider?.npi),
  ]
}

function supervisingSegments(
  pen: Pen,
  { supervisingProvider }: ClaimLine,
  already: string | undefined,
): SegmentToWrite[] {
  if (!supervisingProvider) return []
  if (supervisingProvider.npi === already) {
    pen.leaveOut('supervisingProvider', 'Who supervised stands at the claim already.')
    return []
  }
  const spot = { at: 'supervisingProvider', loop: '2420D', box: '17' }
  return [clinicianSegment(pen, 'DQ', supervisingProvider, spot, '17b')]
}

function renderingSegments(
  pen: Pen,
  provider: RenderingProvider | null,
  already: string,
  loop: string,
): SegmentToWrite[] {
  if (!provider) return []
  if (provider.npi === already) {
    pen.leaveOut('renderingProvider', 'Who rendered stands there already: the same NPI is the same provider.')
    return []
  }
  const spot = { at: 'renderingProvider', loop, box: '31' }
  const taxonomy = pen.code(provider.taxonomy, form.taxonomy, [
    'renderingProvider/taxonomy',
    `${loop} PRV03`,
    '24I',
  ])
  return [
    clinicianSegment(pen, '82', provider, spot, '24J'),
    ...(taxonomy === '' ? [] : [['PRV', 'PE', 'PXC', taxonomy] as const]),
  ]
}

/** A facility that is the billing provider's own address is a rejection (OpenEMR #2929). */
function facilitySegments(
  pen: Pen,
  facility: ServiceFacility,
  { billingProvider }: ClaimDocument,
): SegmentToWrite[] {
  const own = facility.npi === null || facility.npi === billingProvider.npi
  if (own && isSameAddress(facility.address, billingProvider.address)) {
    pen.leaveOut(
      'serviceFacility',
      'The place of service is the billing address, which stands there already.',
    )
    return []
  }
  const npi = pen.code(facility.npi, form.npi, ['serviceFacility/npi', '2310C NM109', '32a'])
  const spot = { at: 'serviceFacility', loop: '2310C', box: '32' }
  return [
    // The billing provider's own NPI is not said again for another of its places.
    organizationSegment(pen, '77', facility.name, spot, own ? ['', ''] : ['XX', npi]),
    ...addressSegments(pen, facility.address, { ...spot, at: 'serviceFacility/address' }, form.nineDigitZip),
  ]
}
