/**
 * 2320 and 2330, another payer of the claim:
 *
 *   SBR | CAS | AMT*D AMT*A8 AMT*EAF | OI***benefits***release | MIA | MOA*…*remarks
 *   | NM1*IL N3 N4 REF (2330A) | NM1*PR N3 N4 DTP*573 REF*F8 (2330B) | NM1 of its providers (2330C to 2330I)
 */
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { given, type Segment } from '../reader/segment.ts'
import type { LoopCut } from './claim-loops.ts'
import type { OtherPayerRead } from './claim-read.ts'
import { partyOf, readParty } from './read-party.ts'
import { adjustmentsIn, amountOf, amountsIn, only, planIn, referenceOf, unreadIn } from './segment-values.ts'

const readTags: ReadonlySet<string> = new Set(['SBR', 'CAS', 'AMT', 'OI'])
/** MIA and MOA hold amounts and days too, so they are also kept whole. */
const remarkPlaces: ReadonlyMap<string, readonly number[]> = new Map([
  ['MOA', [3, 4, 5, 6, 7]],
  ['MIA', [5, 20, 21, 22, 23]],
])

export function readOtherPayer(cut: LoopCut, sbr: Segment, report: Report): OtherPayerRead {
  const { own, all } = cut
  const amounts = amountsIn(own, report)
  const parties = cut.parties.map((loop) => readParty(loop, report))
  const subscriber = partyOf(parties, 'IL')
  const payer = partyOf(parties, 'PR')
  const [oi] = only(own, 'OI')
  const other = {
    plan: planIn(sbr),
    adjustments: adjustmentsIn(own, report),
    amounts,
    paidCents: amountOf(amounts, 'D'),
    nonCoveredCents: amountOf(amounts, 'A8'),
    patientOwesCents: amountOf(amounts, 'EAF'),
    assignmentOfBenefits: oi ? given(oi, 3) : null,
    releaseOfInformation: oi ? given(oi, 6) : null,
    remarks: remarksIn(own),
    subscriber,
    payer,
    decidedOn: payer?.decidedOn ?? null,
    payerClaimNumber: payer ? referenceOf(payer.references, 'F8') : null,
    others: parties.filter((party) => party !== subscriber && party !== payer),
    unread: unreadIn(own.filter(saysMore), readTags, report),
    segment: sbr.ordinal,
  }
  return ofLoop(other, all)
}

function remarksIn(own: readonly Segment[]): string[] {
  return own.flatMap((segment) =>
    (remarkPlaces.get(segment.tag) ?? []).flatMap((place) => given(segment, place) ?? []),
  )
}

/** False for an MOA whose remarks are all there is. */
function saysMore(segment: Segment): boolean {
  if (segment.tag !== 'MOA') return true
  return [1, 2, 8, 9].some((place) => given(segment, place) !== null)
}
