/**
 * 2300 and what stands under it:
 *
 *   CLM*number*charge***place:B:frequency*signed*assigned*benefits*release*source*causes*program********delay
 *   | DTP | PWK | AMT*F5 | REF | NTE | HI*ABK:code*ABF:code | NM1*DN NM1*82 NM1*77 NM1*DQ (2310) | SBR … (2320) | LX … (2400)
 */
import type { Report } from '../reader/finding.ts'
import { ofLoop } from '../reader/of-loop.ts'
import { components, given, type Segment } from '../reader/segment.ts'
import { componentAt, neededAmountAt } from '../reader/value-at.ts'
import type { ClaimCut } from './claim-loops.ts'
import type { ClaimRead, HealthCode } from './claim-read.ts'
import type { LevelsAbove } from './read-levels.ts'
import { readLine } from './read-line.ts'
import { readOtherPayer } from './read-other-payer.ts'
import { partyOf, readParty } from './read-party.ts'
import {
  amountOf,
  amountsIn,
  attachmentsIn,
  datesIn,
  notesIn,
  only,
  referenceOf,
  referencesIn,
  unreadIn,
} from './segment-values.ts'

const readTags: ReadonlySet<string> = new Set(['CLM', 'DTP', 'PWK', 'AMT', 'REF', 'NTE', 'HI'])
const diagnosisQualifiers: ReadonlySet<string> = new Set(['ABK', 'ABF', 'BK', 'BF'])

export function readClaim(
  cut: ClaimCut,
  clm: Segment,
  position: number,
  levels: LevelsAbove,
  report: Report,
): ClaimRead {
  const { own, all } = cut
  const references = referencesIn(own)
  const amounts = amountsIn(own, report)
  const codes = only(own, 'HI').flatMap(codesIn)
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
    dates: datesIn(own, report),
    references,
    amounts,
    notes: notesIn(own),
    attachments: attachmentsIn(own),
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
    unread: unreadIn(own, readTags, report),
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
  return {
    claimNumber: given(clm, 1),
    chargeCents: neededAmountAt(clm, 2, report),
    placeOfService: componentAt(clm, 5, 1),
    placeQualifier: componentAt(clm, 5, 2),
    frequency: componentAt(clm, 5, 3),
    signatureOnFile: given(clm, 6),
    acceptAssignment: given(clm, 7),
    assignmentOfBenefits: given(clm, 8),
    releaseOfInformation: given(clm, 9),
    signatureSource: given(clm, 10),
    relatedCauses: [1, 2, 3].flatMap((part) => componentAt(clm, 11, part) ?? []),
    accidentState: componentAt(clm, 11, 4),
    accidentCountry: componentAt(clm, 11, 5),
    specialProgram: given(clm, 12),
    delayReason: given(clm, 20),
  }
}

/** `qualifier:code` in any of the twelve places of an HI. */
function codesIn(hi: Segment): HealthCode[] {
  return hi.elements.slice(1).flatMap((_, index) => {
    const element = index + 1
    const [qualifier = '', code = ''] = components(hi, element).map((part) => part.trim())
    return code === '' ? [] : [{ qualifier, code, segment: hi.ordinal, element }]
  })
}
