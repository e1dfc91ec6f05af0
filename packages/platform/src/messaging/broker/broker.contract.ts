/** What every broker behind the port promises; run by one test file for each adapter. */

import { describe } from 'vitest'
import { describeGroups } from './broker-groups.contract.ts'
import { describeMessages } from './broker-messages.contract.ts'
import { brokerTrial, type Cluster } from './broker-trial.contract.ts'

export function describeBroker(name: string, make: () => Promise<Cluster>): void {
  describe(`${name}: the broker contract`, () => {
    const trial = brokerTrial(make)
    describe('messages', () => describeMessages(trial))
    describe('groups', () => describeGroups(trial))
  })
}
