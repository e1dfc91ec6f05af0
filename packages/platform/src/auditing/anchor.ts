/**
 * The heads of all chains, signed and said outside the database once a day: whoever makes a whole chain anew, or cuts off its
 * end, cannot make anew what lies elsewhere. Ed25519 under a key made of the installation's secret, so that an auditor who
 * holds the public key needs no secret to check one. Each is a line of the log, whatever its level where it is kept, and, where
 * it can be written, of `audit-anchors.jsonl` in the data folder.
 */
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { look } from '../messaging/jobs.ts'
import type { Shell } from '../shell.ts'
import { headsOfChains } from './seal-entries.ts'

export interface Anchor {
  readonly service: string
  /** '' is the installation. */
  readonly practice: string
  readonly position: number
  /** Hex. */
  readonly hash: string
  readonly at: string
  /** Of the anchor without its signature, as JSON in this order; base64. */
  readonly signature: string
  /** Raw, base64. */
  readonly publicKey: string
}

/** Where anchors go beside the log. */
export type KeepAnchor = (line: string) => Promise<void>

const pkcs8OfSeed = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key that signs anchors, of the installation's secret. */
export function anchorKey(secret: Uint8Array): KeyObject {
  const seed = createHmac('sha256', secret).update('audit anchors').digest()
  return createPrivateKey({ key: Buffer.concat([pkcs8OfSeed, seed]), format: 'der', type: 'pkcs8' })
}

/**
 * Says where every chain stands that went on since `known`, which it brings up to date; false: of some it could be written
 * nowhere, and they are still to be said.
 */
export async function anchorHeads(
  shell: Shell,
  key: KeyObject,
  known: Map<string, number>,
  keep: KeepAnchor,
): Promise<boolean> {
  let everySaid = true
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  for (const head of await headsOfChains(look(shell))) {
    if (known.get(head.practice_id) === head.position) continue
    const said = {
      ...{ service: shell.service, practice: head.practice_id, position: head.position },
      ...{ hash: head.hash.toString('hex'), at: shell.clock.now() },
    }
    const signature = sign(null, Buffer.from(JSON.stringify(said)), key).toString('base64')
    const anchor: Anchor = { ...said, signature, publicKey: publicKey.toString('base64') }
    const line = JSON.stringify(anchor)
    const logged = isLogged(shell, line)
    const unkept = await keep(line).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (!logged && unkept) {
      everySaid = false
      continue
    }
    known.set(head.practice_id, head.position)
    const says = 'an anchor could not be written to the data folder: keep its line of the log instead'
    if (unkept) shell.log.warn(says, { service: shell.service, ...unkept })
  }
  return everySaid
}

function isLogged({ log, service }: Shell, anchor: string): boolean {
  try {
    log.record('audit anchor', { service, anchor })
    return true
  } catch {
    return false
  }
}
