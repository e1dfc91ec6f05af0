/** Moves what a day holds of its authorization when its claim goes out, comes back or is gone. */
import type { Work } from '@tally/platform'
import { addEntry, ledgersOf } from '../store/authorizations.ts'
import { pressAuthorization } from './settle-ledgers.ts'

/** `use`: what was reserved is used. `release`: it is given back. The patient is locked. */
export async function moveLedgersOfDay(
  work: Work,
  { id, patientId }: { readonly id: string; readonly patientId: string },
  to: 'use' | 'release',
): Promise<void> {
  for (const { authorization, balance } of await ledgersOf(work, patientId)) {
    const held = balance.ofDay.get(id)
    if (!held || held.kind === to) continue
    await addEntry(work, authorization.id, { kind: to, quantity: held.quantity, treatmentDayId: id })
    await pressAuthorization(work, authorization.id)
  }
}
