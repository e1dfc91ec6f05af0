/** Provider-level adjustments of remittances; their references are encrypted, and found by keyed digests of their names. */
import { type Cents, cents } from '@tally/kernel'
import type { Work } from '@tally/platform'
import type { Named } from '../domain/named-claim.ts'
import type { ProviderLevel } from '../domain/post-provider-level.ts'
import { type Carried, namesOf } from '../domain/recoupment-chain.ts'
import type { providerAdjustment } from './tables.ts'

type Row = typeof providerAdjustment.$inferSelect

/** Of a remittance in the practice of the work. */
export interface Adjusted {
  readonly remittanceId: string
  readonly payerId: string
  readonly trace: string
}

/** A level with its account and chain, and the claim that its reference names. */
export interface PlacedLevel extends ProviderLevel, Named {
  readonly account: string
  readonly chain: string
}

export async function saveProviderLevels(
  work: Work,
  { remittanceId, payerId }: Adjusted,
  levels: readonly PlacedLevel[],
): Promise<void> {
  if (levels.length === 0) return
  await work.query(insert, [
    ...[work.practiceId, remittanceId, payerId],
    ...[levels.map(({ position }) => position), levels.map(({ code }) => code)],
    ...[levels.map(({ account }) => account), levels.map(({ chain }) => chain)],
    levels.map(({ position, reference }) => work.keys.sealColumn(reference, binding(remittanceId, position))),
    ...[levels.map(({ fiscalOn }) => fiscalOn), levels.map(({ amountCents }) => amountCents)],
    ...[levels.map(({ providerId }) => providerId), levels.map(({ pairedWith }) => pairedWith)],
    ...[levels.map(({ claimId }) => claimId), levels.map(({ namedBy }) => namedBy)],
    levels.map(({ namedWhole }) => namedWhole),
  ])
}

/** By these names they are found from now on, and by no earlier ones. */
export async function saveNames(work: Work, payerId: string, carried: readonly Carried[]): Promise<void> {
  const rows = carried.flatMap((each) => {
    const { is, begins } = namesOf(each)
    const row = (name: string, cut: boolean) => ({ ...each, digest: nameDigest(work, payerId, name), cut })
    return [...is.map((name) => row(name, false)), ...begins.map((name) => row(name, true))]
  })
  if (rows.length === 0) return
  await work.query(deleteNames, [
    ...[work.practiceId, carried.map(({ remittanceId }) => remittanceId)],
    carried.map(({ position }) => position),
  ])
  await work.query(insertNames, [
    ...[work.practiceId, rows.map(({ digest }) => digest), rows.map(({ remittanceId }) => remittanceId)],
    ...[rows.map(({ position }) => position), rows.map(({ cut }) => cut)],
  ])
}

/** All that may belong to a chain with one of `seeds`, these included. */
export async function linkedTo(
  work: Work,
  seeds: readonly Pick<Carried, 'remittanceId' | 'position'>[],
): Promise<readonly Carried[]> {
  if (seeds.length === 0) return []
  const rows = await work.query<TracedRow>(linked, [
    ...[work.practiceId, seeds.map(({ remittanceId }) => remittanceId)],
    seeds.map(({ position }) => position),
  ])
  return rows.map((row) => carriedOf(work, row))
}

/** Recoveries and returns of the payer that name no claim of ours as a whole. */
export async function unnamedOf(work: Work, payerId: string): Promise<readonly Carried[]> {
  return (await work.query<TracedRow>(unnamed, [work.practiceId, payerId])).map((row) => carriedOf(work, row))
}

/** Whether there are any. */
export async function hasUnnamed(work: Work, payerId: string): Promise<boolean> {
  return (await work.query(anyUnnamed, [work.practiceId, payerId])).length > 0
}

export async function nameClaims(work: Work, named: readonly Carried[]): Promise<void> {
  if (named.length === 0) return
  await work.query(setClaims, [
    ...[work.practiceId, named.map(({ remittanceId }) => remittanceId)],
    ...[named.map(({ position }) => position), named.map(({ claimId }) => claimId)],
    ...[named.map(({ namedBy }) => namedBy), named.map(({ namedWhole }) => namedWhole)],
  ])
}

/** Where they stand from now on; the account is their chain. */
export async function moveLevels(
  work: Work,
  placed: readonly { readonly carried: Carried; readonly account: string }[],
): Promise<void> {
  if (placed.length === 0) return
  await work.query(move, [
    ...[work.practiceId, placed.map(({ carried }) => carried.remittanceId)],
    ...[placed.map(({ carried }) => carried.position), placed.map(({ account }) => account)],
  ])
}

export interface ShownProviderLevel {
  readonly position: number
  readonly code: string
  readonly account: string
  readonly reference: string
  readonly providerId: string
  readonly claimId: string | null
  readonly amountCents: number
}

export async function providerLevelsOf(
  work: Work,
  remittanceId: string,
): Promise<readonly ShownProviderLevel[]> {
  const rows = await work.query<Row>(find, [work.practiceId, remittanceId])
  return rows.map((row) => ({
    ...{ position: row.position, code: row.code, account: row.account, amountCents: row.amount_cents },
    ...{ providerId: row.provider_id, claimId: row.claim_id },
    reference: referenceOf(work, row),
  }))
}

export function referenceOf(
  work: Work,
  { remittance_id, position, reference }: Pick<Row, 'remittance_id' | 'position' | 'reference'>,
): string {
  return String(work.keys.openColumn(reference, binding(remittance_id, position)))
}

type TracedRow = Row & { readonly trace_number: string }

function carriedOf(work: Work, row: TracedRow): Carried {
  return {
    ...{ remittanceId: row.remittance_id, position: row.position, code: row.code },
    ...{ reference: referenceOf(work, row), trace: row.trace_number, claimId: row.claim_id },
    ...{ namedBy: row.named_by, namedWhole: row.named_whole },
    ...{ pairedWith: row.paired_with, account: row.account, amountCents: amountOf(row) },
  }
}

function amountOf({ amount_cents }: Row): Cents {
  return cents(amount_cents)
}

function nameDigest(work: Work, payerId: string, name: string): Buffer {
  return work.keys.lookup('recoupment-name', `${payerId}|${name}`)
}

function binding(remittanceId: string, position: number): string {
  return `provider_adjustment|reference|${remittanceId}/${position}`
}

const insert = {
  name: 'provider-adjustments-insert',
  text: `insert into provider_adjustment (practice_id, remittance_id, payer_id, position, code, account, chain, reference,
                                          fiscal_on, amount_cents, provider_id, paired_with, claim_id, named_by,
                                          named_whole)
         select $1, $2, $3, * from unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::date[],
                                          $10::bigint[], $11::text[], $12::integer[], $13::text[], $14::integer[], $15::boolean[])`,
}

const deleteNames = {
  name: 'recoupment-names-delete',
  text: `delete from recoupment_name o using unnest($2::text[], $3::integer[]) as n (remittance_id, position)
         where o.practice_id = $1 and o.remittance_id = n.remittance_id and o.position = n.position`,
}

const insertNames = {
  name: 'recoupment-names-insert',
  text: `insert into recoupment_name (practice_id, name_digest, remittance_id, position, begins)
         select $1, * from unnest($2::bytea[], $3::text[], $4::integer[], $5::boolean[]) on conflict do nothing`,
}

/** Two cut forms of different references may be one text: that links nothing. */
const linked = {
  name: 'recoupment-linked',
  text: `with recursive chain (remittance_id, position) as (
           select * from unnest($2::text[], $3::integer[]) as seed (remittance_id, position)
           union
           select o.remittance_id, o.position
           from chain c
           join recoupment_name m on m.practice_id = $1 and m.remittance_id = c.remittance_id and m.position = c.position
           join recoupment_name o on o.practice_id = $1 and o.name_digest = m.name_digest and not (o.begins and m.begins))
         select p.*, r.trace_number from chain c
         join provider_adjustment p on p.practice_id = $1 and p.remittance_id = c.remittance_id and p.position = c.position
         join remittance r on r.practice_id = p.practice_id and r.id = p.remittance_id
         order by p.remittance_id, p.position`,
}

const unnamed = {
  name: 'provider-adjustments-unnamed',
  text: `select p.*, r.trace_number from provider_adjustment p
         join remittance r on r.practice_id = p.practice_id and r.id = p.remittance_id
         where p.practice_id = $1 and p.payer_id = $2 and p.code in ('WO', '72') and not p.named_whole`,
}

const anyUnnamed = {
  name: 'provider-adjustments-any-unnamed',
  text: `select 1 as any from provider_adjustment
         where practice_id = $1 and payer_id = $2 and code in ('WO', '72') and not named_whole limit 1`,
}

const setClaims = {
  name: 'provider-adjustments-name',
  text: `update provider_adjustment p set claim_id = n.claim_id, named_by = n.named_by, named_whole = n.named_whole
         from unnest($2::text[], $3::integer[], $4::text[], $5::integer[], $6::boolean[])
              as n (remittance_id, position, claim_id, named_by, named_whole)
         where p.practice_id = $1 and p.remittance_id = n.remittance_id and p.position = n.position`,
}

const move = {
  name: 'provider-adjustments-move',
  text: `update provider_adjustment p set account = n.account, chain = n.account
         from unnest($2::text[], $3::integer[], $4::text[]) as n (remittance_id, position, account)
         where p.practice_id = $1 and p.remittance_id = n.remittance_id and p.position = n.position`,
}

const find = {
  name: 'provider-adjustments-of',
  text: 'select * from provider_adjustment where practice_id = $1 and remittance_id = $2 order by position',
}
