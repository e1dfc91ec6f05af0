/** A service for tests of faults: the message of version 13 ends the process that handles it. */
import { chargeVoided } from '@tally/contracts'
import { defineService, hears, on } from '@tally/platform'

export const mortal = defineService({
  name: 'mortal',
  decides: 'nothing: it dies of one message',
  features: [
    hears('dies-of-thirteen', [
      on(chargeVoided, async (_work, { data }) => {
        if (data.version === 13) process.kill(process.pid, 'SIGKILL')
      }),
    ]),
  ],
  migrations: new URL('../../../services/claim-submission/migrations/', import.meta.url),
})
