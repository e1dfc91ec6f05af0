/** One ST/SE of an 835 into header, claims and provider adjustments, with what they prove. */
import type { Report } from '../reader/finding.ts'
import { given, type Segment } from '../reader/segment.ts'
import type { Proof } from './proof.ts'
import { prove } from './prove.ts'
import { type ClaimSegments, readClaim } from './read-claim.ts'
import { type RemittanceHeader, readHeader } from './read-header.ts'
import { readProviderAdjustments } from './read-provider-adjustments.ts'
import { Reading } from './reading.ts'
import type { ProviderAdjustment, RemittanceClaim, RemittanceTotals } from './remittance.ts'
import { reportDoubts } from './report-doubts.ts'
import { total } from './total.ts'

export interface TransactionContent extends RemittanceHeader {
  readonly claims: readonly RemittanceClaim[]
  readonly providerAdjustments: readonly ProviderAdjustment[]
  readonly totals: RemittanceTotals
  readonly proof: Proof
  /** True when something that money hangs on could not be read. */
  readonly refused: boolean
}

export function readTransaction(segments: readonly Segment[], report: Report): TransactionContent {
  const reading = new Reading(report)
  const parts = partsOf(segments, reading)
  const header = readHeader(parts.header, segments[0] ?? null, reading)
  const claims = parts.claims.flatMap((claim, index) => readClaim(claim, index + 1, reading) ?? [])
  const providerAdjustments = parts.provider.flatMap((plb) => readProviderAdjustments(plb, reading))
  const { paymentCents } = header
  const proof = prove({ paymentCents, claims, providerAdjustments })
  const statuses = parts.claims.map(({ clp }) => (clp.whole ? (given(clp, 2) ?? '') : ''))
  const lines = parts.claims.reduce((sum, claim) => sum + claim.lines.length, 0)
  const totals = total({ claims, providerAdjustments, statuses, lines })
  const content = { ...header, claims, providerAdjustments, totals, proof }
  reportDoubts(content, segments[0] ?? null, report)
  return { ...content, refused: reading.refused }
}

interface Claim extends ClaimSegments {
  readonly own: Segment[]
  readonly lines: [Segment, ...Segment[]][]
}

interface Parts {
  readonly header: readonly Segment[]
  readonly claims: readonly ClaimSegments[]
  readonly provider: readonly Segment[]
}

/** Of an 835 as encoded; another tag is kept and reported. */
const known: ReadonlySet<string> = new Set(
  'ST BPR TRN CUR REF DTM N1 N2 N3 N4 PER RDM LX TS2 TS3 CLP CAS NM1 MIA MOA AMT QTY SVC LQ PLB SE'.split(
    ' ',
  ),
)

function partsOf(segments: readonly Segment[], reading: Reading): Parts {
  const parts = { header: [] as Segment[], claims: [] as Claim[], provider: [] as Segment[] }
  const beside: Segment[] = []
  let target = parts.header
  for (const segment of segments) {
    const { tag, whole } = segment
    const claim = target === parts.header || target === beside ? undefined : parts.claims.at(-1)
    if (!whole) reading.refuse('segment/unread', segment, 'a segment could not be read to its end')
    if (tag === 'CLP') {
      target = []
      parts.claims.push({ clp: segment, own: target, lines: [] })
    } else if (tag === 'SVC' && claim) {
      const line: [Segment, ...Segment[]] = [segment]
      claim.lines.push(line)
      target = line
    } else if (tag === 'LX' || tag === 'PLB' || tag === 'SE') {
      target = beside
      if (tag === 'PLB' && whole) parts.provider.push(segment)
    } else if (whole) {
      if (!claim && (tag === 'SVC' || tag === 'CAS'))
        reading.refuse('segment/no-claim', segment, 'it belongs to no claim')
      if (!known.has(tag)) reading.report('warn', 'segment/unknown', segment, 'no segment of an 835')
      target.push(segment)
    }
  }
  return parts
}
