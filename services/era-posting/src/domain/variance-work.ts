/** How a line that came to another amount than expected is worked: by a person's decision, until its answer stands no more. */

/** What a person may say of it. `worked`: the payer was asked to pay what it owes. `accepted`: nothing more is asked. */
export const decidedStates = ['open', 'worked', 'accepted'] as const
export type DecidedState = (typeof decidedStates)[number]

export const varianceStates = [...decidedStates, 'withdrawn'] as const
export type VarianceState = (typeof varianceStates)[number]

export interface NotDecided {
  readonly because: 'variance/withdrawn' | 'variance/decided-already'
  readonly says: string
}

/** null: `next` may be decided. */
export function whyNotDecided(state: VarianceState, next: DecidedState): NotDecided | null {
  if (state === 'withdrawn') {
    const says = 'the payer has answered anew, or the match was taken apart: look at what was found since'
    return { because: 'variance/withdrawn', says }
  }
  if (state === next) {
    return { because: 'variance/decided-already', says: `it is ${state} already: send another state` }
  }
  return null
}

/** What a person may do next. */
export function nextStep(state: VarianceState, differenceCents: number): string {
  switch (state) {
    case 'open':
      return differenceCents < 0
        ? 'ask the payer to pay what its contract says, or accept the amount with a reason'
        : 'check the contract’s price, or accept the amount with a reason: the payer may take it back'
    case 'worked':
      return 'wait for the payer’s new answer, or accept the amount with a reason'
    case 'accepted':
      return 'nothing; open it again where that was wrong'
    case 'withdrawn':
      return 'nothing: its answer stands no more'
  }
}
