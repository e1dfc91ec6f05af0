/** Why a start failed, in one line with what to do. */
import { describeError } from './fault.ts'

export interface StartPlace {
  readonly port: number
  readonly databaseUrl: string | null
}

export function troubleInWords(error: unknown, { port, databaseUrl }: StartPlace): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const listening = error instanceof Error && 'syscall' in error && error.syscall === 'listen'
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: end what listens there, or set TALLY_PORT to another port.`
  if (code === 'EACCES' && listening)
    return `Port ${port} may not be used by this account: set TALLY_PORT to one above 1023.`
  if (code === 'ENOSPC' || code === '53100')
    return 'The disk is full: make room and start again; nothing was lost.'
  if (
    databaseUrl &&
    (/^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|57P03|28|3D000)/.test(code) || isTimeout(error))
  ) {
    const { hostname, port: databasePort, pathname } = new URL(databaseUrl)
    const server = `${hostname}:${databasePort || 5432}`
    return code === '3D000'
      ? `There is no database ${pathname.slice(1)} at ${server} (${code}): create it, or name another one in DATABASE_URL.`
      : `The database at ${server} does not let Tally in (${code || 'no answer'}): check DATABASE_URL.`
  }
  // A file's error says which one, and nothing else: the system's sentence names the path.
  if (error instanceof Error && 'path' in error)
    return `Tally could not start (${error.message}): mend that file or folder, and start again.`
  if (error instanceof Error && !('code' in error)) return error.message
  const { says, at } = describeError(error)
  return `Tally could not start (${says}): ${at}`
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout/i.test(error.message)
}
