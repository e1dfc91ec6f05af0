/**
 * 2300 and what stands under it:
 *
 *   CLM*number*charge***place:B:frequency*signed*assigned*benefits*release*source*causes*program********delay
 *   | DTP | PWK | AMT*F5 | REF | NTE | HI*ABK:code*ABF:code | NM1*DN NM1*82 NM1*77 NM1*DQ (2310) | SBR … (2320) | LX … (2400)
 */
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { components, given, type Segment } from '../reader/segment.ts'
import { neededAmountAt } from '../reader/value-at.ts'
import type { ClaimCut } from './claim-loops.ts'
import type { ClaimRead, HealthCode } from './claim-read.ts'
import type { LevelsAbove } from './read-levels.ts'
import { readLine } from './read-line.ts'
import { readOtherPayer } from './read-other-payer.ts'
import { partyOf, readParty } from './read-party.ts'
import { amountOf, only, ownValuesIn, referenceOf, unreadIn } from './segment-values.ts'

const readTags: ReadonlySet<string> = new Set(['CLM', 'HI'])
const diagnosisQualifiers: ReadonlySet<string> = new Set(['ABK', 'ABF', 'BK', 'BF'])

export function readClaim(
  cut: ClaimCut,
  clm: Segment,
  position: number,
  levels: LevelsAbove,
  report: Report,
): ClaimRead {
  const { own, all } = cut
  const { dates, references, amounts, notes, attachments, rest } = ownValuesIn(own, report)
  const codes = only(rest, 'HI').flatMap(codesIn)
  const parties = cut.parties.map((loop) => readParty(loop, report))
  const claim = {
    position,
    ...headOf(clm, report),
    patientPaidCents: amountOf(amounts, 'F5'),
    payerClaimNumber: referenceOf(references, 'F8'),
    priorAuthorization: referenceOf(references, 'G1'),
    referralNumber: referenceOf(references, '9F'),
    medicalRecordNumber: referenceOf(references, 'EA'),
    serviceAuthorizationException: referenceOf(references, '4N'),
    clearinghouseNumber: referenceOf(references, 'D9'),
    diagnoses: codes.filter(({ qualifier }) => diagnosisQualifiers.has(qualifier)),
    otherCodes: codes.filter(({ qualifier }) => !diagnosisQualifiers.has(qualifier)),
    dates,
    references,
    amounts,
    notes,
    attachments,
    referringProvider: partyOf(parties, 'DN'),
    renderingProvider: partyOf(parties, '82'),
    supervisingProvider: partyOf(parties, 'DQ'),
    serviceFacility: partyOf(parties, '77'),
    parties,
    otherPayers: cut.otherPayers.flatMap((other) => {
      const [sbr] = other.all
      return sbr ? [readOtherPayer(other, sbr, report)] : []
    }),
    lines: cut.lines.map((line, index) => readLine(line, index + 1, report)),
    unread: unreadIn(rest, readTags, report),
    ...levels,
    segment: clm.ordinal,
    lastSegment: all.at(-1)?.ordinal ?? clm.ordinal,
  }
  if (!levels.subscriber) report('error', 'claim/no-subscriber', clm, 'the claim stands under no subscriber')
  if (!levels.billing)
    report('error', 'claim/no-billing-provider', clm, 'no billing provider stands above it')
  if (claim.lines.length === 0) report('error', 'claim/no-lines', clm, 'the claim has no line')
  return ofLoop(claim, all)
}

function headOf(clm: Segment, report: Report) {
  const [place, placeQualifier, frequency] = partsAt(clm, 5)
  const [cause1, cause2, cause3, accidentState, accidentCountry] = partsAt(clm, 11)
  return {
    claimNumber: given(clm, 1),
    chargeCents: neededAmountAt(clm, 2, report),
    placeOfService: place || null,
    placeQualifier: placeQualifier || null,
    frequency: frequency || null,
    signatureOnFile: given(clm, 6),
    acceptAssignment: given(clm, 7),
    assignmentOfBenefits: given(clm, 8),
    releaseOfInformation: given(clm, 9),
    signatureSource: given(clm, 10),
    relatedCauses: [cause1, cause2, cause3].flatMap((cause) => cause || []),
    accidentState: accidentState || null,
    accidentCountry: accidentCountry || null,
    specialProgram: given(clm, 12),
    delayReason: given(clm, 20),
  }
}

/** The components of an element without the spaces around them; none when it is left out. */
function partsAt(segment: Segment, position: number): readonly string[] {
  if (given(segment, position) === null) return []
  return components(segment, position).map((part) => part.trim())
}

/** `qualifier:code` in any of the twelve places of an HI. */
function codesIn(hi: Segment): HealthCode[] {
  const codes: HealthCode[] = []
  for (let element = 1; element < hi.elements.length; element++) {
    const [qualifier = '', code = ''] = partsAt(hi, element)
    if (code !== '') codes.push({ qualifier, code, segment: hi.ordinal, element })
  }
  return codes
}
