/**
 * What a denial is about, and in which service its cause arose: the most specific row of the code map that fits
 * (product note 6, rule 1). A combination of group, CARC, RARC and payer family; else the RARC, where the CARC only
 * points to it; else the CARC; else the RARC; else unknown, which a person looks into (rule 8).
 */
import type { Fact, PayerFamily, Reason } from '@tally/kernel'
import type { CodeMeaning, CombinationRow, DenialCodes } from './denial-codes.ts'

export interface DeniedFor {
  readonly groupCode: string | null
  /** A CARC. */
  readonly reasonCode: string
  readonly remarks: readonly string[]
  readonly family: PayerFamily | null
}

export interface Classified extends CodeMeaning {
  readonly because: Reason
}

/** CARCs that say "see the remark code" and nothing else. */
const pointsToRemark = new Set(['16', 'A1', '96', '223', '237'])

const unknown: CodeMeaning = {
  ...{ category: 'unknown', action: 'investigate', root: 'none', alternatives: [], note: '' },
  label: 'Not in the code map',
}

const citation = 'product note 6, rule 1; carc-categories.csv'

export function classifyDenial(denied: DeniedFor, codes: DenialCodes): Classified {
  const combination = best(denied, codes.combinations)
  if (combination) return classified(combination, keyOf(combination), denied, codes)
  const carc = codes.carc(denied.reasonCode)
  const rarcs = denied.remarks.map(codes.rarc).filter((row) => row !== undefined && !row.alert)
  // MA130 says that it was unprocessable, another remark what was missing.
  const rarc = rarcs.find((row) => row?.code !== 'MA130') ?? rarcs[0]
  if (rarc && (!carc || pointsToRemark.has(denied.reasonCode))) {
    return classified(rarc, `RARC ${rarc.code}`, denied, codes)
  }
  if (carc) return classified(carc, `CARC ${carc.code}`, denied, codes)
  return classified(unknown, 'no row', denied, codes)
}

/** The combination that fits with the most keys filled; the first of equals. */
function best(denied: DeniedFor, rows: readonly CombinationRow[]): CombinationRow | undefined {
  return rows
    .filter((row) => fits(row, denied))
    .reduce<CombinationRow | undefined>(
      (held, row) => (held && filled(held) >= filled(row) ? held : row),
      undefined,
    )
}

function fits({ group, carc, rarc, family }: CombinationRow, denied: DeniedFor): boolean {
  return (
    (group === null || group === denied.groupCode) &&
    (carc === null || carc === denied.reasonCode) &&
    (rarc === null || denied.remarks.includes(rarc)) &&
    (family === null || family === denied.family)
  )
}

function filled({ group, carc, rarc, family }: CombinationRow): number {
  return [group, carc, rarc, family].filter((key) => key !== null).length
}

function keyOf({ group, carc, rarc, family }: CombinationRow): string {
  return [group, carc && `CARC ${carc}`, rarc && `RARC ${rarc}`, family].filter(Boolean).join(' + ')
}

function classified(
  row: CodeMeaning,
  from: string,
  { groupCode, reasonCode, remarks, family }: DeniedFor,
  { edition }: DenialCodes,
): Classified {
  const { category, action, root, label, alternatives, note } = row
  const facts: Record<string, Fact> = { groupCode, reasonCode, remarks, family, from }
  const says = `${category} by ${from}: ${label}${note === '' ? '' : ` (${note})`}`
  return {
    ...{ category, action, root, label, alternatives, note },
    because: { rule: 'denial/code-map', edition, says, facts, citation },
  }
}
