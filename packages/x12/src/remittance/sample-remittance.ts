/**
 * The worked remittance of x12.md 2.12, from shared/corpus/835/tally-payment-denial-reversal.edi (written for
 * this project), one segment a line, and how to put it into a file. All people are invented.
 */

import type { Finding } from '../reader/finding.ts'

/** From ST to SE: one claim paid, one denied, one reversed and corrected, with interest. */
export const workedRemittance = `
ST*835*0001
BPR*I*172.55*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*031000053*DA*987654321*20261120
TRN*1*EFT20261120001*1512345678
DTM*405*20261120
N1*PR*EXAMPLE HEALTH PLAN*XV*12345
N3*1 PAYER PLAZA
N4*SALEM*OR*973010000
PER*BL*PROVIDER SERVICES*TE*8005550100
N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*1234567893
REF*TJ*930000001
LX*1
CLP*PCN0000000000000001*1*250*160*40*12*202611200000001*11*1
NM1*QC*1*SAMPLE*ALMA****MI*EXH000000001
NM1*82*1*PLACEHOLDER*PETRA****XX*2000000010
DTM*050*20261112
SVC*HC:97110:GP*100*64**2
DTM*472*20261110
CAS*CO*45*20
CAS*PR*2*16
REF*6R*L00000001
AMT*B6*80
SVC*HC:97140:GP*60*40**1
DTM*472*20261110
CAS*CO*45*10
CAS*PR*2*10
REF*6R*L00000002
AMT*B6*50
SVC*HC:97530:GP*90*56**2
DTM*472*20261110
CAS*CO*45*20
CAS*PR*2*14
REF*6R*L00000003
AMT*B6*70
CLP*PCN0000000000000002*1*190*0*90*12*202611200000002*11*1
NM1*QC*1*TESTCASE*BRUNO****MI*EXH000000002
NM1*82*1*PLACEHOLDER*PETRA****XX*2000000010
DTM*050*20261112
SVC*HC:97110:GP*100*0**2
DTM*472*20261110
CAS*CO*197*100
REF*6R*L00000001
LQ*HE*N54
SVC*HC:97530:GP*90*0**2
DTM*472*20261110
CAS*PR*119*90
REF*6R*L00000002
LQ*HE*N362
CLP*PCN0000000000000003*22*-60*-40**12*202610010000003*11*1
NM1*QC*1*DUMMY*CARLA****MI*EXH000000003
NM1*82*1*PLACEHOLDER*PETRA****XX*2000000010
DTM*050*20260920
SVC*HC:97140:GP*-60*-40**1
DTM*472*20260915
CAS*CO*45*-20
REF*6R*L00000001
CLP*PCN0000000000000003*1*60*50*0*12*202611200000003*11*7
NM1*QC*1*DUMMY*CARLA****MI*EXH000000003
NM1*82*1*PLACEHOLDER*PETRA****XX*2000000010
DTM*050*20261105
AMT*I*2.55
SVC*HC:97140:GP*60*50**1
DTM*472*20260915
CAS*CO*45*10
REF*6R*L00000001
AMT*B6*50
PLB*1234567893*20261231*L6:202611200000003*-2.55
SE*67*0001
`

export interface Disguise {
  readonly element: string
  readonly component: string
  readonly repetition: string
  readonly terminator: string
  /** Stands before and after each segment, whatever white space there is. */
  readonly before?: string
  readonly after?: string
  readonly interchange?: string
}

export const usual: Disguise = {
  element: '*',
  component: ':',
  repetition: '^',
  terminator: '~',
  after: '\n',
}

/** Segments with `*` and `:` as a file of one interchange and group, or of several STs. */
export function fileOf(body: string, disguise: Disguise = usual): string {
  const { interchange = '000000201' } = disguise
  const segments = body.trim().split('\n')
  const transactions = segments.filter((segment) => segment.startsWith('ST*')).length
  const isa = ['ISA', '00', ' '.repeat(10), '00', ' '.repeat(10), 'ZZ', 'EXPAYER'.padEnd(15), 'ZZ']
  const rest = ['EXCLINIC'.padEnd(15), '261120', '0815', disguise.repetition, '00501', interchange, '0', 'T']
  const group = String(Number(interchange))
  return [
    [...isa, ...rest, disguise.component].join(disguise.element) + disguise.terminator,
    ...[
      `GS*HP*EXPAYER*EXCLINIC*20261120*0815*${group}*X*005010X221A1`,
      ...segments,
      `GE*${transactions}*${group}`,
      `IEA*1*${interchange}`,
    ].map((segment) => disguised(segment, disguise)),
  ].join('')
}

function disguised(segment: string, disguise: Disguise): string {
  const { element, component, terminator, before = '', after = '' } = disguise
  const text = segment.replaceAll('*', '\u0001').replaceAll(':', component).replaceAll('\u0001', element)
  return `${after}${before}${text}${terminator}`
}

/** The same segments with one of them changed and SE01 right again. */
export function changed(body: string, from: string, ...to: readonly string[]): string {
  const segments = body.trim().split('\n')
  const place = segments.indexOf(from)
  if (place < 0) throw new TypeError(`the sample holds no ${from}`)
  return recounted([...segments.slice(0, place), ...to, ...segments.slice(place + 1)])
}

/** SE01 as it should be. */
export function recounted(segments: readonly string[]): string {
  return segments.map((segment) => segment.replace(/^SE\*\d+/, `SE*${segments.length}`)).join('\n')
}

/** A file of one ST that holds these segments; the first of them is the fourth of the file. */
export function fileHolding(...segments: readonly string[]): string {
  return fileOf(recounted(['ST*835*0001', ...segments, 'SE*0*0001']))
}

/** A file that pays `payment` for these segments, the first of them its sixth; of 0 nothing is to be said. */
export function filePaying(payment: string, ...segments: readonly string[]): string {
  const [handling, method] = payment === '0' ? ['H', 'NON'] : ['I', 'ACH']
  const bpr = `BPR*${handling}*${payment}*C*${method}************20261120`
  return fileHolding(bpr, 'TRN*1*T1*1512345678', ...segments)
}

/** Where a finding stands, and how grave it is. */
export function brief(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, rule, segment, element }) => `${severity} ${rule} ${segment} ${element}`)
}
