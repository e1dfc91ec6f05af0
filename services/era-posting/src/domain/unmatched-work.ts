/** What a person reads of a claim of a remittance that found no receivable, and what to do next. */

interface Work {
  readonly says: string
  readonly next: string
}

const byReason: Readonly<Record<string, Work>> = {
  'claim/not-found': {
    says: 'no claim of ours has its number, its lines, its references or its visit',
    next: 'match it by hand; it matches itself when the claim turns up',
  },
  'claim/ambiguous': {
    says: 'it may be more than one claim of ours',
    next: 'compare patient, date and charge, and match it by hand',
  },
  'claim/charge-differs': {
    says: 'it names a claim of ours with another charge: a replaced claim, a part of one, or fraud',
    next: 'compare it with what was sent, and match it by hand if it is that claim',
  },
  'claim/out-of-balance': {
    says: 'charge, adjustments and payment of the claim do not add up',
    next: 'ask the payer for a corrected remittance',
  },
  'line/out-of-balance': {
    says: 'charge, adjustments and payment of a line do not add up',
    next: 'ask the payer for a corrected remittance',
  },
  'line/not-found': {
    says: 'a line of the answer is none of the claim’s',
    next: 'ask the payer which line it is',
  },
  'claim/not-charged': {
    says: 'its visit is not charged yet',
    next: 'nothing: it is posted when the charge comes',
  },
  'claim/coverage-missing': {
    says: 'a later payer answers a claim that was handed on to it, and the visit lists no such coverage',
    next: 'add the coverage to the visit, and it is posted there; or match it by hand',
  },
  'claim/coverage-differs': {
    says: 'the payer of the claim answers as a later one than the visit lists it',
    next: 'correct the order of the coverages, or match it by hand',
  },
  'claim/status-unknown': {
    says: 'its claim status (CLP02) is none that payers may use',
    next: 'ask the payer what it is',
  },
  'claim/pays-nothing': {
    says: 'a forwarded claim or a predetermination pays money, which neither may',
    next: 'ask the payer what the money is for',
  },
  'reversal/original-unknown': {
    says: 'a reversal, and no answer that stands is known to take back',
    next: 'nothing if the original is still to come; else find it and match it by hand',
  },
  'reversal/not-its-original': {
    says: 'a reversal that is no exact negation of what was posted',
    next: 'compare it with the original and ask the payer for a corrected one',
  },
  'reversal/not-negative': {
    says: 'a reversal with positive amounts',
    next: 'ask the payer for a corrected one',
  },
  'match/undone-by-hand': {
    says: 'a person took its match apart',
    next: 'match it by hand with the right claim',
  },
}

export function waitsFor(because: string | null): Work {
  return byReason[because ?? ''] ?? { says: `it waits: ${because}`, next: 'look at it and match it by hand' }
}
