export const kafkaBroker = (): never => { throw new Error('stub until the adapter lands') }
