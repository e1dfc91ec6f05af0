/**
 * A partner's file comes in: stored encrypted by its digest first, then announced. Whose it is, nobody knows yet;
 * its content says which service reads it. The same content again does nothing.
 */
import { transmissionReceived } from '@tally/contracts'
import { commit, putBlob, saying, type Work } from '@tally/platform'
import { contentsOf } from '@tally/x12'
import { addTransmission, type Channel, type Transmission } from '../store/transmissions.ts'

const taken = ['TA1', '999', '277CA', '271', '835'] as const

type Taken = (typeof taken)[number]

/** What of it we take in; nothing when it is no such file. */
export function takenOf(bytes: Uint8Array): Taken[] {
  return contentsOf(bytes).flatMap((content) => taken.find((each) => each === content) ?? [])
}

/** `contents` are those that we take in. `work` is the installation's. */
export async function takeInFile(
  work: Work,
  partnerId: string,
  bytes: Uint8Array,
  contents: readonly Taken[],
  channel: Channel,
): Promise<void> {
  if (contents.length === 0) return
  const digest = await putBlob(work.query, work.keys, bytes)
  for (const content of contents) {
    const file: Transmission = { id: work.newId(), partnerId, content, digest, bytes: bytes.length, channel }
    if (await addTransmission(work, file)) await announce(work, file)
  }
}

function announce(
  work: Work,
  { id, partnerId, content, digest, bytes, channel }: Transmission,
): Promise<void> {
  return commit(work, async () => undefined, [
    saying(transmissionReceived, {
      ...{ subject: id, sequence: 1, correlationId: id },
      data: { transmissionId: id, partnerId, content, digest, bytes, receivedAt: work.now, channel },
    }),
  ])
}
