/**
 * 835s that add up, made up from a number, of visits that are charged and sent: paid, denied, the patient's, decided by
 * line or as a whole, adjusted as a whole besides, with interest and every kind of provider-level adjustment; now and
 * then a second ST that takes back what the first one paid, corrected or not.
 */
import { type Chance as Drawn, chance as seededChance } from '@tally/testkit/chance'
import type {
  SampleAdjustment,
  SampleClaim,
  SampleLine,
  SampleProviderLevel,
  SampleRemittance,
} from '../domain/sample-remittance.ts'
import { claimNumber, lineId, type SampleVisit } from './sample-visit.ts'

export interface Balanced835 {
  readonly visits: readonly SampleVisit[]
  /** One or two, in their order. */
  readonly remittances: readonly SampleRemittance[]
}

type Chance = Drawn['whole']

const codes = ['97110', '97140', '97530', '97112']
const whenPaid = ['CO 45', 'PR 1', 'PR 2', 'PR 3', 'CO 253', 'CO 59', 'OA 23', 'PI 204']
const whenDenied = ['CO 197', 'CO 16', 'PR 119', 'PI 96']
const whenThePatients = ['PR 1', 'CO 45', 'PR 3']

/** The same for the same `number`, below 100,000; no two share a visit or a trace. */
export function balanced835(number: number): Balanced835 {
  const chance = seededChance(number).whole
  const visits = Array.from({ length: chance(2, 5) }, (_, index) => visitOf(chance, number, index))
  const answers = visits.map((visit) => answerOf(chance, visit))
  const isTakenBack = chance(0, 2) === 0
  // The last visit is answered beside what is taken back.
  const now = isTakenBack ? answers.slice(0, -1) : answers
  const later = isTakenBack
    ? [...now.flatMap((each, index) => takenBack(chance, each, visits[index])), ...answers.slice(-1)]
    : []
  const groups = [now, later].filter((claims) => claims.length > 0)
  const remittances = groups.map((claims, index) => remittanceOf(chance, `G${number}N${index}`, claims))
  return { visits, remittances }
}

function visitOf(chance: Chance, number: number, index: number): SampleVisit {
  const charges = Array.from({ length: chance(1, 4) }, () => chance(1_000, 30_000))
  return {
    id: String(1_000_000 + number * 10 + index),
    lines: charges.map((charge, place) => ({ code: codes[place] ?? '97110', charge })),
    coverages: chance(0, 3) === 0 ? 2 : 1,
  }
}

function answerOf(chance: Chance, visit: SampleVisit): SampleClaim {
  const about = { number: claimNumber(visit.id), payerNumber: `ICN${visit.id}` }
  return chance(0, 5) === 0 ? decidedWhole(chance, visit, about) : decidedByLine(chance, visit, about)
}

type About = Pick<SampleClaim, 'number' | 'payerNumber'>

function decidedByLine(chance: Chance, { id, lines: charged }: SampleVisit, about: About): SampleClaim {
  const lines = charged.map(({ code, charge }, place): SampleLine => {
    const kind = chance(0, 4)
    const reasons = kind === 0 ? whenDenied : kind === 1 ? whenThePatients : whenPaid
    const paid = kind > 1 ? chance(500, charge) : 0
    const adjustments = split(chance, charge - paid, reasons)
    const allowed = chance(0, 3) === 0 ? { allowed: chance(0, charge) } : {}
    return { code, charge, paid, adjustments, control: lineId(id, place + 1), ...allowed }
  })
  const paid = sum(lines.map((line) => line.paid))
  // Small enough to leave every paid line something.
  const own: SampleAdjustment[] =
    paid > 0 && chance(0, 3) === 0 ? [['CO', '131', chance(1, Math.floor(paid / 4))]] : []
  const interest = paid > 0 && chance(0, 3) === 0 ? { interest: chance(1, 999) } : {}
  return {
    ...{ ...about, status: statusOf(chance, paid), lines, adjustments: own, ...interest },
    ...{ charge: sum(lines.map(({ charge }) => charge)), paid: paid - totalOf(own) },
    patient: patientIn(lines.flatMap(({ adjustments = [] }) => adjustments)),
  }
}

/** Without lines: what was paid and adjusted is of the claim. */
function decidedWhole(chance: Chance, { lines }: SampleVisit, about: About): SampleClaim {
  const charge = sum(lines.map((line) => line.charge))
  const isDenied = chance(0, 3) === 0
  const paid = isDenied ? 0 : chance(Math.floor(charge / 2), charge)
  const adjustments = split(chance, charge - paid, isDenied ? whenDenied : whenPaid)
  return {
    ...about,
    ...{ status: statusOf(chance, paid), charge, paid, adjustments, patient: patientIn(adjustments) },
  }
}

/** What paid, as a reversal; of two of three, decided anew behind it. */
function takenBack(chance: Chance, claim: SampleClaim, visit: SampleVisit | undefined): SampleClaim[] {
  if (claim.paid <= 0 || !visit) return []
  const { patient, interest, ...said } = claim
  const reversal = {
    ...{ ...said, status: '22', charge: -claim.charge, paid: -claim.paid },
    adjustments: turned(claim.adjustments),
    lines: (claim.lines ?? []).map((line) => ({
      ...{ ...line, charge: -line.charge, paid: -line.paid, adjustments: turned(line.adjustments) },
      ...(line.allowed === undefined ? {} : { allowed: -line.allowed }),
    })),
  }
  const about = { number: claim.number, payerNumber: `${claim.payerNumber}C` }
  return chance(0, 2) === 0 ? [reversal] : [reversal, decidedByLine(chance, visit, about)]
}

const levels = ['WO', 'FB', '72', 'CS', 'J1', 'IR', 'ZZ']

/** A payment that would be below 0 is carried forward, as payers do (RFI 222). */
function remittanceOf(chance: Chance, trace: string, claims: readonly SampleClaim[]): SampleRemittance {
  const others = Array.from({ length: chance(0, 3) }, (_, index): SampleProviderLevel => {
    return [levels[chance(0, levels.length - 1)] ?? 'CS', `R${trace}X${index}`, chance(1, 5_000) - 2_000]
  })
  const interest = sum(claims.map((claim) => claim.interest ?? 0))
  const provider: SampleProviderLevel[] =
    interest === 0 ? others : [...others, ['L6', `I${trace}`, -interest]]
  const due = sum(claims.map(({ paid }) => paid)) - sum(provider.map(([, , amount]) => amount))
  return { trace, claims, provider: due < 0 ? [...provider, ['FB', trace, due]] : provider }
}

/** `amount` in one to three pieces, of which one may be below 0 where something was paid. */
function split(chance: Chance, amount: number, reasons: readonly string[]): SampleAdjustment[] {
  let left = amount
  const pieces = Array.from({ length: chance(0, 2) }, () => {
    const piece = reasons === whenPaid && chance(0, 9) === 0 ? -chance(1, 500) : chance(0, left)
    left -= piece
    return piece
  })
  return [...pieces, left].flatMap((piece): SampleAdjustment[] => {
    const [group = '', reason = ''] = (reasons[chance(0, reasons.length - 1)] ?? '').split(' ')
    return piece === 0 ? [] : [[group, reason, piece]]
  })
}

/** 19: paid and passed on; 4: denied. */
function statusOf(chance: Chance, paid: number): string {
  if (paid === 0) return chance(0, 1) === 0 ? '4' : '1'
  return chance(0, 4) === 0 ? '19' : '1'
}

const turned = (adjustments: readonly SampleAdjustment[] = []): SampleAdjustment[] =>
  adjustments.map(([group, reason, amount]) => [group, reason, -amount])

const patientIn = (adjustments: readonly SampleAdjustment[]): number =>
  totalOf(adjustments.filter(([group]) => group === 'PR'))

const totalOf = (adjustments: readonly SampleAdjustment[]): number =>
  sum(adjustments.map(([, , amount]) => amount))

const sum = (amounts: readonly number[]): number => amounts.reduce((total, each) => total + each, 0)
