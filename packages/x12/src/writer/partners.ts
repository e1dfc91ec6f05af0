/** Who sends, who gets, and the numbers of the envelope, as they are checked for every transaction set. */
import type { Control } from '../claim-document.ts'
import type { Pen } from './pen.ts'

export interface Partners {
  readonly sender: string
  readonly receiver: string
  readonly batchId: string
}

interface Between {
  readonly submitter: { readonly id: string }
  readonly receiver: { readonly id: string }
  readonly control: Control
}

export function partnersOf(pen: Pen, { submitter, receiver, control }: Between): Partners {
  for (const [field, x12] of [
    ['interchange', 'ISA13'],
    ['group', 'GS06'],
  ] as const) {
    const number = control[field]
    if (Number.isInteger(number) && number >= 1 && number <= 999_999_999) continue
    const says = 'A control number goes from 1 to 999999999.'
    pen.refuse('x12/control-number', [`control/${field}`, x12, null], says, 'Take the next of the partner’s.')
  }
  return {
    // Fifteen is all that ISA06 and ISA08 hold, two the least of GS02 and GS03.
    sender: pen.neededIdentifier(submitter.id, 15, ['submitter/id', 'ISA06', null], 2),
    receiver: pen.neededIdentifier(receiver.id, 15, ['receiver/id', 'ISA08', null], 2),
    batchId: pen.neededIdentifier(control.batchId, 50, ['control/batchId', 'BHT03', null]),
  }
}
