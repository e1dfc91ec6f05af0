/** A statement as a page that is printed: no script, nothing from elsewhere, every text escaped. */
import { type Cents, escaped, inDollars, noCents } from '@tally/kernel'
import type { AccountLine, Statement } from './statement.ts'

/** Heads of the columns and what stands in them, for the page and for paper. */
export const statementColumns: readonly (readonly [head: string, of: (line: AccountLine) => string])[] = [
  ['Date', ({ serviceDate }) => serviceDate],
  ['Service', ({ procedureCode, modifiers }) => [procedureCode, ...modifiers].join(' ')],
  ['Charge', ({ money }) => inDollars(money.chargeCents)],
  ['Insurance paid', ({ money }) => inDollars(money.payerPaidCents)],
  ['Adjusted', ({ money }) => inDollars(money.adjustedCents)],
  ['Written off', ({ money }) => inDollars(money.writtenOffCents)],
  ['Open at insurance', ({ money }) => inDollars(money.openAtPayersCents)],
  ['You paid', ({ money }) => inDollars(money.patientPaidCents)],
  ['You owe', ({ balanceCents }) => inDollars(balanceCents)],
]

/** What stands below the lines. */
export function statementTotals({
  balance,
}: Statement): readonly (readonly [words: string, amount: string])[] {
  const { billableCents, creditCents, dueCents, overpaidCents } = balance
  const credit: readonly [string, Cents][] = creditCents === noCents ? [] : [['Paid ahead', creditCents]]
  const over: readonly [string, Cents][] = overpaidCents === noCents ? [] : [['Your credit', overpaidCents]]
  const rows: readonly [string, Cents][] = [
    ['Your share', billableCents],
    ...credit,
    ...over,
    ['Please pay', dueCents],
  ]
  return rows.map(([words, amount]) => [words, inDollars(amount)])
}

/** Who asks: below the practice's name. */
export function letterhead({ payTo }: Statement): readonly string[] {
  return [...payTo.address, ...(payTo.phone === null ? [] : [`Questions: ${payTo.phone}`])]
}

/** To whom: by name where a visit told it, else by our id alone. */
export function addressee({ patient, patientId }: Statement): readonly string[] {
  return patient === null ? [`Patient ${patientId}`] : [patient.name, ...patient.address]
}

export function accountOf({ patient, patientId }: Statement): string {
  return patient?.externalId ?? patientId
}

export function statementPage(statement: Statement): string {
  const heads = statementColumns.map(([head]) => `<th scope="col">${escaped(head)}</th>`).join('')
  const rows = statement.lines.map(
    (line) => `<tr>${statementColumns.map(([, of]) => `<td>${escaped(of(line))}</td>`).join('')}</tr>`,
  )
  const totals = statementTotals(statement).map(
    ([words, amount]) => `<tr><th scope="row">${escaped(words)}</th><td>${escaped(amount)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Statement</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escaped(statement.practice)}</h1><p>${letterhead(statement).map(escaped).join('<br>')}</p>
<p>Statement of ${escaped(statement.asOf)}</p></header>
<address>${addressee(statement).map(escaped).join('<br>')}</address>
<p>Account ${escaped(accountOf(statement))}</p>
<div class="wide"><table class="lines"><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></div>
<table class="totals"><tbody>${totals.join('')}</tbody></table>
</body>
</html>
`
}

const style = `body{font:14px/1.4 sans-serif;margin:2em auto;padding:0 1em;max-width:60em;color:#111}.wide{overflow-x:auto}
h1{font-size:1.3em;margin:0}address{font-style:normal;margin:1.5em 0}
table{border-collapse:collapse}.lines{width:100%}th,td{padding:.3em .5em;text-align:right;border-bottom:1px solid #ccc}
.lines th:nth-child(-n+2),.lines td:nth-child(-n+2),.totals th{text-align:left}
.totals{margin:1em 0 0 auto}.totals tr:last-child{font-weight:bold}
@media print{body{margin:0;padding:0;max-width:none;font-size:11px}.wide{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}}`
