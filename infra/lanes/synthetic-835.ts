/**
 * An 835 of as many claims as asked for, each of two lines and about 420 bytes, that adds up to the cent: what
 * x12.md 5.4 timed the peers on. Nobody in it exists.
 */
import { type Cents, cents, inDollars } from '@tally/kernel'

const isa =
  'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261121*1200*^*00501*000000001*0*T*:'

export function* synthetic835(claims: number): Generator<string> {
  const all = Array.from({ length: claims }, (_, place) => claimOf(place + 1))
  const paid = all.reduce((sum, claim) => sum + claim.paidCents, 0)
  const head = [
    'ST*835*0001',
    `BPR*I*${dollars(paid)}*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*031000053*DA*987654321*20261120`,
    ...['TRN*1*EFT20261120001*1512345678', 'DTM*405*20261120', 'N1*PR*EXAMPLE HEALTH PLAN*XV*12345'],
    ...['N3*1 MAIN ST', 'N4*PORTLAND*OR*97201', 'PER*BL*HELP*TE*8005551212'],
    ...['N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*1234567893', 'REF*TJ*931234567'],
  ]
  yield* [isa, 'GS*HP*EXPAYER*EXCLINIC*20261121*1200*1*X*005010X221A1', ...head].map(terminated)
  let segments = head.length + 1
  for (const claim of all) {
    segments += claim.segments.length
    yield claim.segments.map(terminated).join('')
  }
  yield* [`SE*${segments}*0001`, 'GE*1*1', 'IEA*1*000000001'].map(terminated)
}

function claimOf(number: number) {
  const lines = [97110, 97140].map((code, place) => lineOf(number, place + 1, code))
  const sum = (amount: (line: ReturnType<typeof lineOf>) => number) =>
    lines.reduce((total, line) => total + amount(line), 0)
  const [charge, paidCents] = [sum((line) => line.charge), sum((line) => line.paid)]
  const id = String(number).padStart(9, '0')
  return {
    paidCents,
    segments: [
      `LX*${number}`,
      `CLP*PCN0000${id}*1*${dollars(charge)}*${dollars(paidCents)}*32*12*202611${id}*11*1`,
      `NM1*QC*1*DOE${number}*JANE****MI*W${id}`,
      'NM1*82*1*EXAMPLE*ANITA****XX*1861400004',
      ...['DTM*232*20261110', 'DTM*233*20261110', 'DTM*050*20261112'],
      ...lines.flatMap((line) => line.segments),
    ],
  }
}

function lineOf(number: number, place: number, code: number) {
  const charge = 10_000 + ((number * 37 + place * 11) % 5_000)
  const contractual = 2_000 + ((number * 13) % 700)
  const paid = charge - contractual - 1_600
  return {
    charge,
    paid,
    segments: [
      `SVC*HC:${code}:GP*${dollars(charge)}*${dollars(paid)}**${place}`,
      'DTM*472*20261110',
      `CAS*CO*45*${dollars(contractual)}`,
      'CAS*PR*2*16',
      `REF*6R*L${String(number * 10 + place).padStart(10, '0')}`,
      `AMT*B6*${dollars(paid + 1_600)}`,
    ],
  }
}

function dollars(amount: number): string {
  const whole: Cents = cents(amount)
  return inDollars(whole)
    .replace(/[$,]/g, '')
    .replace(/\.?0+$/, '')
}

function terminated(segment: string): string {
  return `${segment}~`
}
