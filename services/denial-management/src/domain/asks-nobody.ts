/**
 * A corrected day that asks no payer any more: somebody else is to pay, or no service of it reaches a unit. claim-submission closes
 * its claim, under these slugs and without an event, for the day may come to ask again; and what a payer threw out is then mended
 * for nobody.
 */
import { type Denial, resolved } from './denial.ts'

interface CapturedDay {
  readonly responsibleParty: 'insurance' | 'self' | 'third-party'
  readonly lines: readonly { readonly units: number }[]
}

/** Why the claims of the day are closed; null: a payer is asked. */
export function asksNobody({ responsibleParty, lines }: CapturedDay): string | null {
  if (responsibleParty !== 'insurance') return 'self-pay/no-claim'
  return lines.every(({ units }) => units === 0) ? 'claim/nothing-to-bill' : null
}

/**
 * The denial of a rejected version as such a day ends it, `because` of what closes its claims; null: it stands. A version that the
 * payer decided on before is still to be voided there, or a person has to see why it cannot be.
 */
export function endedWithDay(denial: Denial, because: string | null): Denial | null {
  if (because === null || denial.source !== 'rejection' || denial.standsDecided) return null
  return resolved(denial, 'closed', because)
}
