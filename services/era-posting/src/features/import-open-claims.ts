/**
 * POST /v1/opening-balances: the open claims, patient balances and payers' claim numbers of a former system, as a CSV. All
 * of a file or nothing: its balances are one batch out of `opening:<system>`, its claims are answered by remittances as any
 * other. A claim that was brought over before moves nothing; with other content it is refused.
 */
import { dayIn, plusDays, type ServiceDate, serviceDate } from '@tally/kernel'
import {
  type Actor,
  answer,
  commit,
  item,
  type Problem,
  practiceDetails,
  problem,
  route,
  type Work,
} from '@tally/platform'
import { z } from 'zod'
import { goLiveDay } from '../domain/legacy-money.ts'
import { contentOf, type Opened, openClaim } from '../domain/open-claim.ts'
import { openingTotals, readOpeningFile } from '../domain/opening-file.ts'
import type { OpeningClaim, OpeningProblem } from '../domain/opening-row.ts'
import { keysOf, keysOfVersion } from '../domain/waiting-keys.ts'
import { saveDay } from '../store/charges.ts'
import { learnPayerNumbers, saveClaims, saveVersion } from '../store/claims.ts'
import { openBatch, writePostings } from '../store/ledger.ts'
import {
  addOpeningImport,
  addOpenings,
  contentDigest,
  fileDigest,
  knownOpenings,
  takenNumbers,
} from '../store/openings.ts'
import { saveVisit } from '../store/patient-persons.ts'
import { lookAgainForNumbers, lookAgainForPayerNumbers } from '../store/remittance-claims.ts'
import { textOf } from '../store/remittance-content.ts'
import { waitForTurn } from '../store/remittances.ts'
import { lookAgainFor } from '../store/waiting-keys.ts'

const fileBytesMax = 8 * 1024 * 1024
const claimsAtOnce = 500
const problemsShown = 500

const totals = {
  claims: z.int(),
  lines: z.int(),
  openPayerCents: z.int(),
  openPatientCents: z.int(),
  /** What the practice owes to patients. */
  creditCents: z.int(),
}
const imported = z.object({
  system: z.string(),
  /** null: nothing in it was new. */
  importId: z.string().nullable(),
  effectiveOn: z.string(),
  /** What this file brought. */
  ...totals,
  /** Claims that were brought over before: nothing moved by them. */
  known: z.int(),
  dryRun: z.boolean(),
})

export const importOpenClaims = route({
  method: 'POST',
  path: '/v1/opening-balances',
  summary: 'Open claims, patient balances and payers’ claim numbers of a former system, as a CSV.',
  description:
    'One row a service line; columns in the README. A file with a wrong row is refused whole, all named. The same claim again moves nothing.',
  roles: ['biller', 'owner'],
  idempotent: 'ignored',
  raw: { types: ['text/csv', 'text/plain'], bytesMax: fileBytesMax },
  query: z.strictObject({
    /** As accounts name it. */
    system: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/),
    dryRun: z.enum(['true', 'false']).default('false'),
  }),
  answers: { 200: imported, 201: imported },
  async handle({ work, actor, raw, query: { system, dryRun } }) {
    const { policies, timezone } = await practiceDetails(work)
    const goLiveOn = goLiveDay(policies.goLiveOn)
    if (goLiveOn === null && policies.goLiveOn !== undefined) {
      return problem(
        422,
        'policy/go-live-on',
        'the practice’s policy goLiveOn is no day: write it as 2026-12-01',
      )
    }
    const today = serviceDate(dayIn(timezone, work.now))
    const text = textOf(raw)
    const file = readOpeningFile(text, firstOwnDay(goLiveOn, today))
    if (file.kind === 'refused') return refused(file.problems)
    await waitForTurn(work)
    const sorted = await sortOut(work, system, file.claims)
    if ('problems' in sorted) return refused(sorted.problems)
    const effectiveOn = goLiveOn ?? today
    const made = { system, effectiveOn, text, known: file.claims.length - sorted.fresh.length }
    const became = await bring(work, actor, made, sorted.fresh)
    const isDry = dryRun === 'true'
    return answer(
      became.importId === null || isDry ? 200 : 201,
      { ...became, dryRun: isDry },
      { undo: isDry },
    )
  },
})

/** A visit has happened: what is dated after today is none, even where a later goLiveOn is set. */
function firstOwnDay(goLiveOn: ServiceDate | null, today: ServiceDate): ServiceDate {
  const tomorrow = plusDays(today, 1)
  return goLiveOn !== null && goLiveOn < tomorrow ? goLiveOn : tomorrow
}

interface Fresh {
  readonly former: OpeningClaim
  readonly treatmentDayId: string
  readonly digest: Buffer
}

/** Which are new; a number that another claim has, and a claim that was brought over with other content, are told. */
async function sortOut(
  work: Work,
  system: string,
  claims: readonly OpeningClaim[],
): Promise<{ readonly fresh: readonly Fresh[] } | { readonly problems: readonly OpeningProblem[] }> {
  const all = claims.map((former) => ({
    former,
    treatmentDayId: work.keys.derive('treatmentDay', 'opening', system, former.claimNumber),
    digest: contentDigest(work, contentOf(former)),
  }))
  const known = await knownOpenings(
    work,
    all.map(({ treatmentDayId }) => treatmentDayId),
  )
  const fresh = all.filter(({ treatmentDayId }) => !known.has(treatmentDayId))
  const taken = await takenNumbers(
    work,
    fresh.map(({ former }) => former.claimNumber),
  )
  const tell = ({ former }: Fresh, code: string, says: string) => ({
    row: former.row,
    column: 'claimNumber',
    code,
    says,
  })
  const problems = all.flatMap((each) => {
    const before = known.get(each.treatmentDayId)
    if (before && !before.equals(each.digest))
      return tell(
        each,
        'opening/imported-otherwise',
        'this claim was brought over before, and its rows said something else: correct its balances by hand, and leave it out',
      )
    const isTaken = !before && each.former.payer !== null && taken.has(each.former.claimNumber)
    return isTaken
      ? tell(
          each,
          'opening/number-taken',
          'another claim has this number already: leave it out if it is that one',
        )
      : []
  })
  return problems.length > 0 ? { problems } : { fresh }
}

interface Made {
  readonly system: string
  readonly effectiveOn: string
  readonly text: string
  readonly known: number
}

async function bring(
  work: Work,
  actor: Actor,
  { system, effectiveOn, text, known }: Made,
  fresh: readonly Fresh[],
) {
  const sums = openingTotals(fresh.map(({ former }) => former))
  const told = { system, effectiveOn, ...sums, known }
  if (fresh.length === 0) return { ...told, importId: null }
  const importId = work.newId()
  const digest = fileDigest(work, text)
  const by = { byKey: actor.keyId, byLabel: actor.label }
  await addOpeningImport(work, { ...sums, ...by, id: importId, system, fileDigest: digest, effectiveOn })
  const hasMoney = sums.openPayerCents + sums.openPatientCents + sums.creditCents > 0
  const batch = hasMoney
    ? await openBatch(work, { type: 'opening', key: `${system}/${digest}`, effectiveOn })
    : null
  for (let at = 0; at < fresh.length; at += claimsAtOnce) {
    const some = fresh
      .slice(at, at + claimsAtOnce)
      .map((each) => ({ ...each, opened: opened(work, system, each) }))
    const postings = some.flatMap((each) => each.opened.postings)
    await commit(work, async () => {
      for (const each of some) await saveOne(work, each.former, each.opened)
      await saveClaims(
        work,
        some.flatMap((each) => each.opened.claim ?? []),
      )
      for (const each of some) await makeKnown(work, each.former, each.opened)
      await addOpenings(
        work,
        importId,
        some.map(({ treatmentDayId, digest: contentDigest, opened: { claim, lines } }) => ({
          ...{ treatmentDayId, contentDigest, claimId: claim?.id ?? null, lines },
        })),
      )
      if (batch) await writePostings(work, batch, postings)
    }, [])
  }
  return { ...told, importId }
}

function opened(work: Work, system: string, { former, treatmentDayId }: Fresh): Opened {
  return openClaim(system, former, {
    ...{ treatmentDayId, patientId: work.keys.derive('patient', former.patientId), claimId: work.newId() },
    lineIds: former.lines.map(() => work.newId()),
  })
}

async function saveOne(work: Work, former: OpeningClaim, { day }: Opened): Promise<void> {
  const { patientName: name, patientId: externalId, patientAddress: address } = former
  const { treatmentDayId, version, patientId, serviceDate } = day
  await saveDay(work, day)
  if (name === null) return
  const person = { externalId, name, address }
  await saveVisit(work, { treatmentDayId, version, patientId, serviceDate, person, place: null })
}

/** To the matching: and money that came before it finds it now. */
async function makeKnown(work: Work, former: OpeningClaim, { claim, version, visit }: Opened): Promise<void> {
  if (!claim) return
  const { claimNumber, medicalRecordNumber: record } = former
  const payerClaimNumber = former.payer?.payerClaimNumber ?? null
  await saveVersion(work, claim.id, version, { visit, record })
  await lookAgainForNumbers(work, [claimNumber])
  await lookAgainFor(work, [
    ...keysOfVersion({ ...version, payerClaimNumber, visit, record }),
    ...keysOf('day', [claim.treatmentDayId]),
  ])
  if (payerClaimNumber === null) return
  await learnPayerNumbers(work, [{ claimId: claim.id, payerClaimNumber }])
  await lookAgainForPayerNumbers(work, [payerClaimNumber])
}

function refused(problems: readonly OpeningProblem[]): Problem {
  const [first] = problems
  const place = ({ row, column }: OpeningProblem) =>
    [row === null ? '' : `row ${row}`, column ?? ''].filter((each) => each !== '').join(', ')
  const shown = problems.slice(0, problemsShown)
  const some = shown.length < problems.length ? `, the first ${shown.length} are named` : ''
  const detail = `the file was not taken, nothing of it was kept: ${problems.length} things are wrong with it${some}`
  return problem(422, first?.code ?? 'opening/not-csv', detail, {
    problems: shown.map((each) => {
      const at = place(each)
      return item(
        each.row === null ? '' : `/${each.row}/${each.column ?? ''}`,
        each.code,
        at === '' ? each.says : `${at}: ${each.says}`,
      )
    }),
  })
}
