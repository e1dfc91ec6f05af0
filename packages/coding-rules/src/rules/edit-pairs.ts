/**
 * NCCI edit pairs over a whole treatment day: of two codes in a pair Medicare pays column 1. Indicator 0:
 * column 2 is never paid beside it and comes off the claim. Indicator 1: column 2 needs a modifier, which
 * needs evidence. A pair acts only while its column 1 stays on the claim, and a line of 0 units triggers
 * nothing.
 */
import type { Finding, Reason, ServiceDate } from '@tally/kernel'
import type { CodedLine } from '../coded-day.ts'
import { editPairs } from '../data/load.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { heldNotYet, reasonNotYet } from './not-yet.ts'

const { edition, citation } = editPairs

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

export interface EditedLines {
  readonly lines: readonly CodedLine[]
  /** Column 2 of indicator 0, each with why it came off. */
  readonly removed: readonly { readonly line: CodedLine; readonly reason: Reason }[]
  readonly findings: readonly Finding[]
}

interface Edit {
  readonly column1: CodedLine
  readonly column2: CodedLine
  readonly indicator: '0' | '1'
}

/**
 * `evidence` says for a line whether its service has a distinct block, or a 59 or X modifier of the clinic's
 * own.
 */
export function applyEditPairs(
  lines: readonly CodedLine[],
  serviceDate: ServiceDate,
  evidence: (line: CodedLine) => 'distinct-block' | 'own-modifier' | null,
): EditedLines {
  const edits = lines.flatMap((column1) =>
    lines.flatMap((column2): Edit[] => {
      const pair = editPairs.on(`${column1.procedureCode}/${column2.procedureCode}`, serviceDate)
      return pair ? [{ column1, column2, indicator: pair.indicator }] : []
    }),
  )
  const stays = (line: CodedLine): boolean =>
    !edits.some(({ column1, column2, indicator }) => column2 === line && indicator === '0' && stays(column1))

  const removed = lines
    .filter((line) => !stays(line))
    .map((line) => {
      const over = edits.find(
        ({ column1, column2, indicator }) => column2 === line && indicator === '0' && stays(column1),
      )
      return { line, reason: reasonOf(neverTogether, saysOf(over, line, serviceDate), factsOf(over, line)) }
    })
  const open = edits.filter(
    ({ column1, column2, indicator }) => indicator === '1' && stays(column1) && stays(column2),
  )
  const findings = [
    ...removed.map(({ line, reason }) =>
      findingOf(
        'hold',
        line.sourceLineIds,
        'bill column 1 alone, or correct the code that was documented',
        reason,
      ),
    ),
    ...open.flatMap((edit) => findingOfPair(edit, serviceDate, evidence)),
  ]
  return { lines: lines.filter(stays), removed, findings }
}

function findingOfPair(
  edit: Edit,
  serviceDate: ServiceDate,
  evidence: (line: CodedLine) => 'distinct-block' | 'own-modifier' | null,
): Finding[] {
  const { column1, column2 } = edit
  // A modifier of the clinic's own satisfies the edit; that it was sent is held elsewhere while modifiers
  // aren't judged.
  if (evidence(column1) === 'own-modifier' || evidence(column2) === 'own-modifier') return []
  const says = saysOf(edit, column2, serviceDate)
  if (evidence(column2) === 'distinct-block') {
    const reason = reasonNotYet(
      `${says}; its block of time is documented, adding 59 is not built`,
      factsOf(edit, column2),
    )
    return [heldNotYet(column2.sourceLineIds, reason)]
  }
  const fix = `document the distinct block of ${column2.procedureCode}, or leave it off the claim`
  return [
    findingOf('hold', column2.sourceLineIds, fix, reasonOf(pairNeedsModifier, says, factsOf(edit, column2))),
  ]
}

function saysOf(edit: Edit | undefined, column2: CodedLine, serviceDate: ServiceDate): string {
  const indicator = edit?.indicator ?? '0'
  return `${column2.procedureCode} is column 2 of ${edit?.column1.procedureCode ?? ''}, indicator ${indicator}, on ${serviceDate}`
}

function factsOf(edit: Edit | undefined, column2: CodedLine) {
  return {
    column1: edit?.column1.procedureCode ?? null,
    column2: column2.procedureCode,
    indicator: edit?.indicator ?? '0',
  }
}
