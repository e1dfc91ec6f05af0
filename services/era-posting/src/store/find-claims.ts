/** By which numbers claims are found: ours, the payer's, those of their lines and records, and by their visit. */
import type { Statement, Work } from '@tally/platform'
import { foldedNumber, type KnownClaim } from '../domain/claim.ts'
import { beginningMin, type KnownNumbers, numbersIn } from '../domain/named-claim.ts'
import { knownClaims, payerNumberDigest, recordDigest, visitDigest } from './claims.ts'

/** Each number with the claims that have it. */
export type Found = ReadonlyMap<string, readonly KnownClaim[]>

export async function claimsByNumber(work: Work, numbers: readonly string[]): Promise<Found> {
  return found(work, numbers, byNumber, numbers)
}

/** By what is left of a number when its case, punctuation and look-alikes are gone, or by its beginning. */
export async function claimsByFolded(work: Work, folded: readonly string[]): Promise<Found> {
  return found(work, folded, byFolded, folded)
}

export async function claimsByPayerNumber(work: Work, numbers: readonly string[]): Promise<Found> {
  return found(
    work,
    numbers,
    byPayerNumber,
    numbers.map((number) => payerNumberDigest(work, number)),
  )
}

export async function claimsByRecord(work: Work, numbers: readonly string[]): Promise<Found> {
  return found(
    work,
    numbers,
    byRecord,
    numbers.map((number) => recordDigest(work, number)),
  )
}

export async function claimsByVisit(work: Work, visits: readonly string[]): Promise<Found> {
  return found(
    work,
    visits,
    byVisit,
    visits.map((visit) => visitDigest(work, visit)),
  )
}

export async function claimsByChargeLine(work: Work, ids: readonly string[]): Promise<Found> {
  return found(work, ids, byChargeLine, ids)
}

/** At every payer, the first payer first. */
export async function claimsOfDays(
  work: Work,
  treatmentDayIds: readonly string[],
): Promise<readonly KnownClaim[]> {
  if (treatmentDayIds.length === 0) return []
  const rows = await work.query<{ id: string }>(ofDays, [work.practiceId, treatmentDayIds])
  const claims = await knownClaims(
    work,
    rows.map(({ id }) => id),
  )
  return rows.flatMap(({ id }) => claims.get(id) ?? [])
}

/** Which claims the numbers that `references` may hold are of. */
export async function knownNumbers(work: Work, references: readonly string[]): Promise<KnownNumbers> {
  const numbers = [...new Set(references.flatMap(numbersIn))]
  const folded = [...new Set(references.map(foldedNumber).filter(({ length }) => length >= beginningMin))]
  const [own, payers, begun] = [
    await claimIdsBy(work, byNumber, numbers, numbers),
    await claimIdsBy(
      work,
      byPayerNumber,
      numbers,
      numbers.map((number) => payerNumberDigest(work, number)),
    ),
    await claimIdsBy(work, byFolded, folded, folded),
  ]
  return {
    has: (number) => [...(own.get(number) ?? []), ...(payers.get(number) ?? [])],
    begins: (beginning) => begun.get(beginning) ?? [],
  }
}

async function claimIdsBy(
  work: Work,
  statement: Statement,
  asked: readonly string[],
  values: readonly (string | Buffer)[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (asked.length === 0) return new Map()
  const hits = await work.query<Hit>(statement, [work.practiceId, values])
  const byPlace = Map.groupBy(hits, ({ place }) => place)
  return new Map(
    [...byPlace].map(([place, each]) => [asked[place - 1] ?? '', each.map(({ claim_id }) => claim_id)]),
  )
}

interface Hit {
  /** Position in what was asked for, from 1. */
  readonly place: number
  readonly claim_id: string
}

async function found(
  work: Work,
  asked: readonly string[],
  statement: Statement,
  values: readonly (string | Buffer)[],
): Promise<Found> {
  if (asked.length === 0) return new Map()
  const hits = await work.query<Hit>(statement, [work.practiceId, values])
  const claims = await knownClaims(work, [...new Set(hits.map(({ claim_id }) => claim_id))])
  const answer = new Map<string, KnownClaim[]>()
  for (const { place, claim_id } of hits) {
    const [key, claim] = [asked[place - 1] ?? '', claims.get(claim_id)]
    if (claim) answer.set(key, [...(answer.get(key) ?? []), claim])
  }
  return answer
}

const byNumber = {
  name: 'claims-by-number',
  text: `select n.place::integer as place, v.claim_id from unnest($2::text[]) with ordinality as n (number, place)
         join claim_version v on v.practice_id = $1 and v.claim_number = n.number`,
}

/** The bounds let the index find the prefix; `like` alone would read every number for each one asked. */
const byFolded = {
  name: 'claims-by-folded',
  text: `select distinct n.place::integer as place, v.claim_id
         from unnest($2::text[]) with ordinality as n (number, place)
         join claim_version v on v.practice_id = $1 and v.folded_number ~>=~ n.number
           and v.folded_number ~<~ (n.number || '~')
         order by 1, 2`,
}

const byPayerNumber = {
  name: 'claims-by-payer-number',
  text: `select n.place::integer as place, p.claim_id from unnest($2::bytea[]) with ordinality as n (number, place)
         join payer_claim_number p on p.practice_id = $1 and p.number_digest = n.number`,
}

const byRecord = {
  name: 'claims-by-record',
  text: `select distinct n.place::integer as place, v.claim_id from unnest($2::bytea[]) with ordinality as n (digest, place)
         join claim_version v on v.practice_id = $1 and v.record_digest = n.digest order by 1, 2`,
}

const byVisit = {
  name: 'claims-by-visit',
  text: `select distinct n.place::integer as place, v.claim_id from unnest($2::bytea[]) with ordinality as n (digest, place)
         join claim_version v on v.practice_id = $1 and v.visit_digest = n.digest order by 1, 2`,
}

const ofDays = {
  name: 'claims-of-days',
  text: `select id from claim where practice_id = $1 and treatment_day_id = any($2::text[])
         order by coverage_order, id collate "C"`,
}

const byChargeLine = {
  name: 'claims-by-charge-line',
  text: `select n.place::integer as place, c.id as claim_id
         from unnest($2::text[]) with ordinality as n (id, place)
         join charge_line l on l.practice_id = $1 and l.id = n.id
         join claim c on c.practice_id = $1 and c.treatment_day_id = l.treatment_day_id`,
}
