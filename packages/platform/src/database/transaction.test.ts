import type pg from 'pg'
import { expect, it } from 'vitest'
import { isFault } from '../fault.ts'
import { inTransaction, RollBack } from './transaction.ts'

interface Group {
  handleError(error: Error): void
  handleCommandComplete(answer: { readonly text: string }): void
  handleReadyForQuery(): void
}

/** A pool of one connection, which answers each group by the next of these and then by the last. */
function poolThat(...answers: ((group: Group) => void)[]) {
  const released: unknown[] = []
  let nth = 0
  const client = {
    query(group: Group) {
      const answer = answers[Math.min(nth++, answers.length - 1)]
      process.nextTick(() => answer?.(group))
    },
    release: (broken: unknown) => released.push(broken),
  }
  // What a transaction asks of a pool is one connection.
  return { pool: { connect: async () => client } as unknown as pg.Pool, released }
}

const fails = (code: string) => (group: Group) =>
  group.handleError(Object.assign(new Error('failed'), { code }))
/** Cut while nobody used it: the first that is sent over it hears of that. */
const wasCut = fails('57P01')
const rolledBack = (group: Group) => {
  group.handleCommandComplete({ text: 'ROLLBACK' })
  group.handleReadyForQuery()
}
const one = { name: 'one', text: 'select 1' }

it('a connection that was cut before the transaction began is a fault, told by whatever was sent first', async () => {
  const { pool, released } = poolThat(wasCut)
  const told = inTransaction(pool, 'prc_demo', (query) => query(one))
  const error = await told.then(String, (thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: '57P01' })
  expect(isFault(error)).toBe(true)
  expect(released).toMatchObject([{ code: '57P01' }])
})

it('and so is one that only says what it does not wait for', async () => {
  const { pool } = poolThat(wasCut)
  const told = inTransaction(pool, null, async (query) => {
    query(one).catch(() => undefined)
  })
  await expect(told).rejects.toMatchObject({ code: '57P01' })
})

it.each([
  ['a server that only reads', '25006', [{ code: '25006' }]],
  ['a statement that divides by zero', '22012', [undefined]],
])('what met %s and answers all the same gives its connection back so', async (_, code, released) => {
  const met = poolThat(fails(code), rolledBack)
  const answered = inTransaction(met.pool, null, async (query) => {
    await query(one).catch(() => undefined)
    throw new RollBack('refused')
  })
  expect(await answered).toBe('refused')
  expect(met.released).toMatchObject(released)
})
