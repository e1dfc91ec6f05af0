/**
 * Faults: the world failed (database gone, connection cut, deadlock), so the same work is tried again.
 * Everything else that is thrown is a defect. SQLSTATE classes by the Postgres manual, appendix A: 08
 * connection, 53 resources, 57 operator intervention; 25006 a server that only reads, after a failover; 40001
 * serialization failure; 40P01 deadlock.
 */

const retriableStates = /^(08...|25006|40001|40P01|53...|57...)$/
const socketCodes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
const driverSentences = [
  /^Connection terminated/,
  /timeout exceeded when trying to connect/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^Query read timeout/,
]

/** Thrown by our own code where the outside failed; `says` holds no data of a person. */
export class Fault extends Error {
  override readonly name = 'Fault'
}

export function isFault(error: unknown): boolean {
  if (error instanceof Fault) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (retriableStates.test(code) || socketCodes.has(code)) return true
  // The socket file of a database that is stopped; any other missing file is our mistake.
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true
  return driverSentences.some((sentence) => sentence.test(error.message))
}

/** The connection leads to a server that was demoted, and does so for as long as it lives: it is not worth keeping. */
export function onlyReads(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25006'
}

/** Losing a race to another transaction: worth trying again at once. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  if (error.code === '40001' || error.code === '40P01') return true
  // The same request was answered meanwhile: tried again it finds that answer.
  return 'constraint' in error && error.constraint === 'idempotent_answer_pkey'
}

/**
 * What of an error may be logged, parked or traced: its kind and codes, never its message unless the message
 * is ours. A driver's message and detail quote values (`Key (member_id)=(…) already exists`).
 */
export function describeError(error: unknown): { kind: string; code: string; says: string; at: string } {
  if (!(error instanceof Error))
    return { kind: typeof error, code: 'thrown', says: 'something that is no error was thrown', at: '' }
  const code = 'code' in error ? String(error.code) : ''
  const constraint = 'constraint' in error ? String(error.constraint) : ''
  const ours = error.name === 'Defect' || error.name === 'Fault'
  return {
    kind: error.name,
    code: code || (ours ? error.name.toLowerCase() : 'unexpected'),
    says: ours ? error.message : [error.name, code, constraint].filter((part) => part !== '').join(' '),
    at: framesOf(error),
  }
}

/** The first frames of the stack without its first lines, which hold the message. */
function framesOf(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return frames
    .slice(0, 4)
    .map((line) => line.trim().replace(/\(?file:\/\/\S*\/(?=[^/]+\/src\/)/, '('))
    .join(' < ')
}
