import { drift, openPool, queryOn } from '@tally/platform'
import { temporaryDatabase } from '@tally/testkit'
import { expect, it } from 'vitest'
import { eligibility } from '../service.ts'
import * as tables from './tables.ts'

it('the database has the tables that tables.ts declares, column by column', async () => {
  const database = await temporaryDatabase([eligibility])
  const pool = openPool({ url: database.url, connections: 1, applicationName: 'drift test' })
  const client = await pool.connect()
  expect(await drift(queryOn(client), 'eligibility', Object.values(tables))).toEqual([])
  client.release()
  await pool.end()
  await database.drop()
})
