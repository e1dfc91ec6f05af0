/**
 * A day that a payer has is not coded anew for what an earlier day of its year counts now: a claim that is out is a person's to
 * correct. It is told which lines stand on the other side of the threshold than they were sent.
 */
import type { ChargeLine } from './treatment-day.ts'

export const kxRule = 'modifier/kx-required'

interface CodedNow {
  readonly proposed: readonly ChargeLine[]
  readonly findings: readonly {
    readonly rule: string
    readonly severity: string
    readonly lineIds: readonly string[]
  }[]
}

/** `stands` are the lines as they were sent; null: KX is decided as it was. */
export function kxAfterSending(
  stands: readonly ChargeLine[],
  { proposed, findings }: CodedNow,
): { readonly says: string; readonly next: string } | null {
  const unattested = findings
    .filter(({ rule, severity }) => rule === kxRule && severity === 'hold')
    .flatMap(({ lineIds }) => lineIds)
  const above = (line: ChargeLine) => marked(line) || line.sources.some((ref) => unattested.includes(ref))
  const sent = new Map(stands.filter(({ units }) => units > 0).map((line) => [line.id, marked(line)]))
  const both = proposed.filter(({ id, units }) => units > 0 && sent.has(id))
  const wants = both.filter((line) => above(line) && !sent.get(line.id)).map(codeOf)
  const has = both.filter((line) => !above(line) && sent.get(line.id)).map(codeOf)
  if (wants.length === 0 && has.length === 0) return null
  const says = [
    ...(wants.length === 0
      ? []
      : [`sent without KX and above the year's threshold now: ${wants.join(', ')}`]),
    ...(has.length === 0 ? [] : [`sent with KX and below the year's threshold now: ${has.join(', ')}`]),
  ].join('; ')
  const next =
    wants.length > 0
      ? 'attest KX by a correction of the visit, before the payer denies it as above the benefit (CARC 119)'
      : 'correct the visit where the payer should know: KX below the threshold is no reason to deny'
  return { says, next }
}

/** GA stands in place of KX where a required ABN is on file. */
function marked({ modifiers }: ChargeLine): boolean {
  return modifiers.includes('KX') || modifiers.includes('GA')
}

function codeOf({ slot }: ChargeLine): string {
  return slot.procedureCode
}
