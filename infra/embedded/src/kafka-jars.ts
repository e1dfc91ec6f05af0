/**
 * Apache Kafka as it comes from Maven Central: 46 jars, 44 MB, fetched once into `<tools>/kafka-4.3.1/lib`.
 * The server needs Java 17 (since 4.0), the fetching needs Maven.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const KAFKA = '4.3.1'
const OLDEST_JAVA = 17

export interface KafkaTools {
  /** `<root>/.tally/tools`. */
  readonly tools: string
  /** Programs, when they are not the ones on PATH; for tests. */
  readonly java?: string
  readonly mvn?: string
}

/**
 * Whether the embedded Kafka can run here; what is missing, in words to put into a sentence. Maven counts
 * until the jars are there.
 */
export async function javaAndMaven({
  tools,
  java = 'java',
  mvn = 'mvn',
}: KafkaTools): Promise<{ readonly missing?: string }> {
  const [javaSays, mvnWorks] = await Promise.all([
    run(java, ['-version']),
    hasJars(tools) || run(mvn, ['--version']),
  ])
  if (javaSays === undefined) return { missing: `Java ${OLDEST_JAVA} or later` }
  const version = javaMajor(javaSays)
  if (version < OLDEST_JAVA) return { missing: `Java ${OLDEST_JAVA} or later (found ${version})` }
  return mvnWorks ? {} : { missing: 'Maven' }
}

/** `17` of `openjdk version "17.0.15"`, `8` of `java version "1.8.0_392"`; 0 when it says something else. */
export function javaMajor(says: string): number {
  const found = /version "(?:1\.)?(\d+)/.exec(says)
  return found ? Number(found[1]) : 0
}

/** The class path, fetched first when it is not there. Throws one sentence when Maven fails. */
export async function kafkaJars(
  { tools, mvn = 'mvn' }: KafkaTools,
  progress: (line: string) => void,
): Promise<string> {
  if (!hasJars(tools)) await fetchJars(tools, mvn, progress)
  return join(folderOf(tools), 'lib', '*')
}

function folderOf(tools: string): string {
  return join(tools, `kafka-${KAFKA}`)
}

function hasJars(tools: string): boolean {
  return existsSync(join(folderOf(tools), 'lib', `kafka_2.13-${KAFKA}.jar`))
}

/** Fetched beside and renamed into place; of two fetches at once the later one is dropped. */
async function fetchJars(tools: string, mvn: string, progress: (line: string) => void): Promise<void> {
  progress(`Fetching Apache Kafka ${KAFKA} through Maven (once, 44 MB) ...`)
  const fresh = `${folderOf(tools)}-${process.pid}`
  mkdirSync(fresh, { recursive: true })
  writeFileSync(join(fresh, 'pom.xml'), POM)
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const options = [
    '-DincludeScope=runtime',
    `-DoutputDirectory=${join(fresh, 'lib')}`,
    `-f${join(fresh, 'pom.xml')}`,
  ]
  // -C: a jar whose checksum differs fails the build instead of warning.
  const fetched = await run(mvn, ['-q', '-B', '-C', goal, ...options])
  if (fetched !== undefined && !hasJars(tools)) renameSync(fresh, folderOf(tools))
  rmSync(fresh, { recursive: true, force: true })
  if (fetched === undefined) {
    throw new Error(
      'Maven could not fetch Apache Kafka: check the network and start again, or set KAFKA_BROKERS to a cluster.',
    )
  }
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tally</groupId><artifactId>embedded-kafka</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`

/** What the program printed; undefined when it failed or is not there. */
function run(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout, stderr) =>
      resolve(error === null ? `${stdout}${stderr}` : undefined),
    )
  })
}
