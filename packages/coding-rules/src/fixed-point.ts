/**
 * Rates and indices as whole numbers of their last place, so that no fraction ever stands: 1.02 with three
 * places is 1020.
 */

/** `decimal` in units of its place number `places`; null when it is no such number, or has more places. */
export function fixedPoint(decimal: string, places: number): number | null {
  const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d+))?$/.exec(decimal) ?? []
  if (whole === undefined || fraction.length > places) return null
  return Number(`${whole}${fraction.padEnd(places, '0')}`)
}
