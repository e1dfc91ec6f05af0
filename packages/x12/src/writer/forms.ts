/** The forms of codes: what a code must look like, or which list it must stand in. */
import { isNpi } from '@tally/kernel'
import { isPlaceOfService } from '../places-of-service.ts'
import type { ProblemRule } from './problem.ts'

export interface Form {
  readonly rule: ProblemRule
  readonly is: (text: string) => boolean
  readonly says: string
  readonly fix: string
}

export const npi: Form = {
  rule: 'x12/npi',
  is: isNpi,
  says: 'The NPI is not ten digits with a true check digit.',
  fix: 'Enter the NPI that NPPES lists for this provider.',
}

/** The set itself is NUCC's and licensed: only its shape is checked. */
export const taxonomy: Form = {
  rule: 'x12/taxonomy',
  is: matches(/^[0-9A-Z]{9}X$/),
  says: 'It is no taxonomy code of nine characters and an X.',
  fix: 'Enter the taxonomy that NPPES lists for this provider, such as 225100000X.',
}

export const taxId: Form = {
  rule: 'x12/tax-id',
  is: matches(/^\d{9}$/),
  says: 'A tax number has nine digits.',
  fix: 'Enter the EIN or SSN without hyphens.',
}

export const zip: Form = {
  rule: 'x12/zip',
  is: matches(/^(\d{5}|\d{9})$/),
  says: 'A ZIP code has five or nine digits and nothing else.',
  fix: 'Enter the digits of the ZIP code.',
}

/** The billing provider's and a facility's (RFI 1533). */
export const nineDigitZip: Form = {
  rule: 'x12/zip',
  is: matches(/^\d{9}$/),
  says: 'This ZIP code needs all nine digits.',
  fix: 'Enter ZIP+4 without the hyphen; the post office tells the last four digits of an address.',
}

/** USPS: states, the district, territories, freely associated states and the armed forces. */
const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH ' +
    'OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI FM MH PW AA AE AP'
  ).split(' '),
)
export const state: Form = {
  rule: 'x12/state',
  is: (text) => states.has(text),
  says: 'It is no state of the United States in two letters.',
  fix: 'Enter the two letters that the post office uses.',
}

export const placeOfService: Form = {
  rule: 'x12/place-of-service',
  is: isPlaceOfService,
  says: 'It is no place of service that CMS lists.',
  fix: 'Enter where the patient was treated, such as 11 for an office.',
}

const filingIndicators = new Set(
  '11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ'.split(' '),
)
export const filingIndicator: Form = {
  rule: 'x12/filing-indicator',
  is: (text) => filingIndicators.has(text),
  says: 'It is no claim filing indicator.',
  fix: 'Choose what kind of plan it is: MB for Medicare Part B, CI for commercial, WC for workers’ compensation.',
}

const secondaryTypes = new Set('12 13 14 15 16 41 42 43 47'.split(' '))
export const medicareSecondaryType: Form = {
  rule: 'x12/medicare-secondary-type',
  is: (text) => secondaryTypes.has(text),
  says: 'It is no reason why Medicare pays second.',
  fix: 'Choose why another payer pays before Medicare, such as 12 for working aged.',
}

export const procedureCode: Form = {
  rule: 'x12/procedure-code',
  is: matches(/^[0-9A-Z]\d{3}[0-9A-Z]$/),
  says: 'It is no CPT or HCPCS code of five characters.',
  fix: 'Enter the code that was valid on the date of service.',
}

export const modifier: Form = {
  rule: 'x12/modifier',
  is: matches(/^[0-9A-Z]{2}$/),
  says: 'A modifier has two characters.',
  fix: 'Enter the modifier, such as GP.',
}

export const diagnosisCode: Form = {
  rule: 'x12/diagnosis-code',
  is: matches(/^[A-Z]\d[0-9A-Z]{1,5}$/),
  says: 'It is no ICD-10-CM code in capitals without its dot.',
  fix: 'Enter the code without its dot, such as M5459.',
}

export const delayReason: Form = listed(
  '1 2 3 4 5 6 7 8 9 10 11 15',
  'It is no reason for a late claim.',
  'Choose a reason from 1 to 11, or 15 for a disaster.',
)
export const specialProgram: Form = listed(
  '02 03 05 09',
  'It is no special program.',
  'Choose the program, or leave it out.',
)
export const authorizationException: Form = listed(
  '1 2 3 4 5 6 7',
  'It is no reason for treating without authorization.',
  'Choose a reason from 1 to 7.',
)
export const attachmentTransmission: Form = listed(
  'AA BM EL EM FT FX',
  'It is no way in which an attachment goes.',
  'Choose how it goes: EL electronically, FX by fax, BM by mail, AA when asked for.',
)
export const serviceType: Form = {
  rule: 'x12/code',
  is: matches(/^[0-9A-Z]{1,2}$/),
  says: 'It is no service type.',
  fix: 'Ask for 30, the plan, and PT, physical therapy.',
}
export const attachmentReport: Form = {
  rule: 'x12/code',
  is: matches(/^[0-9A-Z]{2}$/),
  says: 'A kind of report has two characters.',
  fix: 'Choose the kind of report, such as OZ for other support data.',
}

/** X12's own list is licensed and changes thrice a year: only its shape is checked. */
export const adjustmentReason: Form = {
  rule: 'x12/code',
  is: matches(/^[0-9A-Z]{1,5}$/),
  says: 'It is no adjustment reason (CARC).',
  fix: 'Copy it from the remittance.',
}
export const remark: Form = {
  rule: 'x12/code',
  is: matches(/^[A-Z]{1,3}\d{1,4}$/),
  says: 'It is no remark (RARC).',
  fix: 'Copy it from the remittance.',
}
export const quantity: Form = {
  rule: 'x12/units',
  is: matches(/^\d{1,8}(\.\d{1,3})?$/),
  says: 'It is no quantity of zero or more with at most three decimals.',
  fix: 'Copy it from the remittance.',
}
export const lineNumber: Form = {
  rule: 'x12/other-payer',
  is: matches(/^([1-9]|[1-4]\d|50)$/),
  says: 'A line number goes from 1 to 50.',
  fix: 'Give the number of the line of this claim that it was bundled into.',
}

function listed(codes: string, says: string, fix: string): Form {
  const list = new Set(codes.split(' '))
  return { rule: 'x12/code', is: (text) => list.has(text), says, fix }
}

function matches(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text)
}
