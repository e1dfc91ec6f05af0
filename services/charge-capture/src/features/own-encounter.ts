/**
 * Whose visit it is: an EMR reads, corrects and voids what its own system wrote, and to it the others are not
 * there. A system is the label of its keys, so that a new key keeps the access of the one that it replaces.
 */
import type { Actor } from '@tally/platform'
import type { EncounterRow } from '../store/encounters.ts'

/** The system whose visits alone the actor may reach; null: all of the practice. */
export function systemOf({ role, label }: Actor): string | null {
  return role === 'emr' ? label : null
}

export function mayReach(actor: Actor, { system }: Pick<EncounterRow, 'system'>): boolean {
  return [null, system].includes(systemOf(actor))
}
