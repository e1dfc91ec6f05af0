/** Set up before every pure test: a connection attempt fails with what to do about it. */
import { Socket } from 'node:net'

Socket.prototype.connect = function refuse(): never {
  throw new Error(
    'A pure test reaches no network: hand the answer in, or name the file *.db.test.ts, *.wire.test.ts or *.peer.test.ts.',
  )
}
