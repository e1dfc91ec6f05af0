/** Moves what a day holds of its authorization when its claim goes out, comes back or is gone. */
import type { Work } from '@tally/platform'
import { type BilledService, neededOf } from '../domain/authorization.ts'
import type { TreatmentDay } from '../domain/treatment-day.ts'
import { addEntry, ledgersOf } from '../store/authorizations.ts'
import { pressAuthorization } from './settle-ledgers.ts'

/** `release`: it is given back. The patient is locked. */
export async function releaseOfDay(work: Work, day: Pick<TreatmentDay, 'id' | 'patientId'>): Promise<void> {
  for (const { authorization, balance } of await ledgersOf(work, day.patientId)) {
    const held = balance.ofDay.get(day.id)
    if (!held) continue
    const { quantity } = held
    await addEntry(work, authorization.id, { kind: 'release', quantity, treatmentDayId: day.id })
    await pressAuthorization(work, authorization.id)
  }
}

/**
 * What was reserved is used: as much as what went out needs, since the payer counts what it has; null: nobody said. True when
 * that is another amount than was held. The patient is locked.
 */
export async function useOfDay(
  work: Work,
  { id, patientId, serviceDate }: Pick<TreatmentDay, 'id' | 'patientId' | 'serviceDate'>,
  services: readonly BilledService[] | null,
): Promise<boolean> {
  let differs = false
  for (const { authorization, balance } of await ledgersOf(work, patientId)) {
    const held = balance.ofDay.get(id)
    if (!held) continue
    const { payerId } = authorization
    const needed = services && neededOf(authorization, { payerId, serviceDate, services })
    const quantity = needed ?? held.quantity
    if (held.kind === 'use' && held.quantity === quantity) continue
    differs ||= held.quantity !== quantity
    const taken = { kind: 'use', quantity, treatmentDayId: id } as const
    const nothing = { kind: 'release', quantity: held.quantity, treatmentDayId: id } as const
    await addEntry(work, authorization.id, quantity === 0 ? nothing : taken)
    await pressAuthorization(work, authorization.id)
  }
  return differs
}

/**
 * A claim that stands at `payerId` again uses what it used there, also where that was given back: as much as it went out with; null:
 * nobody said. The patient is locked.
 */
export async function useAgain(
  work: Work,
  { id, patientId, serviceDate }: Pick<TreatmentDay, 'id' | 'patientId' | 'serviceDate'>,
  payerId: string,
  services: readonly BilledService[] | null,
): Promise<void> {
  for (const { authorization, balance } of await ledgersOf(work, patientId)) {
    const last = balance.usedLast.get(id)
    if (last === undefined || authorization.payerId !== payerId) continue
    const quantity = (services && neededOf(authorization, { payerId, serviceDate, services })) || last
    const held = balance.ofDay.get(id)
    if (held?.kind === 'use' && held.quantity === quantity) continue
    await addEntry(work, authorization.id, { kind: 'use', quantity, treatmentDayId: id })
    await pressAuthorization(work, authorization.id)
  }
}
