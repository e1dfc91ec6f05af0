import { describe, expect, it } from 'vitest'
import { agreesWithShown } from './agrees-with-shown.ts'
import { blocksOf, requestIn, stepsOf } from './guide-blocks.ts'

const none = new Map<string, string>()

describe('an answer agrees with the one shown', () => {
  it.each([
    ['more fields', { a: 1 }, { a: 1, b: 2 }],
    ['the same items', { items: [{ a: 1 }, { a: 2 }] }, { items: [{ a: 1, b: 1 }, { a: 2 }] }],
    ['items among more', ['…', { a: 2 }, '…', { a: 4 }], [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]],
    ['no items', [], []],
    ['any items', ['…'], [1, 2]],
    ['null', { a: null }, { a: null }],
  ])('%s', (_what, shown, answered) => {
    expect(agreesWithShown(shown, answered, none)).toEqual(none)
  })

  it('binding what varies, as text, within text too', () => {
    const found = agreesWithShown(
      { id: '{{id}}', at: '{{n}}', self: '/v1/{{id}}?x' },
      { id: 'c1', at: 7, self: '/v1/c1?x' },
      none,
    )
    expect(found).toEqual(new Map(Object.entries({ id: 'c1', n: '7' })))
  })
})

describe('an answer differs from the one shown', () => {
  it.each([
    ['another value', { a: 1 }, { a: 2 }, '/a is 2, shown is 1'],
    ['no value', { a: null }, {}, '/a is undefined, shown is null'],
    ['one item more', [1], [1, 2], ' has 2 items, 1 are shown'],
    ['one item less', [1, 2], [1], ' has 1 items, 2 are shown'],
    ['an item that is not there', ['…', { a: 3 }], [{ a: 1 }], '/0/a is 1, shown is 3'],
    ['another order', ['…', 2, 1], [1, 2], '/1 is not there'],
    ['no list', [1], { 0: 1 }, 'the body is {"0":1}, shown is [1]'],
    ['another id than before', { id: '{{known}}' }, { id: 'c2' }, '/id is "c2", shown is "c1"'],
    ['no text', { id: '{{new}}' }, { id: null }, '/id is null, shown is "{{new}}"'],
  ])('%s', (_what, shown, answered, says) => {
    expect(agreesWithShown(shown, answered, new Map([['known', 'c1']]))).toBe(says)
  })
})

describe('a guide', () => {
  const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`

  it('is steps: requests with their answers, and programs', () => {
    const exchange = [block('http', 'GET /a'), block('http', 'HTTP/1.1 200\nETag: "1"\n\n{}')]
    const text = ['Words.\n', block('sh', 'npm start'), ...exchange, block('ts', 'go()')].join('')
    expect(stepsOf(blocksOf(text))).toEqual([
      {
        kind: 'exchange',
        line: 6,
        request: 'GET /a',
        answer: { status: 200, headers: { etag: '"1"' }, body: {} },
      },
      { kind: 'program', line: 15, text: 'go()' },
    ])
  })

  it('may leave no request unanswered and answer nothing that was not asked', () => {
    expect(() => stepsOf(blocksOf(block('http', 'GET /a')))).toThrow('line 2 is not answered')
    expect(() => stepsOf(blocksOf(block('http', 'HTTP/1.1 200\n\n{}')))).toThrow('line 2 answers nothing')
  })

  it('changes what is there, and fills in what was brought', () => {
    const text = 'PUT /v1/{{id}}\nIf-Match: "1"\n\n< docs/encounter.json\nwith /diagnoses/0/code "M54.5"'
    const { body, ...request } = requestIn(text, new Map([['id', 'V1']]))
    expect(request).toEqual({ method: 'PUT', path: '/v1/V1', headers: { 'if-match': '"1"' } })
    expect(body).toMatchObject({ diagnoses: [{ code: 'M54.5' }, { code: 'M62.81' }] })
    expect(() => requestIn('GET /{{id}}', none)).toThrow('{{id}} was brought by no answer')
    expect(() => requestIn('PUT /a\n\n< docs/encounter.json\nwith /colour 1', none)).toThrow(
      'no colour to change',
    )
  })
})
