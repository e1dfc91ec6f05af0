/** Claims and questions as a clinic would send them, for the tests here: written by hand, not by Tally's writer. */

export interface SampleLine {
  readonly code?: string
  readonly modifiers?: readonly string[]
  readonly dollars?: string
  readonly units?: number
  readonly on?: string
  readonly control?: string
  /** SVD, CAS and DTP*573 of an earlier payer. */
  readonly prior?: readonly string[]
}

export interface SampleClaim {
  readonly number?: string
  readonly memberId?: string
  readonly payer?: readonly [id: string, name: string, filing: string]
  readonly responsibility?: string
  readonly frequency?: string
  readonly original?: string
  readonly authorization?: string
  readonly npi?: string
  readonly dollars?: string
  readonly placeOfService?: string
  /** Loop 2320 and 2330 of an earlier payer. */
  readonly other?: readonly string[]
  readonly lines?: readonly SampleLine[]
}

export interface SampleFile {
  readonly control?: number
  readonly sender?: string
  readonly wantsTa1?: boolean
  readonly claims?: readonly SampleClaim[]
}

export const medicare = ['02302', 'MEDICARE PART B', 'MB'] as const
export const commercial = ['12345', 'EXAMPLE HEALTH PLAN', 'CI'] as const

/** The claim of x12.md 1.10: three lines, 250 dollars, Portland. */
export const workedLines: readonly SampleLine[] = [
  { code: '97110', modifiers: ['GP', 'KX'], dollars: '100', units: 2, control: 'L00000001' },
  { code: '97140', modifiers: ['GP', 'CQ', 'KX'], dollars: '60', units: 1, control: 'L00000002' },
  { code: '97530', modifiers: ['GP', 'KX'], dollars: '90', units: 2, control: 'L00000003' },
]

export function sampleFile({
  control = 101,
  sender = 'CLINICSUB',
  wantsTa1,
  claims = [{}],
}: SampleFile = {}) {
  const number = String(control).padStart(9, '0')
  const body = [
    'ST*837*0001*005010X222A1',
    `BHT*0019*00*B${number}*20261121*0930*CH`,
    `NM1*41*2*EXAMPLE PT LLC*****46*${sender}`,
    'PER*IC*BILLING DESK*TE*5035550100',
    'NM1*40*2*CLEARINGHOUSE*****46*CLEARHOUSE',
    ...claims.flatMap((claim, index) => claimSegments(claim, 2 * index + 1)),
  ]
  const isa = `ISA*00*          *00*          *ZZ*${sender.padEnd(15)}*ZZ*CLEARHOUSE     *261121*0930*^*00501*${number}`
  const segments = [
    `${isa}*${wantsTa1 ? 1 : 0}*T*:`,
    `GS*HC*${sender}*CLEARHOUSE*20261121*0930*${control}*X*005010X222A1`,
    ...body,
    `SE*${body.length + 1}*0001`,
    `GE*1*${control}`,
    `IEA*1*${number}`,
  ]
  return segments.map((segment) => `${segment}~\n`).join('')
}

function claimSegments(claim: SampleClaim, level: number): string[] {
  const { memberId = '1EG4TE5MK73', payer = medicare, responsibility = 'P', npi = '1234567893' } = claim
  const {
    number = 'PCN0000000000000001',
    frequency = '1',
    placeOfService = '11',
    lines = workedLines,
  } = claim
  const total = lines.reduce((sum, { dollars = '100' }) => sum + Math.round(Number(dollars) * 100), 0)
  const sum = `${Math.floor(total / 100)}.${String(total % 100).padStart(2, '0')}`
  return [
    `HL*${level}**20*1`,
    'PRV*BI*PXC*261QP2000X',
    `NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*${npi}`,
    ...['N3*100 MAIN ST', 'N4*PORTLAND*OR*972011234', 'REF*EI*930000001'],
    `HL*${level + 1}*${level}*22*0`,
    `SBR*${responsibility}*18*******${payer[2]}`,
    `NM1*IL*1*DOE*JANE****MI*${memberId}`,
    ...['N3*1 OAK ST', 'N4*PORTLAND*OR*97201', 'DMG*D8*19500101*F'],
    `NM1*PR*2*${payer[1]}*****PI*${payer[0]}`,
    `CLM*${number}*${claim.dollars ?? sum}***${placeOfService}:B:${frequency}*Y*A*Y*Y`,
    'DTP*431*D8*20261001',
    ...(claim.original ? [`REF*F8*${claim.original}`] : []),
    ...(claim.authorization ? [`REF*G1*${claim.authorization}`] : []),
    'HI*ABK:M5450*ABF:M6281',
    'NM1*DN*1*SMITH*ALAN****XX*1467560003',
    ...['NM1*82*1*PATEL*ANITA****XX*1861400004', 'PRV*PE*PXC*225100000X'],
    ...(claim.other ?? []),
    ...lines.flatMap(lineSegments),
  ]
}

function lineSegments(line: SampleLine, index: number): string[] {
  const { code = '97110', modifiers = ['GP'], dollars = '100', units = 1, on = '20261110' } = line
  return [
    `LX*${index + 1}`,
    `SV1*${['HC', code, ...modifiers].join(':')}*${dollars}*UN*${units}***1:2`,
    `DTP*472*D8*${on}`,
    `REF*6R*${line.control ?? `L0000000${index + 1}`}`,
    ...(line.prior ?? []),
  ]
}

/** A 270 about one member. */
export function sampleInquiry({ memberId = '1EG4TE5MK73', payerId = '02302', on = '20261110' } = {}): string {
  const segments = [
    'ISA*00*          *00*          *ZZ*CLINICSUB      *ZZ*CLEARHOUSE     *261121*0930*^*00501*000000701*0*T*:',
    'GS*HS*CLINICSUB*CLEARHOUSE*20261121*0930*701*X*005010X279A1',
    'ST*270*0001*005010X279A1',
    'BHT*0022*13*Q0000701*20261121*0930',
    ...['HL*1**20*1', `NM1*PR*2*SOME PAYER*****PI*${payerId}`],
    ...['HL*2*1*21*1', 'NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893'],
    ...['HL*3*2*22*0', 'TRN*1*TRACE0000001*9CLINICSUB', `NM1*IL*1*DOE*JANE****MI*${memberId}`],
    ...['DMG*D8*19500101*F', `DTP*291*D8*${on}`, 'EQ*30', 'EQ*PT'],
    ...['SE*14*0001', 'GE*1*701', 'IEA*1*000000701'],
  ]
  return segments.map((segment) => `${segment}~`).join('')
}

/** A clock that stands until it is moved. */
export function movedClock(start = '2026-11-21T17:30:00Z') {
  let at = Date.parse(start)
  return {
    millis: () => at,
    advance(millis: number) {
      at += millis
    },
  }
}
