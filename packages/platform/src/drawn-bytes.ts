/** Random bytes of the system's source, 4 KB drawn at once: a call of its own takes as long as sealing 200 bytes does. */
import { randomBytes } from 'node:crypto'

const supplyBytes = 4096
let supply = Buffer.alloc(0)

/** `count` bytes, a few; handed out once. */
export function drawnBytes(count: number): Buffer {
  if (supply.length < count) supply = randomBytes(supplyBytes)
  const bytes = supply.subarray(0, count)
  supply = supply.subarray(count)
  return bytes
}
