/** Which practice is paid: the one with the payee's NPI, else the only one with its tax id. Two are none. */
import type { Work } from '@tally/platform'
import type { Remittance } from '@tally/x12'
import { z } from 'zod'

export type Payee = Pick<Remittance['payee'], 'npi' | 'taxId'>

/** Of a `_worker` role alone: it looks at every practice. */
export async function practiceOfPayee(work: Work, payee: Payee): Promise<string | null> {
  const { npi, taxId } = payee
  if (npi !== null) {
    const [row] = await work.query<{ id: string | null }>(practiceOfNpi, [npi])
    return row?.id ?? null
  }
  return taxId === null ? null : onlyWithTaxId(work, plainTaxId(taxId))
}

/** A remittance handed in by a person is his practice's only if it pays that practice. */
export async function isOwnPayee(work: Work, payee: Payee): Promise<boolean> {
  const { npi } = payee
  if (npi === null) return (await practiceOfPayee(work, payee)) === work.practiceId
  const [row] = await work.query<{ own: boolean }>(ownNpi, [work.practiceId, npi])
  return row?.own === true
}

/** Tax ids are sealed in each practice's details, so all that this service knows of are opened: a tax id alone is rare. */
async function onlyWithTaxId(work: Work, taxId: string): Promise<string | null> {
  const known = await work.query<{ id: string; details: Buffer }>(practices, [work.practiceId])
  const holders: string[] = []
  for (const { id, details } of known) {
    const keys = await work.vault.of(id)
    // Sealed and bound by the platform (operating/installation.ts).
    const opened = withTaxIds.parse(keys.openColumn(details, `practice|details|${id}`))
    if (opened.taxIds.map(plainTaxId).includes(taxId)) holders.push(id)
  }
  const [only] = holders
  return only !== undefined && holders.length === 1 ? only : null
}

const withTaxIds = z.object({ taxIds: z.array(z.string()).default([]) })

function plainTaxId(taxId: string): string {
  return taxId.replace(/\D/g, '')
}

const practiceOfNpi = { name: 'practice-of-npi', text: 'select id from platform.practice_of_npi($1)' }

const ownNpi = {
  name: 'practice-own-npi',
  text: 'select $2 = any(npis) as own from platform.practice_of($1)',
}

/** Those with charges, each found by one step in the index, and that of the work. */
const practices = {
  name: 'practices-known',
  text: `with recursive known (id) as (
           select min(practice_id) from charge_day
           union all
           select (select min(practice_id) from charge_day where practice_id > known.id) from known where known.id is not null)
         select p.id, p.details
         from (select id from known where id is not null union select $1 where $1 <> '') as k
         cross join lateral platform.practice_of(k.id) p`,
}
