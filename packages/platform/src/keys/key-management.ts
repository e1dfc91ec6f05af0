/** The key-management port: wraps data keys under a master key that never leaves it. Embedded: a key file. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { assert } from '@tally/kernel'

export interface KeyManagement {
  wrap(key: Uint8Array): Promise<Uint8Array>
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
}

/** Wraps under 32 bytes held in this process, AES-256-GCM: iv (12), tag (16), ciphertext. */
export function localKeyManagement(master: Uint8Array): KeyManagement {
  assert(master.length === 32, 'a master key has 32 bytes')
  return {
    async wrap(key) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', master, iv)
      const ciphertext = Buffer.concat([cipher.update(key), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), ciphertext])
    },
    async unwrap(wrapped) {
      const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, 12))
      decipher.setAuthTag(wrapped.subarray(12, 28))
      return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()])
    },
  }
}

/**
 * Reads 32 random bytes from `path`, making the file (mode 0600) the first time. Losing it loses everything
 * sealed.
 */
export async function secretFile(path: string, setting: string): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(randomBytes(32))
    await file.sync()
    await file.close()
  } catch (error) {
    if (!isCalled(error, 'EEXIST')) throw error
  }
  return ofKeySize(await readFile(path), path, setting)
}

/**
 * Reads the 32 bytes of a file that somebody else keeps. One that is missing is never made: what was sealed
 * under the right one would be lost in silence.
 */
export async function givenSecretFile(path: string, setting: string): Promise<Uint8Array> {
  try {
    return ofKeySize(await readFile(path), path, setting)
  } catch (cause) {
    if (!isCalled(cause, 'ENOENT')) throw cause
    throw new Error(
      `There is no key file ${path}: set ${setting} to the one of this installation, 32 random bytes.`,
      { cause },
    )
  }
}

function ofKeySize(secret: Uint8Array, path: string, setting: string): Uint8Array {
  if (secret.length === 32) return secret
  const what = `The key file ${path} has ${secret.length} bytes instead of 32`
  throw new Error(`${what}: restore it from its backup, or set ${setting} to the one of this installation.`)
}

function isCalled(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
