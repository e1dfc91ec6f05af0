/**
 * NCCI edit pairs over a whole treatment day: of two codes in a pair the payer pays column 1. Indicator 0:
 * column 2 is never paid beside it and comes off the claim. Indicator 1: column 2 needs a modifier, which
 * needs evidence: a block of time of its own that doesn't overlap column 1's. A pair acts only while its
 * column 1 stays on the claim, and a line of 0 units triggers nothing.
 */
import type { Finding, Reason, ServiceDate } from '@tally/kernel'
import type { Draft } from '../draft-line.ts'
import { legacyPairsOf, type PayerRules } from '../payer-profile.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { once } from '../tables/read-table.ts'
import { editPairs } from '../tables/therapy-tables.ts'

const { edition, citation } = editPairs
/** Which codes stand in column 2 of a code on any date: most pairs of a day are no edit, and this says so at once. */
const column2sOf = once(() => {
  const sets = new Map<string, Set<string>>()
  for (const key of editPairs.keys()) {
    const [column1 = '', column2 = ''] = key.split('/')
    sets.set(column1, (sets.get(column1) ?? new Set()).add(column2))
  }
  return sets
})
export const neverTogether: RuleCard = {
  slug: 'ncci/never-together',
  edition,
  citation,
  sentence: 'Of an NCCI pair with indicator 0 only column 1 is billed.',
}

export const pairNeedsModifier: RuleCard = {
  slug: 'ncci/pair-needs-modifier',
  edition,
  citation,
  sentence:
    'Column 2 of an NCCI pair with indicator 1 needs evidence of a distinct block of time, and then a modifier.',
}

export const distinct: RuleCard = {
  slug: 'modifier/distinct',
  edition,
  citation,
  sentence:
    'Column 2 of a pair carries 59 or X where its own block of time is documented; never without evidence.',
}

export interface EditedDrafts {
  readonly drafts: readonly Draft[]
  /** Column 2 of indicator 0, each with why it came off. */
  readonly removed: readonly { readonly draft: Draft; readonly reason: Reason }[]
  readonly findings: readonly Finding[]
}

interface Edit {
  readonly column1: Draft
  readonly column2: Draft
  readonly indicator: '0' | '1'
}

export function applyEditPairs(
  drafts: readonly Draft[],
  serviceDate: ServiceDate,
  rules: PayerRules,
): EditedDrafts {
  const edits = editsIn(drafts, serviceDate, rules.ncci)
  if (edits.length === 0) return { drafts, removed: [], findings: [] }
  const over = (draft: Draft): Edit | undefined =>
    edits.find(({ column1, column2, indicator }) => column2 === draft && indicator === '0' && !over(column1))
  const removed = drafts.flatMap((draft) => {
    const edit = over(draft)
    return edit ? [{ draft, reason: reasonOf(neverTogether, saysOf(edit, serviceDate), factsOf(edit)) }] : []
  })
  const gone = new Set(removed.map(({ draft }) => draft))
  const open = edits.filter(
    ({ column1, column2, indicator }) => indicator === '1' && !gone.has(column1) && !gone.has(column2),
  )
  const fix = 'bill column 1 alone, or correct the code that was documented'
  const proven = open.filter(({ column1, column2 }) => evidenced(column1, column2) === 'distinct-block')
  return {
    drafts: drafts
      .filter((draft) => !gone.has(draft))
      .map((draft) => distinguished(draft, proven, serviceDate, rules)),
    removed,
    findings: [
      ...removed.map(({ draft, reason }) => findingOf('hold', draft.group.lineIds, fix, reason)),
      ...open
        .filter(({ column1, column2 }) => !evidenced(column1, column2))
        .map((edit) => needsModifier(edit, serviceDate)),
    ],
  }
}

function editsIn(drafts: readonly Draft[], serviceDate: ServiceDate, source: PayerRules['ncci']): Edit[] {
  if (source === 'none' || drafts.length < 2) return []
  const edits: Edit[] = []
  for (const column1 of drafts) {
    const column2s = column2sOf().get(column1.group.procedureCode)
    if (!column2s) continue
    for (const column2 of drafts) {
      if (column1 === column2 || !column2s.has(column2.group.procedureCode)) continue
      const key = `${column1.group.procedureCode}/${column2.group.procedureCode}`
      const pair =
        editPairs.on(key, serviceDate) ?? (source === 'legacy' ? editPairs.on(key, legacyPairsOf) : undefined)
      if (pair) edits.push({ column1, column2, indicator: pair.indicator })
    }
  }
  return edits
}

/** A modifier of the clinic's own on either line satisfies the edit; else column 2's block must be its own. */
function evidenced(column1: Draft, column2: Draft): 'own-modifier' | 'distinct-block' | null {
  if (column1.evidence === 'own-modifier' || column2.evidence === 'own-modifier') return 'own-modifier'
  const overlapping = column2.spans.some((own) =>
    column1.spans.some((other) => own.from < other.to && other.from < own.to),
  )
  return !overlapping && (column2.spans.length > 0 || column2.evidence === 'described')
    ? 'distinct-block'
    : null
}

function distinguished(
  draft: Draft,
  proven: readonly Edit[],
  serviceDate: ServiceDate,
  { distinctModifier }: PayerRules,
): Draft {
  const own = proven.find(({ column2 }) => column2 === draft)
  if (!own) return draft
  const says = `${distinctModifier} on ${saysOf(own, serviceDate)}; its block of time is documented`
  const reason = reasonOf(distinct, says, { ...factsOf(own), modifier: distinctModifier })
  return { ...draft, modifiers: [...draft.modifiers, distinctModifier], reasons: [...draft.reasons, reason] }
}

function needsModifier(edit: Edit, serviceDate: ServiceDate): Finding {
  const { procedureCode, lineIds } = edit.column2.group
  const fix = `document the distinct block of ${procedureCode}, or leave it off the claim`
  return findingOf(
    'hold',
    lineIds,
    fix,
    reasonOf(pairNeedsModifier, saysOf(edit, serviceDate), factsOf(edit)),
  )
}

function saysOf({ column1, column2, indicator }: Edit, serviceDate: ServiceDate): string {
  return `${column2.group.procedureCode} is column 2 of ${column1.group.procedureCode}, indicator ${indicator}, on ${serviceDate}`
}

function factsOf({ column1, column2, indicator }: Edit) {
  return { column1: column1.group.procedureCode, column2: column2.group.procedureCode, indicator }
}
