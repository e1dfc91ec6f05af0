/** Runs the workspace's own programs from its root, so that every lane starts and fails alike. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Runs a program of node_modules/.bin with our output, and answers its exit code (a signal counts as 1).
 * `within` is a folder below the root. This Node goes first on PATH: pnpm's shims take the first they find,
 * which may be Node 18.
 */
export async function runProgram(name: string, args: readonly string[], within = '.'): Promise<number> {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  const child = spawn(join(root, 'node_modules/.bin', name), args, {
    cwd: join(root, within),
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  const [code]: (number | null)[] = await once(child, 'exit')
  return code ?? 1
}

export interface Step {
  readonly name: string
  readonly run: () => Promise<number>
}

/**
 * Runs every step, also after one has failed, says how long each took, and answers the names of those that
 * failed.
 */
export async function runSteps(steps: readonly Step[]): Promise<string[]> {
  const failed: string[] = []
  for (const step of steps) {
    const began = performance.now()
    const code = await step.run()
    if (code !== 0) failed.push(step.name)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`${step.name}: ${code === 0 ? 'well' : `FAILED (exit code ${code})`}, ${seconds} s`)
  }
  return failed
}
