/**
 * Cuts an 837P into its loops, by tag alone and in one pass:
 *
 *   ST BHT | NM1*41 NM1*40 | HL*20 PRV NM1*85 NM1*87 | HL*22 SBR PAT NM1*IL NM1*PR | HL*23 PAT NM1*QC |
 *   CLM … NM1 (2310) | SBR … NM1*IL NM1*PR (2320, 2330) | LX SV1 … NM1 (2420) | SVD CAS DTP (2430) | SE
 *
 * A CLM belongs to the last HL; a file without any HL begins its levels where NM1*85, NM1*IL and PAT stand.
 */
import type { Report } from '../reader/finding.ts'
import { type Hierarchy, hierarchyOf } from '../reader/hierarchy.ts'
import { given, type Segment } from '../reader/segment.ts'

/** An NM1 and what belongs to it. */
export type PartyLoop = [Segment, ...Segment[]]

export interface LoopCut {
  /** Without those of its parties and of the loops below it. */
  readonly own: Segment[]
  readonly parties: PartyLoop[]
  readonly all: Segment[]
}

export interface LevelCut extends LoopCut {
  readonly hl: Segment | null
  readonly code: string
  readonly parent: LevelCut | null
}

export interface DecisionCut {
  readonly own: PartyLoop
}

export interface LineCut extends LoopCut {
  readonly decisions: DecisionCut[]
}

export interface ClaimCut extends LoopCut {
  readonly level: LevelCut | null
  readonly otherPayers: LoopCut[]
  readonly lines: LineCut[]
}

export interface TransactionCut {
  /** ST, BHT and what else stands before the first level. */
  readonly header: LoopCut
  readonly levels: readonly LevelCut[]
  readonly claims: readonly ClaimCut[]
}

export function cutIntoLoops(segments: readonly Segment[], report: Report): TransactionCut {
  const cut = new Cut(segments, report)
  for (const segment of segments) {
    if (segment.whole) cut.take(segment)
    else report('error', 'segment/unread', segment, 'a segment could not be read to its end')
  }
  return { header: cut.header, levels: cut.levels, claims: cut.claims }
}

const partyTags: ReadonlySet<string> = new Set(['N2', 'N3', 'N4', 'DMG', 'REF', 'PER', 'PRV'])

function emptyLoop(): LoopCut {
  return { own: [], parties: [], all: [] }
}

/** Where cutting stands: the innermost open loop takes what comes. */
class Cut {
  readonly header = emptyLoop()
  readonly levels: LevelCut[] = []
  readonly claims: ClaimCut[] = []
  readonly #hierarchy: Hierarchy<LevelCut>
  readonly #report: Report
  readonly #withoutLevels: boolean
  #level: LevelCut | null = null
  #claim: ClaimCut | null = null
  #otherPayer: LoopCut | null = null
  #line: LineCut | null = null
  #decision: DecisionCut | null = null
  #party: PartyLoop | null = null

  constructor(segments: readonly Segment[], report: Report) {
    this.#report = report
    this.#hierarchy = hierarchyOf(['20', '22', '23'], report)
    this.#withoutLevels = !segments.some(({ tag }) => tag === 'HL')
    const claim = segments.find(({ tag }) => tag === 'CLM')
    if (this.#withoutLevels && claim)
      report('warn', 'hierarchy/missing', claim, 'no HL: who claims for whom is taken from the order')
  }

  take(segment: Segment): void {
    const { tag } = segment
    if (tag === 'NM1') this.#openParty(segment)
    else if (tag === 'SVD' && this.#line) this.#openDecision(this.#line, segment)
    else {
      this.#open(segment)
      this.#put(segment)
    }
  }

  /** Opens the loop that this segment begins, if it begins one. */
  #open(segment: Segment): void {
    const { tag } = segment
    if (tag === 'HL') this.#openLevel(segment)
    else if (tag === 'SE') this.#closeLevel()
    else if (tag === 'CLM') this.#openClaim()
    else if (tag === 'SBR') this.#openPlan()
    else if (tag === 'LX' && this.#claim) this.#openLine()
    else if (this.#withoutLevels && (tag === 'PAT' || tag === 'PRV')) this.#openImplied(segment)
    else if (tag === 'SV1' && this.#claim && !this.#line) {
      this.#report('warn', 'line/no-number', segment, 'a service has no LX before it')
      this.#openLine()
    }
  }

  #openLevel(hl: Segment): void {
    const code = given(hl, 3) ?? ''
    this.#beginLevel({ ...emptyLoop(), hl, code, parent: this.#hierarchy.parentOf(hl) })
  }

  #beginLevel(level: LevelCut): void {
    this.#closeClaim()
    this.#level = level
    this.levels.push(level)
    this.#hierarchy.add(level.hl, level.code, level)
  }

  #implyLevel(code: string): void {
    const parent = this.#hierarchy.latestAbove(code)
    this.#beginLevel({ ...emptyLoop(), hl: null, code, parent })
  }

  #closeLevel(): void {
    this.#closeClaim()
    this.#level = null
  }

  #openClaim(): void {
    this.#closeClaim()
    this.#claim = { ...emptyLoop(), level: this.#level, otherPayers: [], lines: [] }
    this.claims.push(this.#claim)
  }

  #closeClaim(): void {
    this.#claim = null
    this.#otherPayer = null
    this.#line = null
    this.#decision = null
    this.#party = null
  }

  #openLine(): void {
    this.#otherPayer = null
    this.#decision = null
    this.#party = null
    this.#line = { ...emptyLoop(), decisions: [] }
    this.#claim?.lines.push(this.#line)
  }

  /** SBR: of the level's own plan, or of another payer of the claim that is open. */
  #openPlan(): void {
    this.#party = null
    if (this.#withoutLevels && (!this.#claim || this.#line)) this.#implyLevel('22')
    else if (this.#claim) {
      this.#line = null
      this.#decision = null
      this.#otherPayer = emptyLoop()
      this.#claim.otherPayers.push(this.#otherPayer)
    }
  }

  #openDecision(line: LineCut, svd: Segment): void {
    this.#party = null
    this.#decision = { own: [svd] }
    line.decisions.push(this.#decision)
    this.#keep(svd)
  }

  #openParty(nm1: Segment): void {
    this.#party = null
    if (this.#withoutLevels) this.#openImplied(nm1)
    const loop = this.#line ?? this.#otherPayer ?? this.#claim ?? this.#level ?? this.header
    this.#party = [nm1]
    loop.parties.push(this.#party)
    this.#keep(nm1)
  }

  /** In a file without HL: the level that this NM1, PRV or PAT begins, if it begins one. */
  #openImplied(segment: Segment): void {
    const code = this.#impliedBy(segment)
    if (code === null) return
    const claimsBefore = this.#claim !== null
    const level = this.#level
    const same = level?.code === code && !claimsBefore
    const role = segment.tag === 'NM1' ? given(segment, 1) : null
    const doubled = role !== null && role !== 'PR' && level?.parties.some(([nm1]) => given(nm1, 1) === role)
    if (!same || doubled === true) this.#implyLevel(code)
  }

  #impliedBy(segment: Segment): string | null {
    const says = given(segment, 1)
    if (segment.tag === 'PRV') return says === 'BI' ? '20' : null
    // Without a relationship it says something of the subscriber (2000B).
    if (segment.tag === 'PAT') return says === null ? null : '23'
    if (says === '85') return '20'
    // Inside 2320 these are the other payer's.
    const insideOther = this.#otherPayer !== null
    if (says === 'IL') return insideOther ? null : '22'
    if (says === 'QC') return insideOther ? null : '23'
    return says === 'PR' && !this.#claim ? '22' : null
  }

  /** Into the innermost loop that takes it. */
  #put(segment: Segment): void {
    const taken = this.#party && isOfParty(this.#party, segment)
    if (this.#party && taken) this.#party.push(segment)
    else {
      this.#party = null
      if (this.#decision && isOfDecision(segment)) this.#decision.own.push(segment)
      else (this.#line ?? this.#otherPayer ?? this.#claim ?? this.#level ?? this.header).own.push(segment)
    }
    this.#keep(segment)
  }

  #keep(segment: Segment): void {
    if (this.#claim) {
      this.#claim.all.push(segment)
      const inner = this.#line ?? this.#otherPayer
      if (inner) inner.all.push(segment)
    } else {
      const outer = this.#level ?? this.header
      outer.all.push(segment)
    }
  }
}

/** DTP*573 is when a payer decided (2330B). */
function isOfParty([nm1]: PartyLoop, segment: Segment): boolean {
  if (segment.tag === 'DTP') return given(nm1, 1) === 'PR' && given(segment, 1) === '573'
  return partyTags.has(segment.tag)
}

function isOfDecision(segment: Segment): boolean {
  if (segment.tag === 'DTP') return given(segment, 1) === '573'
  return segment.tag === 'CAS' || (segment.tag === 'AMT' && given(segment, 1) === 'EAF')
}
