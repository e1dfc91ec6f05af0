/**
 * One HTTP request to a partner, bounded in time, following no redirect. Only a connection that was refused or
 * never made counts as one that did not leave; everything else that breaks off is unknown (reliability note C2).
 */
import type { Partner } from './partners.ts'

export interface PartnerRequest {
  readonly method?: 'GET' | 'POST'
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

export type PartnerAnswer =
  | { readonly kind: 'answered'; readonly response: Response }
  /** `neverLeft`: nothing reached the partner. `code` is a socket's or a timeout's, never a message. */
  | { readonly kind: 'no-answer'; readonly neverLeft: boolean; readonly code: string }

const neverLeft = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

export async function askPartner(
  { address }: Pick<Partner, 'address'>,
  path: string,
  { method = 'GET', body, headers = {}, timeoutMs }: PartnerRequest,
): Promise<PartnerAnswer> {
  try {
    // The address may have a path of its own, which the request's goes below.
    const response = await fetch(address.replace(/\/$/, '') + path, {
      ...{ method, headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) },
      ...(body ? { body: Buffer.from(body) } : {}),
    })
    return { kind: 'answered', response }
  } catch (error) {
    const code = codeOf(error)
    return { kind: 'no-answer', neverLeft: neverLeft.includes(code), code }
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unexpected'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}
