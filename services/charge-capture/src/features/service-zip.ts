/**
 * Where a visit was furnished, as far as prices ask: the ZIP code of the service facility, else of the billing
 * provider. Addresses are sealed; only this one goes on to the domain, which tells no one.
 */
import { z } from 'zod'
import type { SealedEncounter } from './split-encounter.ts'

const addressed = z.object({ address: z.object({ zip: z.string() }) })
const places = z.object({ serviceFacility: addressed.optional(), billingProvider: addressed })

/** `sealed` is what `splitEncounter` made of a whole body. */
export function serviceZipOf(sealed: SealedEncounter): string {
  const { serviceFacility, billingProvider } = places.parse(sealed)
  return (serviceFacility ?? billingProvider).address.zip
}
