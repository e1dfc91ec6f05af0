/** The proof of a remittance as a page that is printed: no script, nothing from elsewhere, every text escaped. */
import { type Cents, escaped, inDollars } from '@tally/kernel'
import type { ProvenEquality } from './prove-posting.ts'

export interface ProofOnPage {
  readonly remittanceId: string
  readonly payerName: string
  readonly traceNumber: string
  readonly paidOn: string | null
  readonly paymentCents: Cents
  readonly status: string
  readonly because: string | null
  readonly balanced: boolean
  readonly clears: boolean
  readonly postings: number
  /** Of the content as it came. */
  readonly digest: string
  /** Of the proof; null: nothing is left to reckon with. */
  readonly proofDigest: string | null
  /** As it was kept; null: not yet. */
  readonly kept: { readonly digest: string | null; readonly provenAt: string } | null
  readonly equalities: readonly ProvenEquality[]
  readonly matches: readonly {
    readonly claim: number
    readonly outcome: string
    readonly because: string | null
    readonly tier: number | null
    readonly evidence: string | null
  }[]
  readonly providerAdjustments: readonly {
    readonly code: string
    readonly reference: string
    readonly account: string | null
    readonly amountCents: Cents
  }[]
}

type Row = readonly string[]

export function proofPage(proof: ProofOnPage): string {
  const title = `Proof of remittance ${proof.remittanceId}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${table('facts', null, factsOf(proof))}
<h2>Equalities of the payment and the ledger</h2>
${equalities(proof, ['transaction', 'ledger'])}
<h2>Provider-level adjustments</h2>
${
  proof.providerAdjustments.length === 0
    ? '<p>none</p>'
    : table(
        'levels',
        ['Code', 'Reference', 'Account', 'Amount'],
        proof.providerAdjustments.map(({ code, reference, account, amountCents }) => [
          ...[code, reference, account ?? 'not posted', inDollars(amountCents)],
        ]),
      )
}
<h2>Claims, and how each was matched</h2>
${table('matches', ['Claim', 'Outcome', 'Matched by', 'Evidence', 'Because'], proof.matches.map(matchRow))}
<h2>Equalities of claims and lines</h2>
${equalities(proof, ['claim', 'line'])}
</body>
</html>
`
}

function factsOf(proof: ProofOnPage): Row[] {
  const { kept, proofDigest } = proof
  const same = kept !== null && kept.digest === proofDigest
  const broken = proof.equalities.filter(({ holds }) => !holds).length
  return [
    ['Payer', proof.payerName],
    ['Trace number', proof.traceNumber],
    ['Paid on', proof.paidOn ?? 'not said'],
    ['Payment', inDollars(proof.paymentCents)],
    ['Status', proof.because === null ? proof.status : `${proof.status}: ${proof.because}`],
    ['Payment is its claims less provider-level adjustments', yes(proof.balanced)],
    ['Clearing account ends at 0', yes(proof.clears)],
    ['Postings', String(proof.postings)],
    ['Equalities', `${proof.equalities.length}, of which ${broken} do not hold`],
    ['Digest of the content (SHA-256)', proof.digest],
    [
      'Digest of this proof (SHA-256)',
      proofDigest ?? 'none: the content could not be told from the rest of its file',
    ],
    [
      'Kept proof',
      kept === null
        ? 'not yet: the next night keeps it'
        : `${kept.provenAt}, ${same ? 'the same digest' : `another digest: ${kept.digest ?? 'none'}`}`,
    ],
  ]
}

function equalities(proof: ProofOnPage, levels: readonly ProvenEquality['level'][]): string {
  const rows = proof.equalities
    .filter(({ level }) => levels.includes(level))
    .map(({ says, claim, line, leftCents, rightCents, holds }) => [
      [claim === null ? '' : `claim ${claim}`, line === null ? '' : `line ${line}`]
        .filter(Boolean)
        .join(', '),
      ...[says, inDollars(leftCents), inDollars(rightCents), holds ? 'holds' : 'DOES NOT HOLD'],
    ])
  return table('equalities', ['Of', 'Left = right', 'Left', 'Right', ''], rows)
}

const tiers: readonly string[] = [
  ...['its number', 'its number, altered', 'the payer’s number', 'its charge lines', 'its references'],
  ...['its visit', 'a person'],
]

function matchRow({ claim, outcome, tier, evidence, because }: ProofOnPage['matches'][number]): Row {
  const by = tier === null ? '' : `tier ${tier}: ${tiers[tier - 1] ?? ''}`
  return [String(claim), outcome, by, evidence ?? '', because ?? '']
}

function table(name: string, heads: Row | null, rows: readonly Row[]): string {
  const cell = (text: string, place: number) =>
    heads === null && place === 0 ? `<th scope="row">${escaped(text)}</th>` : `<td>${escaped(text)}</td>`
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')
  const head = heads?.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')
  return `<table class="${name}">${head === undefined ? '' : `<thead><tr>${head}</tr></thead>`}<tbody>\n${body}\n</tbody></table>`
}

function yes(holds: boolean): string {
  return holds ? 'yes' : 'NO'
}

const style = `body{font:14px/1.4 sans-serif;margin:2em auto;max-width:70em;color:#111}
h1{font-size:1.3em}h2{font-size:1.1em;margin:1.5em 0 .5em}table{border-collapse:collapse;width:100%}
th,td{padding:.2em .5em;text-align:left;vertical-align:top;border-bottom:1px solid #ccc;overflow-wrap:anywhere}
.facts th{width:22em;font-weight:normal;color:#444}
.equalities td:nth-child(3),.equalities td:nth-child(4),.levels td:nth-child(4){text-align:right;white-space:nowrap}
@media print{body{margin:0;max-width:none;font-size:10px}thead{display:table-header-group}tr{break-inside:avoid}}`
