/**
 * `tally x12 era [--claims]`: the remittances of an 835, each with its proof and its verdict. The file is read in
 * parts as they come, so that one of 100 MB takes no more memory than its longest claim; `--claims` holds them all.
 */
import { createHash } from 'node:crypto'
import { type RemittanceClaim, type RemittanceSummary, streamRemittances } from '@tally/x12'
import { otherKinds, type ReadInterchange } from './interchange-command.ts'
import { type Bytes, partsOf } from './read-input.ts'
import { showRemittances } from './show-remittances.ts'

/** A transaction as it is printed: its totals beside what else is said of it. */
export type RemittancePrinted = Omit<RemittanceSummary, 'totals' | 'identity'> &
  RemittanceSummary['totals'] & {
    /** With `--claims`: every claim whose amounts could be read. */
    readonly claimDetails?: readonly RemittanceClaim[]
  }

export const era: ReadInterchange = async (input, { claims }) => {
  // Without --claims none is held: a file of 100 MB has more than a process may keep.
  const held = claims ? new Map<number, RemittanceClaim[]>() : null
  const opening = withOpening(input)
  const { transactions, findings } = await streamRemittances(opening.parts, {
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    onClaim: ({ ordinal, claim }) => {
      const own = held?.get(ordinal)
      if (own) own.push(claim)
      else held?.set(ordinal, [claim])
    },
    pause: () => new Promise((go) => setImmediate(go)),
  })
  const answer = {
    transactions: transactions.map((one) => printed(one, held && (held.get(one.ordinal) ?? []))),
    findings: [...findings, ...opening.otherKinds()],
  }
  return { answer, text: () => showRemittances(answer) }
}

function printed(
  { totals, identity, proof, verdict, complete, duplicateOf, digest, ...said }: RemittanceSummary,
  claims: readonly RemittanceClaim[] | null,
): RemittancePrinted {
  const decided = { proof, verdict, complete, duplicateOf, digest }
  return { ...said, ...totals, ...decided, ...(claims ? { claimDetails: claims } : {}) }
}

/** So much tells what else than an 835 a file is. */
const openingLength = 65_536

/** Hands the parts on, and keeps how they began for when they are through. */
function withOpening(input: Bytes) {
  const kept: Uint8Array[] = []
  let left = openingLength
  let cut = false
  return {
    parts: parts(),
    otherKinds: () => otherKinds(Buffer.concat(kept), cut ? ['835', 'unknown'] : ['835']),
  }

  async function* parts(): AsyncGenerator<Uint8Array> {
    for await (const part of partsOf(input)) {
      cut ||= part.length > left
      if (left > 0) kept.push(Uint8Array.from(part.subarray(0, left)))
      left = Math.max(0, left - part.length)
      yield part
    }
  }
}
