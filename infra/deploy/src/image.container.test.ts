/** The image, built as docker-compose.yml builds it: whether its user and its read-only root let the programs run. */
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { repository } from './compose-file.ts'

if (process.env.TEST_CONTAINERS === 'absent') test.skip('the image (skipped: no container engine)')
else describe('the image', describeImage)

function describeImage() {
  let image: GenericContainer
  let simulator: StartedTestContainer | undefined

  beforeAll(async () => {
    image = await GenericContainer.fromDockerfile(repository, 'infra/image/Dockerfile').build('tally:test', {
      deleteOnExit: false,
    })
  }, 600_000)

  afterAll(() => simulator?.stop())

  it('starts a program as nobody special, and answers its health check', { timeout: 60_000 }, async () => {
    simulator = await image
      .withCommand(
        'node infra/simulator/src/main.ts --host=0.0.0.0 --port=4001 --folder=/data/simulator'.split(' '),
      )
      .withEnvironment({ TALLY_SIMULATOR_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}` })
      .withExposedPorts(4001)
      .withWaitStrategy(Wait.forHttp('/health', 4001))
      .start()
    const probe = await simulator.exec(
      'node infra/deploy/src/probe.ts http://127.0.0.1:4001/health'.split(' '),
    )
    expect([probe.exitCode, probe.output]).toEqual([0, ''])
    expect((await simulator.exec(['id', '-un'])).output.trim()).toBe('node')
    expect((await simulator.exec(['touch', '/tally/written'])).exitCode).not.toBe(0)
  })

  it.each([
    ['services/insight/src/main.ts', 'Set DATABASE_URL and KAFKA_BROKERS'],
    ['infra/deploy/src/migrate.ts', 'Set DATABASE_URL, with a user who may create roles'],
    ['infra/deploy/src/wait-until-migrated.ts', 'Set DATABASE_URL, without a user'],
  ])(
    '%s is there with all that it imports: it asks for its settings',
    { timeout: 60_000 },
    async (program, says) => {
      const inside = simulator ?? expect.fail('the image did not start')
      const { output, exitCode } = await inside.exec(['node', program])
      expect([exitCode, output]).toEqual([1, expect.stringContaining(says)])
    },
  )
}
