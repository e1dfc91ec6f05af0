/**
 * Sends what was frozen. Whether a broken-off send arrived is asked before it is sent again, with the same bytes
 * under the same key and to the same partner (DESIGN.md 5).
 */
import { assert, compareInstants, plusMilliseconds } from '@tally/kernel'
import {
  act,
  failpoint,
  getBlob,
  installation,
  isFault,
  job,
  look,
  type Partner,
  partnerOf,
  type Shell,
} from '@tally/platform'
import { answerMsMax, type Clearinghouse, type Sent } from '../gateways/clearinghouse.ts'
import { type Batch, lockBatch, moveBatch, pendingBatches, takeBatch } from '../store/batches.ts'
import { batchRefused, batchSent, batchUnknown } from './batch-left.ts'

const batchesMax = 20
const retryMsMax = 300_000
/** Longer than an attempt asks its partner, twice: as long no other process touches the batch, whoever leads. */
const tryMs = 2 * answerMsMax + 5_000

export function deliverBatches(clearinghouse: Clearinghouse) {
  return job('deliver-batches', 1_000, async (shell) => {
    const batches = await pendingBatches(look(shell), shell.clock.now(), batchesMax)
    for (const batch of batches) {
      try {
        await deliver(shell, clearinghouse, batch)
      } catch (error) {
        if (isFault(error)) throw error
        // One that cannot be sent keeps none behind it waiting.
        const says = 'a batch could not be delivered and is put off'
        shell.log.error(says, { service: shell.service, process: 'deliver-batches', error })
        await putOff(shell, batch, says)
      }
    }
    return batches.length === batchesMax
  })
}

async function deliver(shell: Shell, clearinghouse: Clearinghouse, batch: Batch): Promise<void> {
  const cause = causeOf(batch)
  const { partner, bytes } = await act(shell, cause, async (work) => ({
    partner: await partnerOf(work.query, await work.vault.of(installation), batch.partnerId),
    bytes: await getBlob(work.query, work.keys, batch.digest),
  }))
  assert(bytes, `batch ${batch.id} has lost its bytes`)
  if (!partner) return putOff(shell, batch, `the partner ${batch.partnerId} is not set up`)
  const taken = await act(shell, cause, async (work) => {
    const until = plusMilliseconds(work.now, tryMs)
    return { was: await takeBatch(work, batch.id, until), until }
  })
  if (taken.was === null) return
  const mayStillSend = () =>
    compareInstants(plusMilliseconds(shell.clock.now(), answerMsMax), taken.until) <= 0
  const sent = await attempt(clearinghouse, partner, batch.id, taken.was, bytes, mayStillSend)
  if (sent === null) return
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

/**
 * `was`: before this try was written down as unknown, so that a process that dies here asks when it comes back. Null: it took so long
 * that another process may be at the batch before this one could have sent it, which leaves it alone.
 */
async function attempt(
  clearinghouse: Clearinghouse,
  partner: Partner,
  key: string,
  was: 'written' | 'unknown',
  bytes: Uint8Array,
  mayStillSend: () => boolean,
): Promise<Sent | null> {
  if (was === 'unknown') {
    const standing = await clearinghouse.standingOf(partner, key)
    if (standing.kind === 'arrived') return { kind: 'accepted', says: 'asked about it, the partner has it' }
    if (standing.kind === 'unknown') return { kind: 'unknown', says: standing.says }
  }
  return mayStillSend() ? clearinghouse.submit(partner, key, bytes) : null
}

/** It stays as it is, and is looked at again later. */
function putOff(shell: Shell, batch: Batch, said: string): Promise<void> {
  return act(shell, causeOf(batch), (work) =>
    moveBatch(work, batch.id, { said, nextTryAt: plusMilliseconds(work.now, retryMsMax) }),
  )
}

function causeOf({ practiceId, id }: Batch) {
  return { practiceId, causationId: id }
}

function later(now: string, tries: number): string {
  return plusMilliseconds(now, Math.min(retryMsMax, 250 * 2 ** Math.min(tries, 11)))
}
