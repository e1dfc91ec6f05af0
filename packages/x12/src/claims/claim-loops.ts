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

/** True of an ST without any HL, which is told where it has claims. */
export function withoutLevels(segments: readonly Segment[], report: Report): boolean {
  if (segments.some(({ tag }) => tag === 'HL')) return false
  const claim = segments.find(({ tag }) => tag === 'CLM')
  if (claim) report('warn', 'hierarchy/missing', claim, 'no HL: who claims for whom is taken from the order')
  return true
}

/** Told of each level as it opens, and of each claim when it is whole. */
export interface LoopListener {
  readonly level: (level: LevelCut) => void
  readonly claim: (claim: ClaimCut) => void
}

const levelOrder = ['20', '22', '23']
const partyTags: ReadonlySet<string> = new Set(['N2', 'N3', 'N4', 'DMG', 'REF', 'PER', 'PRV'])

function emptyLoop(): LoopCut {
  return { own: [], parties: [], all: [] }
}

/** Where cutting stands: the innermost open loop takes what comes. */
export class LoopCutter {
  readonly header = emptyLoop()
  readonly #listener: LoopListener
  readonly #hierarchy: Hierarchy<LevelCut>
  readonly #report: Report
  readonly #withoutLevels: boolean
  /** The latest level that says it has none below it: kept as long as one may still follow it all the same. */
  #leaf: LevelCut | null = null
  #level: LevelCut | null = null
  #claim: ClaimCut | null = null
  #otherPayer: LoopCut | null = null
  #line: LineCut | null = null
  #decision: DecisionCut | null = null
  #party: PartyLoop | null = null

  constructor(listener: LoopListener, report: Report, withoutHl: boolean) {
    this.#listener = listener
    this.#report = report
    this.#hierarchy = hierarchyOf(levelOrder, report)
    this.#withoutLevels = withoutHl
  }

  take(segment: Segment): void {
    if (!segment.whole) {
      this.#report('error', 'segment/unread', segment, 'a segment could not be read to its end')
      return
    }
    const { tag } = segment
    if (tag === 'NM1') this.#openParty(segment)
    else if (tag === 'SVD' && this.#line) this.#openDecision(this.#line, segment)
    else {
      this.#open(segment)
      this.#put(segment)
    }
  }

  /** Nothing follows. */
  finish(): void {
    this.#closeClaim()
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
    this.#beginLevel({ ...emptyLoop(), hl, code, parent: this.#parentOf(hl, code) })
  }

  #parentOf(hl: Segment, code: string): LevelCut | null {
    const leaf = this.#leaf
    const above = levelOrder[levelOrder.indexOf(code) - 1]
    if (leaf?.hl && leaf.code === above && given(leaf.hl, 1) === given(hl, 2)) return leaf
    return this.#hierarchy.parentOf(hl)
  }

  #beginLevel(level: LevelCut): void {
    this.#closeClaim()
    this.#level = level
    this.#listener.level(level)
    const { hl, code } = level
    const isLeaf = hl !== null && given(hl, 4) === '0'
    // Below the lowest nothing follows, whatever it says.
    const mayBeWrong = isLeaf && code !== levelOrder.at(-1)
    if (mayBeWrong || this.#isAboveLeaf(code)) this.#leaf = mayBeWrong ? level : null
    // What has nothing below it need not be known by its number, and a file of many is not kept in memory.
    this.#hierarchy.add(isLeaf ? null : hl, code, level)
  }

  /** A level of its own depth or less ends what stood below the leaf. */
  #isAboveLeaf(code: string): boolean {
    return this.#leaf !== null && levelOrder.indexOf(code) <= levelOrder.indexOf(this.#leaf.code)
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
  }

  #closeClaim(): void {
    const claim = this.#claim
    this.#claim = null
    this.#otherPayer = null
    this.#line = null
    this.#decision = null
    this.#party = null
    if (claim) this.#listener.claim(claim)
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
