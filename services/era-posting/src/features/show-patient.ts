/** GET /v1/patients/{externalId}/balance and /statement: what a patient owes and may be asked for, line by line. */
import { type Cents, cents, coverageOrderMax, dayIn, noCents } from '@tally/kernel'
import {
  answer,
  byAccept,
  notFound,
  practiceDetails,
  preferredType,
  printedPage,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import { deniedOpen, receivableOfPatient, receivableOfPayer } from '../domain/account.ts'
import type { Moved } from '../domain/movements.ts'
import { envelopeLines } from '../domain/postal-address.ts'
import {
  type AccountLine,
  balanceOfPatient,
  linesToBill,
  moneyOfLine,
  type Statement,
} from '../domain/statement.ts'
import { statementPage } from '../domain/statement-page.ts'
import { movedFrom } from '../store/ledger.ts'
import { findPerson } from '../store/patient-persons.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { type PatientAccount, patientAccount, patientIdOf } from './patient-account.ts'
import { statementPaper } from './statement-paper.ts'

const readers = ['biller', 'owner', 'auditor'] as const
const params = z.object({ externalId: z.string().min(1).max(100) })

const lineShown = z.object({
  chargeLineId: z.string(),
  treatmentDayId: z.string(),
  serviceDate: z.string(),
  procedureCode: z.string(),
  modifiers: z.array(z.string()),
  chargeCents: z.int(),
  payerPaidCents: z.int(),
  adjustedCents: z.int(),
  writtenOffCents: z.int(),
  openAtPayersCents: z.int(),
  patientPaidCents: z.int(),
  /** What is left to the patient. */
  patientCents: z.int(),
  /** Why it may not be asked for, and whether a person may let it be. */
  hold: z.object({ because: z.string(), says: z.string(), releasable: z.boolean() }).nullable(),
})

const balanceShown = z.object({
  responsibilityCents: z.int().meta({ description: 'Left to the patient, over all lines.' }),
  billableCents: z.int().meta({ description: 'Of it what may be asked for.' }),
  heldCents: z.int().meta({ description: 'Of it what may not yet; `hold` of each line says why.' }),
  creditCents: z.int().meta({ description: 'Paid by the patient and on no line yet.' }),
  dueCents: z.int().nonnegative().meta({ description: 'What to ask for: billable less credit.' }),
  overpaidCents: z.int().nonnegative().meta({ description: 'Credit beyond what is billable.' }),
})

export const showPatientBalance = route({
  method: 'GET',
  path: '/v1/patients/:externalId/balance',
  summary: 'What stands to a patient: what may be asked for, what is held back and why, and the credit.',
  roles: readers,
  params,
  answers: { 200: balanceShown.extend({ patientId: z.string(), lines: z.array(lineShown) }) },
  example: {
    answer: {
      ...{ patientId: 'pat_6M7SSYKMBST33VAWR02THMQG4N', responsibilityCents: 750, billableCents: 750 },
      ...{ heldCents: 0, creditCents: 0, dueCents: 750, overpaidCents: 0 },
      lines: [
        {
          ...{ chargeLineId: '01KJRPRW80DSMW2KXP9TRSM32P', treatmentDayId: 'day_HDYC580HB5VKM2B292KS0YD85H' },
          ...{ serviceDate: '2026-03-02', procedureCode: '97530', modifiers: ['GP'], chargeCents: 7500 },
          ...{ payerPaidCents: 2938, adjustedCents: 3812, writtenOffCents: 0, openAtPayersCents: 0 },
          ...{ patientPaidCents: 0, patientCents: 750, hold: null },
        },
      ],
    },
  },
  async handle({ params: { externalId }, work }) {
    const patientId = patientIdOf(work, externalId)
    const account = await patientAccount(work, patientId)
    if (!account) return notFound('the patient')
    const open = account.lines.filter(({ balanceCents }) => balanceCents !== noCents)
    const lines = await withMoney(work, patientId, open)
    const balance = balanceOfPatient(account.lines, account.creditCents)
    return answer(200, { patientId, ...balance, lines: lines.map(shownLine) })
  },
})

export const showStatement = route({
  method: 'GET',
  path: '/v1/patients/:externalId/statement',
  summary:
    'A statement: only what may be asked of the patient. JSON, `text/html` or `application/pdf` by Accept.',
  roles: readers,
  params,
  answers: {
    200: z.object({
      practice: z.string(),
      payTo: z.object({ address: z.array(z.string()), phone: z.string().nullable() }).meta({
        description:
          'Of the practice, by PUT /v1/practices/{id}: its `address`, and the phone of its `submitter`.',
      }),
      patientId: z.string(),
      patient: z
        .object({ externalId: z.string(), name: z.string(), address: z.array(z.string()) })
        .nullable(),
      asOf: z.string(),
      lines: z.array(lineShown),
      balance: balanceShown,
    }),
  },
  async handle({ params: { externalId }, accept, work }) {
    const patientId = patientIdOf(work, externalId)
    const account = await patientAccount(work, patientId)
    if (!account) return notFound('the patient')
    const { name: practice, address, submitter } = await practiceDetails(work)
    const payTo = { address: address ? envelopeLines(address) : [], phone: submitter?.phone ?? null }
    const lines = await withMoney(work, patientId, linesToBill(account.lines))
    const statement: Statement = {
      ...{ practice, payTo, patientId, patient: await findPerson(work, patientId), lines },
      asOf: dayIn(await practiceZone(work), work.now),
      balance: balanceOfPatient(account.lines, account.creditCents),
    }
    const headers = byAccept
    switch (preferredType(accept, ['application/json', 'text/html', 'application/pdf'])) {
      case 'application/json':
        return answer(200, { ...statement, lines: lines.map(shownLine) }, { headers })
      case 'text/html':
        return printedPage(statementPage(statement))
      case 'application/pdf':
        return answer(200, await statementPaper(statement), { headers, contentType: 'application/pdf' })
    }
  },
})

/** Where the charge of each of `lines` went, at the patient and at every payer: the visit may name others than those who paid. */
async function withMoney(
  work: Work,
  patientId: string,
  lines: PatientAccount['lines'],
): Promise<readonly AccountLine[]> {
  const orders = Array.from({ length: coverageOrderMax }, (_, index) => index + 1)
  const atPayers = ({ chargeLineId }: PatientAccount['lines'][number]) =>
    orders.flatMap((order) => [receivableOfPayer(chargeLineId, order), deniedOpen(chargeLineId, order)])
  const own = (chargeLineId: string) => receivableOfPatient(patientId, chargeLineId)
  const movedOf = await movedFrom(
    work,
    lines.flatMap((line) => [...atPayers(line), own(line.chargeLineId)]),
  )
  return lines.map((line) => ({
    ...line,
    money: moneyOfLine({
      ...{ bookedCents: line.bookedCents, patientBalanceCents: line.balanceCents },
      ofPayers: together(atPayers(line).map(movedOf)),
      ofPatient: movedOf(own(line.chargeLineId)),
    }),
  }))
}

function together(all: readonly Moved[]): Moved {
  const sums = new Map<string, Cents>()
  for (const moved of all) {
    for (const [kind, amount] of moved) sums.set(kind, cents((sums.get(kind) ?? 0) + amount))
  }
  return sums
}

function shownLine(line: AccountLine): z.infer<typeof lineShown> {
  const { chargeLineId, treatmentDayId, serviceDate, procedureCode, modifiers, money, hold } = line
  return {
    ...{ chargeLineId, treatmentDayId, serviceDate, procedureCode, modifiers: [...modifiers], ...money },
    patientCents: line.balanceCents,
    hold: hold && { because: hold.because, says: hold.says, releasable: hold.releasable },
  }
}
