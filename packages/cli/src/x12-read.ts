/** `tally x12 read`: the envelope of any interchange, without judging it. */
import { type InterchangesRead, readInterchanges } from '@tally/x12'
import { ofWhole, type ReadInterchange } from './interchange-command.ts'
import { showFindings } from './show-finding.ts'
import { joined, table } from './show-table.ts'

export const read: ReadInterchange = ofWhole<InterchangesRead>({
  // Every kind is read alike.
  kinds: ['835', '837', '270', '271', '276', '277', '277CA', '999', '997', 'TA1', 'unknown'],
  read: readInterchanges,
  show: showInterchanges,
})

function showInterchanges({ interchanges, findings }: InterchangesRead): string {
  return joined([
    ...interchanges.flatMap(({ sender, receiver, controlNumber, groups }, place) => [
      ...(place > 0 ? [''] : []),
      `Interchange ${controlNumber ?? 'without an ISA'}, from ${sender ?? 'unknown'} to ${receiver ?? 'unknown'}`,
      ...table(
        ['group', 'kind', 'version', 'set', 'number', 'segments'],
        groups.flatMap((group) =>
          group.transactions.map(({ set, controlNumber: number, segments }) => [
            ...[group.controlNumber, group.functionalId, group.version, set, number].map(orNone),
            String(segments),
          ]),
        ),
      ),
    ]),
    ...showFindings(findings),
  ])
}

function orNone(text: string | null): string {
  return text ?? '-'
}
