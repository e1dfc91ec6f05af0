/** `tally x12 ack`: what a TA1, 999, 997 or 277CA says of what was sent. */
import { type AcknowledgedGroup, type Acknowledgments, readAcknowledgments } from '@tally/x12'
import { ofWhole, type ReadInterchange } from './interchange-command.ts'
import { showFindings } from './show-finding.ts'
import { joined, section, table } from './show-table.ts'

export const ack: ReadInterchange = ofWhole<Acknowledgments>({
  kinds: ['TA1', '999', '997', '277CA'],
  read: readAcknowledgments,
  show: showAcknowledgments,
})

function showAcknowledgments(read: Acknowledgments): string {
  const { interchanges, groups, batches, providers, claims, findings } = read
  return joined([
    ...listed(
      'Interchanges',
      ['number', 'status', 'note', 'verdict'],
      interchanges.map(({ controlNumber, status, note, verdict }) => [controlNumber, status, note, verdict]),
    ),
    ...listed(
      'Groups',
      ['group', 'ST', 'status', 'verdict', 'sent', 'accepted', 'errors'],
      groups.flatMap(rowsOfGroup),
    ),
    ...listed(
      'Batches',
      ['batch', ...statusHead, 'accepted', 'rejected'],
      batches.map((batch) => [
        ...[batch.id || '-', ...statusOf(batch)],
        ...[batch.acceptedClaims, batch.rejectedClaims].map((count) => String(count ?? '-')),
      ]),
    ),
    ...listed(
      'Providers',
      ['provider', ...statusHead],
      providers.map((provider) => [provider.id || '-', ...statusOf(provider)]),
    ),
    ...listed(
      'Claims',
      ['claim', ...statusHead, "payer's number"],
      claims.flatMap((claim) => [
        [claim.clm01 || '-', ...statusOf(claim), claim.payerClaimNumber ?? '-'],
        ...claim.lines.map((line) => [`  ${line.procedureCode}`, ...statusOf(line), '']),
      ]),
    ),
    ...showFindings(findings),
  ])
}

const statusHead = ['status', 'verdict']

function statusOf({
  category,
  statusCode,
  entity,
  verdict,
}: Pick<Acknowledgments['providers'][number], 'category' | 'statusCode' | 'entity' | 'verdict'>): string[] {
  return [[category, statusCode, entity ?? ''].filter((part) => part !== '').join(':'), verdict]
}

function rowsOfGroup(group: AcknowledgedGroup): string[][] {
  const { controlNumber, status, verdict, included, accepted, errorCodes, transactions } = group
  const counts = [included, accepted].map((count) => String(count ?? '-'))
  return [
    [controlNumber, '', status, verdict, ...counts, errorCodes.join(' ')],
    ...transactions.map((one) => [
      ...['', one.controlNumber, one.status, one.verdict, '', ''],
      one.errors.map(errorIn).join(', '),
    ]),
  ]
}

/** `SV1 31.1.2: 7` is code 7 on component 2 of element 1 of an SV1 at 31 from the ST. */
function errorIn({
  code,
  tag,
  position,
  element,
  component,
  clm01,
}: AcknowledgedGroup['transactions'][number]['errors'][number]): string {
  const place = [position, element, component].filter((part) => part !== null).join('.')
  const where = [tag ?? '', place, clm01 === null ? '' : `of claim ${clm01}`].filter((part) => part !== '')
  return where.length === 0 ? code : `${where.join(' ')}: ${code}`
}

function listed(name: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : section(name, table(head, rows))
}
