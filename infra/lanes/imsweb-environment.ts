/**
 * Vitest's global setup for `.peer.test.ts`: imsweb's x12-parser, a reader of X12 in Java whose maps come from pyx12
 * and whose code does not. `npm run peers -- imsweb` fetches it through Maven into .tally/peers, once; elsewhere, and
 * without Java and Maven, its tests skip, visibly, and say why.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { root } from './run-program.ts'

/** The newest that Maven lists; 1.16, which the design names (x12.md 5.1), is not to be had. */
export const imswebVersion = '1.13'

/** Set by peers.ts: which peer is asked beside pyx12. */
export const askedPeer = 'TALLY_PEER'

declare module 'vitest' {
  interface ProvidedContext {
    /** The program and its first arguments; the files to read follow. Undefined where it is not to run. */
    imswebCommand: string[] | undefined
    imswebMissing: string | undefined
  }
}

export function setup(project: TestProject): void {
  const { command, missing } =
    process.env[askedPeer] === 'imsweb'
      ? imswebEnvironment(join(root, '.tally', 'peers'))
      : { missing: 'npm run peers -- imsweb runs it' }
  if (missing !== undefined) console.log(`imsweb is skipped: ${missing}.`)
  project.provide('imswebCommand', command)
  project.provide('imswebMissing', missing)
}

interface Found {
  readonly command?: string[]
  readonly missing?: string
}

/** Java runs the program from its source, for which it has to be a JDK. */
function imswebEnvironment(peers: string): Found {
  const { stdout = '' } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' })
  if (!(stdout ?? '').includes('jdk.compiler')) return { missing: 'there is no Java Development Kit' }
  const home = join(peers, `imsweb-${imswebVersion}`)
  const program = join(root, 'infra', 'lanes', 'imsweb', 'Check837.java')
  const command = ['java', '-cp', join(home, 'lib', '*'), program]
  if (existsSync(home)) return { command }
  if (spawnSync('mvn', ['--version']).status !== 0) return { missing: 'there is no Maven to fetch it with' }
  fetchJars(home)
  return { command }
}

/** Fetched beside and renamed into place; of two fetches at once the later one is dropped. */
function fetchJars(home: string): void {
  console.log(`Fetching imsweb’s x12-parser ${imswebVersion} through Maven (once) ...`)
  const fresh = `${home}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  try {
    writeFileSync(join(fresh, 'pom.xml'), pom)
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
    const options = ['-DincludeScope=runtime', `-DoutputDirectory=${join(fresh, 'lib')}`]
    // -C: a jar whose checksum differs fails the build instead of warning.
    const { status } = spawnSync('mvn', ['-q', '-B', '-C', goal, ...options, `-f${join(fresh, 'pom.xml')}`])
    if (status !== 0) {
      throw new Error('Maven could not fetch x12-parser: check the network, then run the same command again.')
    }
    if (!existsSync(home)) renameSync(fresh, home)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tally</groupId><artifactId>peer-imsweb</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.imsweb</groupId><artifactId>x12-parser</artifactId><version>${imswebVersion}</version></dependency>
  </dependencies>
</project>
`
