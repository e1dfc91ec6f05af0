/** `tally code`: a documented treatment day in, billable lines, reasons and findings out. */
import { type CodedDay, codeTreatmentDay, type TreatmentDayInput } from '@tally/coding-rules'
import { isNpi } from '@tally/kernel'
import { z } from 'zod'
import { runnable } from './command.ts'
import {
  absent,
  cents,
  date,
  discipline,
  lineId,
  minutes,
  modality,
  modifiers,
  orNone,
  payer,
  placeOfService,
  pricing,
  procedureCode,
  refuseTwins,
  units,
} from './document-fields.ts'
import { showCodedDay } from './show-answer.ts'

const clock = /^([01]\d|2[0-3]):[0-5]\d$/
const span = z.strictObject({ from: z.string().regex(clock), to: z.string().regex(clock) })

const service = z.strictObject({
  lineId,
  procedureCode,
  minutes: absent(minutes),
  assistantMinutes: absent(minutes),
  units: absent(units),
  unitChargeCents: absent(cents),
  chargeCents: absent(cents),
  diagnosisPointers: absent(z.array(z.int().min(1)).max(24)).transform(orNone),
  modifiers,
  discipline: absent(discipline),
  modality: absent(modality),
  placeOfService: absent(placeOfService),
  renderingNpi: absent(npi()),
  distinctBlock: absent(z.union([span, z.string().min(1).max(500)])),
})

const shape = z.strictObject({
  serviceDate: date,
  discipline,
  placeOfService,
  modality,
  payer,
  pricing,
  diagnoses: z.array(z.string().regex(/^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$/)).max(24),
  services: z.array(service).max(100).superRefine(refuseTwins).superRefine(refuseAssistantBeyond),
  therapyAccrued: absent(z.strictObject({ ptSlpCents: cents, otCents: cents })),
  kxAttestation: absent(z.strictObject({ by: npi(), on: date })),
  abn: absent(z.strictObject({ signedOn: date, kind: z.enum(['required', 'voluntary']) })),
  /** When the episode was first evaluated, when that was before this day. */
  evaluatedOn: absent(date),
})
type CodeDocument = z.output<typeof shape>

export const code = runnable<CodeDocument, CodedDay>({
  document: shape.superRefine(refusePointersToNothing),
  answer: (document) => codeTreatmentDay(dayOf(document)),
  show: (coded, { serviceDate, payer: { family } }) => showCodedDay(coded, `${serviceDate}, ${family}`),
})

function dayOf(document: CodeDocument): TreatmentDayInput {
  const { services, kxAttestation, abn, ...day } = document
  return {
    ...day,
    kxAttested: kxAttestation !== null,
    abn: abn?.kind ?? null,
    services: services.map((one) => ({
      ...one,
      assistantMinutes: one.assistantMinutes ?? 0,
      discipline: one.discipline ?? document.discipline,
      modality: one.modality ?? document.modality,
      placeOfService: one.placeOfService ?? document.placeOfService,
      distinctBlock: blockOf(one.distinctBlock),
    })),
  }
}

/** `10:00-10:30` is a span; other words are evidence that a person reads. */
function blockOf(block: z.output<typeof service>['distinctBlock']) {
  if (block === null || typeof block === 'object') return block
  const [from = '', to = '', ...more] = block.split('-').map((time) => time.trim())
  return more.length === 0 && clock.test(from) && clock.test(to) ? { from, to } : 'described'
}

function npi() {
  return z
    .string()
    .regex(/^\d{10}$/, { abort: true })
    .refine(isNpi, 'must be an NPI, whose last digit checks the others')
}

function refuseAssistantBeyond(
  services: readonly z.output<typeof service>[],
  refuse: z.core.$RefinementCtx,
): void {
  services.forEach(({ minutes: all, assistantMinutes }, place) => {
    if (all === null || all < 0 || (assistantMinutes ?? 0) <= all) return
    const message = `must be at most the ${all} minutes of the service`
    refuse.addIssue({ code: 'custom', path: [place, 'assistantMinutes'], message })
  })
}

function refusePointersToNothing(day: CodeDocument, refuse: z.core.$RefinementCtx): void {
  day.services.forEach(({ diagnosisPointers }, line) => {
    diagnosisPointers.forEach((pointer, place) => {
      if (pointer <= day.diagnoses.length) return
      const message = `points to diagnosis ${pointer} of ${day.diagnoses.length}`
      refuse.addIssue({
        code: 'custom',
        path: ['services', line, 'diagnosisPointers', place],
        message,
      })
    })
  })
}
