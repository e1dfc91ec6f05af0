import { cents, type PayerFamily, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { denialCodes } from '../store/load-denial-codes.ts'
import { chooseRemedy } from './choose-remedy.ts'
import { classifyDenial } from './classify-denial.ts'
import { classifyRejection } from './classify-rejection.ts'
import type { RemedyFacts } from './refuse-remedy.ts'

type Changes = Partial<RemedyFacts> & { readonly family?: PayerFamily }

/** `CO 4 N822` is group, CARC and remarks, denied by a commercial plan well inside every window. */
function denied(codes: string, changes: Changes = {}): RemedyFacts {
  const [groupCode = '', reasonCode = '', ...remarks] = codes.split(' ')
  const family = changes.family ?? 'commercial'
  return {
    ...{
      source: 'payment',
      standsDecided: false,
      paidInPart: false,
      groupCode,
      reasonCode,
      remarks,
      amountCents: cents(12000),
      family,
    },
    classified: classifyDenial({ groupCode, reasonCode, remarks, family }, denialCodes),
    ...{ acceptsReplacement: true, wasAccepted: true, nextPayer: false, appealPending: false },
    filingDueOn: serviceDate('2026-12-31'),
    appealBy: { dueOn: serviceDate('2026-08-01'), confidence: 'verified' },
    today: serviceDate('2026-06-01'),
    ...changes,
  }
}

function rejected(codes: string, changes: Changes = {}): RemedyFacts {
  const [category = '', statusCode = null, entity = null] = codes.split(':')
  const classified = classifyRejection([{ category, statusCode, entity }], denialCodes)
  const whole = { source: 'rejection', groupCode: null, reasonCode: codes, remarks: [], classified } as const
  return { ...denied('CO 16'), ...whole, ...changes }
}

const late = { today: serviceDate('2027-01-01') }
const next = { nextPayer: true }
const nextOfNone = { ...next, acceptsReplacement: false } as const
const stands = { standsDecided: true }
const takesNone = { acceptsReplacement: false, family: 'medicare-b' } as const

describe('what is proposed', () => {
  it.each<[string, string | null, string, Changes?]>([
    // codes, proposed, the last rule that decided, what is different
    ['CO 50', 'appeal', 'remedy/code-map'],
    ['CO 97', 'appeal', 'remedy/code-map'],
    ['CO 4 N822', 'correct', 'remedy/code-map'],
    ['CO 236', 'correct', 'remedy/code-map'],
    ['CO 151 N362', 'correct', 'remedy/code-map'],
    ['CO 11', 'correct', 'remedy/code-map'],
    ['CO 16', 'resubmit', 'remedy/code-map'],
    ['CO 16 N382', 'resubmit', 'remedy/code-map'],
    ['CO 31', 'resubmit', 'remedy/code-map'],
    ['CO 16 N142', 'resubmit', 'remedy/code-map'],
    ['CO 197', 'appeal', 'remedy/code-map'],
    ['CO B7', 'resubmit', 'remedy/code-map'],
    ['CO 252', 'send-records', 'remedy/code-map'],
    ['CO 234', 'write-off', 'remedy/code-map'],
    ['CO 24', 'write-off', 'remedy/code-map'],
    ['PR 187', 'close', 'remedy/code-map'],
    ['CO 18', null, 'remedy/code-map'],
    ['CO 133', null, 'remedy/code-map'],
    ['CO 999', null, 'remedy/code-map'],
    ['PR 999', null, 'remedy/code-map'],
    // 119: Medicare means KX where it is the provider's, the patient's share where notice was given.
    ['CO 119', 'correct', 'remedy/code-map', { family: 'medicare-b' }],
    ['PR 119', 'bill-patient', 'group/pr', { family: 'medicare-b' }],
    ['CO 119', 'appeal', 'patient/contractual'],
    // PR is the patient's, or the next payer's.
    ['PR 204', 'bill-patient', 'group/pr'],
    ['PR 204', 'bill-next-payer', 'group/pr', next],
    ['PR 50', 'bill-patient', 'group/pr'],
    ['PR 45', 'bill-patient', 'group/pr'],
    ['PR 29', 'appeal', 'timely/proof'],
    ['PR 50 M27', 'appeal', 'remedy/code-map'],
    ['PR 96 N782', 'appeal', 'remedy/code-map'],
    // CO never goes to the patient.
    ['CO 204', 'appeal', 'patient/contractual'],
    ['CO 27', 'appeal', 'patient/contractual'],
    ['CO 27', 'bill-next-payer', 'patient/contractual', next],
    ['CO 204 N211', 'write-off', 'patient/contractual'],
    // OA is another payer's, PI open to appeal; neither is the patient's.
    ['OA 109', null, 'remedy/find-payer'],
    ['OA 109', 'bill-next-payer', 'remedy/code-map', next],
    ['OA 204', 'appeal', 'patient/not-their-share'],
    ['PI 204', 'appeal', 'patient/not-their-share'],
    ['PI 204 N211', null, 'patient/not-their-share'],
    // MA130: never adjudicated, so nothing to appeal and a new claim.
    ['CO 16 MA130', 'resubmit', 'remedy/ma130'],
    ['CO 16 MA130 N286', 'correct', 'remedy/ma130'],
    ['CO 50 MA130', 'correct', 'remedy/ma130'],
    ['PR 31 MA130', 'resubmit', 'remedy/ma130'],
    ['CO 16 MA130', 'write-off', 'resubmit/filing-closed', late],
    // No appeal by the payer's word, or one that is running.
    ['CO 50 N211', 'write-off', 'appeal/no-right'],
    ['CO 50 MA44', 'write-off', 'appeal/no-right'],
    ['CO 197 N211', 'resubmit', 'appeal/no-right'],
    ['CO 50', 'write-off', 'appeal/pending', { appealPending: true }],
    ['CO 50', 'write-off', 'appeal/window-closed', { today: serviceDate('2026-08-02') }],
    ['CO 50', 'appeal', 'remedy/code-map', { today: serviceDate('2026-08-01') }],
    [
      'CO 50',
      'appeal',
      'remedy/code-map',
      { ...late, appealBy: { dueOn: serviceDate('2026-08-01'), confidence: 'unverified' } },
    ],
    // Filed late: appealed with proof, else written off, never the patient's.
    ['CO 29', 'appeal', 'timely/proof'],
    ['CO 29', 'write-off', 'timely/no-proof', { wasAccepted: false }],
    // Sending again is ruled out.
    ['CO 4 N185', 'appeal', 'resubmit/payer-says-no'],
    ['CO 16', 'resubmit', 'remedy/code-map', late],
    ['CO 267', 'write-off', 'resubmit/filing-closed', late],
    [
      'CO 16',
      'appeal',
      'resubmit/payer-takes-no-replacement',
      {
        ...late,
        acceptsReplacement: false,
        appealBy: { dueOn: serviceDate('2027-02-01'), confidence: 'verified' },
      },
    ],
    // What it decided a payer that takes no replacement changes in another way; what it wants as a new claim goes.
    ['CO 16', 'appeal', 'resubmit/payer-takes-no-replacement', takesNone],
    ['CO 4 N822', 'appeal', 'resubmit/payer-takes-no-replacement', takesNone],
    ['CO 16 MA130', 'resubmit', 'remedy/ma130', takesNone],
    ['CO 16 N142', 'resubmit', 'remedy/code-map', takesNone],
    ['CO 267', 'resubmit', 'remedy/code-map', takesNone],
    ['CO 267', 'appeal', 'resubmit/payer-takes-no-replacement', { ...takesNone, paidInPart: true }],
  ])('%s → %s by %s', (codes, proposed, rule, changes = {}) => {
    const found = chooseRemedy(denied(codes, changes))
    expect([found.proposed, found.because.at(-1)?.rule]).toEqual([proposed, rule])
  })

  it.each<[string, string, string, Changes?]>([
    ['A7:562:82', 'resubmit', 'remedy/rejected'],
    ['A7:164', 'resubmit', 'remedy/rejected'],
    ['A7:453', 'correct', 'remedy/rejected'],
    ['A7:562:82', 'resubmit', 'remedy/rejected', { today: serviceDate('2026-12-31') }],
    ['A7:562:82', 'write-off', 'resubmit/filing-closed', late],
    ['A7:562:82', 'resubmit', 'remedy/rejected', { ...late, filingDueOn: null }],
    ['A7:562:82', 'resubmit', 'remedy/rejected', takesNone],
    // An earlier version stands decided: it goes as a replacement, where the payer takes one.
    ['A7:562:82', 'resubmit', 'remedy/rejected', { ...late, ...stands }],
    ['A7:562:82', 'resubmit', 'remedy/rejected', { ...takesNone, ...stands }],
    ['A7:562:82', 'write-off', 'resubmit/filing-closed', { ...late, ...takesNone, ...stands }],
  ])('rejected %s → %s by %s', (codes, proposed, rule, changes = {}) => {
    const found = chooseRemedy(rejected(codes, changes))
    expect([found.proposed, found.because.at(-1)?.rule]).toEqual([proposed, rule])
  })

  it('keeps both reasons where a rule turned the proposal', () => {
    const { because } = chooseRemedy(denied('CO 204'))
    expect(because.map(({ rule }) => rule)).toEqual(['remedy/code-map', 'patient/contractual'])
    expect(because.every(({ says, citation }) => says.length > 10 && citation.length > 5)).toBe(true)
  })

  it('says of the next payer that a person sends the claim', () => {
    for (const codes of ['PR 204', 'OA 109', 'CO 27']) {
      expect(chooseRemedy(denied(codes, next)).because.at(-1)?.says).toContain('send it yourself')
    }
    expect(chooseRemedy(denied('CO 50', next)).because.at(-1)?.says).not.toContain('send it yourself')
  })

  it('says how a payer that takes no replacement corrects what it decided', () => {
    const said = (family: PayerFamily) =>
      chooseRemedy(denied('CO 16', { ...takesNone, family })).because.at(-1)?.says
    expect(said('medicare-b')).toContain('reopening')
    expect(said('workers-comp')).toContain('acceptsReplacement')
  })

  it('is never a write-off where the code is unknown or the group is another payer’s', () => {
    for (const group of ['CO', 'PR', 'OA', 'PI']) {
      expect(chooseRemedy(denied(`${group} 999`)).proposed).toBeNull()
      if (group !== 'CO') expect(chooseRemedy(denied(`${group} 204 N211`)).proposed).not.toBe('write-off')
    }
  })
})

describe('what is refused', () => {
  it.each<[string, string[], Changes?]>([
    ['CO 50', ['bill-patient patient/contractual', 'bill-next-payer next-payer/none']],
    ['CO 50', ['bill-patient patient/contractual'], next],
    ['OA 18', ['bill-patient patient/not-their-share', 'bill-next-payer next-payer/none']],
    ['PI 50', ['bill-patient patient/not-their-share', 'bill-next-payer next-payer/none']],
    ['PR 204', [], next],
    ['PR 204', ['bill-next-payer next-payer/none']],
    ['PR 303', ['bill-patient patient/protected'], next],
    ['PR 209', ['bill-patient patient/protected'], next],
    ['PR 50 N563', ['bill-patient patient/protected'], next],
    ['PR 50 M39', ['bill-patient patient/protected'], next],
    [
      'CO 16 MA130',
      [
        'appeal appeal/never-adjudicated',
        'send-records records/never-adjudicated',
        'bill-patient patient/contractual',
        'bill-next-payer next-payer/none',
      ],
    ],
    [
      'PR 204',
      [
        'correct resubmit/payer-takes-no-replacement',
        'resubmit resubmit/payer-takes-no-replacement',
        'bill-next-payer next-payer/none',
      ],
      takesNone,
    ],
    [
      'PR 204 MA130',
      ['appeal appeal/never-adjudicated', 'send-records records/never-adjudicated'],
      nextOfNone,
    ],
    ['PR 204 N142', [], nextOfNone],
    // What only the code map has as a new claim is coded anew as a replacement.
    ['PR 267', ['correct resubmit/payer-takes-no-replacement'], nextOfNone],
    ['PR 204 N211', ['appeal appeal/no-right'], next],
    ['PR 204 N704', ['appeal appeal/no-right'], next],
    ['PR 204 N185', ['correct resubmit/payer-says-no', 'resubmit resubmit/payer-says-no'], next],
    ['PR 204', ['appeal appeal/pending'], { ...next, appealPending: true }],
    ['PR 204', ['appeal appeal/window-closed'], { ...next, ...late }],
    [
      'PR 204 N142',
      ['correct resubmit/filing-closed', 'resubmit resubmit/filing-closed', 'appeal appeal/window-closed'],
      { ...next, ...late },
    ],
  ])('%s: %j', (codes, refused, changes = {}) => {
    const found = chooseRemedy(denied(codes, changes)).refused
    expect(found.map(({ remedy, rule }) => `${remedy} ${rule}`)).toEqual(refused)
    expect(found.every(({ says, citation }) => says.length > 10 && citation.length > 3)).toBe(true)
  })

  it('a rejected version of a claim that stands decided may have records sent to what stands', () => {
    const found = chooseRemedy(rejected('A7:562:82', { ...next, ...stands })).refused
    expect(found.map(({ remedy }) => remedy)).toEqual(['appeal', 'bill-patient', 'bill-next-payer'])
    expect(found[0]?.says).not.toContain('new claim')
  })

  it('a rejected claim leaves only mending it, giving it up, or closing it', () => {
    const found = chooseRemedy(rejected('A7:562:82', next)).refused
    expect(found.map(({ remedy }) => remedy)).toEqual([
      'appeal',
      'send-records',
      'bill-patient',
      'bill-next-payer',
    ])
  })
})
