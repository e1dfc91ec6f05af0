/**
 * Reads one ST of an 837P: a walk along the segments that remembers in which loop it stands (billing
 * provider, subscriber, patient, claim, other payer, line, another payer's decision).
 */
import { createHash } from 'node:crypto'
import { noCents } from '@tally/kernel'
import { centsIn } from './amounts.ts'
import type { ClaimBatch, OtherPayer, PriorDecision, ReceivedClaim, ReceivedLine } from './claim.ts'
import type { ReceivedTransaction } from './envelope.ts'
import { adjustmentsIn, dateIn, type Mutable, nameIn, wholeNumber } from './read-elements.ts'
import { elementOf, type Segment, type Separators } from './segments.ts'

interface OpenLine extends Mutable<Omit<ReceivedLine, 'prior'>> {
  prior: Mutable<PriorDecision>[]
}
type OpenOther = Mutable<OtherPayer>
interface OpenClaim extends Mutable<Omit<ReceivedClaim, 'lines' | 'otherPayers' | 'digest'>> {
  lines: OpenLine[]
  otherPayers: OpenOther[]
  segments: Segment[]
}

/** What the walk knows when a claim begins: the loops above it. */
type Above = Pick<
  Mutable<ReceivedClaim>,
  'billing' | 'payer' | 'responsibility' | 'filing' | 'member' | 'patient'
>

interface Walk {
  readonly component: string
  above: Above
  claim: OpenClaim | undefined
  /** NM101 of the party that N4, REF and DMG belong to. */
  party: string
  readonly claims: OpenClaim[]
  batch: string
  submitter: ClaimBatch['submitter']
}

const nobody = { last: '', first: '', organization: false }

export function readClaims(transaction: ReceivedTransaction, { component }: Separators): ClaimBatch {
  const walk: Walk = {
    component,
    above: {
      billing: { npi: '', name: '', taxId: '', zip: '' },
      ...{ payer: { id: '', name: '' }, responsibility: '', filing: '' },
      ...{ member: { ...nobody, id: '' }, patient: { ...nobody, birthDate: '' } },
    },
    ...{ claim: undefined, party: '', claims: [], batch: '', submitter: { name: '', id: '' } },
  }
  for (const segment of transaction.segments) step(walk, segment)
  const { batch, submitter, claims } = walk
  return { batch, submitter, claims: claims.map(closed) }
}

function step(walk: Walk, segment: Segment): void {
  const [name] = segment
  if (name === 'HL' || name === 'SE') walk.claim = undefined
  if (name === 'CLM') {
    walk.claim = openClaim(walk.above, segment, walk.component)
    walk.claims.push(walk.claim)
  }
  if (walk.claim) {
    walk.claim.segments.push(segment)
    inClaim(walk, walk.claim, segment)
  } else {
    aboveClaim(walk, segment)
  }
}

function aboveClaim(walk: Walk, segment: Segment): void {
  const { above } = walk
  const at = (position: number) => elementOf(segment, position)
  switch (segment[0]) {
    case 'BHT':
      walk.batch = at(3)
      return
    case 'HL':
      walk.party = ''
      return
    case 'SBR':
      above.responsibility = at(1)
      above.filing = at(9)
      return
    case 'NM1':
      walk.party = at(1)
      partyAbove(walk, segment)
      return
    case 'N4':
      if (walk.party === '85') above.billing = { ...above.billing, zip: at(3) }
      return
    case 'REF':
      if (walk.party === '85' && /^(EI|SY)$/.test(at(1))) above.billing = { ...above.billing, taxId: at(2) }
      return
    case 'DMG':
      above.patient = { ...above.patient, birthDate: dateIn(at(2)) }
      return
  }
}

function partyAbove(walk: Walk, segment: Segment): void {
  const { above } = walk
  const name = nameIn(segment)
  const id = elementOf(segment, 9)
  if (walk.party === '41') walk.submitter = { name: name.last, id }
  if (walk.party === '85') above.billing = { npi: id, name: name.last, taxId: '', zip: '' }
  if (walk.party === 'PR') above.payer = { id, name: name.last }
  if (walk.party === 'IL') {
    above.member = { ...name, id }
    above.patient = { ...name, birthDate: '' }
  }
  if (walk.party === 'QC') above.patient = { ...name, birthDate: '' }
}

function openClaim(above: Above, segment: Segment, component: string): OpenClaim {
  const [placeOfService = '', , frequency = ''] = elementOf(segment, 5).split(component)
  const charge = centsIn(elementOf(segment, 2))
  return {
    ...above,
    ...{ claimNumber: elementOf(segment, 1), chargeCents: charge ?? noCents, placeOfService, frequency },
    ...{ originalNumber: null, authorization: null, recordNumber: null, rendering: null },
    ...{ facilityZip: null, diagnoses: 0, otherPayers: [], lines: [], segments: [] },
    unreadable: charge === null,
  }
}

function inClaim(walk: Walk, claim: OpenClaim, segment: Segment): void {
  const at = (position: number) => elementOf(segment, position)
  const line = claim.lines.at(-1)
  switch (segment[0]) {
    case 'HI':
      if (/^AB[KF]/.test(at(1))) claim.diagnoses += segment.length - 1
      return
    case 'LX':
      claim.lines.push(openLine(at(1), claim.placeOfService))
      return
    case 'NM1':
      walk.party = at(1)
      partyInClaim(walk.party, claim, line, segment)
      return
    case 'N4':
      if (walk.party === '77' && !line) claim.facilityZip = at(3)
      return
    case 'SBR':
      claim.otherPayers.push({ responsibility: at(1), id: '', paidCents: null, adjustments: [] })
      return
  }
  const other = claim.otherPayers.at(-1)
  if (line) onLine(claim, line, segment, walk.component)
  else if (other) onOtherPayer(other, segment)
  else if (segment[0] === 'REF') referenceInClaim(claim, at(1), at(2))
}

function referenceInClaim(claim: OpenClaim, qualifier: string, value: string): void {
  if (qualifier === 'F8') claim.originalNumber = value
  if (qualifier === 'G1') claim.authorization = value
  if (qualifier === 'EA') claim.recordNumber = value
}

function partyInClaim(party: string, claim: OpenClaim, line: OpenLine | undefined, segment: Segment): void {
  const id = elementOf(segment, 9)
  const other = claim.otherPayers.at(-1)
  if (party === '82' && !line && !other) claim.rendering = { ...nameIn(segment), npi: id }
  if (party === 'PR' && other) other.id = id
}

function onOtherPayer(other: OpenOther, segment: Segment): void {
  if (segment[0] === 'CAS') other.adjustments = [...other.adjustments, ...adjustmentsIn(segment)]
  if (segment[0] === 'AMT' && elementOf(segment, 1) === 'D') other.paidCents = centsIn(elementOf(segment, 2))
}

function openLine(number: string, placeOfService: string): OpenLine {
  return {
    ...{ number, control: null, procedure: '', modifiers: [], chargeCents: noCents, units: null },
    ...{ pointers: [], serviceDate: '', placeOfService, authorization: null, prior: [] },
  }
}

function onLine(claim: OpenClaim, line: OpenLine, segment: Segment, component: string): void {
  const at = (position: number) => elementOf(segment, position)
  const decision = line.prior.at(-1)
  switch (segment[0]) {
    case 'SV1': {
      const [, procedure = '', ...modifiers] = at(1).split(component)
      const charge = centsIn(at(2))
      line.procedure = procedure
      line.modifiers = modifiers.slice(0, 4).filter((modifier) => modifier !== '')
      line.chargeCents = charge ?? noCents
      line.units = wholeNumber(at(4))
      if (at(5)) line.placeOfService = at(5)
      line.pointers = at(7).split(component).filter(Boolean).map(Number)
      claim.unreadable ||= charge === null
      return
    }
    case 'DTP':
      if (at(1) === '472') line.serviceDate = dateIn(at(3))
      return
    case 'REF':
      if (at(1) === '6R') line.control = at(2)
      if (at(1) === 'G1') line.authorization = at(2)
      return
    case 'SVD': {
      const paid = centsIn(at(2))
      line.prior.push({ payerId: at(1), paidCents: paid ?? noCents, adjustments: [] })
      claim.unreadable ||= paid === null
      return
    }
    case 'CAS':
      if (decision) decision.adjustments = [...decision.adjustments, ...adjustmentsIn(segment)]
      return
  }
}

function closed({ segments, ...claim }: OpenClaim): ReceivedClaim {
  const text = segments.map((segment) => segment.join('*')).join('~')
  return { ...claim, digest: createHash('sha256').update(text).digest('hex') }
}
