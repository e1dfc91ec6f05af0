/**
 * `tally x12 check`: an 837P before it is sent, claim by claim, with all that a payer or clearinghouse would refuse.
 * Which codes were valid is told by the tables of therapy, and what one payer wants by its kind (SBR09) alone: a
 * practice's own settings are known to claim-submission, which asks the same rules.
 */
import { diagnosisMayBeBilled, procedureMayBeBilled } from '@tally/coding-rules'
import { type CheckFinding, type ClaimChecked, type ClaimsChecked, checkClaims } from '@tally/x12'
import type { ReadInterchange } from './interchange-command.ts'
import { wholeBytes } from './read-input.ts'
import { placeOf } from './show-finding.ts'
import { joined, money, section, table } from './show-table.ts'

export const check: ReadInterchange = async (input, _asked, { today }) => {
  const knows = { procedure: procedureMayBeBilled, diagnosis: diagnosisMayBeBilled }
  const answer = checkClaims(await wholeBytes(input), { today, knows })
  return { answer, text: () => showChecked(answer) }
}

function showChecked({ claims, findings }: ClaimsChecked): string {
  return joined([
    ...(claims.length === 0 ? [] : table(head, claims.map(rowOf))),
    ...claims.flatMap((claim) => section(claim.clm01 ?? 'without a number', claim.findings.flatMap(shown))),
    ...section('Of the file', findings.flatMap(shown)),
  ])
}

const head = ['claim', 'freq', 'charge', 'lines', 'refused for', 'warned of']

function rowOf({ clm01, frequency, chargeCents, lines, findings }: ClaimChecked): string[] {
  const count = (wanted: CheckFinding['severity']) =>
    String(findings.filter(({ severity }) => severity === wanted).length)
  return [clm01 ?? '-', frequency ?? '-', money(chargeCents), String(lines), count('reject'), count('warn')]
}

function shown(finding: CheckFinding): string[] {
  const { severity, says, rule, snip, citation, fix } = finding
  return [
    `${severity.toUpperCase()} on ${placeOf(finding)}: ${says} (${rule})`,
    `    SNIP ${snip}; ${citation}`,
    `    To do: ${fix}`,
  ]
}
