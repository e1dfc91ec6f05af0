/**
 * Vitest's global setup for `.peer.test.ts`: pyx12, an independent reader of X12, in a Python environment of
 * its own under .tally/peers, made once. Without Python 3.11 and its venv the tests skip, visibly, and say
 * why; with it, an environment that cannot be made fails them.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { root } from './run-program.ts'

/** One pinned set; its folder bears its name, so a new version is a new environment. */
const pinned = { pyx12: '4.0.0', defusedxml: '0.7.1' }
export const pyx12Version = pinned.pyx12
const least = [3, 11] as const

declare module 'vitest' {
  interface ProvidedContext {
    /** The environment's Python; undefined where there is none to make it with. */
    pyx12Python: string | undefined
    pyx12Missing: string | undefined
  }
}

export function setup(project: TestProject): void {
  const { python, missing } = pyx12Environment(join(root, '.tally', 'peers'))
  if (missing !== undefined) console.log(`Peer tests are skipped: ${missing}.`)
  project.provide('pyx12Python', python)
  project.provide('pyx12Missing', missing)
}

interface Found {
  readonly python?: string
  readonly missing?: string | undefined
}

/** Made beside and renamed into place, so a broken-off one is never taken for a whole one. */
function pyx12Environment(peers: string): Found {
  const home = join(peers, `pyx12-${pinned.pyx12}`)
  const python = join(home, 'bin', 'python')
  if (existsSync(python)) return { python }
  const { python: found, missing } = pythonOfTheMachine()
  if (found === undefined) return { missing }
  console.log(`Fetching pyx12 ${pinned.pyx12} (once) ...`)
  const fresh = `${home}.${process.pid}`
  mkdirSync(peers, { recursive: true })
  try {
    run(found, ['-m', 'venv', fresh])
    const wanted = Object.entries(pinned).map(([name, version]) => `${name}==${version}`)
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-deps']
    run(join(fresh, 'bin', 'python'), ['-m', 'pip', 'install', ...quiet, ...wanted])
    // Another run may have been quicker: its environment is as good.
    if (!existsSync(python)) renameSync(fresh, home)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return { python }
}

function pythonOfTheMachine(): Found {
  const [major, minor] = least
  const able = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${major}, ${minor}))`
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11']
  const found = names.find((name) => spawnSync(name, ['-c', able]).status === 0)
  return found === undefined
    ? { missing: `there is no Python ${major}.${minor} with venv` }
    : { python: found }
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status === 0) return
  const said = error?.message ?? stderr.trim().split('\n').at(-1)
  throw new Error(
    `pyx12 could not be installed (${said}): check the network and the disk, then run the same command again.`,
  )
}
