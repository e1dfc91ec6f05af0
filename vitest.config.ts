/** The tests by what they cost: the suffix of a file says what it needs, and `--project` picks one kind. */
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const elsewhere = [...configDefaults.exclude, '.tally/**', '**/.stryker-tmp/**']
const postgres = 'infra/embedded/src/test-postgres.ts'
const kafka = 'infra/embedded/src/test-kafka.ts'
const engine = 'infra/embedded/src/test-container-engine.ts'
const pyx12 = 'infra/lanes/pyx12-environment.ts'
const imsweb = 'infra/lanes/imsweb-environment.ts'

/** Its package.json names what `npm pack` compiles; here nothing is compiled. */
const resolve = {
  alias: { '@tally/client': fileURLToPath(new URL('packages/client/src/index.ts', import.meta.url)) },
}

/** A busy machine is given time: what is waited for comes, or does not. */
const patient = { expect: { poll: { timeout: 30_000 } } }

const pure = {
  name: 'pure',
  include: ['**/*.test.ts'],
  exclude: [...elsewhere, '**/*.{db,wire,peer,container}.test.ts'],
  setupFiles: ['infra/lanes/no-network.ts'],
  testTimeout: 30_000,
  ...patient,
}

/** Each of these shares one broker or one outside program, so its files run one at a time. */
const oneAtATime = {
  ...{ exclude: elsewhere, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
  ...patient,
}

export default defineConfig({
  test: {
    allowOnly: false,
    maxWorkers: 2,
    projects: [
      { test: pure },
      {
        resolve,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: elsewhere,
          globalSetup: [postgres],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          ...patient,
        },
      },
      {
        test: { ...oneAtATime, name: 'wire', include: ['**/*.wire.test.ts'], globalSetup: [postgres, kafka] },
      },
      { test: { ...oneAtATime, name: 'peer', include: ['**/*.peer.test.ts'], globalSetup: [pyx12, imsweb] } },
      {
        test: {
          ...oneAtATime,
          name: 'container',
          include: ['**/*.container.test.ts'],
          globalSetup: [engine],
        },
      },
    ],
  },
})
