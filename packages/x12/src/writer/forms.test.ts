import { expect, it } from 'vitest'
import * as forms from './forms.ts'

/** Every text that has the form among all of one or two digits and capitals. */
function allOf(form: forms.Form): string {
  const signs = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const texts = [...signs, ...signs.flatMap((one) => signs.map((other) => one + other))]
  return texts.filter((text) => form.is(text)).join(' ')
}

it.each([
  [forms.medicareSecondaryType, 'medicareSecondaryType', '12 13 14 15 16 41 42 43 47'],
  [forms.delayReason, 'delayReason', '1 2 3 4 5 6 7 8 9 10 11 15'],
  [forms.specialProgram, 'specialProgram', '02 03 05 09'],
  [forms.authorizationException, 'authorizationException', '1 2 3 4 5 6 7'],
  [forms.attachmentTransmission, 'attachmentTransmission', 'AA BM EL EM FT FX'],
  [
    forms.filingIndicator,
    'filingIndicator',
    '11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ',
  ],
] as const)('$1 is one of $2', (form, _, list) => {
  expect(allOf(form)).toBe(list)
})

it('a place of service is any of two digits but those that CMS has not given out', () => {
  const free = '00 28 29 30 35 36 37 38 39 40 43 44 45 46 47 48 59 63 64 67 68 69 70 73 74 75 76 77 78 79 80'
  const more = Array.from({ length: 17 }, (_, index) => String(82 + index))
  const left = new Set([...free.split(' '), ...more])
  const all = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'))
  expect(allOf(forms.placeOfService)).toBe(all.filter((code) => !left.has(code)).join(' '))
})

it('a state is one of the 50, the district, a territory, a freely associated state or the armed forces', () => {
  expect(allOf(forms.state).split(' ')).toHaveLength(50 + 1 + 5 + 3 + 3)
  for (const code of 'OR WA CA NY TX DC PR GU VI AS MP FM MH PW AA AE AP'.split(' ')) {
    expect(forms.state.is(code)).toBe(true)
  }
})

it.each([
  [
    forms.npi,
    'npi',
    ['1234567893', '2000000010'],
    ['1234567890', '123456789', '12345678931', '123456789A', ''],
  ],
  [
    forms.taxonomy,
    'taxonomy',
    ['225100000X', '261QP2000X', '2251X0800X'],
    ['225100000', '225100000x', '225100000Y', 'X'],
  ],
  [forms.taxId, 'taxId', ['930000001'], ['93-0000001', '93000000', '9300000010', '']],
  [forms.zip, 'zip', ['97201', '972011234'], ['97201-1234', '9720', '972011', '']],
  [forms.nineDigitZip, 'nineDigitZip', ['972011234'], ['97201', '97201-1234']],
  [
    forms.procedureCode,
    'procedureCode',
    ['97110', 'G0283', '0101T'],
    ['9711', '971100', 'g0283', '97 10', 'AAAAA'],
  ],
  [forms.modifier, 'modifier', ['GP', '59', 'X1'], ['G', 'GPX', 'gp', '']],
  [
    forms.diagnosisCode,
    'diagnosisCode',
    ['I10', 'M5459', 'S39012D', 'Z4789'],
    ['M54.59', 'm5459', 'M5', '5459', 'M54590000', ''],
  ],
  [forms.serviceType, 'serviceType', ['30', 'PT', '1'], ['', 'PTX', 'pt']],
  [forms.attachmentReport, 'attachmentReport', ['OZ', '03'], ['O', 'OZZ', '']],
  [forms.adjustmentReason, 'adjustmentReason', ['45', 'A2', '253', 'P12'], ['', '123456', 'a2']],
  [forms.remark, 'remark', ['N1', 'MA18', 'M15', 'N130', 'N1234'], ['18', 'N', 'MABC1', 'N12345', '']],
  [forms.quantity, 'quantity', ['0', '2', '2.5', '0.125'], ['-1', '1.2345', '1e21', 'NaN', '']],
  [forms.lineNumber, 'lineNumber', ['1', '9', '10', '50'], ['0', '51', '01', '-1']],
] as const)('the form of $1', (form, _, right, wrong) => {
  expect(right.filter((text) => !form.is(text))).toEqual([])
  expect(wrong.filter((text) => form.is(text))).toEqual([])
})
