/**
 * The state of a treatment day: what was said of it last, and its charge lines. A charge line is a slot that,
 * once made, belongs to one code, discipline and clinician for ever; coding fills it anew each time and
 * empties it when nothing is left.
 */
import type { CodedLine, Discipline } from '@tally/coding-rules'
import { type Cents, type NewId, noCents, type Reason, type Ulid } from '@tally/kernel'
import type { TreatmentDayKey } from './encounter.ts'

export interface Slot {
  readonly procedureCode: string
  readonly discipline: Discipline
  readonly renderingNpi: string
  readonly assistant: boolean
  /** From 1, among slots that are equal otherwise. */
  readonly ordinal: number
}

/** What a line asks to be paid for. */
export interface Charge {
  readonly units: number
  readonly modifiers: readonly string[]
  readonly placeOfService: string
  /** From 1, into the day's diagnoses. */
  readonly diagnosisPointers: readonly number[]
  readonly chargeCents: Cents
  readonly expectedAllowedCents: Cents | null
  /** `serviceRef` of each documented service in it. */
  readonly sources: readonly string[]
  readonly reasons: readonly Reason[]
}

export interface ChargeLine extends Charge {
  /** REF*6R of every claim that carries it. */
  readonly id: Ulid
  readonly slot: Slot
}

export interface TreatmentDay {
  /** `day_…` */
  readonly id: string
  readonly key: TreatmentDayKey
  /** The sequence of its charge events; 0 before the first. */
  readonly version: number
  readonly status: 'new' | 'captured' | 'held' | 'voided'
  /** The version whose charges stand, also while a later one is held; null when none do. */
  readonly capturedAs: number | null
  /** The year's count that the charges that stand go into (`kxLedgerOf`); null: none. */
  readonly kxLedger: string | null
  readonly encounters: readonly {
    readonly id: string
    readonly version: number
    readonly status: 'signed' | 'void'
  }[]
  readonly diagnoses: readonly string[]
  readonly lines: readonly ChargeLine[]
  /** What was said last, to compare the next result with (`said.ts`). */
  readonly said: string | null
}

export function newTreatmentDay(id: string, key: TreatmentDayKey): TreatmentDay {
  const nothing = { encounters: [], diagnoses: [], lines: [], said: null }
  return { id, key, version: 0, status: 'new', capturedAs: null, kxLedger: null, ...nothing }
}

const nothingCharged: Charge = {
  units: 0,
  modifiers: [],
  placeOfService: '',
  diagnosisPointers: [],
  chargeCents: noCents,
  expectedAllowedCents: null,
  sources: [],
  reasons: [],
}

/**
 * A slot for every coded line: the first that fits and is still free, else a new and empty one at the end.
 */
export function withSlotsFor(
  lines: readonly ChargeLine[],
  coded: readonly CodedLine[],
  newId: NewId,
): { readonly lines: readonly ChargeLine[]; readonly slotOf: ReadonlyMap<CodedLine, Ulid> } {
  const all = [...lines]
  const slotOf = new Map<CodedLine, Ulid>()
  const taken = new Map<string, number>()
  for (const line of coded) {
    const wanted = {
      procedureCode: line.procedureCode,
      discipline: line.discipline,
      renderingNpi: line.renderingNpi ?? '',
      assistant: line.assistant,
    }
    const name = `${wanted.procedureCode} ${wanted.discipline} ${wanted.renderingNpi} ${wanted.assistant}`
    const ordinal = (taken.get(name) ?? 0) + 1
    taken.set(name, ordinal)
    const found = all.find(({ slot }) => slot.ordinal === ordinal && sameKind(slot, wanted))
    const held = found ?? { ...nothingCharged, id: newId(), slot: { ...wanted, ordinal } }
    if (!found) all.push(held)
    slotOf.set(line, held.id)
  }
  return { lines: all, slotOf }
}

/** Every slot with its charge from `charges`, by id; a slot that is not in it is left with nothing. */
export function charged(lines: readonly ChargeLine[], charges: ReadonlyMap<Ulid, Charge>): ChargeLine[] {
  return lines.map(({ id, slot, placeOfService }) => ({
    id,
    slot,
    ...(charges.get(id) ?? { ...nothingCharged, placeOfService }),
  }))
}

function sameKind(slot: Slot, wanted: Omit<Slot, 'ordinal'>): boolean {
  return (
    slot.procedureCode === wanted.procedureCode &&
    slot.discipline === wanted.discipline &&
    slot.renderingNpi === wanted.renderingNpi &&
    slot.assistant === wanted.assistant
  )
}
