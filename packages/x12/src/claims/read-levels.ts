/**
 * The levels above a claim:
 *
 *   2000A HL*20 PRV*BI CUR NM1*85 NM1*87 NM1*PE | 2000B HL*22 SBR PAT NM1*IL NM1*PR | 2000C HL*23 PAT NM1*QC
 *
 * Each is read once, however many claims stand under it.
 */
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { given } from '../reader/segment.ts'
import type { LevelCut } from './claim-loops.ts'
import type { BillingLevel, Party, PatientLevel, SubscriberLevel } from './party.ts'
import { partyOf, readParty } from './read-party.ts'
import { only, planIn, unreadIn } from './segment-values.ts'

/** The levels that one claim stands under. */
export interface LevelsAbove {
  readonly billing: BillingLevel | null
  readonly subscriber: SubscriberLevel | null
  readonly patient: PatientLevel | null
}

/** Reads the levels above a claim, each level at its first asking. */
export function levelReader(report: Report): (level: LevelCut | null) => LevelsAbove {
  // Weakly, so that a level goes with its last claim.
  const known = new WeakMap<LevelCut, LevelsAbove>()
  return above

  function above(level: LevelCut | null): LevelsAbove {
    if (!level) return { billing: null, subscriber: null, patient: null }
    const before = known.get(level)
    if (before) return before
    const levels = { ...above(level.parent), ...readLevel(level, report) }
    known.set(level, levels)
    return levels
  }
}

function readLevel(level: LevelCut, report: Report): Partial<LevelsAbove> {
  if (level.code === '20') return { billing: readBilling(level, report) }
  if (level.code === '22') return { subscriber: readSubscriber(level, report) }
  return level.code === '23' ? { patient: readPatient(level, report) } : {}
}

function readBilling(level: LevelCut, report: Report): BillingLevel {
  const parties = level.parties.map((loop) => readParty(loop, report))
  const provider = partyOf(parties, '85')
  const payTo = partyOf(parties, '87')
  const prv = only(level.own, 'PRV').find((one) => given(one, 1) === 'BI')
  const billing = {
    taxonomy: prv ? given(prv, 3) : null,
    provider,
    payTo,
    others: without(parties, [provider, payTo]),
    unread: unreadIn(level.own, new Set(['HL', 'PRV']), report),
    segment: placeOf(level),
  }
  return ofLoop(billing, level.all)
}

function readSubscriber(level: LevelCut, report: Report): SubscriberLevel {
  const parties = level.parties.map((loop) => readParty(loop, report))
  const subscriber = partyOf(parties, 'IL')
  const payer = partyOf(parties, 'PR')
  const [sbr] = only(level.own, 'SBR')
  const read = {
    plan: sbr ? planIn(sbr) : null,
    subscriber,
    payer,
    others: without(parties, [subscriber, payer]),
    unread: unreadIn(level.own, new Set(['HL', 'SBR']), report),
    segment: placeOf(level),
  }
  return ofLoop(read, level.all)
}

function readPatient(level: LevelCut, report: Report): PatientLevel {
  const parties = level.parties.map((loop) => readParty(loop, report))
  const patient = partyOf(parties, 'QC')
  const [pat] = only(level.own, 'PAT')
  const read = {
    relationship: pat ? given(pat, 1) : null,
    patient,
    others: without(parties, [patient]),
    // Death, weight and pregnancy stand in the same segment: it is kept whole where it says more.
    unread: unreadIn(level.own, new Set(pat && pat.elements.length > 2 ? ['HL'] : ['HL', 'PAT']), report),
    segment: placeOf(level),
  }
  return ofLoop(read, level.all)
}

function without(parties: readonly Party[], named: readonly (Party | null)[]): Party[] {
  return parties.filter((party) => !named.includes(party))
}

function placeOf({ hl, all }: LevelCut): number {
  return hl?.ordinal ?? all[0]?.ordinal ?? 0
}
