import { drift, openPool, queryOn } from '@tally/platform'
import { temporaryDatabase } from '@tally/testkit'
import { expect, it } from 'vitest'
import { eraPosting } from '../service.ts'
import * as expectationTables from './expectation-tables.ts'
import * as handTables from './hand-tables.ts'
import * as openingTables from './opening-tables.ts'
import * as tables from './tables.ts'

it('the database has the tables that tables.ts declares, column by column', async () => {
  const database = await temporaryDatabase([eraPosting])
  const pool = openPool({ url: database.url, connections: 1, applicationName: 'drift test' })
  const client = await pool.connect()
  const views = await client.query(
    "select table_name from information_schema.views where table_schema = 'era_posting'",
  )
  const ofViews = views.rows.map(({ table_name }) => `the database has ${table_name}.`)
  const all = [tables, handTables, expectationTables, openingTables]
  const declared = all.flatMap((each) => Object.values(each))
  const differences = await drift(queryOn(client), 'era_posting', declared)
  expect(differences.filter((says) => !ofViews.some((view) => says.startsWith(view)))).toEqual([])
  client.release()
  await pool.end()
  await database.drop()
})
