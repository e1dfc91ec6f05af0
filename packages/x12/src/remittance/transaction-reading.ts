/**
 * One ST/SE of an 835 as its segments come: header, then claim after claim, each handed on and let go when the
 * next begins, with counts and sums running along (x12.md 2.1, 7.9):
 * `ST BPR TRN … N1*PR … N1*PE … ( LX ( CLP … ( SVC … )* )* )* PLB* SE`.
 */
import { type Cents, cents } from '@tally/kernel'
import type { Report } from '../reader/finding.ts'
import { given, type Segment } from '../reader/segment.ts'
import type { ContentKey } from './canonical-content.ts'
import type { ClaimOutOfBalance, Equality, LineOutOfBalance, Proof } from './proof.ts'
import { breaksOf, claimOut, linesOut, paymentEquality } from './prove.ts'
import { readClaim } from './read-claim.ts'
import { type RemittanceHeader, readHeader } from './read-header.ts'
import { readProviderAdjustments } from './read-provider-adjustments.ts'
import { Reading } from './reading.ts'
import type { ProviderAdjustment, RemittanceClaim, RemittanceTotals } from './remittance.ts'
import { reportBreaks, reportClaim, reportInterest } from './report-doubts.ts'
import { Totalling } from './totalling.ts'

export interface TransactionContent extends RemittanceHeader {
  readonly providerAdjustments: readonly ProviderAdjustment[]
  readonly totals: RemittanceTotals
  readonly proof: Proof
  /** True when something that money hangs on could not be read. */
  readonly refused: boolean
  readonly movesMoney: boolean
  /** What it is compared by. */
  readonly key: string | null
  readonly segments: { readonly first: number; readonly last: number }
}

export interface TransactionAsked {
  readonly onClaim: (claim: RemittanceClaim, header: RemittanceHeader) => void
  /** null: nobody compares it. */
  readonly key: ContentKey | null
}

/** Of an 835 as encoded; another tag is kept and reported. */
const known: ReadonlySet<string> = new Set(
  'ST BPR TRN CUR REF DTM N1 N2 N3 N4 PER RDM LX TS2 TS3 CLP CAS NM1 MIA MOA AMT QTY SVC LQ PLB SE'.split(
    ' ',
  ),
)

interface OpenClaim {
  readonly clp: Segment
  readonly own: Segment[]
  readonly lines: [Segment, ...Segment[]][]
}

export class TransactionReading {
  private readonly opening: Segment
  private last = 0
  private readonly beginning: Segment[] = []
  private header: RemittanceHeader | null = null
  private claim: OpenClaim | null = null
  private readonly providerAdjustments: ProviderAdjustment[] = []
  private readonly claimsOutOfBalance: ClaimOutOfBalance[] = []
  private readonly linesOutOfBalance: LineOutOfBalance[] = []
  private readonly totalling = new Totalling()
  private readonly reading: Reading
  private readonly asked: TransactionAsked

  /** `opening`: its first segment, which is taken like the others. */
  constructor(opening: Segment, report: Report, asked: TransactionAsked) {
    this.opening = opening
    this.reading = new Reading(report)
    this.asked = asked
  }

  take(segment: Segment): void {
    const { tag, whole } = segment
    const { reading } = this
    this.last = segment.ordinal
    this.asked.key?.add(segment)
    if (!whole) reading.refuse('segment/unread', segment, 'a segment could not be read to its end')
    if (tag === 'CLP') {
      this.endLoop()
      this.claim = { clp: segment, own: [], lines: [] }
    } else if (tag === 'SVC' && this.claim) {
      this.claim.lines.push([segment])
    } else if (tag === 'LX' || tag === 'PLB' || tag === 'SE') {
      this.endLoop()
      if (tag === 'PLB' && whole) this.addProviderAdjustments(segment)
    } else if (whole) {
      this.takeInto(segment)
    }
  }

  /** Nothing of it follows. */
  end(): TransactionContent {
    this.endLoop()
    const { reading, providerAdjustments, opening } = this
    const header = this.headerRead()
    const totals = this.totalling.end()
    const proof = this.prove(header.paymentCents, totals)
    reportInterest(this.totalling.interestCents, providerAdjustments, opening, reading.report)
    return {
      ...header,
      ...{ providerAdjustments, totals, proof, refused: reading.refused, key: this.asked.key?.end() ?? null },
      // A payment that comes from neither is out of balance.
      movesMoney:
        this.totalling.someClaimPaid || providerAdjustments.some(({ amountCents }) => amountCents !== 0),
      segments: { first: opening.ordinal, last: this.last },
    }
  }

  private takeInto(segment: Segment): void {
    const { tag } = segment
    const { claim, reading } = this
    if (!known.has(tag)) reading.report('warn', 'segment/unknown', segment, 'no segment of an 835')
    if (claim) {
      const line = claim.lines.at(-1)
      if (line) line.push(segment)
      else claim.own.push(segment)
      return
    }
    if (tag === 'SVC' || tag === 'CAS') reading.refuse('segment/no-claim', segment, 'it belongs to no claim')
    if (!this.header) this.beginning.push(segment)
  }

  /** The header, or the claim, that was read until here. */
  private endLoop(): void {
    const header = this.headerRead()
    const { claim } = this
    if (!claim) return
    this.claim = null
    this.totalling.see(claim.clp.whole ? (given(claim.clp, 2) ?? '') : '', claim.lines.length)
    const read = readClaim(claim, this.totalling.claims, this.reading)
    if (!read) return
    this.totalling.add(read)
    const breaks = breaksOf(read)
    if (breaks.length > 0) this.keepBreaks(claim, breaks)
    reportClaim(read, claim.clp, this.reading.report)
    this.asked.onClaim(read, header)
  }

  private headerRead(): RemittanceHeader {
    this.header ??= readHeader(this.beginning, this.opening, this.reading)
    return this.header
  }

  private addProviderAdjustments(plb: Segment): void {
    const adjustments = readProviderAdjustments(plb, this.reading)
    this.providerAdjustments.push(...adjustments)
    for (const { amountCents } of adjustments) this.totalling.takeAway(amountCents)
  }

  private keepBreaks({ clp, lines }: OpenClaim, breaks: readonly Equality[]): void {
    const out = claimOut(breaks)
    if (out) this.claimsOutOfBalance.push(out)
    this.linesOutOfBalance.push(...linesOut(breaks))
    const places = [clp, ...lines.map(([svc]) => svc)]
    reportBreaks(breaks, (line) => places[line ?? 0] ?? null, this.reading.report)
  }

  private prove(paymentCents: Cents | null, totals: RemittanceTotals): Proof {
    const due = cents(totals.paidCents - totals.providerAdjustmentCents)
    const payment = paymentCents === null ? null : paymentEquality(paymentCents, due)
    if (payment && !payment.holds) reportBreaks([payment], () => this.opening, this.reading.report)
    const differenceCents = payment && cents(payment.leftCents - payment.rightCents)
    const { claimsOutOfBalance, linesOutOfBalance } = this
    return { balanced: differenceCents === 0, differenceCents, claimsOutOfBalance, linesOutOfBalance }
  }
}
