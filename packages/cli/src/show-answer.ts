/** The answers for people: `--text`. The same facts as the JSON, in a table and sentences. */
import type { CodedDay, LineToPrice, PricedDay } from '@tally/coding-rules'
import type { Finding, Reason } from '@tally/kernel'
import { joined, money, section, table } from './show-table.ts'

export function showCodedDay(day: CodedDay, title: string): string {
  const rows = day.lines.map((line) => [
    line.sourceLineId,
    line.procedureCode,
    String(line.units),
    line.modifiers.join(' '),
    line.diagnosisPointers.join(' '),
    money(line.chargeCents),
    money(line.expectedAllowedCents),
  ])
  const counted = `${day.timedMinutes} timed minutes of ${day.treatmentMinutes}`
  const tie = day.tie ? '; another split of the units is just as right' : ''
  const accrued = day.therapyAccruedAfter
  return joined([
    `${title}: ${counted}, counted by ${day.unitRule ?? 'no rule'}${tie}`,
    ...table(['line', 'code', 'units', 'modifiers', 'dx', 'charge', 'expected'], rows),
    `Expected from the payer: ${money(day.expectedAllowedCents)}`,
    ...(accrued
      ? [
          `Therapy used this year: PT and SLP ${money(accrued.ptSlpCents)}, OT ${money(accrued.otCents)}` +
            (accrued.reviewFlag ? ', subject to targeted review' : ''),
        ]
      : []),
    ...section(
      'Not billed',
      day.unbilled.flatMap(({ lineId, procedureCode, minutes, reasons }) => [
        `${lineId} ${procedureCode}, ${minutes === null ? 'minutes unknown' : `${minutes} minutes`}`,
        ...reasons.map(because),
      ]),
    ),
    ...section('Findings', day.findings.flatMap(shownFinding)),
    ...section(
      'Why',
      day.lines.flatMap((line) => [
        `${line.sourceLineId} ${line.procedureCode}`,
        ...line.reasons.map(because),
      ]),
    ),
  ])
}

export function showPricedDay(day: PricedDay, billed: readonly LineToPrice[], title: string): string {
  const amounts = (of: PricedDay['total']) => [
    money(of.allowedCents),
    money(of.deductibleCents),
    money(of.coinsuranceCents),
    money(of.assistantReductionCents),
    money(of.sequestrationCents),
    money(of.paidCents),
    money(of.patientCents),
  ]
  const rows = day.lines.map((line, place) => [
    line.lineId,
    billed[place]?.procedureCode ?? '',
    String(billed[place]?.units ?? ''),
    ...amounts(line),
  ])
  const names = ['allowed', 'deductible', 'coinsurance', 'assistant', 'sequester', 'paid', 'patient']
  return joined([
    title,
    ...table(['line', 'code', 'units', ...names], [...rows, ['total', '', '', ...amounts(day.total)]]),
    ...section('Findings', day.findings.flatMap(shownFinding)),
    ...section(
      'Why',
      day.lines.flatMap(({ lineId, reasons }) => [lineId, ...reasons.map(because)]),
    ),
  ])
}

function shownFinding({ severity, lineIds, fix, ...reason }: Finding): string[] {
  const where = lineIds.length === 0 ? 'the day' : `line ${lineIds.join(', ')}`
  return [`${severity.toUpperCase()} on ${where}: ${reason.says}`, because(reason), `    To do: ${fix}`]
}

function because({ rule, edition, says, citation }: Reason): string {
  return `    ${says} (${rule}, ${edition}; ${citation})`
}
