/**
 * The one door to drizzle-orm. By createRequire, because its ESM build costs 560 ms and 297 MB at start on
 * Node 24 and its CommonJS build 100 ms and 69 MB (measured). Tables are declared with it, for their row
 * types and for the drift test; statements are written as SQL.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const core: typeof import('drizzle-orm/pg-core') = require('drizzle-orm/pg-core')

export const {
  bigint,
  boolean,
  customType,
  date,
  foreignKey,
  getTableConfig,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} = core

/** Sealed bytes; the driver gives a Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })
