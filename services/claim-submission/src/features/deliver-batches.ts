/**
 * Sends what was frozen. Whether a broken-off send arrived is asked before it is sent again, with the same bytes
 * under the same key and to the same partner (DESIGN.md 5).
 */
import { assert, plusMilliseconds } from '@tally/kernel'
import {
  act,
  failpoint,
  getBlob,
  installation,
  job,
  look,
  type Partner,
  partnerOf,
  type Shell,
} from '@tally/platform'
import type { Clearinghouse, Sent } from '../gateways/clearinghouse.ts'
import { type Batch, lockBatch, moveBatch, pendingBatches } from '../store/batches.ts'
import { batchRefused, batchSent, batchUnknown } from './batch-left.ts'

const batchesMax = 20
const retryMsMax = 300_000

export function deliverBatches(clearinghouse: Clearinghouse) {
  return job('deliver-batches', 1_000, async (shell) => {
    const batches = await pendingBatches(look(shell), shell.clock.now(), batchesMax)
    for (const batch of batches) await deliver(shell, clearinghouse, batch)
    return batches.length === batchesMax
  })
}

async function deliver(shell: Shell, clearinghouse: Clearinghouse, batch: Batch): Promise<void> {
  const cause = { practiceId: batch.practiceId, causationId: batch.id }
  const { partner, bytes } = await act(shell, cause, async (work) => ({
    partner: await partnerOf(work.query, await work.vault.of(installation), batch.partnerId),
    bytes: await getBlob(work.query, work.keys, batch.digest),
  }))
  assert(bytes, `batch ${batch.id} has lost its bytes`)
  if (!partner) return
  const sent = await attempt(shell, clearinghouse, partner, batch, bytes)
  failpoint('after-send-before-record')
  await act(shell, cause, async (work) => {
    const locked = await lockBatch(work, batch.id)
    // An answer to it may have come in the meantime: then it was sent.
    if (locked?.state !== 'written' && locked?.state !== 'unknown') return
    switch (sent.kind) {
      case 'accepted':
        return batchSent(work, locked, sent.says)
      case 'refused':
        return batchRefused(work, locked, sent.says)
      case 'not-sent':
        return moveBatch(work, batch.id, {
          state: 'written',
          said: sent.says,
          nextTryAt: later(work.now, locked.tries),
        })
      case 'unknown':
        return batchUnknown(work, locked, sent.says, later(work.now, locked.tries))
    }
  })
}

/** `unknown` is written down before the bytes leave, so that a process that dies here asks when it comes back. */
async function attempt(
  shell: Shell,
  clearinghouse: Clearinghouse,
  partner: Partner,
  batch: Batch,
  bytes: Uint8Array,
): Promise<Sent> {
  if (batch.state === 'unknown') {
    const standing = await clearinghouse.standingOf(partner, batch.id)
    if (standing.kind === 'arrived') return { kind: 'accepted', says: 'asked about it, the partner has it' }
    if (standing.kind === 'unknown') return { kind: 'unknown', says: standing.says }
  } else {
    await act(shell, { practiceId: batch.practiceId, causationId: batch.id }, (work) =>
      moveBatch(work, batch.id, { state: 'unknown', said: 'being sent' }),
    )
  }
  return clearinghouse.submit(partner, batch.id, bytes)
}

function later(now: string, tries: number): string {
  return plusMilliseconds(now, Math.min(retryMsMax, 500 * 2 ** Math.min(tries, 10)))
}
