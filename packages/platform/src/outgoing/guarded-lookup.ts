/**
 * A socket's own look for the addresses of a name, which answers with those that may be reached and no others. The socket
 * connects to what is answered here, so no later answer of a name server can lead it elsewhere.
 */
import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'

/** All addresses of a name; rejects with a code where it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>

/** Node calls it for a name alone: where the host is an address, look at that yourself. */
export function guardedLookup(resolve: Resolve, mayReach: (address: string) => boolean): LookupFunction {
  return (name, { all }, callback) => {
    const answerWith = ([first, ...more]: readonly LookupAddress[]) => {
      if (!first)
        callback(
          Object.assign(new Error('no address of it may be reached'), { code: 'address-refused' }),
          '',
          0,
        )
      else if (all) callback(null, [first, ...more])
      else callback(null, first.address, first.family)
    }
    resolve(name)
      .then((found) => found.filter(mayReach).map((address) => ({ address, family: isIP(address) })))
      .then(answerWith, (error: NodeJS.ErrnoException) => callback(error, '', 0))
  }
}

/**
 * By DNS and not by the system's getaddrinfo: that has four threads for the whole process, which a slow name server of a
 * receiver's would hold. The file of hosts is not asked, but for the one name that every machine gives itself.
 */
export const resolveByDns: Resolve = async (name) => {
  if (name === 'localhost') return ['127.0.0.1', '::1']
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const [four] = answers
  if (found.length === 0 && four.status === 'rejected') throw four.reason
  return found
}
