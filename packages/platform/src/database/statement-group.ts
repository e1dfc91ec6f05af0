/**
 * The statements of one transaction: those of one turn of the event loop travel as one message with one Sync. node-postgres sends one
 * for each, in five pieces, and reads the same description of the same columns each time: by five together 50 µs of this process a
 * statement, here 17; alone 107 and 57; Postgres 21 and 19 (measured, 8.23.1 in its pipeline mode). A query class of one's own is
 * the driver's way of being extended.
 */
import { assert } from '@tally/kernel'
import type pg from 'pg'
import { prepareValue } from 'pg/lib/utils.js'
import { serialize } from 'pg-protocol'

export interface Sendable {
  /** Empty: not prepared, planned each time. */
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

export interface Answered {
  /** `INSERT 0 1`, `COMMIT`, `ROLLBACK`. */
  readonly command: string
  readonly rows: readonly object[]
}

export type Send = (statement: Sendable) => Promise<Answered>

type ParserOf = (oid: number) => (text: string) => unknown

/**
 * Of one connection that is inside an explicit transaction, or about to begin one: a group ends its implicit transaction otherwise, and
 * takes back what was answered. Rejects with Postgres's error; a statement behind one that failed with 25P02, as Postgres
 * itself says it. A large group goes out behind one that is not answered yet.
 */
export function groupsOn(client: pg.ClientBase, parserOf: ParserOf): Send {
  const prepared = preparedOn(client)
  let waiting: Sent[] = []
  let waitingBytes = 0
  let willFlush = false
  /** On the wire; the driver listens for the first. */
  const underWay: StatementGroup[] = []
  const flushSoon = () => {
    if (willFlush) return
    willFlush = true
    process.nextTick(flush)
  }
  const flush = () => {
    willFlush = false
    if (waiting.length === 0) return
    const [before] = underWay
    if (before && (waitingBytes < largeBytes || !before.stream)) return
    const group = new StatementGroup(waiting, parserOf, answered)
    waiting = []
    waitingBytes = 0
    underWay.push(group)
    if (before?.stream) group.sendOn(before.stream)
    else client.query(group)
  }
  const answered = () => {
    underWay.shift()
    const [next] = underWay
    if (next) client.query(next)
    // Whoever was just answered has a turn to say what comes next.
    if (waiting.length > 0) flushSoon()
  }
  return ({ name, text, values }) => {
    const statement = name === '' ? { text, parsed: false } : (prepared.get(name) ?? { text, parsed: false })
    assert(statement.text === text, `two statements are called ${name}: give one of them another name`)
    if (name !== '') prepared.set(name, statement)
    // Made now: a value that cannot be sent fails by itself, and nothing of the group has gone.
    const sent = values.map((value) => prepareValue(value))
    let bytes = 0
    for (const value of sent) bytes += value?.length ?? 0
    waitingBytes += bytes
    return new Promise((resolve, reject) => {
      waiting.push({ name, statement, values: sent, bytes, resolve, reject, rows: [] })
      if (underWay.length === 0 || waitingBytes >= largeBytes) flushSoon()
    })
  }
}

/**
 * So much is sent while Postgres is at work on what was sent before, so that it goes on at once; less gathers until that is
 * answered, since each message wakes it. Posting an ST waited a quarter of its time at both ends before (of 10,000 claims, measured).
 */
const largeBytes = 32_768
/** Before one of this size Postgres gives what was read. */
const largeStatementBytes = 8_192

/** What a connection knows of a statement. */
interface Prepared {
  readonly text: string
  parsed: boolean
  columns?: readonly Column[]
}

interface Column {
  readonly name: string
  readonly parse: (text: string) => unknown
}

interface Sent {
  readonly name: string
  readonly statement: Prepared
  readonly values: readonly (string | Buffer | null)[]
  readonly bytes: number
  readonly resolve: (answered: Answered) => void
  readonly reject: (error: unknown) => void
  readonly rows: object[]
  failure?: { readonly error: unknown }
}

const connections = new WeakMap<pg.ClientBase, Map<string, Prepared>>()

function preparedOn(client: pg.ClientBase): Map<string, Prepared> {
  const known = connections.get(client) ?? new Map<string, Prepared>()
  connections.set(client, known)
  return known
}

/** As node-postgres calls a query; the first statement that is not answered yet is the one that Postgres speaks of. */
class StatementGroup implements pg.Submittable {
  readonly #statements: readonly Sent[]
  readonly #parserOf: ParserOf
  readonly #over: () => void
  #answered = 0
  /** Where it went out. */
  stream: pg.Connection['stream'] | undefined

  constructor(statements: readonly Sent[], parserOf: ParserOf, over: () => void) {
    this.#statements = statements
    this.#parserOf = parserOf
    this.#over = over
  }

  /** The driver's turn to hear its answers comes later. */
  sendOn(stream: pg.Connection['stream']): void {
    this.stream = stream
    stream.write(Buffer.concat(messagesOf(this.#statements)))
  }

  submit({ stream }: pg.Connection): void {
    if (!this.stream) this.sendOn(stream)
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    const columns = fields.map(({ name, dataTypeID }) => ({ name, parse: this.#parserOf(dataTypeID) }))
    this.#current().statement.columns = columns
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const sent = this.#current()
    if (sent.failure) return
    try {
      sent.rows.push(rowOf(sent.statement.columns ?? [], fields))
    } catch (error) {
      sent.failure = { error }
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const { statement, resolve, reject, rows, failure } = this.#current()
    this.#answered += 1
    statement.parsed = true
    if (failure) reject(failure.error)
    else resolve({ command: text, rows })
  }

  handleReadyForQuery(): void {
    this.#over()
  }

  /** Of Postgres, or of a connection that is gone. The driver calls `handleReadyForQuery` no more. */
  handleError(error: Error): void {
    const [failed, ...behind] = this.#statements.slice(this.#answered)
    // Parsed anew: a migration may have changed the columns of its table, and Postgres never plans it again by itself (0A000).
    if (failed) failed.statement.parsed = false
    failed?.reject(error)
    for (const { reject } of behind) {
      reject(Object.assign(new Error('a statement before it failed'), { code: '25P02' }))
    }
    this.#over()
  }

  #current(): Sent {
    const sent = this.#statements[this.#answered]
    assert(sent, 'Postgres answers as many statements as were sent')
    return sent
  }
}

interface Field {
  readonly name: string
  readonly dataTypeID: number
}

/**
 * One that is sent for the first time is closed before: whether it was parsed in a group that failed isn't known, and closing
 * what isn't there is no error. Postgres keeps the last 8 KB of its answers to the end of the group: before a statement that
 * takes long it is told to give what was read.
 */
function messagesOf(statements: readonly Sent[]): Buffer[] {
  const parsing = new Set<string>()
  const messages: Buffer[] = []
  let wereRead = false
  for (const { name, statement, values, bytes } of statements) {
    if (wereRead && bytes >= largeStatementBytes) {
      messages.push(serialize.flush())
      wereRead = false
    }
    if (statement.text.startsWith('select')) wereRead = true
    const first = !(statement.parsed || parsing.has(name)) || name === ''
    if (first) {
      if (name !== '') messages.push(serialize.close({ type: 'S', name }))
      messages.push(serialize.parse({ name, text: statement.text }))
      parsing.add(name)
    }
    messages.push(serialize.bind({ statement: name, values: [...values] }))
    if (first) messages.push(serialize.describe({ type: 'P' }))
    messages.push(serialize.execute({}))
  }
  messages.push(serialize.sync())
  return messages
}

function rowOf(columns: readonly Column[], fields: readonly (string | null)[]): object {
  const row: Record<string, unknown> = {}
  // By place: most rows are read here, and an iterator makes an object of each column.
  for (let place = 0; place < columns.length; place++) {
    const column = columns[place]
    const text = fields[place]
    if (column) row[column.name] = text === null || text === undefined ? null : column.parse(text)
  }
  return row
}
