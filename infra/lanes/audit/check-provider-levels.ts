/**
 * Each provider-level adjustment against its postings (I7, I11): its amount left the clearing account of its remittance and
 * stands, wherever it was moved meanwhile, on the one account that it names.
 */
import { type Finding, type Tell, wrong } from './finding.ts'
import { keyOf, mergeSorted } from './merge-sorted.ts'
import type { Snapshot } from './snapshot.ts'

interface Level {
  readonly practice: string
  readonly remittance: string
  readonly position: number
  readonly code: string
  readonly account: string
  readonly chain: string
  readonly cents: number
  readonly payer: string
  /** Of the remittance; null: it is not there. */
  readonly remittancePayer: string | null
  /** The return that it acknowledges. */
  readonly pairedWith: number | null
  readonly pairCode: string | null
  readonly pairCents: number | null
  readonly isClaimThere: boolean
}

interface LevelPosting {
  readonly practice: string
  readonly remittance: string
  readonly position: number
  readonly id: number
  readonly debit: string
  readonly credit: string
  readonly cents: number
}

const levels = `
  select a.practice_id as practice, a.remittance_id as remittance, a.position, a.code, a.account, a.chain,
         a.amount_cents as cents, a.payer_id as payer, case when r.id is not null then coalesce(r.payer_id, 'unknown') end
           as "remittancePayer",
         a.paired_with as "pairedWith", o.code as "pairCode", o.amount_cents as "pairCents",
         a.claim_id is null or c.id is not null as "isClaimThere"
  from provider_adjustment a
  left join remittance r on r.practice_id = a.practice_id and r.id = a.remittance_id
  left join provider_adjustment o on o.practice_id = a.practice_id and o.remittance_id = a.remittance_id
    and o.position = a.paired_with
  left join claim c on c.practice_id = a.practice_id and c.id = a.claim_id
  order by a.practice_id collate "C", a.remittance_id collate "C", a.position`

const postings = `
  select practice_id as practice, remittance, position, id, debit_account as debit, credit_account as credit,
         amount_cents as cents
  from (select p.*, split_part(p.source_key, '/', 2) as remittance,
               substring(p.source_key from '^remittance/[^/]+/plb/([0-9]{1,9})')::integer as position
        from posting p where p.source_key ~ '^remittance/[^/]+/plb/[0-9]{1,9}(/|$)') of_level
  order by practice_id collate "C", remittance collate "C", position, id`

export async function checkProviderLevels(snapshot: Snapshot, tell: Tell): Promise<void> {
  const place = ({ practice, remittance, position }: Pick<Level, 'practice' | 'remittance' | 'position'>) =>
    keyOf(practice, remittance, position)
  const merged = mergeSorted<Level, LevelPosting>(
    { rows: snapshot.rows(levels), keyOf: place },
    { rows: snapshot.rows(postings), keyOf: place },
  )
  for await (const { left, right } of merged) {
    const [level] = left
    for (const found of level ? checkLevel(level, right) : right.map(ofNoLevel)) tell(found)
  }
}

function ofNoLevel({ practice, remittance, position, id, cents }: LevelPosting): Finding {
  const subject = `remittance/${remittance}/provider-level/${position}`
  return wrong(
    practice,
    'provider-level/not-there',
    subject,
    cents,
    `posting ${id} is of it, but it is not stored`,
  )
}

function checkLevel(level: Level, own: readonly LevelPosting[]): readonly Finding[] {
  const { practice, remittance, position, code, account, chain, cents } = level
  const tell = (check: string, off: number | null, says: string) =>
    wrong(practice, check, `remittance/${remittance}/provider-level/${position}`, off, says)
  const clearing = `clearing:${remittance}`
  const accounts = new Set([clearing, account, ...own.flatMap(({ debit, credit }) => [debit, credit])])
  const found: Finding[] = []
  for (const each of accounts) {
    const is = balanceOf(each, own)
    const should = each === account ? cents : each === clearing ? -cents : 0
    if (is !== should)
      found.push(tell('provider-level/posted', is - should, `it left ${is} cents on ${each}, not ${should}`))
  }
  const says = objection(level)
  if (says !== null) found.push(tell('provider-level/account', cents, says))
  if (chain !== account && !chain.startsWith(`${account}:`)) {
    found.push(tell('provider-level/chain', cents, `it is in the chain ${chain} but stands on ${account}`))
  }
  if (level.pairedWith !== null && (level.pairCode !== '72' || level.pairCents !== -cents)) {
    found.push(
      tell(
        'provider-level/pair',
        cents,
        `it is paired with ${level.pairedWith}, which is no return of its amount`,
      ),
    )
  }
  if (!level.isClaimThere)
    found.push(tell('provider-level/claim', cents, `the claim that its ${code} names is not there`))
  return found
}

/** On an account of its code and its remittance's payer. */
function objection({ code, account, payer, remittancePayer }: Level): string | null {
  if (remittancePayer === null) return 'its remittance is not there'
  if (payer !== remittancePayer) return `it is of payer ${payer}, its remittance of ${remittancePayer}`
  const step = (text: string) => text.replace(/[\s:]+/g, '-') || 'none'
  const own =
    code === 'L6'
      ? account === `interest:${step(payer)}`
      : ['WO', 'FB', '72'].includes(code)
        ? account.startsWith(`recoupment:${step(payer)}:`)
        : account === `provider-level:${step(code)}:${step(payer)}`
  return own ? null : `an adjustment ${code} of payer ${payer} does not stand on ${account}`
}

function balanceOf(account: string, own: readonly LevelPosting[]): number {
  return own.reduce(
    (sum, { debit, credit, cents }) =>
      sum + (debit === account ? cents : 0) - (credit === account ? cents : 0),
    0,
  )
}
