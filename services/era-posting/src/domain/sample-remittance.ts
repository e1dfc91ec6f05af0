/** An 835 as text, from what a test wants to say of it: amounts in cents, the payment reckoned unless it is given. */
import { createHash } from 'node:crypto'
import { type Remittance, readRemittances } from '@tally/x12'

/** Group, reason, cents. */
export type SampleAdjustment = readonly [group: string, reason: string, amountCents: number]

export interface SampleLine {
  readonly code: string
  readonly modifiers?: readonly string[]
  readonly charge: number
  readonly paid: number
  readonly units?: string
  /** REF*6R. */
  readonly control?: string
  /** AMT*B6. */
  readonly allowed?: number
  readonly adjustments?: readonly SampleAdjustment[]
  readonly remarks?: readonly string[]
  readonly date?: string
}

export interface SampleClaim {
  /** NM109; '' leaves it out. */
  readonly member?: string
  /** REF behind the claim: qualifier and value. */
  readonly references?: readonly (readonly [qualifier: string, value: string])[]
  /** MOA. */
  readonly remarks?: readonly string[]
  readonly number: string
  readonly status?: string
  readonly charge: number
  readonly paid: number
  readonly patient?: number
  /** AMT*I. */
  readonly interest?: number
  readonly payerNumber?: string
  readonly adjustments?: readonly SampleAdjustment[]
  readonly lines?: readonly SampleLine[]
}

export interface SampleRemittance {
  readonly trace?: string
  readonly payment?: number
  readonly handling?: string
  readonly method?: string
  readonly payer?: string
  readonly payee?: string
  /** N1*PE by its tax id, without an NPI. */
  readonly taxId?: string
  readonly paidOn?: string
  readonly claims?: readonly SampleClaim[]
  readonly provider?: readonly SampleProviderLevel[]
  /** All of `provider` in one PLB segment. */
  readonly together?: boolean
}

/** Reason with reference, cents, and the provider where it is not the payee. */
export type SampleProviderLevel = readonly [
  reason: string,
  reference: string,
  amountCents: number,
  providerId?: string,
]

export const samplePayee = '1234567893'
export const sampleOriginator = '1512345678'

export function sample835(...remittances: readonly SampleRemittance[]): string {
  const transactions = remittances.flatMap((each, index) => {
    const number = String(index + 1).padStart(4, '0')
    const body = bodyOf(each)
    return [`ST*835*${number}`, ...body, `SE*${body.length + 2}*${number}`]
  })
  const segments = [
    'ISA*00*          *00*          *ZZ*EXPAYER        *ZZ*EXCLINIC       *261120*0815*^*00501*000000201*0*T*:',
    'GS*HP*EXPAYER*EXCLINIC*20261120*0815*201*X*005010X221A1',
    ...transactions,
    `GE*${remittances.length}*201`,
    'IEA*1*000000201',
  ]
  return segments.map((segment) => `${segment}~\n`).join('')
}

/** The same, read. */
export function sampleRead(remittance: SampleRemittance): Remittance {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const [read] = readRemittances(sample835(remittance), { sha256 }).transactions
  if (!read) throw new Error('the sample is no remittance')
  return read
}

function bodyOf(sample: SampleRemittance): readonly string[] {
  const { trace = 'EFT20261120001', payer = '12345', payee = samplePayee, paidOn = '20261120' } = sample
  const { claims = [], provider = [] } = sample
  const paid = claims.reduce((sum, each) => sum + each.paid, 0)
  const payment = sample.payment ?? paid - provider.reduce((sum, [, , amount]) => sum + amount, 0)
  const { handling = payment === 0 ? 'H' : 'I', method = payment === 0 ? 'NON' : 'ACH' } = sample
  return [
    `BPR*${handling}*${dollars(payment)}*C*${method}************${paidOn}`,
    `TRN*1*${trace}*${sampleOriginator}`,
    `DTM*405*${paidOn}`,
    `N1*PR*EXAMPLE HEALTH PLAN*XV*${payer}`,
    'PER*BL*PROVIDER SERVICES*TE*8005550100',
    sample.taxId === undefined
      ? `N1*PE*EXAMPLE PHYSICAL THERAPY LLC*XX*${payee}`
      : `N1*PE*EXAMPLE PHYSICAL THERAPY LLC*FI*${sample.taxId}`,
    ...(claims.length > 0 ? ['LX*1'] : []),
    ...claims.flatMap(claimSegments),
    ...providerSegments(payee, provider, sample.together ?? false),
  ]
}

function providerSegments(
  payee: string,
  provider: readonly SampleProviderLevel[],
  together: boolean,
): readonly string[] {
  const pairs = provider.map(([reason, reference, amount]) => {
    return `${[reason, reference].filter((part) => part !== '').join(':')}*${dollars(amount)}`
  })
  if (together) return [`PLB*${payee}*20261231*${pairs.join('*')}`]
  return pairs.map((pair, index) => `PLB*${provider[index]?.[3] ?? payee}*20261231*${pair}`)
}

function claimSegments(claim: SampleClaim): readonly string[] {
  const {
    number,
    status = '1',
    charge,
    paid,
    patient,
    payerNumber = '',
    adjustments = [],
    lines = [],
    member = 'EXH000000001',
    references = [],
    remarks = [],
  } = claim
  const amounts = [dollars(charge), dollars(paid), patient === undefined ? '' : dollars(patient)]
  return [
    `CLP*${number}*${status}*${amounts.join('*')}*12*${payerNumber}*11*1`,
    ...adjustments.map(adjustmentSegment),
    member === '' ? 'NM1*QC*1*SAMPLE*ALMA' : `NM1*QC*1*SAMPLE*ALMA****MI*${member}`,
    ...(remarks.length > 0 ? [`MOA***${remarks.join('*')}`] : []),
    ...references.map(([qualifier, value]) => `REF*${qualifier}*${value}`),
    ...(claim.interest === undefined ? [] : [`AMT*I*${dollars(claim.interest)}`]),
    ...lines.flatMap(lineSegments),
  ]
}

function lineSegments(line: SampleLine): readonly string[] {
  const { code, modifiers = ['GP'], charge, paid, units = '1', control, allowed, remarks = [] } = line
  return [
    `SVC*${['HC', code, ...modifiers].join(':')}*${dollars(charge)}*${dollars(paid)}**${units}`,
    `DTM*472*${line.date ?? '20261110'}`,
    ...(line.adjustments ?? []).map(adjustmentSegment),
    ...(control === undefined ? [] : [`REF*6R*${control}`]),
    ...(allowed === undefined ? [] : [`AMT*B6*${dollars(allowed)}`]),
    ...remarks.map((remark) => `LQ*HE*${remark}`),
  ]
}

function adjustmentSegment([group, reason, amount]: SampleAdjustment): string {
  return `CAS*${group}*${reason}*${dollars(amount)}`
}

/** As X12 writes it. */
export function dollars(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
