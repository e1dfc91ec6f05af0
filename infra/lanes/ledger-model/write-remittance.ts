/** Remittances of the commands as 835s. */
import { type Answered, type Transaction, text835 } from '../audit/sample-835.ts'
import type { Answer, Command, Remittance } from './command.ts'
import { claimNumber, lineId, payerOf, procedureOf } from './say-visit.ts'

export function transactionOf(remittance: Remittance): Transaction {
  const { trace, paidOn, order, answers, levels } = remittance
  const [first] = answers
  return {
    ...{ trace, paidOn, payer: payerOf(first?.visit ?? '', order), claims: answers.map(answeredOf), levels },
  }
}

function answeredOf({ visit, order, version, status, payerNumber, lines }: Answer): Answered {
  return {
    ...{ number: claimNumber(visit, order, version), status, payerNumber },
    lines: lines.map(({ place, charge, paid, adjusted }) => ({
      ...{ code: procedureOf(place), charge, paid, adjusted, line: lineId(visit, place) },
    })),
  }
}

/** The same money once more, in another dress or under the same trace. */
export function copyOf({ how, remittance }: Extract<Command, { readonly kind: 'duplicate' }>): string {
  const text = text835(transactionOf(remittance))
  if (how === 'file') return text
  // The ISA's fixed width is kept.
  if (how === 'envelope') return text.replaceAll('000000301', '000000977').replaceAll('~\n', '~')
  const answers = remittance.answers.map((each) => ({ ...each, payerNumber: `${each.payerNumber}X` }))
  return text835(transactionOf({ ...remittance, answers }))
}
