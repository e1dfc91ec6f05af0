/**
 * Provider taxonomy codes of a therapy practice and of who refers to it: "codes present in NUCC set version 25.1
 * (2025-07)" (shared/reference/taxonomy-pt.csv). The whole set is licensed: of another code only its form is judged.
 */
const ofTherapyPractices = new Set(
  (
    '225100000X 2251C2600X 2251E1200X 2251E1300X 2251G0304X 2251H1200X 2251H1300X 2251N0400X 2251P0200X 2251S0007X ' +
    '2251X0800X 225200000X 225X00000X 224Z00000X 235Z00000X 111N00000X 261QP2000X 261QR0400X 261QR0401X 193200000X ' +
    '193400000X 2255A2300X 225700000X 207X00000X 207Q00000X 207R00000X 208100000X 363A00000X 363L00000X 207XX0005X'
  ).split(' '),
)

export function isTaxonomyOfTherapy(code: string): boolean {
  return ofTherapyPractices.has(code)
}
