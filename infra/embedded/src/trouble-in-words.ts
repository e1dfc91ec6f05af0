/** Why a start failed, in one sentence with what to do. */
import { describeError } from '@tally/platform'

export interface StartPlace {
  readonly port: number
  readonly databaseUrl: string | null
}

export function troubleInWords(error: unknown, { port, databaseUrl }: StartPlace): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: end what listens there, or set TALLY_PORT to another port.`
  if (code === 'EACCES')
    return `Port ${port} may not be used by this account: set TALLY_PORT to one above 1023.`
  if (code === 'ENOSPC' || code === '53100')
    return 'The disk is full: make room and start again; nothing was lost.'
  if (
    databaseUrl &&
    (/^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|57P03|28|3D000)/.test(code) || isTimeout(error))
  ) {
    const { hostname, port: databasePort } = new URL(databaseUrl)
    return `The database at ${hostname}:${databasePort || 5432} does not let Tally in (${code || 'no answer'}): check DATABASE_URL.`
  }
  if (error instanceof Error && !('code' in error)) return error.message
  const { says, at } = describeError(error)
  return `Tally could not start (${says}): ${at}`
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout/i.test(error.message)
}
