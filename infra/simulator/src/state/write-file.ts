/** Makes a file of what is said: its number, its bytes and what will happen to its webhook, once and for all. */

import type { ReceivedEnvelope } from '../wire/envelope.ts'
import {
  type Route,
  type WrittenSegment,
  type WrittenTransaction,
  writeInterchange,
} from '../wire/interchange.ts'
import type { FileKind, SentFile } from './entries.ts'
import { type Faults, strikes } from './faults.ts'
import { digestOf } from './take-submission.ts'

export interface FileFacts {
  readonly at: number
  readonly faults: Faults
  readonly thin: boolean
}

type GroupedKind = Exclude<FileKind, 'TA1'>

const groups: Readonly<Record<GroupedKind, readonly [functional: string, version: string]>> = {
  '999': ['FA', '005010X231A1'],
  '277CA': ['HN', '005010X214'],
  '835': ['HP', '005010X221A1'],
  '271': ['HB', '005010X279A1'],
}

/** Back the way the submission came. */
export function routeBack({ sender, receiver, usage }: ReceivedEnvelope): Route {
  return { from: receiver, to: sender, usage }
}

/** What a file holds: a TA1 beside every group, or transactions in one. */
export type Said =
  | { readonly kind: 'TA1'; readonly segment: WrittenSegment }
  | { readonly kind: GroupedKind; readonly transactions: readonly WrittenTransaction[] }

/** `control` is ISA13 and GS06. */
export function textOfFile(
  said: Said,
  { route, control, at }: { readonly route: Route; readonly control: number; readonly at: number },
): string {
  if (said.kind === 'TA1')
    return writeInterchange({ route, control, at, group: null, ungrouped: [said.segment] })
  const [functional, version] = groups[said.kind]
  const { transactions } = said
  return writeInterchange({ route, control, at, group: { functional, version, transactions }, ungrouped: [] })
}

export function sentFile(
  { sequence, kind, text, lane }: Pick<SentFile, 'sequence' | 'kind' | 'text' | 'lane'>,
  { at, faults, thin }: FileFacts,
): SentFile {
  const held = strikes(faults, 'reorderWebhooks', sequence)
  return {
    ...{
      id: `F${String(sequence).padStart(7, '0')}`,
      sequence,
      kind,
      text,
      digest: digestOf(text),
      at,
      lane,
    },
    thin,
    fate: {
      dropped: strikes(faults, 'dropWebhook', sequence),
      twice: strikes(faults, 'duplicateWebhook', sequence),
      holdMs: held ? (faults.reorderWebhooks?.ms ?? 0) : 0,
    },
  }
}
