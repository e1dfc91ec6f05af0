/**
 * An authorization that a visit names counts as approved: the practice has the payer's number. While nobody changed it by
 * hand, the newest visit says how far it reaches.
 */
import type { chargeCaptured, DataOf, SealedVisit } from '@tally/contracts'
import { type ServiceDate, serviceDate } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Ledger } from '../domain/answer-in-order.ts'
import type { Authorization } from '../domain/authorization.ts'
import { addEntry, ledgersOf, saveAuthorization } from '../store/authorizations.ts'

type Named = SealedVisit['authorizations'][number]

/** The patient is locked. */
export async function learnAuthorizations(
  work: Work,
  { patientId, coverages }: Pick<DataOf<typeof chargeCaptured>, 'patientId' | 'coverages'>,
  visits: readonly SealedVisit[],
): Promise<void> {
  const named = visits.flatMap(({ authorizations }) => authorizations)
  if (named.length === 0) return
  const known = await ledgersOf(work, patientId)
  const learned = new Set<string>()
  for (const each of named) {
    const payer = coverages.find(({ order }) => order === each.coverageOrder)
    if (!payer) continue
    const numberKey = numberKeyOf(work, each.number)
    if (learned.has(`${payer.payerId} ${numberKey}`)) continue
    learned.add(`${payer.payerId} ${numberKey}`)
    const before = known.find(
      ({ authorization }) => authorization.payerId === payer.payerId && authorization.numberKey === numberKey,
    )
    if (before?.authorization.source === 'person') continue
    await learn(work, before ?? null, each, { patientId, payerId: payer.payerId, numberKey })
  }
}

export function numberKeyOf(work: Work, number: string): string {
  return work.keys.lookup('authorization', number).toString('base64url')
}

async function learn(
  work: Work,
  before: Ledger | null,
  named: Named,
  identity: Pick<Authorization, 'patientId' | 'payerId' | 'numberKey'>,
): Promise<void> {
  const { visits, units, codes } = named
  const granted = visits ?? units
  const told = {
    ...{ codes, from: dateOrNull(named.from), to: dateOrNull(named.to), limited: granted !== null },
    countedIn: visits === null && units !== null ? ('units' as const) : ('visits' as const),
  }
  const more = (granted ?? 0) - (before?.balance.granted ?? 0)
  if (before && more === 0 && same(before.authorization, told)) return
  const authorization: Authorization = {
    ...(before?.authorization ?? {
      ...{ ...identity, id: work.newId(), version: 0, status: 'approved', source: 'encounter' },
      ...{ evaluationExempt: false, saidLow: false, saidExhausted: false },
    }),
    ...told,
  }
  const version = authorization.version + 1
  await saveAuthorization(work, { ...authorization, version }, before ? undefined : named.number)
  if (more !== 0)
    await addEntry(work, authorization.id, { kind: 'grant', quantity: more, treatmentDayId: null })
}

type Told = Pick<Authorization, 'codes' | 'from' | 'to' | 'limited' | 'countedIn'>

function same(one: Told, other: Told): boolean {
  const text = ({ codes, from, to, limited, countedIn }: Told) =>
    JSON.stringify([[...codes].sort(), from, to, limited, countedIn])
  return text(one) === text(other)
}

function dateOrNull(text: string | null): ServiceDate | null {
  return text === null ? null : serviceDate(text)
}
