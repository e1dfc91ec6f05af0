/** Where a broker adapter says what happened to it. `fields` never hold a message's key, value or headers. */
export type BrokerLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  says: string,
  fields: Readonly<Record<string, string | number | boolean>>,
) => void
