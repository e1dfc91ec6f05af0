/** Files for the readers of 837P and 277, in any separators. All people are invented. */
import type { ClaimDocument } from '../claim-document.ts'
import { sampleSubmission } from '../sample-claim.ts'
import { write837p } from '../write-837p.ts'

export interface Signs {
  readonly element: string
  readonly component: string
  readonly repetition: string
  readonly terminator: string
}

/** What our writer makes of `claims`. */
export function fileOfClaims(claims: ClaimDocument[]): string {
  const written = write837p(sampleSubmission(claims))
  if (!written.ok) throw new Error(written.problems.map(({ rule, pointer }) => `${rule} ${pointer}`).join())
  return written.text
}

/** The same file in other separators; none of them may stand in its data. */
export function inSigns(text: string, { element, component, repetition, terminator }: Signs): string {
  const signs: Readonly<Record<string, string>> = {
    '*': element,
    ':': component,
    '^': repetition,
    '~': terminator,
  }
  return [...text].map((sign) => signs[sign] ?? sign).join('')
}

/** Segments, one a line, as an ST of an 837P with its envelope and its count. */
export function fileOf837(body: string, guide = '005010X222A1'): string {
  const lines = body.trim().split('\n')
  return [
    'ISA*00*          *00*          *ZZ*EXCLINIC       *ZZ*EXCLEARING     *261121*0930*^*00501*000000301*0*T*:',
    `GS*HC*EXCLINIC*EXCLEARING*20261121*0930*301*X*${guide}`,
    `ST*837*0001*${guide}`,
    'BHT*0019*00*B0000301*20261121*0930*CH',
    ...lines,
    `SE*${lines.length + 3}*0001`,
    'GE*1*301',
    'IEA*1*000000301',
  ]
    .map((segment) => `${segment.trim()}~\n`)
    .join('')
}
