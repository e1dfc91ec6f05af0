/** Small files of each kind that `tally x12` reads. All people in them are invented. */

function fileOf(kind: string, version: string, body: string): string {
  const isa = ['ISA', '00', ' '.repeat(10), '00', ' '.repeat(10), 'ZZ', 'EXPAYER'.padEnd(15), 'ZZ']
  const rest = ['EXCLINIC'.padEnd(15), '261120', '0815', '^', '00501', '000000201', '0', 'T', ':']
  const segments = body.trim().split('\n')
  const transactions = segments.filter((segment) => segment.startsWith('ST*')).length
  return [
    [...isa, ...rest].join('*'),
    ...(kind === '' ? [] : [`GS*${kind}*EXPAYER*EXCLINIC*20261120*0815*201*X*${version}`]),
    ...segments,
    ...(kind === '' ? ['IEA*0*000000201'] : [`GE*${transactions}*201`, 'IEA*1*000000201']),
  ]
    .map((segment) => `${segment}~\n`)
    .join('')
}

/** One claim of two lines, the second denied, and interest. */
export const payment = fileOf(
  'HP',
  '005010X221A1',
  `
ST*835*0001
BPR*I*66.55*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*031000053*DA*987654321*20261120
TRN*1*EFT1*1512345678
N1*PR*EXAMPLE HEALTH PLAN*XV*12345
N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*1234567893
LX*1
CLP*PCN1*1*190*64*16*12*202611201*11*1
NM1*QC*1*SAMPLE*ALMA****MI*EXH000000001
MOA***MA18
AMT*I*2.55
SVC*HC:97110:GP*100*64**2
DTM*472*20261110
CAS*CO*45*20
CAS*PR*2*16
REF*6R*L1
SVC*HC:97530:GP*90*0**2
DTM*472*20261110
CAS*CO*197*90
LQ*HE*N54
PLB*1234567893*20261231*L6:202611201*-2.55
SE*21*0001`,
)

export const claims = fileOf(
  'HC',
  '005010X222A1',
  `
ST*837*0001*005010X222A1
BHT*0019*00*B0000101*20261121*0930*CH
CLM*PCN1*250***11:B:1*Y*A*Y*Y
SE*4*0001`,
)

/** The second of two transactions is rejected for a code in its first line. */
export const partAccepted = fileOf(
  'FA',
  '005010X231A1',
  `
ST*999*0001*005010X231A1
AK1*HC*301*005010X222A1
AK2*837*0001*005010X222A1
IK5*A
AK2*837*0002*005010X222A1
IK3*SV1*31*2400*8
CTX*CLM01:PCN2
IK4*1:2*234*7*9753Q
IK5*R*5
AK9*P*2*2*1
SE*11*0001`,
)

/** One claim accepted, one refused with its line. */
export const claimsAcknowledged = fileOf(
  'HN',
  '005010X214',
  `
ST*277*0001*005010X214
BHT*0085*08*CA1*20261121*1200*TH
HL*1**20*1
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345
HL*2*1*21*1
NM1*41*2*EXAMPLE PHYSICAL THERAPY LLC*****46*EXCLINIC
TRN*2*B1
STC*A1:19:PR*20261121*WQ*500
QTY*90*1
QTY*AA*1
HL*3*2*19*1
NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893
STC*A1:19:85**WQ*500
HL*4*3*PT
NM1*QC*1*SAMPLE*ALMA****MI*EXH000000001
TRN*2*PCN1
STC*A2:20:PR*20261121*WQ*310
REF*1K*202611211
HL*5*3*PT
NM1*QC*1*DUMMY*CARLA****MI*EXH000000003
TRN*2*PCN2
STC*A7:562:82*20261121*U*190
SVC*HC:97110:GP*190*0
STC*A7:21:82**U
SE*25*0001`,
)

export const interchangeRefused = fileOf('', '', 'TA1*000000301*261121*0930*R*025')

/** Active, with a deductible, a copay and 18 of 30 visits left; the second person is not found. */
export const benefitsAnswered = fileOf(
  'HB',
  '005010X279A1',
  `
ST*271*0001*005010X279A1
BHT*0022*11*Q1*20261121*0945
HL*1**20*1
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345
HL*2*1*21*1
NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893
HL*3*2*22*0
TRN*2*TRACE1*9EXCLINIC1
NM1*IL*1*SAMPLE*ALMA****MI*EXH000000001
EB*1**30**EXAMPLE GOLD PPO
EB*C*IND*30***23*1500*****Y
EB*C*IND*30***29*420*****Y
EB*B*IND*PT***27*30*****Y
EB*A*IND*PT***27**.2****Y
EB*F*IND*PT***23***VS*30*Y*Y
MSG*COMBINED PT OT ST LIMIT
EB*F*IND*PT***29***VS*18*Y*Y
HL*4*2*22*0
NM1*IL*1*DUMMY*CARLA****MI*EXH000000003
AAA*N**75*C
SE*21*0001
ST*271*0002*005010X279A1
BHT*0022*11*Q2*20261121*0946
HL*1**20*0
AAA*Y**42*R
NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345
SE*6*0002`,
)
