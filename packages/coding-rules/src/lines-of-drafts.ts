/**
 * From drafts to lines: the units of an assistant go on a line of their own, the therapist's first, at the
 * service's place. Charges follow units, and no cent is lost between the two.
 */
import { allocate, type Cents, type Reason, sumOf, times } from '@tally/kernel'
import type { CodedLine } from './coded-day.ts'
import type { Draft, Services } from './draft-line.ts'
import { pointersOf } from './draft-lines.ts'
import type { PayerRules } from './payer-profile.ts'
import { reasonOf } from './rule.ts'
import { kept } from './rules/line-modifiers.ts'

/** `taken` are the names of all services: a second line needs a name that no service has. */
export function linesOf(draft: Draft, taken: ReadonlySet<string>, rules: PayerRules): CodedLine[] {
  const { group, units, assistant } = draft
  const byAssistant = assistant?.units ?? 0
  const byTherapist = units - byAssistant
  const charge = chargeOf(group.services, group.lineIds.length, units)
  const parts = [byTherapist, byAssistant].filter((own) => own > 0)
  const charges: (Cents | null)[] = charge === null || parts.length === 1 ? [charge] : allocate(charge, parts)
  const [first] = group.services
  const lines: CodedLine[] = []
  const add = (own: number, modifier: string | null, extra: string | null) => {
    const second = lines.length > 0
    lines.push({
      lineId: second ? newName(first.lineId, taken) : first.lineId,
      sourceLineId: first.lineId,
      sourceLineIds: group.lineIds,
      procedureCode: group.procedureCode,
      discipline: group.discipline,
      assistant: modifier !== null,
      renderingNpi: first.renderingNpi,
      placeOfService: first.placeOfService,
      units: own,
      modifiers: [...draft.modifiers, ...(modifier ? [modifier] : []), ...(extra ? [extra] : [])],
      diagnosisPointers: pointersOf(group.services),
      chargeCents: charges[second ? 1 : 0] ?? null,
      expectedAllowedCents: null,
      reasons: reasonsOf(draft, modifier !== null, extra),
    })
  }
  if (byTherapist > 0) add(byTherapist, null, null)
  if (byAssistant > 0)
    add(byAssistant, assistant?.modifier ?? null, lines.length > 0 ? rules.splitLineModifier : null)
  return lines
}

/** Of two lines each says whose units it holds. */
function reasonsOf(
  { group, assistant, reasons }: Draft,
  carries: boolean,
  extra: string | null,
): readonly Reason[] {
  const own = assistant
    ? reasons.map((reason) =>
        reason === assistant.reason ? { ...reason, facts: { ...reason.facts, carries } } : reason,
      )
    : reasons
  return extra ? [...own, repeated(group.procedureCode, extra)] : own
}

function repeated(procedureCode: string, modifier: string) {
  const says = `${modifier} on the second line of ${procedureCode}: the payer tells the two apart by it`
  return reasonOf(kept, says, { procedureCode, modifier })
}

function newName(lineId: string, taken: ReadonlySet<string>): string {
  let name = `${lineId}-2`
  while (taken.has(name)) name = `${name}-2`
  return name
}

/** Unit charge × units, or what was charged for the whole services when their units are ours. */
function chargeOf(services: Services, count: number, units: number): Cents | null {
  const price = services[0].unitChargeCents
  if (price !== null && services.every((service) => service.unitChargeCents === price))
    return times(price, units)
  const whole = services.flatMap(({ chargeCents }) => chargeCents ?? [])
  const charged = services.reduce((sum, service) => sum + (service.units ?? 0), 0)
  return whole.length === count && charged === units ? sumOf(whole) : null
}
