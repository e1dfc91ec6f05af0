/** A segment's tag: two or three letters and digits, of which a few dozen make up nearly every file. */

/** Tags as they usually come, each one string for the whole file, so that comparing them is no work. */
export const tags: ReadonlySet<string> = new Set(
  (
    'ISA IEA GS GE ST SE BHT HL NM1 N1 N2 N3 N4 PER REF DTP DTM DMG TRN BPR CUR RDM LX TS2 TS3 CLP CAS MIA MOA AMT QTY ' +
    'SVC LQ PLB PRV SBR PAT CLM PWK CN1 K3 NTE CR1 CR2 CRC HI HCP SV1 SVD OI EQ EB HSD MSG AAA INS III LS LE STC AK1 AK2 ' +
    'IK3 CTX IK4 IK5 AK3 AK4 AK5 AK9 TA1'
  ).split(' '),
)
const byTag = new Map([...tags].map((tag) => [codeOf(tag), tag]))

/** As it is kept: one of `tags`, or without what pads it. */
export function knownTag(text: string): string {
  if (text.length === 3 || text.length === 2) {
    // Other characters may make the same number.
    const known = byTag.get(codeOf(text))
    if (known === text) return known
  }
  return text.trimEnd()
}

/** The three characters of a tag in one number. */
function codeOf(tag: string): number {
  return (tag.charCodeAt(0) << 16) | (tag.charCodeAt(1) << 8) | (tag.length > 2 ? tag.charCodeAt(2) : 0)
}

/** Two or three of A-Z and 0-9, a letter first. */
export function isTag(tag: string): boolean {
  if (tag.length < 2 || tag.length > 3) return false
  for (let at = 0; at < tag.length; at++) {
    const code = tag.charCodeAt(at)
    if (!isLetter(code) && !(at > 0 && code >= 48 && code <= 57)) return false
  }
  return true
}

/** A to Z, by its code. */
export function isLetter(code: number): boolean {
  return code >= 65 && code <= 90
}
