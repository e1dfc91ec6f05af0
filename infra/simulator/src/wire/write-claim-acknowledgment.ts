/** 277CA (x12.md 3.4): what clearinghouse or payer says of each claim of one 837 before adjudication. */
import { type Cents, sumOf } from '@tally/kernel'
import { compactDate } from '../clock.ts'
import { amountOf } from './amounts.ts'
import type { ClaimBatch, ReceivedClaim } from './claim.ts'
import { plain, type WrittenSegment, type WrittenTransaction } from './interchange.ts'

export interface AcknowledgedClaim {
  readonly claim: ReceivedClaim
  /** STC01. */
  readonly status: readonly [category: string, code: string, entity: string]
  readonly taken: boolean
  /** REF*1K, once the payer has one. */
  readonly payerClaimNumber: string | null
}

export interface ClaimAcknowledgment {
  /** AY a clearinghouse, PR a payer. */
  readonly source: { readonly entity: 'AY' | 'PR'; readonly name: string; readonly id: string }
  /** Unique: TRN of the source and BHT03 are made of it. */
  readonly reference: string
  readonly batch: Pick<ClaimBatch, 'batch' | 'submitter'>
  /** The status with which the whole batch is refused, then without claims; null ordinarily. */
  readonly refused: readonly [category: string, code: string, entity: string] | null
  readonly claims: readonly AcknowledgedClaim[]
  readonly receivedOn: string
  readonly processedOn: string
  readonly time: string
}

export function claimAcknowledgment(said: ClaimAcknowledgment): WrittenTransaction {
  const { source, reference, receivedOn, processedOn } = said
  const qualifier = source.entity === 'AY' ? '46' : 'PI'
  const body: WrittenSegment[] = [
    ['BHT', '0085', '08', `CA${reference}`, compactDate(processedOn), said.time, 'TH'],
    ['HL', '1', '', '20', '1'],
    ['NM1', source.entity, '2', plain(source.name), '', '', '', '', qualifier, source.id],
    ['TRN', '1', `R${reference}`],
    ['DTP', '050', 'D8', compactDate(receivedOn)],
    ['DTP', '009', 'D8', compactDate(processedOn)],
    ...receiverSegments(said),
  ]
  return { kind: '277', version: '005010X214', body: [...body, ...(said.refused ? [] : providerLoops(said))] }
}

function receiverSegments({ source, batch, refused, claims, processedOn }: ClaimAcknowledgment) {
  const total = amountOf(chargesOf(claims))
  const status = refused ?? (['A1', '19', source.entity] as const)
  return [
    ['HL', '2', '1', '21', refused ? '0' : '1'],
    ['NM1', '41', '2', plain(batch.submitter.name), '', '', '', '', '46', batch.submitter.id],
    ['TRN', '2', batch.batch],
    ['STC', status.join(':'), compactDate(processedOn), refused ? 'U' : 'WQ', total],
    ...countSegments(refused ? claims.map((claim) => ({ ...claim, taken: false })) : claims, '90', 'AA'),
  ]
}

/** One loop for each billing provider, its claims below it. */
function providerLoops({ claims, processedOn }: ClaimAcknowledgment): WrittenSegment[] {
  let level = 2
  return [...Map.groupBy(claims, ({ claim }) => claim.billing.npi).values()].flatMap((own) => {
    level += 1
    const provider = level
    const billing = own[0]?.claim.billing
    const head: WrittenSegment[] = [
      ['HL', String(provider), '2', '19', '1'],
      ['NM1', '85', '2', plain(billing?.name ?? ''), '', '', '', '', 'XX', billing?.npi ?? ''],
      ['TRN', '1', '0'],
      ['STC', 'A1:19:85', '', 'WQ', amountOf(chargesOf(own))],
      ...countSegments(own, 'QA', 'QC'),
    ]
    const below = own.flatMap((one) => {
      level += 1
      return claimSegments(one, { level, provider, processedOn })
    })
    return [...head, ...below]
  })
}

function claimSegments(
  { claim, status, taken, payerClaimNumber }: AcknowledgedClaim,
  at: { readonly level: number; readonly provider: number; readonly processedOn: string },
): WrittenSegment[] {
  const { patient, member } = claim
  const name = [patient.organization ? '2' : '1', plain(patient.last), plain(patient.first), '', '', '']
  const charge = amountOf(claim.chargeCents)
  const dates = [...new Set(claim.lines.map(({ serviceDate }) => compactDate(serviceDate)))].sort()
  const service = dates.length > 1 ? ['RD8', `${dates[0]}-${dates.at(-1)}`] : ['D8', dates[0] ?? '']
  return [
    ['HL', String(at.level), String(at.provider), 'PT'],
    ['NM1', 'QC', ...name, ...(member.id === '' ? [] : ['MI', member.id])],
    ['TRN', '2', claim.claimNumber],
    ['STC', statusText(status), compactDate(at.processedOn), taken ? 'WQ' : 'U', charge],
    ...(payerClaimNumber === null ? [] : [['REF', '1K', payerClaimNumber]]),
    ...(dates.length === 0 || dates[0] === '' ? [] : [['DTP', '472', ...service]]),
  ]
}

function statusText(status: readonly string[]): string {
  return status.filter((part) => part !== '').join(':')
}

/** Counts and sums of what was taken and what was not, each only where there is any. */
function countSegments(
  claims: readonly Pick<AcknowledgedClaim, 'claim' | 'taken'>[],
  takenCode: string,
  refusedCode: string,
): WrittenSegment[] {
  const taken = claims.filter((one) => one.taken)
  const refused = claims.filter((one) => !one.taken)
  return [
    ...(taken.length > 0 ? [['QTY', takenCode, String(taken.length)]] : []),
    ...(refused.length > 0 ? [['QTY', refusedCode, String(refused.length)]] : []),
    ...(taken.length > 0 ? [['AMT', 'YU', amountOf(chargesOf(taken))]] : []),
    ...(refused.length > 0 ? [['AMT', 'YY', amountOf(chargesOf(refused))]] : []),
  ]
}

function chargesOf(claims: readonly Pick<AcknowledgedClaim, 'claim'>[]): Cents {
  return sumOf(claims.map(({ claim }) => claim.chargeCents))
}
