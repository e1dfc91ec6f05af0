/** GET /v1/credit-balances: what payers paid beyond what they owed, with the day by which federal money goes back. */
import { cents, inDollars, noCents, sumOf } from '@tally/kernel'
import { answer, fieldForms, route } from '@tally/platform'
import { z } from 'zod'
import { federalCitation, isFederal } from '../domain/overpayment.ts'
import { type ListedOverpayment, listOverpayments } from '../store/overpayments.ts'
import { listPatientCredits, type PatientCredit } from '../store/patient-credits.ts'
import { type PatientAccount, patientAccount } from './patient-account.ts'

const creditBalance = z
  .object({
    id: z.string(),
    party: z.literal('payer'),
    claimId: z.string(),
    treatmentDayId: z.string(),
    coverageOrder: z.int(),
    payerId: z.string(),
    payerFamily: z.string(),
    patientId: z.string(),
    amountCents: z.int().positive(),
    /** What made it. */
    because: z.string(),
    identifiedOn: z.string(),
    dueOn: z.string().nullable(),
    citation: z.string().nullable(),
    openedAt: z.string(),
    closedAt: z.string().nullable(),
    closedBecause: z.string().nullable(),
    says: z.string(),
    next: z.string(),
  })
  .meta({ id: 'CreditBalance', description: 'More was paid for a claim than was owed.' })

const patientCredit = z
  .object({
    party: z.literal('patient'),
    patientId: z.string(),
    amountCents: z.int().positive().meta({ description: 'What stands to the patient’s credit.' }),
    unappliedCents: z
      .int()
      .meta({ description: 'Of it what is on no line yet; lines were overpaid the rest.' }),
    owedCents: z.int().meta({ description: 'What may be asked of the patient, on other lines.' }),
    overpaidCents: z.int().meta({ description: 'Credit beyond what is owed: what may go back.' }),
    says: z.string(),
    next: z.string(),
  })
  .meta({ id: 'PatientCreditBalance', description: 'More was paid by a patient than is owed.' })

const cursorOf = { payer: fieldForms.cursorOfIds(), patient: fieldForms.cursorOfIds('pat_') }

export const listTheCreditBalances = route({
  method: 'GET',
  path: '/v1/credit-balances',
  summary:
    'What payers paid beyond what they owed: to be returned, or taken back by them; `party=patient`: what patients did.',
  roles: ['biller', 'owner', 'auditor'],
  query: z
    .strictObject({
      party: z.enum(['payer', 'patient']).default('payer'),
      status: z.enum(['open', 'closed']).default('open'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(40).default(''),
    })
    .refine(({ party, cursor }) => cursorOf[party].safeParse(cursor).success, fieldForms.cursorOfOtherOrder),
  answers: {
    200: z.object({
      items: z.array(z.union([creditBalance, patientCredit])),
      nextCursor: z.string().nullable(),
    }),
  },
  async handle({ query: { party, status, limit, cursor }, work }) {
    if (party === 'patient') {
      const credits = status === 'open' ? await listPatientCredits(work, cursor, limit + 1) : []
      const items = await Promise.all(
        credits
          .slice(0, limit)
          .map(async (credit) => shownPatient(credit, await patientAccount(work, credit.patientId))),
      )
      return answer(200, {
        items,
        nextCursor: credits.length > limit ? (items.at(-1)?.patientId ?? null) : null,
      })
    }
    const rows = await listOverpayments(work, status, cursor, limit + 1)
    const items = rows.slice(0, limit).map(shown)
    return answer(200, { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null })
  },
})

function shownPatient(
  { patientId, unappliedCents, onLinesCents }: PatientCredit,
  account: PatientAccount | null,
): z.infer<typeof patientCredit> {
  const amountCents = sumOf([unappliedCents, onLinesCents])
  const asked = (account?.lines ?? []).filter(
    ({ balanceCents, hold }) => balanceCents > noCents && hold === null,
  )
  const owedCents = sumOf(asked.map(({ balanceCents }) => balanceCents))
  const overpaidCents = cents(Math.max(0, amountCents - owedCents))
  const stands = `${inDollars(amountCents)} stands to the patient’s credit`
  const applied = cents(Math.min(unappliedCents, owedCents))
  const apply = `apply ${inDollars(applied)} to what is owed (POST /v1/payments, apply-credit)`
  // What a line was overpaid by is on no other line before the entry that paid it is taken back.
  const onLines =
    'reverse the payment that a line was overpaid by (POST /v1/payments/{id}/reverse), and post it on what is owed'
  const refund = `refund ${inDollars(overpaidCents)}, or keep it for visits to come`
  const first = owedCents === noCents ? [] : [applied === noCents ? onLines : apply]
  return {
    ...{ party: 'patient', patientId, amountCents, unappliedCents, owedCents, overpaidCents },
    says: `${stands}, ${inDollars(owedCents)} is owed`,
    next: [...first, ...(overpaidCents === noCents ? [] : [refund])].join('; then '),
  }
}

function shown(row: ListedOverpayment): z.infer<typeof creditBalance> {
  const federal = isFederal(row.payerFamily)
  // Nobody knows what a payer owes of a charge that was lowered since, before it decides anew: its whole payment is the most.
  const most = row.because === 'charge/corrected' ? 'at most ' : ''
  const amount = `${most}${inDollars(row.amountCents)}`
  const anew =
    most === '' ? '' : 'see that the corrected claim is answered, or reckon what is owed of it; then '
  const back = federal
    ? `report and return ${amount} by ${row.dueOn}, or see that the payer takes it back before`
    : 'find out whether the payer takes it back; refund it where it asks for it'
  return {
    ...row,
    party: 'payer',
    citation: federal ? federalCitation : null,
    says: `payer ${row.payerId} paid ${amount} more than it owed for this claim`,
    next: `${anew}${back}`,
  }
}
