/** `tally price`: billed lines in; what the payer should allow and pay, line by line and in total, out. */
import { type PricedDay, priceTreatmentDay } from '@tally/coding-rules'
import { z } from 'zod'
import { runnable } from './command.ts'
import {
  absent,
  cents,
  date,
  discipline,
  lineId,
  modifiers,
  payer,
  placeOfService,
  pricing,
  procedureCode,
  refuseTwins,
  units,
} from './document-fields.ts'
import { showPricedDay } from './show-answer.ts'

const line = z.strictObject({
  lineId,
  procedureCode,
  units,
  modifiers,
  discipline,
  placeOfService: absent(placeOfService),
  chargeCents: absent(cents),
  allowedCents: absent(cents),
})

const document = z.strictObject({
  serviceDate: date,
  payer,
  pricing,
  deductibleRemainingCents: cents,
  lines: z.array(line).max(100).superRefine(refuseTwins),
})

export const price = runnable<z.output<typeof document>, PricedDay>({
  document,
  answer: priceTreatmentDay,
  show: (priced, { serviceDate, payer: { family }, lines }) =>
    showPricedDay(priced, lines, `${serviceDate}, ${family}`),
})
