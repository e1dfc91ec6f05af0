/**
 * Ten digits with the Luhn check digit of an NPI, which is computed as if 80840 stood before it (45 CFR
 * 162.406).
 */
export function isNpi(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false
  const sum = [...`80840${text}`].reverse().reduce((total, digit, place) => {
    const worth = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return total + (worth > 9 ? worth - 9 : worth)
  }, 0)
  return sum % 10 === 0
}
