/**
 * The one way a visit gets in or changes: its version is stored, the treatment day it is in (and the one it
 * leaves) is locked and coded anew, and what follows is said, in one transaction. Posting, correcting and
 * voiding differ in what came before.
 */
import type { Work } from '@tally/platform'
import { treatmentDayKey } from '../domain/encounter.ts'
import { addVersion, type EncounterRow, type EncounterVersion, moveEncounter } from '../store/encounters.ts'
import { lockDays, type StoredDay } from '../store/treatment-days.ts'
import { contentHash } from './content-hash.ts'
import type { EncounterBody } from './encounter-body.ts'
import { memberKeyOf } from './read-visits.ts'
import { type CodedAgain, recodeDay } from './recode-day.ts'
import { splitEncounter } from './split-encounter.ts'

export interface Recorded extends CodedAgain {
  readonly encounter: EncounterRow
  readonly body: EncounterBody
  readonly contentHash: string
}

/** Our ids for a body, before anything is stored. */
export function identify(work: Work, body: EncounterBody) {
  const patientId = work.keys.derive('patient', body.patient.externalId)
  const { billingProvider, serviceDate, relatedCauses } = body
  const key = treatmentDayKey({ billingNpi: billingProvider.npi, patientId, serviceDate, relatedCauses })
  return {
    encounterId: work.keys.derive('encounter', body.externalId),
    patientId,
    key,
    dayId: work.keys.derive('treatmentDay', key.billingNpi, patientId, key.serviceDate, key.case),
  }
}

/**
 * Records `body` as version `row.version` of the encounter `row`, which is locked; `leaves` is the day it was
 * in before.
 */
export async function recordVisit(
  work: Work,
  row: EncounterRow,
  body: EncounterBody,
  leaves: StoredDay['day'] | null,
  receivedFrom: string,
): Promise<Recorded> {
  const { key, dayId } = identify(work, body)
  const left = leaves && leaves.id !== dayId ? [leaves] : []
  const days = await lockDays(work, [{ id: dayId, key }, ...left])
  const { clear, sealed } = splitEncounter(body)
  const hash = contentHash(body)
  if (row.version > 1) await moveEncounter(work, row)
  const added: EncounterVersion = {
    ...{ encounterId: row.id, version: row.version, clear, sealed, contentHash: hash, receivedFrom },
    status: row.status === 'void' ? 'void' : 'signed',
    memberKeys: body.coverages.map(({ memberId }) => memberKeyOf(work, memberId)),
    receivedAt: work.now,
  }
  addVersion(work, added)
  for (const { id } of left) await recodeDay(work, storedOf(days, id), null)
  const entered = storedOf(days, dayId)
  const coded = await recodeDay(work, entered, entered.fresh ? [added] : null)
  return { ...coded, encounter: row, body, contentHash: hash }
}

function storedOf(days: ReadonlyMap<string, StoredDay>, id: string): StoredDay {
  const day = days.get(id)
  if (!day) throw new Error('a locked treatment day is gone')
  return day
}
