import { Fault, inProcessBroker } from '@tally/platform'

/** A broker that refuses every publish while told to, and notes when it was asked. */
export function refusingBroker() {
  const real = inProcessBroker()
  const askedAt: number[] = []
  const broker = {
    ...{ ...real, refuses: true, askedAt },
    publish: async (messages: Parameters<typeof real.publish>[0]) => {
      if (!broker.refuses) return real.publish(messages)
      askedAt.push(performance.now())
      throw new Fault('the broker refuses')
    },
  }
  return broker
}
