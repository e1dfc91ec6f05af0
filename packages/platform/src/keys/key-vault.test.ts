import { Defect } from '@tally/kernel'
import type pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import { virtualClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { localKeyManagement } from './key-management.ts'
import { keyVault, newPracticeKeys } from './key-vault.ts'

const management = localKeyManagement(new Uint8Array(32).fill(7))
const minutes = (count: number) => count * 60_000

/** A vault over a table of keys that a test changes, with a count of the loads. */
async function vaultOver(...practices: readonly string[]) {
  const clock = virtualClock('2026-11-24T18:00:00Z')
  const table = new Map<string, object[]>()
  for (const practice of practices) {
    const { wrapped } = await newPracticeKeys(management, () => '01BX5ZZKBKACTAV9WEVGEMMVRZ', practice)
    const rows = wrapped.map((key) => ({ ...key, wrapped: Buffer.from(key.wrapped, 'base64') }))
    table.set(practice, rows)
  }
  const query = vi.fn(async ({ values: [practice] }: { values: string[] }) => ({
    rows: table.get(practice ?? '') ?? [],
  }))
  const vault = keyVault(management, { query } as unknown as pg.Pool, clock)
  return { clock, table, query, vault }
}

describe('the key vault', () => {
  it('holds keys, and those who ask at once share one load', async () => {
    const { vault, query } = await vaultOver('prc_a')
    const all = await Promise.all(Array.from({ length: 50 }, () => vault.of('prc_a')))
    expect(new Set(all).size).toBe(1)
    await vault.of('prc_a')
    expect(query).toHaveBeenCalledTimes(1)
  })

  it('loads them anew before ten minutes are over, once, and nobody waits for it', async () => {
    const { vault, query, clock } = await vaultOver('prc_a')
    const first = await vault.of('prc_a')
    clock.advance(minutes(9))
    const late = await Promise.all(Array.from({ length: 50 }, () => vault.of('prc_a')))
    expect(new Set([first, ...late]).size).toBe(1)
    expect(query).toHaveBeenCalledTimes(2)
    await vi.waitFor(async () => expect(await vault.of('prc_a')).not.toBe(first))
  })

  it('has let go of them after ten minutes: a destroyed key works no more', async () => {
    const { vault, table, clock } = await vaultOver('prc_a')
    const sealed = (await vault.of('prc_a')).sealColumn('Ada', 'patient|name|1')
    table.delete('prc_a')
    clock.advance(minutes(5))
    expect((await vault.of('prc_a')).openColumn(sealed, 'patient|name|1')).toBe('Ada')
    clock.advance(minutes(5))
    await expect(vault.of('prc_a')).rejects.toBeInstanceOf(Defect)
  })

  it('tells at the first load after it that a practice has no keys any more', async () => {
    const { vault, table, clock } = await vaultOver('prc_a')
    await vault.of('prc_a')
    table.delete('prc_a')
    clock.advance(minutes(8))
    await vault.of('prc_a')
    await vi.waitFor(() => expect(vault.of('prc_a')).rejects.toBeInstanceOf(Defect))
  })

  it('goes on with the held ones while the database is away, for ten minutes and no longer', async () => {
    const { vault, query, clock } = await vaultOver('prc_a')
    const first = await vault.of('prc_a')
    query.mockRejectedValue(new Fault('the database is away'))
    clock.advance(minutes(9))
    expect(await vault.of('prc_a')).toBe(first)
    expect(await vault.of('prc_a')).toBe(first)
    clock.advance(minutes(1))
    await expect(vault.of('prc_a')).rejects.toBeInstanceOf(Fault)
  })

  it('loads for one practice while another waits', async () => {
    const { vault, query } = await vaultOver('prc_a', 'prc_b')
    const [a, b] = await Promise.all([vault.of('prc_a'), vault.of('prc_b')])
    expect([a.practiceId, b.practiceId]).toEqual(['prc_a', 'prc_b'])
    expect(query).toHaveBeenCalledTimes(2)
  })
})
