/** WebCrypto: of the browser and of Node from 19 on; Node 18 has it in a module. */

type WebCrypto = typeof globalThis.crypto

/** Behind a name, so that what packs for a browser does not look for it. */
const ofNode = 'node:crypto'

export async function webCrypto(): Promise<WebCrypto> {
  if (globalThis.crypto) return globalThis.crypto
  const { webcrypto }: { readonly webcrypto: WebCrypto } = await import(ofNode)
  return webcrypto
}

/** 128 random bits in hex: a key that nobody else has. */
export async function newIdempotencyKey(): Promise<string> {
  const bytes = (await webCrypto()).getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
