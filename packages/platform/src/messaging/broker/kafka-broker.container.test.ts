/** The broker contract on the image that docker-compose.yml runs, rather than on its jars. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeBroker } from './broker.contract.ts'
import { kafkaBroker } from './kafka-broker.ts'

const image = 'apache/kafka:4.3.1'
const compose = new URL('../../../../../docker-compose.yml', import.meta.url)

test('the image is the one that docker-compose.yml runs', () => {
  expect(readFileSync(compose, 'utf8')).toContain(`image: ${image}\n`)
})

if (process.env.TEST_CONTAINERS === 'absent')
  test.skip(`${image}: the broker contract (skipped: no container engine)`)
else describe(image, describeImage)

function describeImage() {
  let kafka: StartedTestContainer
  let port = 0

  beforeAll(async () => {
    port = await freePort()
    // Clients come to the address that a broker advertises, so the port is the same outside and in.
    kafka = await new GenericContainer(image)
      .withExposedPorts({ container: port, host: port })
      .withEnvironment(settingsFor(port))
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .start()
  }, 180_000)

  afterAll(() => kafka.stop())

  describeBroker('Kafka in a container', async () => ({
    async connect() {
      const broker = kafkaBroker({
        ...{ brokers: [`localhost:${port}`], clientId: 'test', log: () => undefined },
        ...{ connectTimeoutMs: 15_000, sessionTimeoutMs: 6_000 },
      })
      await broker.start()
      return broker
    },
  }))
}

function settingsFor(port: number): Record<string, string> {
  const one = [
    'OFFSETS_TOPIC_REPLICATION_FACTOR',
    'TRANSACTION_STATE_LOG_REPLICATION_FACTOR',
    'TRANSACTION_STATE_LOG_MIN_ISR',
    'SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR',
    'SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR',
  ]
  return {
    ...{ KAFKA_NODE_ID: '1', KAFKA_PROCESS_ROLES: 'broker,controller' },
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:9093`,
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:${port}`,
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    ...{ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false', KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0' },
    ...Object.fromEntries(one.map((name) => [`KAFKA_${name}`, '1'])),
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
