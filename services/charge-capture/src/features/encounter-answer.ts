/**
 * What a poster of a visit is told: the day's lines with their reasons, and every finding, in the EMR's own
 * line ids.
 */
import { z } from 'zod'
import type { Recorded } from './record-visit.ts'

const reason = z.object({
  rule: z.string(),
  edition: z.string(),
  says: z.string(),
  facts: z.record(z.string(), z.unknown()),
  citation: z.string(),
})

const source = z.object({ encounterId: z.string(), lineId: z.string() })

const line = z.object({
  /** The charge line's id: the same in every version of the day. */
  lineId: z.string(),
  sourceLineId: z.string().nullable(),
  sourceLineIds: z.array(z.string()),
  /** All services in the line, those of the day's other encounters too. */
  sources: z.array(source),
  procedureCode: z.string(),
  discipline: z.string(),
  units: z.int(),
  modifiers: z.array(z.string()),
  diagnosisPointers: z.array(z.int()),
  chargeCents: z.int(),
  expectedAllowedCents: z.int().nullable(),
  reasons: z.array(reason),
})

const finding = reason.extend({
  severity: z.enum(['reject', 'hold', 'warn', 'info']),
  lineIds: z.array(z.string()),
  fix: z.string(),
})

const unbilled = z.object({
  lineId: z.string().nullable(),
  procedureCode: z.string(),
  minutes: z.int().nullable(),
  reasons: z.array(reason),
})

export const encounterStatus = z.enum(['captured', 'held', 'voided'])

export const encounterAnswer = z
  .object({
    id: z.string(),
    externalId: z.string(),
    version: z.int(),
    treatmentDayId: z.string(),
    contentHash: z.string(),
    status: encounterStatus,
    unitRule: z.string().nullable(),
    lines: z.array(line),
    unbilled: z.array(unbilled),
    findings: z.array(finding),
    expectedAllowedCents: z.int().nullable(),
    timelyFilingDueOn: z.string().nullable(),
    links: z.record(z.string(), z.string()),
  })
  .meta({
    id: 'EncounterAnswer',
    description: 'How a visit was coded, and why. Lines are those of the whole treatment day.',
  })
export type EncounterAnswer = z.infer<typeof encounterAnswer>

export function encounterAnswerOf(recorded: Recorded): EncounterAnswer {
  const { encounter, recoded, filing, body, contentHash } = recorded
  const names = lineIdsOf(recorded)
  const own = (refs: readonly string[]) =>
    refs.filter((ref) => ref.startsWith(`${encounter.id}/`)).flatMap((ref) => names.get(ref)?.lineId ?? [])
  return {
    id: encounter.id,
    externalId: body.externalId,
    version: encounter.version,
    treatmentDayId: recoded.day.id,
    contentHash,
    status: encounter.status === 'void' || recoded.day.status === 'new' ? 'voided' : recoded.day.status,
    unitRule: recoded.coded?.unitRule ?? null,
    lines: recoded.proposed
      .filter(({ units }) => units > 0)
      .map(({ id, slot, sources, reasons, ...charge }) => ({
        lineId: id,
        sourceLineId: own(sources)[0] ?? null,
        sourceLineIds: own(sources),
        sources: sources.flatMap((ref) => names.get(ref) ?? []),
        procedureCode: slot.procedureCode,
        discipline: slot.discipline,
        units: charge.units,
        modifiers: [...charge.modifiers],
        diagnosisPointers: [...charge.diagnosisPointers],
        chargeCents: charge.chargeCents,
        expectedAllowedCents: charge.expectedAllowedCents,
        reasons: [...reasons],
      })),
    unbilled: (recoded.coded?.unbilled ?? []).map(({ sourceLineIds, procedureCode, minutes, reasons }) => ({
      lineId: own(sourceLineIds)[0] ?? null,
      ...{ procedureCode, minutes, reasons: [...reasons] },
    })),
    findings: recoded.findings.map(({ lineIds, ...rest }) => ({ ...rest, lineIds: own(lineIds) })),
    expectedAllowedCents: recoded.coded?.expectedAllowedCents ?? null,
    timelyFilingDueOn: filing?.dueOn ?? null,
    links: { self: `/v1/encounters/${encounter.id}`, claims: `/v1/claims?treatmentDayId=${recoded.day.id}` },
  }
}

/** From the domain's name of a service to the EMR's, over all encounters of the day. */
function lineIdsOf({ visits }: Recorded): Map<string, z.infer<typeof source>> {
  return new Map(
    visits.flatMap(({ encounter, sealed }) =>
      sealed.services.map(
        ({ lineId }, place) =>
          [`${encounter.id}/${place + 1}`, { encounterId: encounter.id, lineId }] as const,
      ),
    ),
  )
}
