/** PLB: up to six pairs of reason with reference and amount; the segment may repeat (x12.md 2.6). */
import { compositeAt } from '../reader/composite.ts'
import { given, type Segment } from '../reader/segment.ts'
import type { Reading } from './reading.ts'
import type { ProviderAdjustment } from './remittance.ts'

const places = [3, 5, 7, 9, 11, 13]

export function readProviderAdjustments(plb: Segment, reading: Reading): ProviderAdjustment[] {
  const providerId = given(plb, 1) ?? ''
  const fiscalDate = reading.date(plb, 2)
  return places.flatMap((place): ProviderAdjustment[] => {
    if (given(plb, place) === null && given(plb, place + 1) === null) return []
    const [reason = '', ...reference] = compositeAt(plb, place).parts
    const amountCents = reading.amount(plb, place + 1)
    if (reason === '')
      reading.refuse('provider-adjustment/no-reason', plb, 'an adjustment has no reason', place)
    if (reason === '' || amountCents === null) return []
    const { ordinal: segment } = plb
    return [{ providerId, fiscalDate, reason, reference: reference.join(' ').trim(), amountCents, segment }]
  })
}
