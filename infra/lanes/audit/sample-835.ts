/** An 835 as text, for the audit's own tests: amounts in cents, the payment reckoned unless it is given. */

/** Group, reason, cents. */
export type Adjusted = readonly [group: string, reason: string, cents: number]

export interface AnsweredLine {
  readonly code: string
  readonly charge: number
  readonly paid: number
  readonly adjusted: readonly Adjusted[]
  /** REF*6R. */
  readonly line: string
}

export interface Answered {
  readonly number: string
  readonly status?: string
  readonly payerNumber?: string
  readonly patient?: number
  readonly lines: readonly AnsweredLine[]
  /** At the claim's level; it pays its lines less these. */
  readonly adjusted?: readonly Adjusted[]
  /** Instead of lines. */
  readonly whole?: { readonly charge: number; readonly paid: number }
}

export interface Transaction {
  readonly trace: string
  readonly payer?: string
  readonly payee?: string
  readonly payment?: number
  /** As X12 writes it. */
  readonly paidOn?: string
  readonly claims?: readonly Answered[]
  /** PLB: code, reference, cents. */
  readonly levels?: readonly (readonly [code: string, reference: string, cents: number])[]
}

export function text835(...transactions: readonly Transaction[]): string {
  const bodies = transactions.flatMap((each, index) => {
    const number = String(index + 1).padStart(4, '0')
    const body = segmentsOf(each)
    return [`ST*835*${number}`, ...body, `SE*${body.length + 2}*${number}`]
  })
  const segments = [
    'ISA*00*          *00*          *ZZ*AUDITPAYER     *ZZ*AUDITCLINIC    *261120*0815*^*00501*000000301*0*T*:',
    'GS*HP*AUDITPAYER*AUDITCLINIC*20261120*0815*301*X*005010X221A1',
    ...bodies,
    `GE*${transactions.length}*301`,
    'IEA*1*000000301',
  ]
  return segments.map((segment) => `${segment}~\n`).join('')
}

function segmentsOf(transaction: Transaction): readonly string[] {
  const {
    trace,
    payer = '12345',
    payee = '1234567893',
    paidOn = '20261120',
    claims = [],
    levels = [],
  } = transaction
  const paid = sum(claims.map((each) => amountsOf(each).paid))
  const payment = transaction.payment ?? paid - sum(levels.map(([, , cents]) => cents))
  return [
    `BPR*${payment === 0 ? 'H' : 'I'}*${dollars(payment)}*C*${payment === 0 ? 'NON' : 'ACH'}************${paidOn}`,
    `TRN*1*${trace}*1512345678`,
    `DTM*405*${paidOn}`,
    `N1*PR*AUDITED HEALTH PLAN*XV*${payer}`,
    'PER*BL*PROVIDER SERVICES*TE*8005550100',
    `N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*${payee}`,
    ...(claims.length > 0 ? ['LX*1'] : []),
    ...claims.flatMap(claimSegments),
    ...levels.map(
      ([code, reference, cents]) => `PLB*${payee}*20261231*${code}:${reference}*${dollars(cents)}`,
    ),
  ]
}

function amountsOf({ lines, adjusted = [], whole }: Answered): {
  readonly charge: number
  readonly paid: number
} {
  const own = sum(adjusted.map(([, , cents]) => cents))
  return (
    whole ?? {
      charge: sum(lines.map(({ charge }) => charge)),
      paid: sum(lines.map(({ paid }) => paid)) - own,
    }
  )
}

function claimSegments(claim: Answered): readonly string[] {
  const { number, status = '1', payerNumber = '', patient, adjusted = [], lines } = claim
  const { charge, paid } = amountsOf(claim)
  const amounts = [dollars(charge), dollars(paid), patient === undefined ? '' : dollars(patient)]
  return [
    `CLP*${number}*${status}*${amounts.join('*')}*12*${payerNumber}*11*1`,
    ...adjusted.map(adjustment),
    'NM1*QC*1*SAMPLE*ALMA****MI*EXH000000001',
    ...lines.flatMap((line) => [
      `SVC*HC:${line.code}:GP*${dollars(line.charge)}*${dollars(line.paid)}**1`,
      'DTM*472*20261110',
      ...line.adjusted.map(adjustment),
      `REF*6R*${line.line}`,
    ]),
  ]
}

function adjustment([group, reason, cents]: Adjusted): string {
  return `CAS*${group}*${reason}*${dollars(cents)}`
}

/** As X12 writes it. */
function dollars(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function sum(cents: readonly number[]): number {
  return cents.reduce((total, each) => total + each, 0)
}
