/**
 * What a rejected claim is about: the first of its 277CA status codes that the table knows. What it does not know, and
 * every TA1 and 999 code, is data that our own claim lacked. It was never adjudicated, so that it is mended and sent as a
 * new claim (x12 note 1.4, 3.4).
 */
import type { Reason } from '@tally/kernel'
import type { Classified } from './classify-denial.ts'
import type { CodeAction, CodeMeaning, DenialCodes } from './denial-codes.ts'

export interface RejectionCode {
  readonly category: string
  readonly statusCode: string | null
  readonly entity: string | null
}

/** `A7:562:82`, as the 277CA writes it. */
export function rejectionReason({ category, statusCode, entity }: RejectionCode): string {
  return [category, statusCode, entity].filter((part) => part !== null).join(':')
}

const ourData: CodeMeaning = {
  ...{
    category: 'info_missing',
    action: 'resubmit_new',
    root: 'claim-submission',
    alternatives: [],
    note: '',
  },
  label: 'Data missing or invalid',
}

export function classifyRejection(rejected: readonly RejectionCode[], codes: DenialCodes): Classified {
  const known = rejected
    .map((code) => ({ code, row: code.statusCode === null ? undefined : codes.rejection(code.statusCode) }))
    .find(({ row }) => row !== undefined)
  const row = known?.row ?? ourData
  // A code that charge-capture caused is mended there; sending the same again would be rejected again.
  const action: CodeAction = row.root === 'charge-capture' ? 'resubmit_corrected' : 'resubmit_new'
  const because: Reason = {
    ...{ rule: 'denial/rejection-code', edition: codes.edition },
    says: `${row.category} by ${known ? rejectionReason(known.code) : 'no code that the table knows'}: ${row.label}`,
    facts: { codes: rejected.map(rejectionReason) },
    citation: 'x12 note 3.4; rejection-codes.csv',
  }
  return { ...row, action, because }
}
