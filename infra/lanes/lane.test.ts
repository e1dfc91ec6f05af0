import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Entry, runLane } from './lane.ts'

const ran: string[] = []
const entry = (name: string, code: number): Entry => ({
  name,
  what: `what ${name} does`,
  run: async (args) => {
    ran.push([name, ...args].join(' '))
    return code
  },
})
const entries = [
  entry('good', 0),
  entry('bad', 7),
  { name: 'later', what: 'not yet', arrives: 'arrives with issue 7' },
  { ...entry('long', 0), option: '--whole' },
]

let said: string[] = []
beforeEach(() => {
  said = []
  ran.length = 0
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(line))
})
afterEach(() => vi.restoreAllMocks())

it.each([
  [['good', '--seconds', '5'], 0, ['good --seconds 5']],
  [['bad'], 1, ['bad']],
  [[], 1, ['good', 'bad']],
  [['--seconds', '5'], 1, ['good --seconds 5', 'bad --seconds 5']],
  [['later'], 0, []],
  [['--whole', '--seconds', '5'], 0, ['long --seconds 5']],
  [['long'], 0, ['long']],
  [['--list'], 0, []],
  [['unknown'], 2, []],
  [['--help'], 0, []],
  [['-h'], 0, []],
  [['bad', '--help'], 0, []],
])('%j exits %i having run %j', async (args, code, expected) => {
  expect(await runLane('prove', entries, args)).toBe(code)
  expect(ran).toEqual(expected)
})

it('a lane that does not run all lists them where none is named', async () => {
  expect(await runLane('ops', entries, [], 'none')).toBe(2)
  expect(await runLane('ops', entries, ['--seconds', '5'], 'none')).toBe(2)
  expect(ran).toEqual([])
  expect(said[0]).toMatch(/^good +what good does$/)
  expect(said).toContain('Name what to run: npm run ops -- good')
  expect(await runLane('ops', entries, ['good'], 'none')).toBe(0)
})

it('help for one entry is of that entry alone', async () => {
  await runLane('ops', entries, ['bad', '--help'], 'none')
  expect(said).toEqual([expect.stringMatching(/^bad +what bad does$/)])
})

it('an entry without a subject says when it arrives', async () => {
  await runLane('prove', entries, ['later'])
  expect(said).toEqual(['prove later: no subject yet: arrives with issue 7.'])
})

it('an unknown name is answered with those that exist', async () => {
  await runLane('prove', entries, ['unknown'])
  expect(said).toEqual(['prove has no "unknown". Choose one of: good, bad, later, long.'])
})
