/** The ledger to read: one claim's money, balances by account, and every posting. */
import { answer, fieldForms, notFound, problem, route } from '@tally/platform'
import { z } from 'zod'
import { deniedOpen, receivableOfPatient, receivableOfPayer } from '../domain/account.ts'
import { findDayLines } from '../store/charges.ts'
import { findClaim } from '../store/claims.ts'
import { accountsOf, listAccounts, listPostings, postingsOn } from '../store/ledger-views.ts'
import { patientHolds } from '../store/patient-shares.ts'
import { patientHoldShown } from './release-patient-share.ts'

const readers = ['biller', 'owner', 'auditor'] as const

const account = z
  .object({
    account: z.string(),
    /** Debits less credits. */
    balanceCents: z.int(),
    debitCents: z.int(),
    creditCents: z.int(),
  })
  .meta({ id: 'Account', description: 'An account of the ledger and what is on it.' })

const posting = z
  .object({
    cursor: z.string(),
    id: z.int(),
    batchId: z.string(),
    /** What caused the batch, and the key that it can be caused by but once. */
    cause: z.string(),
    causeKey: z.string(),
    remittanceId: z.string().nullable(),
    claimPosition: z.int().nullable(),
    debitAccount: z.string(),
    creditAccount: z.string(),
    amountCents: z.int().positive(),
    effectiveOn: z.string(),
    recordedAt: z.string(),
    /** The posting that this one mirrors. */
    reverses: z.int().nullable(),
  })
  .meta({ id: 'Posting', description: 'One movement of money; it is never changed.' })

/** A line of 999 pieces has some thousand postings; more are read through /v1/ledger/postings. */
const postingsOfClaimMax = 1_000

export const showClaimLedger = route({
  method: 'GET',
  path: '/v1/ledger/claims/:claimId',
  summary: 'What is open of a claim at its payer and its patient, and the postings that made it.',
  roles: readers,
  params: z.object({ claimId: z.string() }),
  answers: {
    200: z.object({
      claimId: z.string(),
      treatmentDayId: z.string(),
      coverageOrder: z.int(),
      payerId: z.string(),
      patientId: z.string(),
      settledAt: z.string().nullable(),
      /** Left at this payer; what was refused and is not decided counts. */
      openCents: z.int(),
      patientCents: z.int(),
      /** Charge lines whose patient's share may not go onto a statement, and why. */
      patientHolds: z.array(patientHoldShown),
      accounts: z.array(account),
      postings: z.array(posting),
    }),
  },
  async handle({ params: { claimId }, work }) {
    const claim = await findClaim(work, claimId)
    if (!claim) return notFound('the claim')
    const { treatmentDayId, coverageOrder, payerId, patientId, settledAt } = claim
    const ids = await findDayLines(work, treatmentDayId)
    const patient = ids.map((id) => receivableOfPatient(patientId, id))
    const payer = ids.flatMap((id) => [receivableOfPayer(id, coverageOrder), deniedOpen(id, coverageOrder)])
    const accounts = await accountsOf(work, [...payer, ...patient])
    const sum = (paths: readonly string[]) =>
      accounts
        .filter((each) => paths.includes(each.account))
        .reduce((all, each) => all + each.balanceCents, 0)
    return answer(200, {
      ...{ claimId, treatmentDayId, coverageOrder, payerId, patientId, settledAt },
      ...{ openCents: sum(payer), patientCents: sum(patient) },
      patientHolds: [...(await patientHolds(work, [treatmentDayId]))],
      accounts: accounts.filter(({ debitCents, creditCents }) => debitCents > 0 || creditCents > 0),
      postings: await postingsOn(work, [...payer, ...patient], postingsOfClaimMax),
    })
  },
})

export const listTheAccounts = route({
  method: 'GET',
  path: '/v1/ledger/accounts',
  summary: 'Accounts with their balances, in the order of their paths.',
  roles: readers,
  query: z.strictObject({
    prefix: z.string().max(200).default(''),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: fieldForms.cursor(/revenue|cash|[a-z-]+(:[^\s:]{1,100}){1,4}/),
  }),
  answers: { 200: z.object({ items: z.array(account), nextCursor: z.string().nullable() }) },
  async handle({ query: { prefix, limit, cursor }, work }) {
    const accounts = await listAccounts(work, prefix, cursor, limit + 1)
    const items = accounts.slice(0, limit)
    return answer(200, {
      items,
      nextCursor: accounts.length > limit ? (items.at(-1)?.account ?? null) : null,
    })
  },
})

export const listThePostings = route({
  method: 'GET',
  path: '/v1/ledger/postings',
  summary: 'Every posting in the order of its commit; `after` is the cursor of the last one read.',
  roles: readers,
  query: z.strictObject({
    after: z.string().max(50).default('0-0'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answers: { 200: z.object({ items: z.array(posting), nextCursor: z.string().nullable() }) },
  async handle({ query: { after, limit }, work }) {
    const [, writtenBy, id] = /^(\d{1,15})-(\d{1,15})$/.exec(after) ?? []
    if (writtenBy === undefined || id === undefined) {
      return problem(400, 'cursor/unknown', 'send `after` as a posting’s `cursor` gave it, or leave it out')
    }
    const place = { writtenBy: Number(writtenBy), id: Number(id) }
    const postings = await listPostings(work, place, limit + 1)
    const items = postings.slice(0, limit)
    return answer(200, { items, nextCursor: postings.length > limit ? (items.at(-1)?.cursor ?? null) : null })
  },
})
