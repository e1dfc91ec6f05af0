/**
 * What a claim number may have been before one of its characters was read wrongly. Its check character (ISO/IEC 7064
 * MOD 37,36) leaves one character for each place: the recursion is followed from both ends to where they meet.
 */
import { isClaimNumber } from '@tally/x12'

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** A shorter one says too little to be repaired. */
const lengthMin = 10

/** Each with another character in one place and a right check character: one a place. None of a number that is right. */
export function repairedNumbers(claimNumber: string): readonly string[] {
  const said = claimNumber.trim().toUpperCase()
  if (said.length < lengthMin || !/^[0-9A-Z]{1,17}$/.test(said) || isClaimNumber(said)) return []
  const digits = [...said].map((character) => characters.indexOf(character))
  const [before, after] = [fromTheLeft(digits), fromTheRight(digits)]
  const numbers = digits.map((_, place) => {
    const isCheck = place === digits.length - 1
    const left = before[place] ?? 0
    const right = isCheck ? checkOf(left) : upTo36(halved(after[place] ?? 0) - left) % 36
    return said.slice(0, place) + characters.charAt(right) + said.slice(place + 1)
  })
  return numbers.filter(isClaimNumber)
}

/** The product of the recursion before each character. */
function fromTheLeft(digits: readonly number[]): readonly number[] {
  const products = [36]
  for (const digit of digits) products.push((upTo36((products.at(-1) ?? 0) + digit) * 2) % 37)
  return products
}

/** The product that must stand behind each character, that the check character at the end be right. */
function fromTheRight(digits: readonly number[]): readonly number[] {
  const [check = 0] = digits.slice(-1)
  const products: number[] = []
  let product = check === 0 ? 1 : 37 - check
  for (let place = digits.length - 2; place >= 0; place--) {
    products[place] = product
    product = upTo36(halved(product) - (digits[place] ?? 0))
  }
  return products
}

function checkOf(product: number): number {
  return (37 - product) % 36
}

/** Modulo 37, where 19 is a half. */
function halved(product: number): number {
  return (product * 19) % 37
}

/** Modulo 36, from 1 to 36. */
function upTo36(value: number): number {
  return ((((value - 1) % 36) + 36) % 36) + 1
}
