/** A visit as a payer tells it when all numbers are lost: who, on which day, for how much, with which procedures. */
import { type Cents, sumOf } from '@tally/kernel'
import type { RemittanceClaim } from '@tally/x12'

interface Visit {
  readonly memberId: string
  readonly serviceDate: string
  readonly chargeCents: Cents
  readonly procedureCodes: readonly string[]
}

/** null: no member id is left of it. */
export function visitKey({ memberId, serviceDate, chargeCents, procedureCodes }: Visit): string | null {
  const member = memberId.toUpperCase().replace(/[^0-9A-Z]/g, '')
  if (member === '') return null
  return [member, serviceDate, chargeCents, procedureCodes.toSorted().join(' ')].join('|')
}

/** Of an answer whose lines are of one day and add up to its charge; null: it does not tell enough. */
export function visitOf(answered: RemittanceClaim, charge: Cents): string | null {
  const { lines, patient } = answered
  const [day, ...otherDays] = new Set(lines.map(({ serviceDate }) => serviceDate))
  const charged = Math.abs(sumOf(lines.map(({ chargeCents }) => chargeCents)))
  if (!day || otherDays.length > 0 || charged !== charge) return null
  const procedureCodes = lines.map((line) => (line.submittedProcedure ?? line).procedureCode)
  return visitKey({
    memberId: patient?.memberId ?? '',
    serviceDate: day,
    chargeCents: charge,
    procedureCodes,
  })
}
