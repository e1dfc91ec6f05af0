/**
 * Takes each field on its way into a segment: cleans it, and notes what is wrong with it or was written
 * otherwise. It goes on after a problem, so that all are found at once; what it answers then is thrown away.
 */
import type { Cents } from '@tally/kernel'
import { asFreeText, asIdentifier } from './characters.ts'
import type { Form } from './forms.ts'
import type { Findings, ProblemRule } from './problem.ts'
import { amountText } from './values.ts'

/** Pointer below the pen's own, X12 place, CMS-1500 box. */
export type Place = readonly [pointer: string, x12: string, cms1500: string | null]

/** Ten digits before the decimal point and after it together (HIPAA). */
const mostCents = 9_999_999_999

export class Pen {
  readonly #findings: Findings
  readonly #base: string

  constructor(findings: Findings, base: string) {
    this.#findings = findings
    this.#base = base
  }

  /** The same pen for what stands below `path`. */
  within(path: string): Pen {
    return new Pen(this.#findings, `${this.#base}/${path}`)
  }

  refuse(rule: ProblemRule, [pointer, x12, cms1500]: Place, says: string, fix: string): void {
    this.#findings.problems.push({ pointer: this.#pointer(pointer), rule, says, x12, cms1500, fix })
  }

  leaveOut(pointer: string, says: string): void {
    this.#findings.unsent.push({ pointer: this.#pointer(pointer), says })
  }

  replace(pointer: string, from: string, to: string): void {
    this.#findings.replacements.push({ pointer: this.#pointer(pointer), from, to })
  }

  /** Free text, cleaned; `''` for null. */
  text(given: string | null | undefined, most: number, place: Place, least = 1): string {
    if (given === null || given === undefined) return ''
    const { text, changed, lost } = asFreeText(given)
    if (lost !== null) {
      const says = `It holds a character that X12 cannot write (${codePointOf(lost)}).`
      this.refuse('x12/unwritable', place, says, 'Write it in Latin letters and European digits.')
      return text
    }
    if (changed) this.replace(place[0], given, text)
    this.#refuseLength(text, least, most, place)
    return text
  }

  /** Free text that has to be there. */
  neededText(given: string | null | undefined, most: number, place: Place, least = 1): string {
    const text = this.text(given, most, place, least)
    if (text === '' && asFreeText(given ?? '').lost === null) this.#refuseMissing(place)
    return text
  }

  /** A number of somebody else's, as it is; `''` for null. */
  identifier(given: string | null | undefined, most: number, place: Place, least = 1): string {
    if (given === null || given === undefined) return ''
    const text = asIdentifier(given)
    if (text === null) {
      const says = 'It holds a delimiter of X12 (* : ^ ~) or a character outside printable ASCII.'
      this.refuse('x12/delimiter', place, says, 'Enter the number as the one who gave it writes it.')
      return ''
    }
    this.#refuseLength(text, least, most, place)
    return text
  }

  neededIdentifier(given: string | null | undefined, most: number, place: Place, least = 1): string {
    const text = this.identifier(given, most, place, least)
    if ((given ?? '').trim() === '') this.#refuseMissing(place)
    return text
  }

  /** A code that must have `form`; `''` for null. */
  code(given: string | null | undefined, form: Form, place: Place): string {
    if (given === null || given === undefined) return ''
    if (form.is(given)) return given
    this.refuse(form.rule, place, form.says, form.fix)
    return ''
  }

  /** Ten digits of an American telephone number, however they are set apart. */
  phone(given: string, place: Place): string {
    const digits = given.replace(/[\s().+-]/g, '').replace(/^1(?=\d{10}$)/, '')
    if (/^\d{10}$/.test(digits)) return digits
    this.refuse('x12/phone', place, 'It is no telephone number of ten digits.', 'Enter area code and number.')
    return ''
  }

  /** An amount of zero or more, as every amount that is charged or paid. */
  amount(given: Cents, place: Place): string {
    if (given < 0) {
      this.refuse('x12/amount', place, 'The amount is below zero.', 'Enter what was charged or paid.')
    }
    return this.signedAmount(given, place)
  }

  signedAmount(given: Cents, place: Place): string {
    if (Math.abs(given) > mostCents) {
      const says = 'The amount has more than ten digits.'
      this.refuse('x12/amount', place, says, 'Check the amount; no claim can carry it.')
    }
    return amountText(given)
  }

  #refuseLength(text: string, least: number, most: number, place: Place): void {
    const { length } = text
    if (length > most) {
      const says = `${length} characters are given and ${most} fit.`
      this.refuse('x12/too-long', place, says, `Shorten it to ${most} characters.`)
    } else if (length > 0 && length < least) {
      const says = `It has ${length} characters and needs ${least}.`
      this.refuse('x12/too-short', place, says, 'Enter it in full.')
    }
  }

  #refuseMissing(place: Place): void {
    this.refuse('x12/missing', place, 'It is missing.', 'Enter it.')
  }

  #pointer(below: string): string {
    return below === '' ? this.#base : `${this.#base}/${below}`
  }
}

function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
