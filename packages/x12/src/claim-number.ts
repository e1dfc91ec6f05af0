/**
 * CLM01, our key of a claim version: at most 17 characters of `[0-9A-Z]`, since some payers cut longer ones,
 * not beginning with 0, since others drop it. The last one is a check character by ISO/IEC 7064 MOD 37,36,
 * which finds every single wrong character and nearly every swap of neighbours, so that a number which comes
 * back damaged is not taken for another claim's.
 */
import { assert } from '@tally/kernel'

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * `body` with its check character. Throws a `Defect` when `body` is not 1 to 16 of `[0-9A-Z]` or begins with
 * 0.
 */
export function claimNumberWithCheck(body: string): string {
  assert(/^[1-9A-Z][0-9A-Z]{0,15}$/.test(body), 'a claim number has 1 to 16 characters before its check')
  return body + checkCharacterOf(body)
}

/** True when `text` has the form of our claim numbers and its check character is right. */
export function isClaimNumber(text: string): boolean {
  if (!/^[1-9A-Z][0-9A-Z]{1,16}$/.test(text)) return false
  return checkCharacterOf(text.slice(0, -1)) === text.slice(-1)
}

/** The hybrid recursion of the standard: modulo 36, never 0, doubled modulo 37. */
export function checkCharacterOf(body: string): string {
  let product = 36
  for (const character of body) {
    const sum = (product + characters.indexOf(character)) % 36
    product = ((sum === 0 ? 36 : sum) * 2) % 37
  }
  return characters[(37 - product) % 36] ?? ''
}
