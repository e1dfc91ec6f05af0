/** What the command line promises whatever the command: exit codes, streams, lines, and sentences. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { billed, changed, day, runOf } from './sample-run.ts'

const commands = 'code, price, x12 read, x12 check, x12 era, x12 ack, x12 benefits, x12 write'
const whole = JSON.stringify(day)
const negative = JSON.stringify(changed(day, ['services', 0, 'minutes'], -1))

describe('asking', () => {
  test.each<[string, string[], string]>([
    ['nothing', [], `tally: no command was given; choose one of ${commands}.`],
    ['an unknown command', ['bill'], `tally: there is no command "bill"; choose one of ${commands}.`],
    [
      'a name every object has',
      ['toString'],
      `tally: there is no command "toString"; choose one of ${commands}.`,
    ],
    [
      'two files',
      ['code', 'a.json', 'b.json'],
      'tally code: one FILE is read at a time, and "b.json" is a second one.',
    ],
    [
      'a file that is not there',
      ['code', 'a.json'],
      'tally code: a.json cannot be opened: there is no such file.',
    ],
    [
      'an unknown option',
      ['code', '--json'],
      "tally: Unknown option '--json'; tally --help shows what there is.",
    ],
    [
      'half a command',
      ['x12'],
      'tally x12: no command was given; choose one of x12 read, x12 check, x12 era, x12 ack, x12 benefits, x12 write.',
    ],
    [
      'a file where a command should stand',
      ['x12', 'a.edi'],
      'tally x12: there is no command "x12 a.edi"; choose one of x12 read, x12 check, x12 era, x12 ack, x12 benefits, x12 write.',
    ],
    [
      'two interchanges',
      ['x12', 'era', 'a.edi', 'b.edi'],
      'tally x12 era: one FILE is read at a time, and "b.edi" is a second one.',
    ],
    [
      'an interchange that is not there',
      ['x12', 'era', 'a.edi'],
      'tally x12 era: a.edi cannot be opened: there is no such file.',
    ],
    [
      'lines of an interchange',
      ['x12', 'era', '--lines'],
      'tally x12 era: --lines does not apply to it; use tally x12 era [FILE | -] [--claims] [--text].',
    ],
    [
      'claims of what has none',
      ['code', '--claims'],
      'tally code: --claims does not apply to it; use tally code [FILE | -] [--lines] [--text].',
    ],
  ])('for %s is answered 2 and one sentence', async (_, args, sentence) => {
    expect(await runOf(args, whole)).toEqual({ exit: 2, printed: '', said: [sentence] })
  })

  test('for help is answered with the usage', async () => {
    const { exit, said, printed } = await runOf(['--help'])
    expect({ exit, said, printed }).toEqual({
      exit: 0,
      said: [
        [
          'tally code [FILE | -] [--lines] [--text]',
          'tally price [FILE | -] [--lines] [--text]',
          'tally x12 read [FILE | -] [--text]',
          'tally x12 check [FILE | -] [--text]',
          'tally x12 era [FILE | -] [--claims] [--text]',
          'tally x12 ack [FILE | -] [--text]',
          'tally x12 benefits [FILE | -] [--text]',
          'tally x12 write [FILE | -]',
        ].join('\n'),
      ],
      printed: '',
    })
  })
})

describe('one document', () => {
  test.each([
    ['no file', ['code']],
    ['-', ['code', '-']],
  ])('comes from standard input for %s', async (_, args) => {
    const { exit, printed, said } = await runOf(args, whole)
    expect({ exit, said }).toEqual({ exit: 0, said: [] })
    expect(JSON.parse(printed)).toMatchObject({ unitRule: 'cms-pooled', timedMinutes: 46, tie: false })
    expect(printed.endsWith('}\n')).toBe(true)
  })

  test('may begin with a byte order mark and be cut within a letter', async () => {
    const bytes = new TextEncoder().encode(
      `\ufeff${JSON.stringify(changed(day, ['services', 0, 'distinctBlock'], 'nach der Übung'))}`,
    )
    const cut = bytes.indexOf(0xc3) + 1
    expect((await runOf(['code'], [bytes.slice(0, cut), bytes.slice(cut)])).exit).toBe(0)
  })

  test.each<[string, string | Uint8Array[], string]>([
    ['nothing', '', ': the document is not JSON: it is empty, ends too early or is something else.'],
    ['half a document', whole.slice(0, 40), ': the document is not JSON: it breaks at line 1 column 41.'],
    ['two documents', `${whole}\n${whole}`, ': the document is not JSON: it breaks at line 2 column 1.'],
    ['a field twice', '{"payer":{"rules":{},"rules":{}}}', ': /payer/rules stands twice.'],
    ['too deep a nest', '['.repeat(33), ': the document is nested deeper than 32.'],
    ['another type', '[]', ': the document must be an object.'],
    ['bytes that are no text', [Uint8Array.of(0x7b, 0xff)], ' cannot be read: it is not UTF-8 text.'],
  ])('of %s is refused', async (_, input, sentence) => {
    expect(await runOf(['code'], input)).toEqual({
      exit: 2,
      printed: '',
      said: [`tally code: standard input${sentence}`],
    })
  })

  test('is refused for all its places at once', async () => {
    const bad = changed(changed(day, ['services', 1, 'minutes'], 7.5), ['colour/~'], 'red')
    expect((await runOf(['code'], JSON.stringify(bad))).said).toEqual([
      'tally code: standard input: /services/1/minutes must be a whole number; ' +
        '/colour~1~0 is not known here: remove it or spell it as documented.',
    ])
  })
})

describe('--lines', () => {
  test('answers one a line, in order, and passes over blank lines', async () => {
    const second = JSON.stringify(changed(day, ['serviceDate'], '2026-03-03'))
    const { exit, printed, said } = await runOf(['code', '--lines'], `${whole}\n\n${second}\r\n${whole}`)
    expect({ exit, said }).toEqual({ exit: 0, said: [] })
    const answers = printed.trimEnd().split('\n')
    expect(answers).toHaveLength(3)
    expect(answers[0]).toBe(answers[2])
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ timedMinutes: 46 })
  })

  test('of nothing answers nothing', async () => {
    expect(await runOf(['price', '--lines'])).toEqual({ exit: 0, printed: '', said: [] })
  })

  test('goes on after a line that it cannot read, answers its places and says so', async () => {
    const { exit, printed, said } = await runOf(
      ['code', '--lines'],
      `${negative}\n${whole}\n{\n${negative}\n`,
    )
    const answers = printed
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(exit).toBe(2)
    expect(answers).toHaveLength(4)
    expect(answers[0]).toEqual({
      unreadable: [{ pointer: '/services/0/minutes', says: 'must be at least 0' }],
    })
    expect(answers[1]).toMatchObject({ timedMinutes: 46 })
    expect(said).toEqual([
      'tally code: standard input line 1: /services/0/minutes must be at least 0; and lines 3, 4 cannot be read either.',
    ])
  })

  test('agrees with the answer to one document', async () => {
    const one = await runOf(['price'], JSON.stringify(billed))
    const { printed } = await runOf(['price', '--lines'], JSON.stringify(billed))
    expect(JSON.parse(printed)).toEqual(JSON.parse(one.printed))
  })
})

describe('--text', () => {
  test('shows a coded day to a person', async () => {
    const { exit, printed } = await runOf(['code', '--text'], whole)
    expect(exit).toBe(0)
    expect(printed).toMatch(/^2026-03-02, medicare-b: 46 timed minutes of 46, counted by cms-pooled\n/)
    expect(printed).toMatch(/^1 +97110 +2 +GP +1 +\$120\.00 +\$44\.42$/m)
    expect(printed).toMatch(/^Expected from the payer: \$79\.49$/m)
    expect(printed).toMatch(/^Therapy used this year: PT and SLP \$79\.49, OT \$0\.00$/m)
  })

  test('shows what stays off the claim and what a person should know', async () => {
    const short = changed(changed(day, ['services', 1, 'minutes'], 3), ['abn'], null)
    const { printed } = await runOf(
      ['code', '--text'],
      JSON.stringify(changed(short, ['services', 0, 'procedureCode'], 'ZZZZZ')),
    )
    expect(printed).toMatch(/^Not billed\n {2}1 ZZZZZ, 30 minutes$/m)
    expect(printed).toMatch(/^Findings\n {2}(HOLD|REJECT) on line 1: /m)
  })

  test('shows every line in turn with --lines, and why one is not read', async () => {
    const { exit, printed, said } = await runOf(['code', '--lines', '--text'], `${whole}\n${negative}\n`)
    const sentence = 'tally code: standard input line 2: /services/0/minutes must be at least 0.'
    expect({ exit, said }).toEqual({ exit: 2, said: [sentence] })
    expect(printed).toMatch(/^2026-03-02, medicare-b: /)
    expect(printed.endsWith(`\n\n${sentence}\n`)).toBe(true)
  })

  test('shows prices and their total', async () => {
    const { printed } = await runOf(['price', '--text'], JSON.stringify(billed))
    expect(printed).toMatch(/^1 +97110 +2 +\$51\.27 /m)
    expect(printed).toMatch(/^total +\$72\.48 /m)
  })
})

test('the process itself reads, answers and exits', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [main, ...args], { input: whole, encoding: 'utf8' })
  const well = run('code')
  expect(well.stderr).toBe('')
  expect(well.status).toBe(0)
  expect(JSON.parse(well.stdout)).toMatchObject({ timedMinutes: 46 })
  const missing = run('code', 'no-such-file.json')
  expect([missing.status, missing.stdout, missing.stderr]).toEqual([
    2,
    '',
    'tally code: no-such-file.json cannot be opened: there is no such file.\n',
  ])
})
