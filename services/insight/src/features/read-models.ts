/** What is read out of facts into tables of its own: when one is recorded, and again when they are rebuilt. */
import {
  chargeCaptured,
  chargeCorrected,
  chargeHeld,
  chargeVoided,
  denialResolved,
  type EventDefinition,
  paymentPosted,
  paymentReversed,
} from '@tally/contracts'
import type { Work } from '@tally/platform'
import type { z } from 'zod'
import type { Fact } from '../domain/fact.ts'
import { chargeMoney, type Money, paymentMoney, reversalMoney, writeOffMoney } from '../domain/money.ts'
import { addEncounterDays, forgetEncounterDays } from '../store/encounter-days.ts'
import { factsAfter } from '../store/facts.ts'
import { forgetMoney, insertMoney } from '../store/money.ts'

type Reader<Told> = readonly [type: string, read: (fact: Fact) => Told]

/** Pairs an event with what is read out of its data; fields that a later producer added are passed over. Compiled once. */
function reads<Data extends z.ZodObject, Sealed extends z.ZodObject, Told>(
  event: EventDefinition<Data, Sealed>,
  read: (data: z.output<Data>, fact: Fact) => Told,
): Reader<Told> {
  const clear = event.data.strip()
  return [event.type, (fact) => read(clear.parse(fact.data) as z.output<Data>, fact)]
}

const moneyIn = new Map<string, (fact: Fact) => Money | null>([
  reads(chargeCaptured, (data) => chargeMoney(data)),
  reads(chargeCorrected, (data) => chargeMoney(data)),
  reads(chargeVoided, (data) => chargeMoney({ ...data, chargeCents: 0, patientPaidCents: 0 })),
  reads(paymentPosted, (data, { sequence }) => paymentMoney(data, sequence)),
  reads(paymentReversed, (data, { sequence }) => reversalMoney(data, sequence)),
  reads(denialResolved, ({ treatmentDayId, resolution, amountCents }) =>
    resolution === 'written-off' ? writeOffMoney(treatmentDayId, amountCents) : null,
  ),
])

const encountersIn = new Map<string, (fact: Fact) => readonly string[]>([
  reads(chargeCaptured, (data) => data.encounterIds),
  reads(chargeCorrected, (data) => data.encounterIds),
  reads(chargeHeld, (data) => data.encounterIds),
  reads(chargeVoided, (data) => data.encounterIds),
])

export async function readInto(work: Work, fact: Fact): Promise<void> {
  const encounterIds = encountersIn.get(fact.type)?.(fact) ?? []
  if (encounterIds.length > 0) await addEncounterDays(work, encounterIds, fact.correlationId)
  const money = moneyIn.get(fact.type)?.(fact)
  if (money) await insertMoney(work, fact.messageId, fact.at, money)
}

const pageSize = 1000

/** Makes both tables of a practice again from its facts alone. */
export async function rebuildReadModels(work: Work): Promise<void> {
  await forgetEncounterDays(work)
  await forgetMoney(work)
  for (let after = 0; ; ) {
    const page = await factsAfter(work, after, pageSize)
    for (const { fact } of page) await readInto(work, fact)
    const last = page.at(-1)
    if (!last || page.length < pageSize) return
    after = last.position
  }
}
