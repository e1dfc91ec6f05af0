/** The numbers of the magic member ids, by what they make happen. Codes are real CARC, RARC and status codes. */

export interface Denial {
  /** The category of shared/reference/carc-categories.csv. */
  readonly category: string
  readonly says: string
  readonly group: 'CO' | 'PR' | 'OA'
  readonly carc: string
  readonly rarcs: readonly string[]
  /** CLP02 where it is not the ordinary one: 4 when the claim never reached adjudication. */
  readonly status?: string
  /** `one-unit`: only a unit of the line goes. */
  readonly part?: 'one-unit'
  /** Decided anew, and paid, in a later remittance. */
  readonly reconsidered?: true
  /** Only for such claims; the others are decided as usual. */
  readonly only?: 'without-authorization' | 'asked-first' | 'medicare'
}

function denial(
  category: string,
  says: string,
  [group, carc, ...rarcs]: readonly [Denial['group'], string, ...string[]],
  more: Partial<Denial> = {},
): Denial {
  return { category, says, group, carc, rarcs, ...more }
}

const unauthorized: Partial<Denial> = { only: 'without-authorization' }

export const denials: ReadonlyMap<number, Denial> = new Map([
  [10, denial('authorization', 'no authorization on file', ['CO', '197', 'M62'])],
  [11, denial('authorization', 'authorized visits or units exceeded', ['CO', '198', 'N54'])],
  [12, denial('bundling', 'part of another paid service', ['CO', '97', 'M15'])],
  [13, denial('bundling', 'NCCI pair', ['CO', '236', 'N20'])],
  [14, denial('modifier', 'modifier does not fit', ['CO', '4', 'N519'])],
  [15, denial('modifier', 'modifier missing', ['CO', '4', 'N822'])],
  [16, denial('medical_necessity', 'not medically necessary', ['CO', '50', 'N115'])],
  [17, denial('documentation', 'records missing', ['CO', '16', 'N706', 'M127'])],
  [18, denial('timely_filing', 'filed after the limit', ['CO', '29', 'N211'])],
  [19, denial('eligibility_coverage', 'coverage had ended', ['CO', '27', 'N30'])],
  [20, denial('duplicate', 'exact duplicate', ['CO', '18', 'M86'])],
  [21, denial('cob', 'another payer is first', ['CO', '22', 'MA04'])],
  [22, denial('benefit_max', 'benefit maximum reached', ['CO', '119', 'N362'])],
  [23, denial('provider_enrollment', 'provider not eligible on the date', ['CO', 'B7', 'N570'])],
  [24, denial('info_missing', 'unprocessable', ['CO', '16', 'N290', 'MA130'], { status: '4' })],
  [25, denial('coding', 'diagnosis does not support the procedure', ['CO', '11', 'M76'])],
  [26, denial('eligibility_coverage', 'not covered, the patient owes it', ['PR', '96', 'N130'])],
  [27, denial('eligibility_coverage', 'not in this plan, the patient owes it', ['PR', '204', 'N130'])],
  [28, denial('benefit_max', 'benefit maximum, the patient owes it', ['PR', '119', 'N362'])],
  [29, denial('eligibility_coverage', 'wrong payer', ['CO', '109', 'N418'])],
  [30, denial('eligibility_coverage', 'coverage had ended, the patient owes it', ['PR', '27', 'N30'])],
  [31, denial('pending', 'under review, paid later', ['CO', '133'], { reconsidered: true })],
  [32, denial('medical_necessity', 'one unit too many', ['CO', '151', 'N362'], { part: 'one-unit' })],
  [33, denial('patient_responsibility', 'all to the deductible: no denial', ['PR', '1'])],
  [34, denial('contractual', 'capitated', ['CO', '24'])],
  [35, denial('medical_necessity', 'not necessary, notice signed', ['PR', '50', 'M38'])],
  [36, denial('eligibility_coverage', 'member not found', ['CO', '31', 'N382'], { status: '4' })],
  [
    37,
    denial('authorization', 'authorization missing until one is sent', ['CO', '197', 'M62'], unauthorized),
  ],
])

/** How far a claim gets before the adjudication, and with which 277CA status it stops. */
export interface Acknowledgment {
  readonly stage: 'interchange' | 'group' | 'batch' | 'clearinghouse' | 'payer' | 'nothing' | 'no-remittance'
  readonly says: string
  /** STC01: category, code, entity. */
  readonly status: readonly [category: string, code: string, entity: string] | null
  /** A 999 E instead of R, and the claim goes on. */
  readonly withErrors?: true
}

function acknowledgment(
  stage: Acknowledgment['stage'],
  says: string,
  status: Acknowledgment['status'] = null,
): Acknowledgment {
  return { stage, says, status }
}

export const acknowledgments: ReadonlyMap<number, Acknowledgment> = new Map([
  [40, acknowledgment('interchange', 'TA1 R: the whole interchange is refused')],
  [41, acknowledgment('group', '999 R: the transaction is refused')],
  [42, { ...acknowledgment('group', '999 E: accepted with errors'), withErrors: true }],
  [43, acknowledgment('batch', '277CA: the whole batch is refused', ['A3', '24', '41'])],
  [44, acknowledgment('clearinghouse', '277CA A7 of the clearinghouse', ['A7', '164', 'IL'])],
  [45, acknowledgment('clearinghouse', '277CA A3 of the clearinghouse', ['A3', '21', 'IL'])],
  [46, acknowledgment('payer', '277CA A7 of the payer', ['A7', '562', '82'])],
  [47, acknowledgment('payer', '277CA A6 of the payer', ['A6', '153', 'DN'])],
  [48, acknowledgment('payer', '277CA A8 of the payer', ['A8', '255', ''])],
  [49, acknowledgment('payer', '277CA A3 of the payer: not eligible', ['A3', '97', 'IL'])],
  [60, acknowledgment('nothing', 'taken, and never answered')],
  [61, acknowledgment('no-remittance', 'acknowledged, and never paid')],
])

export type Happening =
  | 'out-by-a-cent'
  | 'claim-out-of-balance'
  | 'paid-less'
  | 'taken-back'
  | 'reversed-and-corrected'
  | 'interest'
  | 'recouped-later'
  | 'crossed-over'
  | 'sent-twice'
  | 'number-altered'
  | 'no-line-controls'
  | 'no-lines'
  | 'line-split'
  | 'member-corrected'
  | 'paid-more'
  | 'bundled'

export const happenings: ReadonlyMap<number, { readonly how: Happening; readonly says: string }> = new Map([
  [50, { how: 'out-by-a-cent', says: 'the 835 is a cent out: quarantine' }],
  [51, { how: 'claim-out-of-balance', says: 'this claim is a dollar out in a balanced 835' }],
  [52, { how: 'paid-less', says: 'a tenth less than the payer’s own schedule' }],
  [53, { how: 'taken-back', says: 'paid, later reversed without a correction' }],
  [54, { how: 'reversed-and-corrected', says: 'paid, later reversed and corrected to a tenth less' }],
  [55, { how: 'interest', says: 'with interest: AMT*I and PLB L6' }],
  [
    56,
    { how: 'recouped-later', says: 'paid, later reversed with PLB WO, the money taken from a later payment' },
  ],
  [57, { how: 'crossed-over', says: 'status 19, NM1*TT, MA18: forwarded to the next payer' }],
  [58, { how: 'sent-twice', says: 'the same remittance in a second file' }],
  [59, { how: 'number-altered', says: 'CLP01 in lower case, cut to 15' }],
  [62, { how: 'no-line-controls', says: 'without REF*6R' }],
  [63, { how: 'no-lines', says: 'decided as a whole: no SVC' }],
  [64, { how: 'line-split', says: 'the first line comes back in two parts' }],
  [65, { how: 'member-corrected', says: 'NM1*74 with another member id' }],
  [66, { how: 'paid-more', says: 'a tenth more than the payer’s own schedule' }],
  [67, { how: 'bundled', says: 'the last line comes back under the first one’s code: SVC06 and CO 97' }],
])

export interface BenefitShape {
  readonly shape: string
  readonly says: string
  /** What a claim for such a member meets; null when it is paid. */
  readonly denial: Denial | null
}

function benefits(shape: string, says: string, claimMeets?: Denial): BenefitShape {
  return { shape, says, denial: claimMeets ?? null }
}

const wrongPayer = denial('eligibility_coverage', 'wrong payer', ['CO', '109', 'N418'], { only: 'medicare' })
const notFirst = denial('cob', 'another payer is first', ['CO', '22', 'MA04'], { only: 'asked-first' })

export const benefitShapes: ReadonlyMap<number, BenefitShape> = new Map([
  [70, benefits('visits', 'active; 30 PT visits a year, 18 left')],
  [71, benefits('visits-in-hsd', 'active; 35 PT visits a year, 11 left, in HSD')],
  [72, benefits('text-only', 'active; the limit in free text alone')],
  [73, benefits('money-limit', 'active; therapy limit in dollars, 1840 left')],
  [74, benefits('inactive', 'inactive', denials.get(19))],
  [75, benefits('not-found', 'AAA 75: not found', denials.get(36))],
  [76, benefits('retry-later', 'AAA 42: unable to answer now')],
  [77, benefits('medicare-advantage', 'Medicare Advantage instead of Part B', wrongPayer)],
  [
    78,
    benefits(
      'home-health',
      'home health episode on the date',
      denial('eligibility_coverage', 'home health episode', ['CO', 'B20', 'N30']),
    ),
  ],
  [
    79,
    benefits(
      'part-a-stay',
      'Part A stay on the date',
      denial('eligibility_coverage', 'nursing facility stay', ['CO', '190', 'N30']),
    ),
  ],
  [
    80,
    benefits(
      'hospice',
      'hospice on the date',
      denial('eligibility_coverage', 'hospice', ['CO', 'B9', 'N30']),
    ),
  ],
  [81, benefits('other-payer-first', 'another payer is primary (MSP)', notFirst)],
  [82, benefits('authorization-required', 'active; PT needs authorization', denials.get(37))],
  [83, benefits('visits-used-up', 'active; 20 PT visits a year, none left', denials.get(28))],
  [84, benefits('slow', 'no answer for a minute')],
  [85, benefits('later', 'answered later, by webhook')],
  [86, benefits('combined-visits', 'active; 60 visits for PT, OT and speech together, 41 left')],
  [87, benefits('silent-on-therapy', 'active; says nothing of PT')],
  [88, benefits('id-invalid', 'AAA 72: member id invalid')],
  [89, benefits('deductible-open', 'active; deductible 1500, 420 left')],
  [90, benefits('birth-date-differs', 'AAA 71: birth date does not match')],
])
