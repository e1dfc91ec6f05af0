import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { addressOf, opsImportOpenClaims } from './ops-import-open-claims.ts'

const folder = mkdtempSync(join(tmpdir(), 'open-claims-'))
const [file, keyFile] = [join(folder, 'open.csv'), join(folder, 'key')]
writeFileSync(file, 'claimNumber\n')
writeFileSync(keyFile, 'the-key\n')
afterAll(() => rmSync(folder, { recursive: true }))

let said: string[] = []
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(line))
})
afterEach(() => vi.restoreAllMocks())

const right = [file, '--system', 'old', '--url', 'http://tally', '--key-file', keyFile]
const answering = (status: number, body: object) =>
  vi.fn(async (_url: string, _init: RequestInit) => ({ status, text: JSON.stringify(body) }))
const brought = {
  ...{ system: 'old', effectiveOn: '2026-12-01', claims: 2, lines: 3, known: 1, dryRun: false },
  ...{ openPayerCents: 500, openPatientCents: 200, creditCents: 0 },
}

it('sends the file with the key, and says what was brought over', async () => {
  const send = answering(201, brought)
  expect(await opsImportOpenClaims([...right, '--practice', 'prc_x'], send)).toBe(0)
  const [url, init] = send.mock.calls[0] ?? []
  expect(url).toBe('http://tally/v1/opening-balances?system=old&dryRun=false')
  expect(init?.headers).toMatchObject({ authorization: 'Bearer the-key', 'tally-practice': 'prc_x' })
  expect(String(init?.body)).toBe('claimNumber\n')
  expect(said).toEqual([
    'Brought over 2 claims with 3 lines from old, as of 2026-12-01.',
    'open at payers 500 cents, at patients 200, patients’ credit 0. 1 claims were here before; nothing moved by them.',
  ])
})

it('only tries it where that is asked', async () => {
  const send = answering(200, { ...brought, dryRun: true })
  expect(await opsImportOpenClaims([...right, '--dry-run'], send)).toBe(0)
  expect(send.mock.calls[0]?.[0]).toContain('dryRun=true')
  expect(said[0]).toMatch(/^Would bring over 2 claims/)
})

it('names every wrong cell', async () => {
  const problems = [{ says: 'row 2, chargeCents: write whole cents' }, { says: 'row 3, patientId: write it' }]
  expect(await opsImportOpenClaims(right, answering(422, { detail: 'nothing was kept', problems }))).toBe(1)
  expect(said).toEqual(['nothing was kept', `  ${problems[0]?.says}`, `  ${problems[1]?.says}`])
})

it.each([
  [[], 'Use: npm run ops -- import-open-claims FILE --system NAME'],
  [[file], 'Use: npm run ops'],
  [[join(folder, 'none.csv'), '--system', 'old'], 'There is no file'],
  [[file, '--sytem', 'old'], "Unknown option '--sytem'"],
  [[file, '--system', 'old', '--key-file', join(folder, 'nokey')], 'No key: name a file'],
])('%j sends nothing, and it says what to do', async (args, says) => {
  const send = answering(201, brought)
  expect(await opsImportOpenClaims(args, send)).toBe(2)
  expect(send).not.toHaveBeenCalled()
  expect(said.join()).toContain(says)
})

it('says so where no Tally answers', async () => {
  const send = vi.fn(async () => {
    throw new TypeError('fetch failed')
  })
  expect(await opsImportOpenClaims(right, send)).toBe(2)
  expect(said).toEqual([
    'No Tally answers at http://tally: start one with npm start, or name it with --url URL.',
  ])
})

it('asks the Tally that runs with the data folder, wherever it answers', () => {
  expect(addressOf({ dataFolder: folder, port: 4_000 })).toBe('http://127.0.0.1:4000')
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ address: 'http://127.0.0.1:4321' }))
  expect(addressOf({ dataFolder: folder, port: 4_000 })).toBe('http://127.0.0.1:4321')
})
