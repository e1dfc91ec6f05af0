/** Our reading of the kustomizations against kubectl's own, wherever there is a kubectl. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { kubernetesFolder, type Manifest, resolveKustomization } from './resolve-kustomization.ts'

const there = spawnSync('kubectl', ['version', '--client']).status === 0
const folders = ['base', 'overlays/group', 'overlays/group/stores', 'overlays/cell', 'overlays/cell/stores']

it.skipIf(!there).each(folders)(
  '%s: the same objects as `kubectl kustomize` (skipped without kubectl)',
  (folder) => {
    const path = join(kubernetesFolder, folder)
    const said = spawnSync('kubectl', ['kustomize', path], { encoding: 'utf8' })
    expect(said.stderr).toBe('')
    const theirs = parseAllDocuments(said.stdout).map((document) => document.toJS() as Manifest)
    const ours = resolveKustomization(path)
    expect(theirs.length).toBeGreaterThan(5)
    const named = (objects: readonly Manifest[]) =>
      Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]))
    expect(named(ours)).toEqual(named(theirs))
  },
)
