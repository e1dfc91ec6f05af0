import { describe, expect, it } from 'vitest'
import { localKeyManagement } from './key-management.ts'
import { practiceKeys } from './practice-keys.ts'

const key = (byte: number) => new Uint8Array(32).fill(byte)
const kid = '0'.repeat(26)
const keysOf = (practiceId: string, data = new Map([[kid, key(1)]]), current = kid) =>
  practiceKeys({ practiceId, data, current, id: key(2) })
const person = { name: 'DOE', note: 'ünïcode' }

describe('what one practice’s keys seal', () => {
  it('opens where it was sealed, and shows nothing', () => {
    const keys = keysOf('prc_a')
    const part = keys.sealPart(person, 'message|type')
    expect(keys.openPart(part, 'message|type')).toEqual(person)
    expect(keys.openColumn(keys.sealColumn(person, 'table|column|id'), 'table|column|id')).toEqual(person)
    expect(JSON.stringify(part)).not.toContain('DOE')
  })

  it.each([
    ['another message', () => keysOf('prc_a').openPart(keysOf('prc_a').sealPart(person, 'm1|t'), 'm2|t')],
    ['another practice', () => keysOf('prc_b').openPart(keysOf('prc_a').sealPart(person, 'm|t'), 'm|t')],
    ['another row', () => keysOf('prc_a').openColumn(keysOf('prc_a').sealColumn(person, 't|c|1'), 't|c|2')],
    [
      'another key',
      () =>
        keysOf('prc_a', new Map([[kid, key(9)]])).openPart(keysOf('prc_a').sealPart(person, 'm|t'), 'm|t'),
    ],
  ])('cannot be moved to %s', (_, moved) => {
    expect(moved).toThrow()
  })

  it('is never the same twice', () => {
    const keys = keysOf('prc_a')
    expect(keys.sealPart(person, 'm|t').ct).not.toBe(keys.sealPart(person, 'm|t').ct)
  })

  it('opens what an older key sealed, and says which key is gone', () => {
    const newer = '1'.repeat(26)
    const part = keysOf('prc_a').sealPart(person, 'm|t')
    expect(
      keysOf(
        'prc_a',
        new Map([
          [kid, key(1)],
          [newer, key(3)],
        ]),
        newer,
      ).openPart(part, 'm|t'),
    ).toEqual(person)
    expect(() => keysOf('prc_a', new Map([[newer, key(3)]]), newer).openPart(part, 'm|t')).toThrow(kid)
  })
})

describe('ids that two services share', () => {
  it('are the same for the same natural key and practice, and no others', () => {
    const id = keysOf('prc_a').derive('patient', 'PAT-77')
    expect(id).toMatch(/^pat_[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(keysOf('prc_a').derive('patient', 'PAT-77')).toBe(id)
    expect(keysOf('prc_a').derive('encounter', 'PAT-77').slice(4)).not.toBe(id.slice(4))
    expect(
      practiceKeys({ practiceId: 'prc_a', data: new Map([[kid, key(1)]]), current: kid, id: key(7) }).derive(
        'patient',
        'PAT-77',
      ),
    ).not.toBe(id)
  })

  it('keep the borders of their parts', () => {
    const keys = keysOf('prc_a')
    expect(keys.derive('treatmentDay', 'ab', 'c')).not.toBe(keys.derive('treatmentDay', 'a', 'bc'))
  })
})

it('a wrapped key is unwrapped by its own master key alone', async () => {
  const wrapped = await localKeyManagement(key(4)).wrap(key(5))
  expect([...(await localKeyManagement(key(4)).unwrap(wrapped))]).toEqual([...key(5)])
  await expect(localKeyManagement(key(6)).unwrap(wrapped)).rejects.toThrow()
})
