/** Values of settings that would fail later, far from their name, or not at all: each is refused in a sentence on what to write. */
import { statSync } from 'node:fs'
import { isIP, isIPv4 } from 'node:net'
import { dirname } from 'node:path'

/** Keys of ours have 43 characters for their 256 bits; 32 hexadecimal digits still hold 128, and what people think of is shorter. */
const shortestKey = 32

/** Whoever guesses it operates the installation, so no word does. */
export function operatorKeyOf(key: string | null): string | null {
  if (key === null || key.length >= shortestKey) return key
  const how = 'make one with `openssl rand -hex 32`, or leave it out for one that npm start makes'
  throw new Error(
    `TALLY_OPERATOR_KEY has ${key.length} characters, and a key of fewer than ${shortestKey} can be guessed: ${how}.`,
  )
}

/** It may hold a password, so it is not repeated. */
export function databaseUrlOf(url: string | null): string | null {
  if (url !== null && !isUrlOf(url, ['postgres:', 'postgresql:']))
    throw new Error('DATABASE_URL must be an address such as postgres://user:password@host:5432/database.')
  return url
}

export function endpointOf(setting: string, url: string | null): string | null {
  if (url !== null && !isUrlOf(url, ['http:', 'https:']))
    throw new Error(`${setting} must be the http address of a collector, such as http://127.0.0.1:4318.`)
  return url
}

export function proxiesOf(text: string | null): string | null {
  const wrong = text
    ?.split(',')
    .map((part) => part.trim())
    .find((part) => !isProxy(part))
  if (wrong === undefined) return text
  throw new Error(
    `TALLY_TRUSTED_PROXIES must be addresses, networks or uniquelocal, with commas, such as 10.0.0.5,192.168.0.0/16; "${wrong}" is none.`,
  )
}

/** One that is not there yet is made, but not below a file. */
export function folderOf(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false })
    if (found?.isDirectory() || (found === undefined && at === dirname(at))) return path
    if (found !== undefined)
      throw new Error(`TALLY_DATA names ${path}, and ${at} is a file: set it to a folder, which is made.`)
  }
}

function isUrlOf(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

/** As Fastify reads them. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', network, ...more] = text.split('/')
  const kind = isIP(address)
  if (kind === 0 || more.length > 0) return false
  if (network === undefined) return true
  if (kind === 4 && isIPv4(network)) return true
  return /^[1-9]\d{0,2}$/.test(network) && Number(network) <= (kind === 4 ? 32 : 128)
}
