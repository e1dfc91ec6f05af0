/** Which URL a practice may have us post to. What a name stands for is looked at when we connect (post-outside.ts). */
import { isIP } from 'node:net'
import { isLoopback, isPublicAddress } from './public-address.ts'

const charactersMax = 2_000
/** Mail, shells and file servers listen below; TLS on any port above speaks to nobody by mistake. */
const lowPorts: readonly string[] = ['', '443']
const freePortMin = 1_024

export interface UrlRefusal {
  /** `webhook/<why>`. */
  readonly code: string
  readonly says: string
}

/** null: it may be asked. `toLoopback`: plain http to this machine is let through. */
export function refusalOfUrl(text: string, toLoopback: boolean): UrlRefusal | null {
  if (!URL.canParse(text) || text.length > charactersMax)
    return refusal('url-malformed', 'the URL cannot be read: send one such as https://example.com/hooks')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return refusal('url-credentials', 'a URL holds no name and password: the signature says who we are')
  if (toLoopback && standsForLoopback(url) && /^https?:$/.test(url.protocol)) return refusalOfPort(url)
  if (url.protocol !== 'https:') return refusal('url-not-https', 'the URL must begin with https://')
  const host = hostOf(url)
  if (isIP(host) === 0 ? isOwnName(host) : !isPublicAddress(host))
    return refusal('url-not-public', 'the URL must lead to a host on the public internet')
  return refusalOfPort(url)
}

/** The host as an address has it: IPv6 without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

/** `localhost`, or an address of this machine; a name that merely resolves to it is none. */
export function standsForLoopback(url: URL): boolean {
  const host = hostOf(url)
  return host === 'localhost' || isLoopback(host)
}

/** RFC 6761 and 8375: names that never leave a machine or a house. */
function isOwnName(host: string): boolean {
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(host)
}

function refusalOfPort({ port }: URL): UrlRefusal | null {
  if (lowPorts.includes(port) || Number(port) >= freePortMin) return null
  return refusal('url-port', `the port must be 443, or ${freePortMin} and above`)
}

function refusal(code: string, says: string): UrlRefusal {
  return { code: `webhook/${code}`, says }
}
