import type pg from 'pg'
import { expect, it } from 'vitest'
import { isFault } from '../fault.ts'
import { inTransaction } from './transaction.ts'

interface Group {
  handleError(error: Error): void
}

/** A pool whose only connection was cut while nobody used it: the first that is sent over it hears of that. */
function cutPool() {
  const released: unknown[] = []
  const client = {
    query(group: Group) {
      process.nextTick(() => group.handleError(Object.assign(new Error('cut'), { code: '57P01' })))
    },
    release: (broken: unknown) => released.push(broken),
  }
  // What a transaction asks of a pool is one connection.
  return { pool: { connect: async () => client } as unknown as pg.Pool, released }
}

it('a connection that was cut before the transaction began is a fault, told by whatever was sent first', async () => {
  const { pool, released } = cutPool()
  const told = inTransaction(pool, 'prc_demo', (query) => query({ name: 'one', text: 'select 1' }))
  const error = await told.then(String, (thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: '57P01' })
  expect(isFault(error)).toBe(true)
  expect(released).toMatchObject([{ code: '57P01' }])
})

it('and so is one that only says what it does not wait for', async () => {
  const { pool } = cutPool()
  const told = inTransaction(pool, null, async (query) => {
    query({ name: 'one', text: 'select 1' }).catch(() => undefined)
  })
  await expect(told).rejects.toMatchObject({ code: '57P01' })
})
