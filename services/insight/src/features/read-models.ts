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
import type { z } from 'zod'
import type { Fact } from '../domain/fact.ts'
import { chargeMoney, type Money, paymentMoney, reversalMoney, writeOffMoney } from '../domain/money.ts'
import { addEncounterDays } from '../store/encounter-days.ts'
import type { Rows } from '../store/facts.ts'
import { insertMoney } from '../store/money.ts'

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

export async function readInto(rows: Rows, fact: Fact): Promise<void> {
  const encounterIds = encountersIn.get(fact.type)?.(fact) ?? []
  if (encounterIds.length > 0) await addEncounterDays(rows, encounterIds, fact.correlationId)
  const money = moneyIn.get(fact.type)?.(fact)
  if (money) await insertMoney(rows, fact.messageId, fact.at, money)
}
