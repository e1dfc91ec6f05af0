/**
 * Scenarios of the provider's level, from x12.md 2.6 and 2.7 (the README names them): the remittances of each, and what
 * is left of recoupment, interest and other provider-level accounts when all have come, in whatever order.
 */
import type { SampleClaim, SampleProviderLevel, SampleRemittance } from './sample-remittance.ts'

export interface Scenario {
  readonly name: string
  readonly remittances: readonly SampleRemittance[]
  /** Of accounts that hold something at the end. */
  readonly leaves: Readonly<Record<string, number>>
  /** How the remittances are judged that are not posted. */
  readonly refuses?: string
}

export const numberA = 'K7M2P4X90001V1A'
export const numberB = 'Q9R8T7W60002V1C'
const icnA = '20261120000000001'
const letter = 'LETTER2026/77'

const claim = (number: string, paid: number, more: Partial<SampleClaim> = {}): SampleClaim => ({
  ...{ number, charge: 10000, paid, adjustments: [['CO', '45', 10000 - paid]] },
  ...more,
})
const paidA = claim(numberA, 8000, { payerNumber: icnA })
const backA = claim(numberA, -8000, {
  ...{ status: '22', charge: -10000, payerNumber: icnA, adjustments: [['CO', '45', -2000]] },
})
const correctedA = claim(numberA, 5000, { payerNumber: `${icnA}9` })
const paidB = claim(numberB, 9000, { payerNumber: '2026112000000002' })
const remit = (
  trace: string,
  claims: readonly SampleClaim[],
  ...provider: readonly SampleProviderLevel[]
): SampleRemittance => ({ trace, claims, provider })

const first = remit('T1', [paidA])

function scenario(
  name: string,
  remittances: readonly SampleRemittance[],
  leaves: Readonly<Record<string, number>> = {},
  refuses?: string,
): Scenario {
  return { name, remittances, leaves, ...(refuses === undefined ? {} : { refuses }) }
}

const carried = 'recoupment:12345'

export const scenarios: readonly Scenario[] = [
  scenario('take-back now: the reversal lowers the payment of another claim', [
    first,
    remit('T2', [backA, paidB]),
  ]),
  scenario('take-back now with its correction', [first, remit('T2', [backA, correctedA, paidB])]),
  scenario('take-back now, correction a month later', [
    first,
    remit('T2', [backA, paidB]),
    remit('T3', [correctedA]),
  ]),
  scenario('take-back later: neutralised now, taken from the next', [
    first,
    remit('T2', [backA], ['WO', icnA, -8000]),
    remit('T3', [paidB], ['WO', icnA, 8000]),
  ]),
  scenario('take-back later beside its correction', [
    first,
    remit('T2', [backA, correctedA], ['WO', icnA, -3000]),
    remit('T3', [paidB], ['WO', icnA, 3000]),
  ]),
  scenario(
    'take-back later in two parts',
    [
      first,
      remit('T2', [backA], ['WO', icnA, -8000]),
      remit('T3', [paidB], ['WO', icnA, 5000]),
      remit('T4', [claim('NOT OURS', 4000)], ['WO', icnA, 3000]),
    ],
    { 'unmatched:T4:1': -4000 },
  ),
  scenario(
    'take-back later of which a part is still to come',
    [first, remit('T2', [backA], ['WO', icnA, -8000]), remit('T3', [paidB], ['WO', icnA, 5000])],
    { [`${carried}:${icnA}`]: -3000 },
  ),
  scenario(
    'recovered without any reversal: open until one comes',
    [first, remit('T2', [paidB], ['WO', icnA, 8000])],
    { [`${carried}:${icnA}`]: 8000 },
  ),
  scenario('recovered before the reversal that shows it', [
    first,
    remit('T2', [paidB], ['WO', icnA, 8000]),
    remit('T3', [backA], ['WO', icnA, -8000]),
  ]),
  scenario('recovery credited again', [
    remit('T2', [paidB], ['WO', icnA, 8000]),
    remit('T3', [], ['WO', icnA, -8000]),
  ]),
  scenario('negative forward balance, closed by the next', [
    first,
    remit('T2', [backA], ['FB', 'T2', -8000]),
    remit('T3', [paidB], ['FB', 'T2', 8000]),
  ]),
  scenario('forward balance over three remittances', [
    first,
    remit('T2', [backA], ['FB', 'T2', -8000]),
    remit('T3', [correctedA], ['FB', 'T2', 8000], ['FB', 'T3', -3000]),
    remit('T4', [paidB], ['FB', 'T3', 3000]),
  ]),
  scenario('forward balance over three that keeps the first one’s number', [
    first,
    remit('T2', [backA], ['FB', 'T2', -8000]),
    remit('T3', [correctedA], ['FB', 'T2', 8000], ['FB', 'T2', -3000]),
    remit('T4', [paidB], ['FB', 'T2', 3000]),
  ]),
  scenario('forward balance of which each side names the other', [
    first,
    remit('T2', [backA], ['FB', 'T3', -8000]),
    remit('T3', [paidB], ['FB', 'T2', 8000]),
  ]),
  scenario('forward balance opened without a reference, closed by the trace', [
    first,
    remit('T2', [backA], ['FB', '', -8000]),
    remit('T3', [paidB], ['FB', 'T2', 8000]),
  ]),
  scenario('forward balance without any reference', [
    first,
    remit('T2', [backA], ['FB', '', -8000]),
    remit('T3', [paidB], ['FB', '', 8000]),
  ]),
  scenario(
    'forward balance that waits for the next remittance',
    [first, remit('T2', [backA], ['FB', 'T2', -8000])],
    { [`${carried}:T2`]: -8000 },
  ),
  scenario('return acknowledged under one reference', [
    remit('T2', [paidB], ['72', letter, -8000], ['WO', letter, 8000]),
  ]),
  scenario('return acknowledged: the letter beside the claim', [
    first,
    remit('T2', [paidB], ['72', letter, -8000], ['WO', icnA, 8000]),
  ]),
  scenario(
    'letter number: reversed under it, returned, acknowledged',
    [
      first,
      remit('T2', [backA], ['WO', letter, -8000]),
      remit('T3', [paidB], ['72', letter, -8000], ['WO', letter, 8000]),
    ],
    { [`${carried}:${letter}`]: -8000 },
  ),
  scenario(
    'return that either of two recoveries may acknowledge: it closes neither',
    [first, remit('T2', [paidB], ['72', letter, -800], ['WO', icnA, 800], ['WO', 'OTHERREFERENCE', 800])],
    {
      [`${carried}:${letter}`]: -800,
      [`${carried}:${icnA}`]: 800,
      [`${carried}:OTHERREFERENCE`]: 800,
    },
  ),
  scenario('interest alone', [remit('T1', [], ['L6', icnA, -255])], { 'interest:12345': -255 }),
  scenario('interest that goes back with its claim', [
    remit('T1', [paidA], ['L6', icnA, -255]),
    remit('T2', [backA, paidB], ['L6', icnA, 255]),
  ]),
  scenario('several on one segment', [
    first,
    { ...remit('T2', [backA], ['WO', icnA, -3000], ['FB', 'T2', -5000], ['L6', icnA, -100]), together: true },
    { ...remit('T3', [paidB], ['WO', icnA, 3000], ['FB', 'T2', 5000], ['L6', icnA, 100]), together: true },
  ]),
  scenario('several segments', [
    first,
    remit('T2', [backA], ['WO', icnA, -3000], ['FB', 'T2', -5000], ['CS', 'ADJ', -100]),
    remit('T3', [paidB], ['WO', icnA, 3000], ['FB', 'T2', 5000], ['CS', 'ADJ', 100]),
  ]),
  scenario('two providers of one payee', [
    remit('T2', [paidB], ['WO', 'REFONE', 300, '1234567893'], ['WO', 'REFTWO', 400, '1861400004']),
    remit('T3', [], ['WO', 'REFONE', -300, '1234567893'], ['WO', 'REFTWO', -400, '1861400004']),
  ]),
  scenario(
    'wrong sign: quarantined, and the right one posts',
    [
      first,
      remit('T2', [backA], ['WO', icnA, -8000]),
      { ...remit('T3', [paidB], ['WO', icnA, -8000]), payment: 1000 },
      remit('T3', [paidB], ['WO', icnA, 8000]),
    ],
    {},
    'remittance/out-of-balance',
  ),
  scenario('reference cut: the claim number without its end', [
    first,
    remit('T2', [backA], ['WO', numberA, -8000]),
    remit('T3', [paidB], ['WO', numberA.slice(0, 13), 8000]),
  ]),
  scenario('reference cut: a number of nobody’s, whole before', [
    remit('T2', [paidB], ['WO', 'A4711000000000815', 500]),
    remit('T3', [], ['WO', 'A471100000000081', -500]),
  ]),
  scenario(
    'reference cut so that it may be either of two: it closes neither',
    [
      remit('T2', [paidB], ['WO', 'A4711000000000815', 500], ['WO', 'A4711000000000816', 300]),
      remit('T3', [], ['WO', 'A47110000000008', -500]),
    ],
    {
      [`${carried}:A4711000000000815`]: 500,
      [`${carried}:A4711000000000816`]: 300,
      [`${carried}:A47110000000008`]: -500,
    },
  ),
  scenario(
    'reference to another practice’s claim: open until a person asks',
    [remit('T2', [paidB], ['WO', 'ZZ8811FOREIGN01', 4000])],
    { [`${carried}:ZZ8811FOREIGN01`]: 4000 },
  ),
  scenario('recoupment of a claim that is not ours, credited again', [
    remit('T2', [paidB], ['WO', 'ZZ8811FOREIGN01', 4000]),
    remit('T3', [], ['WO', 'ZZ8811FOREIGN01', -4000]),
  ]),
  scenario('reversal by claim number, recovery by the payer’s', [
    first,
    remit('T2', [backA], ['WO', numberA, -8000]),
    remit('T3', [paidB], ['WO', icnA, 8000]),
  ]),
  scenario(
    'recovery by joined numbers, the longest hit wins',
    [
      first,
      remit('T0', [claim(numberB, 9000, { payerNumber: '0000000001' })]),
      remit('T2', [backA], ['WO', icnA, -8000]),
      remit('T3', [claim('NOT OURS', 9000)], ['WO', `${numberA}${icnA}T1`, 8000]),
    ],
    { 'unmatched:T3:1': -9000 },
  ),
  scenario(
    'two claims recovered at once: each by its own number',
    [
      remit('T1', [paidA, paidB]),
      remit('T2', [claim('NOT OURS', 9000)], ['WO', icnA, 500], ['WO', numberB, 700]),
      remit('T3', [], ['WO', numberA, -500]),
    ],
    { [`${carried}:${numberB}`]: 700, 'unmatched:T2:1': -9000 },
  ),
  scenario('unknown code, out and back', [
    remit('T2', [paidB], ['ZZ', 'X1', 700]),
    remit('T3', [], ['ZZ', 'X1', -700]),
  ]),
  scenario('unknown code that stands', [remit('T2', [paidB], ['ZZ', '', 700])], {
    'provider-level:ZZ:12345': 700,
  }),
  scenario('adjustment CS, out and back', [
    remit('T2', [paidB], ['CS', 'ADJ', 900]),
    remit('T3', [], ['CS', 'ADJ', -900]),
  ]),
  scenario('non-reimbursable J1 stands', [remit('T2', [paidB], ['J1', 'FEE', 250])], {
    'provider-level:J1:12345': 250,
  }),
  scenario(
    'withheld for the tax office (IR): open until the return',
    [remit('T2', [paidB], ['IR', '2026', 2160])],
    {
      'provider-level:IR:12345': 2160,
    },
  ),
  scenario('levied (LE) and released', [
    remit('T2', [paidB], ['LE', 'CASE 9', 1000]),
    remit('T3', [], ['LE', 'CASE 9', -1000]),
  ]),
  scenario(
    'accelerated payment (AP), taken back in two parts',
    [
      remit('T2', [], ['AP', 'COVID', -5000]),
      remit('T3', [paidB], ['AP', 'COVID', 3000]),
      remit('T4', [claim('NOT OURS', 4000)], ['AP', 'COVID', 2000]),
    ],
    { 'unmatched:T4:1': -4000 },
  ),
  scenario(
    'one reference at two payers: neither closes the other',
    [
      remit('T2', [paidB], ['WO', 'SAMEREF', 600]),
      { ...remit('T3', [], ['WO', 'SAMEREF', -600]), payer: '67890' },
    ],
    { [`${carried}:SAMEREF`]: 600, 'recoupment:67890:SAMEREF': -600 },
  ),
]
