/**
 * The files of packages/x12/src/check by what they look at, each area an entry of the mutation lane: all of them in one run take
 * more than an hour.
 */
export const areasOfChecker: Readonly<Record<string, readonly string[]>> = {
  file: [
    ...['text-rules', 'segment-order-rules', 'envelope-rules', 'heading-rules', 'reader-rules'],
    ...['judged-reading', 'check-claims', 'check-rule', 'check-rules', 'run-rules', 'under-check', 'facts'],
  ],
  people: ['subscriber-rules', 'payer-rules', 'party-rules', 'facility-rules', 'taxonomies'],
  claim: [
    ...['claim-number-rules', 'claim-answer-rules', 'claim-total-rules', 'coordination-balance-rules'],
    'coordination-of-benefits-rules',
  ],
  service: ['line-rules', 'date-rules', 'diagnosis-rules', 'accident-rules', 'therapy-rules'],
}
