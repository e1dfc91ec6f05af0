/** Files as nobody means them, for the tests of every reader: pieces cut out and others put in, and bytes changed. */
import fc from 'fast-check'

/** Words of the language of JavaScript and of X12, wherever they don't belong. */
const intruders = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    '*',
    '**',
    '~',
    ':',
    '^',
    '\n',
    '\u0000',
    '-',
    'Ω',
    '\ud800',
    '',
  ],
  ...['ISA*', 'SE*1*1~', 'HL~', 'HL*1**22~', 'NM1~', 'LX~', '9'.repeat(30)],
]

/** One of `samples` after one to eight cuts; `own` are segments that its reader looks for. */
export function mangledOf(samples: readonly string[], own: readonly string[]): fc.Arbitrary<string> {
  const intruder = fc.constantFrom(...intruders, ...own)
  const cut = fc.tuple(fc.nat(), fc.nat({ max: 40 }), intruder)
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(cut, { minLength: 1, maxLength: 8 }))
    .map(([sample, cuts]) =>
      cuts.reduce((text, [place, length, put]) => {
        const at = place % (text.length + 1)
        return text.slice(0, at) + put + text.slice(at + length)
      }, sample),
    )
}

/** One of `samples` with up to twenty bytes changed. */
export function changedBytesOf(samples: readonly string[]): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 20 }))
    .map(([sample, changes]) => {
      const bytes = new TextEncoder().encode(sample)
      for (const [place, value] of changes) bytes[place % bytes.length] = value
      return bytes
    })
}
