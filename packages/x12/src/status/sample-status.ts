/** Answers to a 276 (277, 005010X212), one segment a line. All people are invented. */

export function fileOf277(
  body: string,
  guide = '005010X212',
  bht = 'BHT*0010*08*S0000501*20261121*1200*DG',
): string {
  const lines = [bht, ...body.trim().split('\n')]
  return [
    'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261121*1200*^*00501*000000501*0*T*:',
    `GS*HN*EXPAYER*EXCLINIC*20261121*1200*501*X*${guide}`,
    `ST*277*0001*${guide}`,
    ...lines,
    `SE*${lines.length + 2}*0001`,
    'GE*1*501',
    'IEA*1*000000501',
  ]
    .map((segment) => `${segment.trim()}~\n`)
    .join('')
}

/** Payer, receiver and provider; what a patient's level begins with. */
export const above = `HL*1**20*1
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345
PER*IC*CLAIMS*TE*5035550199
HL*2*1*21*1
NM1*41*2*EXAMPLE PHYSICAL THERAPY LLC*****46*EXCLINIC
HL*3*2*19*1
NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893`
export const alma = 'HL*4*3*22*0\nNM1*IL*1*SAMPLE*ALMA****MI*EXH000000001'

/** One claim of one patient, with these STC. */
export function claimWith(...stc: string[]): string {
  return [above, alma, 'TRN*2*Q1', ...stc, 'REF*1K*ICN1'].join('\n')
}

/** A paid claim with its lines, a dependent's that is denied, one that pends, one that isn't found. */
export const fourAnswers = fileOf277(`${above}
${alma}
TRN*2*Q1
STC*F1:65*20261118**310*201.5*20261115*CHK*20261117*CHK0001234
REF*1K*ICN0001
REF*BLT*111
REF*EJ*EVAL0000000000101
REF*D9*TRACE101
DTP*472*RD8*20261016-20261020
SVC*HC:97161:GP*160*120**1
STC*F1:65*20261118
REF*FJ*E101A
DTP*472*D8*20261016
SVC*HC:97110:GP:KX*150*81.5*0420***2
STC*F1:65*20261118
REF*6R*E101B
DTP*472*D8*20261020
TRN*2*Q2
STC*P1:20*20261119**60
REF*EJ*EVAL0000000000102
HL*5*3*22*1
NM1*IL*1*TESTCASE*BRUNO****MI*EXH000000002
HL*6*5*23
NM1*QC*1*TESTCASE*NINA
TRN*2*Q3
STC*F2:84:QC*20261110**140*0*****F2:107*F2:483:85*SEE LETTER
HL*7*3*22*0
NM1*IL*1*EXEMPLAR*DIETER****MI*EXH000000004
TRN*2*Q4
STC*D0:35*20261119`)
